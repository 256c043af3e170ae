import type { Aggregation, Recipe } from "../recipe.ts";
import type { Roi } from "../roi.ts";
import type { Quantity, QuantityCode } from "./family.ts";
import { is3d } from "./matrices/aggregate.ts";
import type { LevelSizes } from "./matrices/level-sizes.ts";
import { oncePerRoi } from "./matrices/once-per-roi.ts";

/** A plain count. */
export const counted = (code: QuantityCode, value: number): Quantity => ({ code, value, unit: "1" });

/** The grey levels of a region: how many voxels and levels, how wide the bins are and where they begin and end. */
export function levelQuantities(roi: Roi, recipe: Recipe): Quantity[] {
  const [min, max] = roi.range;
  const occupied = roi.levelCounts.reduce((n, count) => (count > 0 ? n + 1 : n), 0);
  const edge = (code: QuantityCode, value: number): Quantity => ({ code, value, unit: "intensity" });
  const bins = (first: number, width: number): Quantity[] => [
    edge("bin_width", width),
    edge("first_bin_edge", first),
    edge("last_bin_edge", first + roi.ng * width),
  ];
  const { discretisation: how, resegmentation, profile } = recipe;
  const atZero = profile === "PyRadiomics" || (how.method === "FBS" && how.origin === "zero");
  const origin = (width: number) => (atZero ? Math.floor(min / width) * width : (resegmentation.range[0] ?? min));
  return [
    counted("intensity_voxels", roi.voxels),
    counted("levels", roi.ng),
    counted("levels_occupied", occupied),
    ...(how.method === "FBS" ? bins(origin(how.width), how.width) : []),
    // A single intensity has no bins to speak of.
    ...(how.method === "FBN" && min < max ? bins(min, (max - min) / roi.ng) : []),
  ];
}

/** Slices that hold a voxel. */
const slicesOf = oncePerRoi(({ dims: [nx, ny, nz], intensityMask }) => {
  let slices = 0;
  for (let z = 0; z < nz; z++) if (intensityMask.subarray(z * nx * ny, (z + 1) * nx * ny).includes(1)) slices++;
  return slices;
});

/** How many matrices there are, and of which slices and directions they were made. */
export const directionQuantities = (matrices: number, roi: Roi, how: Aggregation): Quantity[] => [
  ...sliceQuantities(matrices, roi, how),
  counted("directions", is3d(how) ? 13 : 4),
];

/** The same for matrices without directions. */
export const sliceQuantities = (matrices: number, roi: Roi, how: Aggregation): Quantity[] => [
  counted("matrices", matrices),
  ...(is3d(how) ? [] : [counted("slices", slicesOf(roi))]),
];

/** Voxels within Chebyshev distance `distance` of a voxel, itself left out. */
export const neighbourQuantity = (distance: number, how: Aggregation): Quantity =>
  counted("neighbours", (2 * distance + 1) ** (is3d(how) ? 3 : 2) - 1);

/** The size of level × size matrices, and how many runs, zones or neighbourhoods they hold. */
export function sizeQuantities(matrices: readonly LevelSizes[], what: QuantityCode, ng: number): Quantity[] {
  const longest = matrices.reduce((most, { sizes: { at } }) => Math.max(most, at[at.length - 1]), 0);
  return [
    counted("matrix_rows", ng),
    counted("matrix_columns", longest),
    summed("matrix_entries", matrices, ({ counts }) => counts.n.length),
    summed(what, matrices, ({ total }) => total),
  ];
}

/** The sum of a count over the matrices, with the least and the greatest of one where there are several. */
export function summed<P>(code: QuantityCode, matrices: readonly P[], count: (matrix: P) => number): Quantity {
  const counts = matrices.map(count);
  const value = counts.reduce((sum, n) => sum + n, 0);
  return counts.length < 2
    ? counted(code, value)
    : { ...counted(code, value), each: [Math.min(...counts), Math.max(...counts)] };
}
