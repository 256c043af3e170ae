import { RadiomicaError } from "../errors.ts";
import type { FamilyId } from "../features/family.ts";
import type { Hooks } from "../plan/extraction.ts";
import type { Reason } from "../reason.ts";
import { genericRows, write } from "./generic-rows.ts";
import { canSlide, glcmRows } from "./glcm-rows.ts";
import { stateOf } from "./map-state.ts";
import type { MapSlab } from "./order.ts";
import type { PreparedMap } from "./prepare-map.ts";
import { type RowMapper, rowOf } from "./row.ts";
import { type MapFeature, mapFeatures } from "./settings.ts";
import { statisticsRows } from "./statistics-rows.ts";

/**
 * Where a map goes: for each feature of `featureIds`, in that order, values and states over the map's grid. A voxel
 * that has no value holds 0 and the reason as its state; never NaN.
 */
export type MapOut = {
  readonly values: readonly (Float32Array | Float64Array)[];
  readonly states: readonly Uint8Array[];
  /** Index on the map's grid of the first cell of `values` and `states`; default 0. */
  readonly base?: number;
};

const FAILED = stateOf("failed");

/** Rows are computed one at a time; a cancel is asked for before each. */
type Group = { readonly indices: readonly number[]; readonly mapper: RowMapper | Reason };

/**
 * Computes the voxels of one slab (see `mapOrder`) into `out`. The bits of a value depend on the voxel alone: neither
 * on the slabs nor on who computes them.
 * Throws RadiomicaError "Cancelled" when the hooks say so; what was written until then is whole rows.
 */
export function mapSlab(prepared: PreparedMap, slab: MapSlab, out: MapOut, hooks: Hooks = {}): void {
  slabMapper(prepared)(slab, out, hooks);
}

/** The same for many slabs of one map, which then share their scratch memory. */
export function slabMapper(prepared: PreparedMap): (slab: MapSlab, out: MapOut, hooks?: Hooks) => void {
  const features = mapFeatures(prepared.featureIds);
  const groups = groupsOf(prepared, features);
  const [nx, ny] = prepared.grid.dims;
  const row = rowOf(features.length, nx);
  const parts = groups.map(({ indices }) => ({
    values: indices.map((f) => row.values[f]),
    states: indices.map((f) => row.states[f]),
  }));
  const xs = new Int32Array(nx);
  return ({ z, y0, y1, step }, out, hooks = {}) => {
    const rows = Math.ceil((y1 - y0) / step);
    for (let y = y0, done = 0; y < y1; y += step, done++) {
      if (hooks.cancelled?.()) throw new RadiomicaError("Cancelled", "The map was cancelled.");
      const start = nx * (y + ny * z);
      let count = 0;
      for (let x = 0; x < nx; x += step) if (prepared.target[start + x] === 1) xs[count++] = x;
      if (count === 0) continue;
      groups.forEach(({ mapper }, g) => {
        if (typeof mapper === "function") mapper(xs, count, y, z, parts[g]);
        else
          for (let n = 0; n < count; n++)
            parts[g].values.forEach((_, f) => {
              write(parts[g], f, xs[n], mapper);
            });
      });
      for (let f = 0; f < features.length; f++)
        copyRow(row.values[f], row.states[f], xs, count, start - (out.base ?? 0), out, f);
      hooks.onProgress?.(done + 1, rows, `slice ${z}`);
    }
  };
}

/** A value too large for single precision would read as infinite: it has no place in the map. */
function copyRow(
  values: Float64Array,
  states: Uint8Array,
  xs: Int32Array,
  count: number,
  start: number,
  out: MapOut,
  f: number,
): void {
  const toValues = out.values[f];
  const toStates = out.states[f];
  for (let n = 0; n < count; n++) {
    const x = xs[n];
    toValues[start + x] = values[x];
    const fits = Number.isFinite(toValues[start + x]);
    toStates[start + x] = fits ? states[x] : FAILED;
    if (!fits) toValues[start + x] = 0;
  }
}

/** One group for each family, and the quickest way that is exact for its settings. */
function groupsOf(prepared: PreparedMap, features: readonly MapFeature[]): Group[] {
  const families = [...new Set(features.map(({ family }) => family.id))];
  return families.map((id) => {
    const indices = features.flatMap(({ family }, f) => (family.id === id ? [f] : []));
    const chosen = indices.map((f) => features[f]);
    return { indices, mapper: obstacle(prepared, id) ?? mapperOf(prepared, chosen) };
  });
}

const obstacle = ({ intensityReason, levelsReason }: PreparedMap, family: FamilyId): Reason | null =>
  intensityReason ?? (family === "statistics" ? null : levelsReason);

function mapperOf(prepared: PreparedMap, features: readonly MapFeature[]): RowMapper {
  const { id } = features[0].family;
  if (id === "statistics") return statisticsRows(prepared, features);
  if (id === "glcm" && canSlide(prepared, features)) return glcmRows(prepared, features);
  return genericRows(prepared, features);
}
