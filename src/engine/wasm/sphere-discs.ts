import type { DiscArrays, DiscLayout, DiscLengths, DiscPart } from "../kernels/sphere-discs.ts";
import { room } from "./instance.ts";

/** What is done with the arrays of kernels/sphere-discs.ts: `addDiscs`, `divideSums`. */
export type DiscWork = {
  readonly arrays: DiscArrays;
  readonly add: (part: DiscPart) => void;
  readonly divide: (at: number, count: number) => number;
};

/** The arrays in the kernels' memory, until another kernel runs. `single`: the image is of single precision. */
export function discsInWasm(
  { values, line, wide, offsets, ends, spans, slots, sums, counts }: DiscLengths,
  { reach, pitch, width, left, stride }: DiscLayout,
  single: boolean,
): DiscWork | null {
  const sizes = [8 * line, 8 * wide, 4 * offsets, 4 * ends, 4 * spans, 4 * slots, 8 * sums, 8 * counts];
  const memory = room((single ? 4 : 8) * values, ...sizes);
  if (memory === null) return null;
  const { kernels, buffer, at } = memory;
  const arrays = {
    values: single ? new Float32Array(buffer, at[0], values) : new Float64Array(buffer, at[0], values),
    line: new Float64Array(buffer, at[1], line),
    wide: new Float64Array(buffer, at[2], wide),
    offsets: new Int32Array(buffer, at[3], offsets),
    ends: new Int32Array(buffer, at[4], ends),
    spans: new Int32Array(buffer, at[5], spans),
    slots: new Int32Array(buffer, at[6], slots),
    sums: new Float64Array(buffer, at[7], sums),
    counts: new Float64Array(buffer, at[8], counts),
  };
  const [v, l, w, o, e, p, t, s, c] = at;
  return {
    arrays,
    add: ({ count, first, end, from, to }) => {
      const sizes = [pitch, width, left, stride, ...reach, count, first, end, from, to];
      kernels.addDiscs(v, single ? 1 : 0, l, w, o, e, p, t, s, ...sizes);
    },
    divide: (from, count) => kernels.divideSums(s + 8 * from, c, count),
  };
}
