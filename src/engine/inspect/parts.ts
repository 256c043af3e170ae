import { aggregateDirections, type ByDirection, is3d } from "../features/matrices/aggregate.ts";
import { type Counts, totalOf } from "../features/matrices/counts.ts";
import { dependences } from "../features/matrices/dependences.ts";
import { glcmSums } from "../features/matrices/glcm-sums.ts";
import { type LevelSizes, levelSizes, voxelsIn } from "../features/matrices/level-sizes.ts";
import { halfDirections, neighbourhood } from "../features/matrices/neighbours.ts";
import { noLevels } from "../features/matrices/obstacles.ts";
import { pairsInSlices, pairsInVolume } from "../features/matrices/pairs.ts";
import { runsInSlices, runsInVolume } from "../features/matrices/runs.ts";
import { type ToneDifferences, toneDifferences } from "../features/matrices/tone-differences.ts";
import { zoneDistances, zoneSizes } from "../features/matrices/zones.ts";
import type { Vec3 } from "../grid.ts";
import { isReason, type Reason, undefinedBecause } from "../reason.ts";
import type { Aggregation, Recipe } from "../recipe.ts";
import type { Roi } from "../roi.ts";
import { type EventKind, type MatrixFamily, type MatrixPart, type MatrixSource, sourceOf, tonePart } from "./matrix.ts";
import { pyradiomicsParts } from "./pyradiomics-parts.ts";

/**
 * The matrices that a family's features are averaged over in an aggregation, each with its slice, its direction and
 * how it was counted; in the order, and with the numbers, of the family's own `prepare`. `recipe` is the one that
 * measures. PyRadiomics' families know no aggregation (null).
 */
export function matrixParts(
  roi: Roi,
  recipe: Recipe,
  family: MatrixFamily,
  aggregation: Aggregation | null,
): readonly MatrixPart[] | Reason {
  const problem = noLevels(roi);
  if (problem !== null) return problem;
  const { distance, coarseness } = recipe.texture;
  const how = aggregation ?? "3D_mrg";
  const deep = is3d(how);
  const around = () => neighbourhood(roi.dims, distance, deep);
  const alpha = Math.floor(coarseness);
  switch (family) {
    case "glcm":
      return orNone(
        directional(
          roi,
          recipe,
          how,
          "pairs",
          deep ? pairsInVolume(roi, distance, false) : pairsInSlices(roi, distance, false),
        ),
        roi,
      );
    case "glrlm":
      return directional(roi, recipe, how, "runs", deep ? runsInVolume(roi) : runsInSlices(roi));
    case "glszm":
      return bySlice(roi, how, zoneSizes(roi, how), { kind: "zones", steps: halfDirections(roi.dims, 1, deep) });
    case "gldzm":
      return bySlice(roi, how, zoneDistances(roi, how), { kind: "depths", steps: halfDirections(roi.dims, 1, deep) });
    case "ngldm":
      return bySlice(roi, how, dependences(roi, distance, coarseness, how), {
        kind: "dependences",
        steps: around(),
        coarseness: alpha,
      });
    case "ngtdm":
      return orNone(byTone(roi, how, toneDifferences(roi, distance, how), around()), roi);
    default:
      return pyradiomicsParts(roi, recipe, family);
  }
}

const orNone = (parts: readonly MatrixPart[] | Reason, roi: Roi): readonly MatrixPart[] | Reason =>
  !isReason(parts) && parts.length === 0
    ? undefinedBecause(
        roi.voxels === 1 ? "single_voxel" : "no_neighbours",
        `None of the ${roi.voxels} voxels has a neighbour.`,
      )
    : parts;

/** What features compute from, by what is counted. */
function preparedOf(counts: Counts, kind: EventKind, roi: Roi): unknown {
  return kind === "pairs" ? glcmSums(counts, roi.ng) : levelSizes(counts, voxelsIn(counts));
}

/**
 * The parts of matrices with directions. Each is aggregated by itself, by the code that aggregates them all: what it is
 * made of is then known.
 */
function directional(
  roi: Roi,
  { texture }: Recipe,
  how: Aggregation,
  kind: "pairs" | "runs",
  { directions, slices }: ByDirection,
): readonly MatrixPart[] | Reason {
  const in3d = is3d(how);
  type Choice = { readonly slice: number | null; readonly direction: number | null };
  const every = <T>(list: readonly T[]) => list.map((_, k) => k);
  const choices: readonly Choice[] = how.endsWith("_avg")
    ? every(slices).flatMap((slice) => every(directions).map((direction) => ({ slice, direction })))
    : how === "2.5D_dir"
      ? every(directions).map((direction) => ({ slice: null, direction }))
      : how === "2.5D_mrg"
        ? [{ slice: null, direction: null }]
        : every(slices).map((slice) => ({ slice, direction: null }));
  const parts: MatrixPart[] = [];
  for (const { slice, direction } of choices) {
    const steps = direction === null ? directions : [directions[direction]];
    const chosen = (slice === null ? slices : [slices[slice]]).map((matrices) =>
      direction === null ? matrices : [matrices[direction]],
    );
    const found = aggregateDirections({ directions: steps, slices: chosen }, how, roi.spacing, texture.weighting);
    if (isReason(found)) return found;
    if (found.length === 0) continue;
    const [counts] = found;
    const at = in3d ? null : slice;
    parts.push({
      slice: at,
      direction: direction === null ? null : directions[direction],
      source: sourceOf({ kind, steps, slice: at, in3d }),
      counts,
      sums: null,
      total: totalOf(counts),
      prepared: preparedOf(counts, kind, roi),
    });
  }
  return parts;
}

/** The parts of matrices without directions: one a slice that holds a voxel, or one of them all. */
function bySlice(
  roi: Roi,
  how: Aggregation,
  matrices: readonly LevelSizes[],
  source: Partial<MatrixSource> & Pick<MatrixSource, "kind" | "steps">,
): readonly MatrixPart[] {
  const plane = roi.dims[0] * roi.dims[1];
  const filled = (z: number) => roi.levels.subarray(z * plane, (z + 1) * plane).some((level) => level > 0);
  const slices = slicesOf(roi, how, filled);
  return matrices.map((prepared, k) => ({
    slice: slices[k],
    direction: null,
    source: sourceOf({ ...source, slice: slices[k], in3d: is3d(how) }),
    counts: prepared.counts,
    sums: null,
    total: prepared.total,
    prepared,
  }));
}

function byTone(
  roi: Roi,
  how: Aggregation,
  matrices: readonly ToneDifferences[],
  steps: readonly Vec3[],
): readonly MatrixPart[] {
  const slices = slicesOf(roi, how, (z) => hasNeighbours(roi, steps, z));
  return matrices.map((prepared, k) =>
    tonePart(prepared, slices[k], sourceOf({ kind: "differences", steps, slice: slices[k] })),
  );
}

/** The slice of each matrix: those that have one, in order; null where slices are brought together. */
function slicesOf({ dims }: Roi, how: Aggregation, has: (z: number) => boolean): readonly (number | null)[] {
  if (how !== "2D_avg") return [null];
  return Array.from({ length: dims[2] }, (_, z) => z).filter(has);
}

/** Whether some voxel of a slice has a neighbour in the region. */
function hasNeighbours({ dims, levels }: Roi, steps: readonly Vec3[], z: number): boolean {
  const [nx, ny] = dims;
  for (let y = 0; y < ny; y++) {
    for (let x = 0; x < nx; x++) {
      if (levels[x + nx * (y + ny * z)] === 0) continue;
      for (const [dx, dy] of steps) {
        const [px, py] = [x + dx, y + dy];
        if (px >= 0 && py >= 0 && px < nx && py < ny && levels[px + nx * (py + ny * z)] > 0) return true;
      }
    }
  }
  return false;
}
