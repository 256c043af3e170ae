import type { Bordered } from "../features/matrices/bordered.ts";
import { room } from "./instance.ts";
import type { Kernels } from "./kernels.ts";

/** Slices [z0, z1) of a region whose levels, up to `ng`, have a border that `offsets` do not leave. */
export type Slices = {
  readonly region: Bordered;
  readonly z0: number;
  readonly z1: number;
  readonly offsets: Int32Array;
  readonly ng: number;
};

/** Voxels that `sumDifferences` counts in one go. */
const MOST_VOXELS = 2 ** 24;

type Entered = {
  readonly kernels: Kernels;
  readonly buffer: ArrayBuffer;
  /** The first arguments of every kernel: levels, row, plane, nx, ny, slices, offsets, how many. */
  readonly walk: readonly [number, number, number, number, number, number, number, number];
  readonly at: readonly number[];
};

/** Copies the slices and what the offsets reach of the others to the kernels' memory, with more rooms. */
export function enter({ region, z0, z1, offsets }: Slices, ...more: readonly number[]): Entered | null {
  const { dims, row, plane, start } = region;
  const [nx, ny] = dims;
  if (offsets.length === 0 || z1 <= z0) return null;
  const levels = region.bytes();
  if (levels === null) return null;
  let [least, most] = [0, 0];
  for (const offset of offsets) {
    least = Math.min(least, offset);
    most = Math.max(most, offset);
  }
  const first = start + z0 * plane;
  const from = Math.max(0, first + least);
  const to = Math.min(levels.length, start + (z1 - 1) * plane + (ny - 1) * row + nx + most);
  const memory = room(to - from + 16, 4 * offsets.length, ...more);
  if (memory === null) return null;
  const { kernels, buffer, at } = memory;
  new Uint8Array(buffer, at[0], to - from).set(levels.subarray(from, to));
  new Int32Array(buffer, at[1], offsets.length).set(offsets);
  return {
    kernels,
    buffer,
    walk: [at[0] + first - from, row, plane, nx, ny, z1 - z0, at[1], offsets.length],
    at: at.slice(2),
  };
}

/** `countPairs` of kernels/glcm.ts for all offsets, in a table of `table` cells each; false where it does not run here. */
export function countPairsInWasm(slices: Slices, stride: number, table: number, out: Float64Array): boolean {
  const cells = slices.offsets.length * table;
  if (table > 65_536) return false;
  const entered = enter(slices, 32 * slices.offsets.length, 4 * cells);
  if (entered === null) return false;
  const { kernels, buffer, walk, at } = entered;
  const counts = new Uint32Array(buffer, at[1], cells).fill(0);
  kernels.countPairs(...walk, stride, table, at[0], at[1]);
  for (let k = 0; k < cells; k++) out[k] += counts[k];
  return true;
}

/** `countRuns` of kernels/glrlm.ts; false where it does not run here. */
export function countRunsInWasm(slices: Slices, longest: number, table: number, out: Float64Array): boolean {
  const { region, z0, ng } = slices;
  const { dims, row } = region;
  // A run is as long seen from its other end: the kernel needs the voxel that storage holds first.
  const offsets = slices.offsets.map((offset) => -Math.abs(offset));
  // Runs that come from slices before these ones would be cut.
  if (longest > 255 || (z0 > 0 && offsets.some((offset) => offset < -row - 1))) return false;
  const plane = (dims[1] + 2) * row + 64;
  const cells = offsets.length * table;
  const entered = enter({ ...slices, offsets }, 2 * plane * offsets.length, 16 * offsets.length, 4 * cells);
  if (entered === null) return false;
  const { kernels, buffer, walk, at } = entered;
  const counts = new Uint32Array(buffer, at[2], cells).fill(0);
  const stride = longest + 1;
  kernels.countRuns(...walk, stride, table, at[0], plane, at[1], at[2]);
  for (let first = 0; first < cells; first += table) {
    for (let level = 1; level <= ng; level++) {
      const line = first + level * stride;
      for (let k = line + 1; k <= line + longest; k++) out[k] += counts[k - 1] - counts[k];
    }
  }
  return true;
}

/** `sumDifferences` of kernels/ngtdm.ts; false where it does not run here. */
export function sumDifferencesInWasm(slices: Slices, outCounts: Float64Array, outSums: Float64Array): boolean {
  const { dims } = slices.region;
  const depth = Math.floor(MOST_VOXELS / (dims[0] * dims[1]));
  if (slices.offsets.length > 255 || depth < 1) return false;
  for (let z = slices.z0; z < slices.z1; z += depth) {
    const cells = outCounts.length;
    const part = { ...slices, z0: z, z1: Math.min(slices.z1, z + depth) };
    const entered = enter(part, 64, 8 * cells);
    // A memory that held the first part holds the others.
    if (entered === null) return false;
    const { kernels, buffer, walk, at } = entered;
    const words = new Uint32Array(buffer, at[1], 2 * cells).fill(0);
    kernels.sumDifferences(...walk, at[0], at[1]);
    for (let k = 0; k < cells; k++) {
      // 40 bits of sum, 24 of count.
      outCounts[k] += words[2 * k + 1] >>> 8;
      outSums[k] += (words[2 * k + 1] & 255) * 2 ** 32 + words[2 * k];
    }
  }
  return true;
}

/**
 * `countDependences` of kernels/ngldm.ts as a table of level × dependence (rows of offsets + 2 cells, ng + 1 of them);
 * null where it does not run here.
 */
export function countDependencesInWasm(slices: Slices, coarseness: number): Float64Array | null {
  const { offsets, ng } = slices;
  const cells = (ng + 1) * (offsets.length + 2);
  if (offsets.length > 254) return null;
  const entered = enter(slices, 16, 4 * cells);
  if (entered === null) return null;
  const { kernels, buffer, walk, at } = entered;
  const counts = new Uint32Array(buffer, at[1], cells).fill(0);
  kernels.countDependences(...walk, Math.min(coarseness, 255), at[0], at[1]);
  return Float64Array.from(counts);
}
