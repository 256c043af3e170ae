import type { DiscArrays, DiscLayout, DiscLengths, DiscPart } from "../kernels/sphere-discs.ts";
import { room } from "./instance.ts";

/** The arrays in the kernels' memory, and `addDiscs` of kernels/sphere-discs.ts on them; until another kernel runs. */
export function discsInWasm(
  { values, line, wide, offsets, ends, spans, slots, sums }: DiscLengths,
  { reach, pitch, left, stride }: DiscLayout,
): { arrays: DiscArrays; add(part: DiscPart): void } | null {
  const memory = room(8 * values, 8 * line, 8 * wide, 4 * offsets, 4 * ends, 4 * spans, 4 * slots, 8 * sums);
  if (memory === null) return null;
  const { kernels, buffer, at } = memory;
  const arrays = {
    values: new Float64Array(buffer, at[0], values),
    line: new Float64Array(buffer, at[1], line),
    wide: new Float64Array(buffer, at[2], wide),
    offsets: new Int32Array(buffer, at[3], offsets),
    ends: new Int32Array(buffer, at[4], ends),
    spans: new Int32Array(buffer, at[5], spans),
    slots: new Int32Array(buffer, at[6], slots),
    sums: new Float64Array(buffer, at[7], sums),
  };
  const add = ({ count, first, end, from, to }: DiscPart): void =>
    kernels.addDiscs(...at, pitch, left, stride, ...reach, count, first, end, from, to);
  return { arrays, add };
}
