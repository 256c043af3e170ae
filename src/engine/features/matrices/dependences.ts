import type { Vec3 } from "../../grid.ts";
import { countDependences } from "../../kernels/ngldm.ts";
import type { Aggregation } from "../../recipe.ts";
import type { Roi } from "../../roi.ts";
import { countDependencesInWasm } from "../../wasm/neighbourhoods.ts";
import { is3d } from "./aggregate.ts";
import { bordered, offsetsOf } from "./bordered.ts";
import { type Counts, countPairsOf, mergeCounts, tableCounts, totalOf } from "./counts.ts";
import { type LevelSizes, levelSizes } from "./level-sizes.ts";
import { neighbourhood } from "./neighbours.ts";
import { oncePerRoi } from "./once-per-roi.ts";

/** Highest level: with a larger coarseness every neighbour is dependent. */
const ANY_LEVEL = 65_535;

/** Level × dependence of each slice, or of the volume as one. */
const dependenceCounts = oncePerRoi((roi, distance: number, coarseness: number, in3d: boolean): Counts[] => {
  const steps = neighbourhood(roi.dims, distance, in3d);
  const nz = roi.dims[2];
  return in3d
    ? [dependenceCountsAmong(roi, steps, distance, coarseness, 0, nz)]
    : Array.from({ length: nz }, (_, z) => dependenceCountsAmong(roi, steps, distance, coarseness, z, z + 1));
});

/** Level × dependence of the voxels in slices [z0, z1), for neighbours at `steps`, none longer than `distance`. */
export function dependenceCountsAmong(
  roi: Roi,
  steps: readonly Vec3[],
  distance: number,
  coarseness: number,
  z0: number,
  z1: number,
): Counts {
  const region = bordered(roi, distance);
  const { row, plane, start } = region;
  const [nx, ny] = roi.dims;
  const offsets = offsetsOf(steps, region);
  const table = countDependencesInWasm({ region, z0, z1, offsets, ng: roi.ng }, coarseness);
  const width = offsets.length + 2;
  if (table !== null) return tableCounts(table, 0, width, roi.ng + 1, width);
  const levels = new Uint16Array(roi.voxels);
  const found = new Uint32Array(roi.voxels);
  const n = countDependences(region.levels(), row, plane, start, nx, ny, z0, z1, offsets, coarseness, levels, found);
  return countPairsOf(levels, found, 0, n);
}

/** Matrices of level × dependence count, for each slice, all slices or the volume. Slices without voxels are left out. */
export function dependences(roi: Roi, distance: number, coarseness: number, aggregation: Aggregation): LevelSizes[] {
  const whole = Math.min(Math.floor(coarseness), ANY_LEVEL);
  const matrices = dependenceCounts(roi, distance, whole, is3d(aggregation)).filter(({ n }) => n.length > 0);
  const parts = aggregation === "2D_avg" ? matrices : [mergeCounts(matrices)];
  return parts.map((counts) => levelSizes(counts, totalOf(counts)));
}
