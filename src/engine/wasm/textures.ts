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

type Entered = {
  readonly kernels: Kernels;
  readonly buffer: ArrayBuffer;
  /** The first arguments of every kernel: levels, row, plane, nx, ny, slices, offsets, how many. */
  readonly walk: readonly [number, number, number, number, number, number, number, number];
  readonly at: readonly number[];
};

/** Copies the slices and those that the offsets reach, inside their border, to the kernels' memory, with more rooms. */
export function enter({ region, z0, z1, offsets }: Slices, ...more: readonly number[]): Entered | null {
  const { dims, row, plane } = region;
  const [nx, ny, nz] = dims;
  const levels = region.bytes();
  if (levels === null || offsets.length === 0 || z1 <= z0) return null;
  let [least, most] = [0, 0];
  for (const offset of offsets) {
    least = Math.min(least, offset);
    most = Math.max(most, offset);
  }
  const [back, forth] = [Math.ceil(-least / plane), Math.ceil(most / plane)];
  const [from, to] = [Math.max(0, z0 - back), Math.min(nz, z1 + forth)];
  const length = (back + z1 - z0 + forth) * plane;
  const memory = room(nx * ny * (to - from), length, 4 * offsets.length, ...more);
  if (memory === null) return null;
  const { kernels, buffer, at } = memory;
  new Uint8Array(buffer, at[0], nx * ny * (to - from)).set(levels.subarray(nx * ny * from, nx * ny * to));
  kernels.spreadRows(at[0], nx, ny, from - z0 + back, to - z0 + back, row, plane, length, at[1]);
  new Int32Array(buffer, at[2], offsets.length).set(offsets);
  return {
    kernels,
    buffer,
    walk: [at[1] + back * plane, row, plane, nx, ny, z1 - z0, at[2], offsets.length],
    at: at.slice(3),
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
