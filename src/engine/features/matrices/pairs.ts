import type { Vec3 } from "../../grid.ts";
import { countPairs, listPairs, pairStride, pairsLength } from "../../kernels/glcm.ts";
import type { Roi } from "../../roi.ts";
import { countPairsInWasm } from "../../wasm/textures.ts";
import type { ByDirection } from "./aggregate.ts";
import { type Bordered, bordered, offsetsOf } from "./bordered.ts";
import { type Counts, countKeys, isWorthATable, KEY_BASE, tableCounts } from "./counts.ts";
import { halfDirections } from "./neighbours.ts";
import { oncePerRoi } from "./once-per-roi.ts";

/** Cells of the tables of one pass over the voxels: 32 MB. */
const TABLE_CELLS = 2 ** 22;

/** Co-occurrence in each slice, for each direction of the plane (see `halfDirections`). */
export const pairsInSlices = oncePerRoi((roi, distance: number, all: boolean): ByDirection => {
  const directions = halfDirections(roi.dims, distance, false, all);
  const slices = Array.from({ length: roi.dims[2] }, (_, z) => directionPairs(roi, distance, directions, z, z + 1));
  return { directions, slices };
});

/** Co-occurrence in the volume, for each direction in space: a single "slice". */
export const pairsInVolume = oncePerRoi((roi, distance: number, all: boolean): ByDirection => {
  const directions = halfDirections(roi.dims, distance, true, all);
  return { directions, slices: [directionPairs(roi, distance, directions, 0, roi.dims[2])] };
});

/**
 * Co-occurrence in slices [z0, z1) for each direction, none longer than `distance`. With `oneWay` a pair counts from
 * the voxel to its neighbour only, and the matrix is not symmetric.
 */
export function directionPairs(
  roi: Roi,
  distance: number,
  directions: readonly Vec3[],
  z0: number,
  z1: number,
  oneWay = false,
): Counts[] {
  const region = bordered(roi, distance);
  const offsets = offsetsOf(directions, region);
  const voxels = Math.min(roi.voxels, roi.dims[0] * roi.dims[1] * (z1 - z0));
  return isWorthATable(pairsLength(roi.ng), voxels)
    ? tabulate(region, offsets, z0, z1, roi.ng, oneWay)
    : list(region, offsets, z0, z1, voxels, oneWay);
}

function tabulate(region: Bordered, offsets: Int32Array, z0: number, z1: number, ng: number, oneWay: boolean) {
  const { row, plane, start, dims } = region;
  const stride = pairStride(ng);
  const size = pairsLength(ng);
  const batch = Math.min(offsets.length, Math.max(1, Math.floor(TABLE_CELLS / size)));
  const found: Counts[] = [];
  const tables = new Float64Array(batch * size);
  for (let first = 0; first < offsets.length; first += batch) {
    const count = Math.min(batch, offsets.length - first);
    tables.fill(0);
    const slices = { region, z0, z1, offsets: offsets.subarray(first, first + count), ng };
    if (!countPairsInWasm(slices, stride, size, tables))
      countPairs(
        region.levels(),
        row,
        plane,
        start,
        dims[0],
        dims[1],
        z0,
        z1,
        offsets,
        first,
        count,
        stride,
        size,
        tables,
      );
    for (let d = 0; d < count; d++) {
      if (!oneWay) addTranspose(tables, d * size, ng, stride);
      found.push(tableCounts(tables, d * size, ng + 1, ng + 1, stride));
    }
  }
  return found;
}

function addTranspose(table: Float64Array, at: number, ng: number, stride: number): void {
  for (let i = 1; i <= ng; i++) {
    for (let j = 1; j <= i; j++) {
      const low = at + i * stride + j;
      const high = at + j * stride + i;
      const both = table[low] + table[high];
      table[low] = both;
      table[high] = both;
    }
  }
}

function list(
  { levels, row, plane, start, dims }: Bordered,
  offsets: Int32Array,
  z0: number,
  z1: number,
  voxels: number,
  oneWay: boolean,
) {
  const keys = new Float64Array(2 * voxels);
  return Array.from(offsets, (offset) => {
    const n = listPairs(levels(), row, plane, start, dims[0], dims[1], z0, z1, offset, KEY_BASE, keys);
    // Each pair stands there twice, one way and then the other.
    return countKeys(oneWay ? keys.subarray(0, n).filter((_, k) => k % 2 === 0) : keys.subarray(0, n));
  });
}
