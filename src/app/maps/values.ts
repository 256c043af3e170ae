import type { Grid } from "#engine/grid.ts";
import { worldToIndex } from "#engine/grid.ts";
import { DEFINED, stateOf } from "#engine/maps/map-state.ts";
import type { Series } from "#io/series.ts";
import type { Layer, Look } from "./layer.ts";

type Numbers = Pick<Layer, "values" | "states">;

/** So many values are enough to know a percentile for the eye. */
const SAMPLE = 8_000;

/** Which voxels of a series have a value, where its file says that some have none (a map that was saved); else null. */
export function statesOf({ image: { data, padding } }: Pick<Series, "image">): Uint8Array | null {
  if (padding === undefined) return null;
  const [low, high] = padding;
  const nothing = stateOf("not_defined");
  return Uint8Array.from(data, (value) => (value >= low && value <= high ? nothing : DEFINED));
}

/** The values of the lowest and the highest colour. Nothing known yet: 0 to 1. A difference is shown about zero. */
export function rangeOf({ values, states }: Numbers, look: Look, aboutZero: boolean): [number, number] {
  if (look.mode === "values") return [look.low, look.high];
  const known = sampled(values, states).sort();
  if (known.length === 0) return [0, 1];
  const at = (percent: number) => known[Math.round((Math.min(100, Math.max(0, percent)) / 100) * (known.length - 1))];
  const [low, high] = [at(look.low), at(look.high)];
  const most = Math.max(Math.abs(low), Math.abs(high));
  return aboutZero ? [-most, most] : [low, high];
}

/** Evenly taken values, all of them where they are few. */
function sampled(values: Float32Array, states: Uint8Array | null): Float32Array {
  const step = Math.max(1, Math.floor(values.length / (4 * SAMPLE)));
  const out = new Float32Array(Math.ceil(values.length / step));
  let n = 0;
  for (let i = 0; i < values.length; i += step)
    if ((states === null || states[i] === 1) && Number.isFinite(values[i])) out[n++] = values[i];
  return out.subarray(0, n);
}

/** For each index along the axes of a grid, the nearest index of another grid with the same directions; −1 outside. */
function lookup(from: Grid, to: Grid): readonly [Int32Array, Int32Array, Int32Array] {
  const start = worldToIndex(to, from.origin);
  const axis = (a: 0 | 1 | 2) =>
    Int32Array.from({ length: from.dims[a] }, (_, i) => {
      const at = Math.round(start[a] + (i * from.spacing[a]) / to.spacing[a]);
      return at >= 0 && at < to.dims[a] ? at : -1;
    });
  return [axis(0), axis(1), axis(2)];
}

/**
 * A layer's mask on the grid of its image: 1 where the nearest voxel of the layer is 1 and the image's voxel may be
 * taken. Both grids have the same directions: a layer's grid is its image's, or one interpolated from it.
 */
export function maskOnImage(
  layer: Grid,
  mask: Uint8Array,
  image: Grid,
  wanted: (voxel: number) => boolean,
): Uint8Array<ArrayBuffer> {
  const [nx, ny, nz] = image.dims;
  const [lx, ly] = layer.dims;
  const [xs, ys, zs] = lookup(image, layer);
  const out = new Uint8Array(nx * ny * nz);
  for (let z = 0; z < nz; z++) {
    if (zs[z] < 0) continue;
    for (let y = 0; y < ny; y++) {
      if (ys[y] < 0) continue;
      const row = lx * (ys[y] + ly * zs[z]);
      for (let x = 0, v = nx * (y + ny * z); x < nx; x++, v++)
        if (xs[x] >= 0 && mask[row + xs[x]] === 1 && wanted(v)) out[v] = 1;
    }
  }
  return out;
}

/** How often values fall into each of `bins` equal parts of a range, for each label of the image that lies under them. */
export type Histogram = {
  readonly low: number;
  readonly high: number;
  readonly bins: number;
  /** Counts by label, with their mean. */
  readonly byLabel: ReadonlyMap<
    number,
    { readonly counts: Uint32Array; readonly count: number; readonly mean: number }
  >;
};

/** Null where nothing is known yet. Voxels of no segment are left out. */
export function histogramOf(
  { grid, values, states }: Numbers & Pick<Layer, "grid">,
  image: Grid,
  maps: readonly Uint8Array[],
  bins = 64,
): Histogram | null {
  const [nx, ny, nz] = grid.dims;
  const [ix, iy] = image.dims;
  const [xs, ys, zs] = lookup(grid, image);
  const each = (visit: (value: number, label: number) => void) => {
    for (let z = 0, i = 0; z < nz; z++)
      for (let y = 0; y < ny; y++)
        for (let x = 0; x < nx; x++, i++) {
          if ((states !== null && states[i] !== 1) || xs[x] < 0 || ys[y] < 0 || zs[z] < 0) continue;
          if (!Number.isFinite(values[i])) continue;
          const at = xs[x] + ix * (ys[y] + iy * zs[z]);
          for (const labels of maps) if (labels[at] > 0) visit(values[i], labels[at]);
        }
  };
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  each((value) => {
    if (value < low) low = value;
    if (value > high) high = value;
  });
  if (!(low <= high)) return null;
  const byLabel = new Map<number, { counts: Uint32Array; count: number; mean: number }>();
  const scale = high > low ? bins / (high - low) : 0;
  each((value, label) => {
    const found = byLabel.get(label) ?? { counts: new Uint32Array(bins), count: 0, mean: 0 };
    found.counts[Math.min(bins - 1, Math.floor((value - low) * scale))]++;
    found.count++;
    found.mean += (value - found.mean) / found.count;
    byLabel.set(label, found);
  });
  return { low, high, bins, byLabel };
}

/** Whether two grids lie parallel: what `maskOnImage` and `histogramOf` ask for. */
export const areParallel = (a: Grid, b: Grid): boolean =>
  a.direction.every((d, i) => Math.abs(d - b.direction[i]) < 1e-6);

export const sameGrid = (a: Grid, b: Grid): boolean =>
  a.dims.every((n, i) => n === b.dims[i]) &&
  a.spacing.every((s, i) => Math.abs(s - b.spacing[i]) < 1e-6) &&
  a.origin.every((o, i) => Math.abs(o - b.origin[i]) < 1e-3);

/** One layer minus another, where both have a value. They lie on the same grid. */
export function differenceOf(a: Numbers, b: Numbers): { values: Float32Array; states: Uint8Array } {
  const values = new Float32Array(a.values.length);
  const states = new Uint8Array(a.values.length);
  for (let i = 0; i < values.length; i++) {
    if ((a.states !== null && a.states[i] !== 1) || (b.states !== null && b.states[i] !== 1)) continue;
    states[i] = 1;
    values[i] = a.values[i] - b.values[i];
  }
  return { values, states };
}
