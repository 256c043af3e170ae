import type { Vec3 } from "../../grid.ts";
import { countRuns, listRuns, runsLength } from "../../kernels/glrlm.ts";
import type { Roi } from "../../roi.ts";
import { countRunsInWasm } from "../../wasm/runs.ts";
import type { ByDirection } from "./aggregate.ts";
import { bordered, offsetsOf } from "./bordered.ts";
import { type Counts, countKeys, isWorthATable, KEY_BASE, tableCounts } from "./counts.ts";
import { halfDirections } from "./neighbours.ts";
import { oncePerRoi } from "./once-per-roi.ts";

/** Run lengths in each slice, for each direction of the plane. */
export const runsInSlices = oncePerRoi((roi): ByDirection => {
  const directions = unitDirections(roi.dims, false);
  const slices = Array.from({ length: roi.dims[2] }, (_, z) => directionRuns(roi, directions, z, z + 1));
  return { directions, slices };
});

/** Run lengths in the volume, for each direction in space: a single "slice". */
export const runsInVolume = oncePerRoi((roi): ByDirection => {
  const directions = unitDirections(roi.dims, true);
  return { directions, slices: [directionRuns(roi, directions, 0, roi.dims[2])] };
});

// Unlike a pair, a run is there in a direction that leads nowhere: it has length 1. So the box is taken as wide.
const unitDirections = (dims: Vec3, in3d: boolean): Vec3[] =>
  halfDirections([Math.max(2, dims[0]), Math.max(2, dims[1]), Math.max(2, dims[2])], 1, in3d);

/** Run lengths in slices [z0, z1) for each direction, all of Chebyshev length 1. */
export function directionRuns(roi: Roi, directions: readonly Vec3[], z0: number, z1: number): Counts[] {
  const region = bordered(roi, 1);
  const { row, plane, start } = region;
  const counted = z0 === 0 && z1 === roi.dims[2] ? roi.levelCounts : null;
  const [nx, ny, nz] = roi.dims;
  const offsets = offsetsOf(directions, region);
  const longest = Math.max(nx, ny, z1 - z0 > 1 ? nz : 1);
  const voxels = Math.min(roi.voxels, nx * ny * (z1 - z0));
  const size = runsLength(roi.ng, longest);
  if (isWorthATable(size, voxels)) {
    const tables = new Float64Array(offsets.length * size);
    if (!countRunsInWasm({ region, z0, z1, ng: roi.ng }, directions, counted, longest, size, tables))
      countRuns(region.levels(), row, plane, start, nx, ny, z0, z1, offsets, longest, size, tables);
    return directions.map((_, d) => tableCounts(tables, d * size, longest + 1, roi.ng + 1, longest + 1));
  }
  const keys = new Float64Array(voxels);
  return Array.from(offsets, (offset) => {
    const n = listRuns(region.levels(), row, plane, start, nx, ny, z0, z1, offset, KEY_BASE, keys);
    return countKeys(keys.subarray(0, n));
  });
}
