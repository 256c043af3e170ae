import { room } from "./instance.ts";

/** Numbers that go through the kernels' memory at a time: as many as stay in the cache. */
const PART = 2 ** 17;

/** `splinePrefilter` of process/spline-prefilter.ts, in place; false where it does not run here. */
export function prefilterInWasm(box: Float64Array, outer: number, n: number, inner: number): boolean {
  // Lines along x go together, other blocks column by column.
  const lines = inner === 1 ? Math.max(1, Math.min(outer, Math.floor(PART / n))) : 1;
  const columns = inner === 1 ? lines : Math.min(inner, Math.max(16, Math.floor(PART / n)));
  const memory = room(8 * n * columns, 8 * 8 * n, 16 * Math.max(8, columns) + 32);
  if (memory === null) return false;
  const { kernels, buffer, at } = memory;
  const part = new Float64Array(buffer, at[0], n * columns);
  for (let b = 0; b < outer; b += lines) {
    if (inner === 1) {
      const some = Math.min(lines, outer - b);
      part.set(box.subarray(b * n, (b + some) * n));
      kernels.prefilterLines(at[0], n, some, at[1], at[2]);
      box.set(part.subarray(0, some * n), b * n);
      continue;
    }
    for (let column = 0; column < inner; column += columns) {
      const width = Math.min(columns, inner - column);
      const start = b * n * inner + column;
      for (let r = 0; r < n; r++) part.set(box.subarray(start + r * inner, start + r * inner + width), r * width);
      kernels.prefilterRows(at[0], n, width, 0, 0, at[2]);
      for (let r = 0; r < n; r++) box.set(part.subarray(r * width, (r + 1) * width), start + r * inner);
    }
  }
  return true;
}
