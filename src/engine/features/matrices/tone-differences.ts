import type { Vec3 } from "../../grid.ts";
import { addDifferences, sumDifferences } from "../../kernels/ngtdm.ts";
import type { Aggregation } from "../../recipe.ts";
import type { Roi } from "../../roi.ts";
import { sumDifferencesInWasm } from "../../wasm/neighbourhoods.ts";
import { is3d } from "./aggregate.ts";
import { bordered, offsetsOf } from "./bordered.ts";
import { neighbourhood } from "./neighbours.ts";
import { oncePerRoi } from "./once-per-roi.ts";

/** A neighbourhood grey tone difference matrix: the levels that occur, ascending. IBSI-1 §3.10. */
export type ToneDifferences = {
  readonly i: Float64Array;
  /** n_i: voxels of the level that have a neighbour in the region. */
  readonly n: Float64Array;
  /** s_i: sum of their differences from the mean of their neighbours. */
  readonly s: Float64Array;
  /** N_v,c: all voxels that have a neighbour. */
  readonly voxels: number;
};

/** Largest table of level × neighbours: 8 MB. */
const TABLE_CELLS = 2 ** 20;

const differencesOf = oncePerRoi((roi, distance: number, in3d: boolean): ToneDifferences[] => {
  const steps = neighbourhood(roi.dims, distance, in3d);
  const nz = roi.dims[2];
  const measure = (z0: number, z1: number): ToneDifferences => {
    const { counts, sums } = differencesAmong(roi, steps, distance, z0, z1);
    return compact(counts, sums);
  };
  return in3d ? [measure(0, nz)] : Array.from({ length: nz }, (_, z) => measure(z, z + 1));
});

/**
 * For each level (from 0 on), the voxels of slices [z0, z1) that have a neighbour at `steps` (none longer than
 * `distance`), and the sum of their differences from the mean of their neighbours.
 */
export function differencesAmong(
  roi: Roi,
  steps: readonly Vec3[],
  distance: number,
  z0: number,
  z1: number,
): { counts: Float64Array; sums: Float64Array } {
  const region = bordered(roi, distance);
  const { row, plane, start } = region;
  const offsets = offsetsOf(steps, region);
  const counts = new Float64Array(roi.ng + 1);
  const sums = new Float64Array(roi.ng + 1);
  const width = offsets.length + 1;
  if ((roi.ng + 1) * width > TABLE_CELLS) {
    addDifferences(region.levels(), row, plane, start, roi.dims[0], roi.dims[1], z0, z1, offsets, counts, sums);
    return { counts, sums };
  }
  const voxels = new Float64Array((roi.ng + 1) * width);
  const wholes = new Float64Array((roi.ng + 1) * width);
  if (!sumDifferencesInWasm({ region, z0, z1, offsets, ng: roi.ng }, voxels, wholes))
    sumDifferences(region.levels(), row, plane, start, roi.dims[0], roi.dims[1], z0, z1, offsets, voxels, wholes);
  for (let level = 1; level <= roi.ng; level++) {
    for (let inside = 1; inside < width; inside++) {
      counts[level] += voxels[level * width + inside];
      sums[level] += wholes[level * width + inside] / inside;
    }
  }
  return { counts, sums };
}

/** Matrices of each slice, all slices or the volume; those in which no voxel has a neighbour are left out. */
export function toneDifferences(roi: Roi, distance: number, aggregation: Aggregation): ToneDifferences[] {
  const slices = differencesOf(roi, distance, is3d(aggregation)).filter(({ voxels }) => voxels > 0);
  if (aggregation !== "2.5D_mrg" || slices.length < 2) return slices;
  const counts = new Float64Array(roi.ng + 1);
  const sums = new Float64Array(roi.ng + 1);
  for (const { i, n, s } of slices) {
    for (let k = 0; k < i.length; k++) {
      counts[i[k]] += n[k];
      sums[i[k]] += s[k];
    }
  }
  return [compact(counts, sums)];
}

/** The levels that occur, with their counts and sums. */
export function compact(counts: Float64Array, sums: Float64Array): ToneDifferences {
  const occurring: number[] = [];
  let voxels = 0;
  for (let level = 1; level < counts.length; level++) {
    if (counts[level] === 0) continue;
    occurring.push(level);
    voxels += counts[level];
  }
  return {
    i: Float64Array.from(occurring),
    n: Float64Array.from(occurring, (level) => counts[level]),
    s: Float64Array.from(occurring, (level) => sums[level]),
    voxels,
  };
}
