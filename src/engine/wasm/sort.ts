import { room } from "./instance.ts";

/** The numbers, none of them NaN, in ascending order; null where WebAssembly does not run here. */
export function sortedInWasm(values: Float64Array): Float64Array | null {
  const n = values.length;
  const memory = room(8 * n, 8 * n, 4 * 6 * 2048);
  if (memory === null) return null;
  const { kernels, buffer, at } = memory;
  const held = new Float64Array(buffer, at[0], n);
  held.set(values);
  kernels.sortNumbers(at[0], n, at[1], at[2]);
  return held.slice();
}
