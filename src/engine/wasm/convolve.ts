import { room } from "./instance.ts";

/** Numbers that go through the kernels' memory at a time: as many as stay in the cache. */
const PART = 2 ** 17;

/**
 * `convolveRows` of kernels/convolve.ts; false where it does not run here. Large blocks are cut into columns: no output
 * depends on other columns.
 */
export function convolveRowsInWasm(
  input: Float64Array,
  n: number,
  inner: number,
  b0: number,
  b1: number,
  taps: Float64Array,
  source: Int32Array,
  out: Float64Array,
): boolean {
  const columns = Math.min(inner, Math.max(16, 4 * Math.floor(PART / n / 4)));
  const blocks = columns < inner ? 1 : Math.max(1, Math.min(b1 - b0, Math.floor(PART / (n * inner))));
  const part = 8 * blocks * n * columns + 32;
  const memory = room(part, 8 * taps.length, 4 * source.length, 56 * taps.length, part);
  if (memory === null) return false;
  const { kernels, buffer, at } = memory;
  new Float64Array(buffer, at[1], taps.length).set(taps);
  new Int32Array(buffer, at[2], source.length).set(source);
  const from = new Float64Array(buffer, at[0], blocks * n * columns);
  const to = new Float64Array(buffer, at[4], blocks * n * columns);
  for (let b = b0; b < b1; b += blocks) {
    const count = Math.min(blocks, b1 - b);
    for (let column = 0; column < inner; column += columns) {
      const width = Math.min(columns, inner - column);
      // Whole blocks lie in one piece; columns are gathered row by row.
      const [rows, length] = width === inner ? [1, count * n * inner] : [n, width];
      const start = b * n * inner + column;
      for (let r = 0; r < rows; r++)
        from.set(input.subarray(start + r * inner, start + r * inner + length), r * length);
      kernels.convolveRows(at[0], n, width, count, at[1], taps.length, at[2], at[3], at[4]);
      for (let r = 0; r < rows; r++) out.set(to.subarray(r * length, (r + 1) * length), start + r * inner);
    }
  }
  return true;
}

/** `convolveLines` of kernels/convolve.ts; false where it does not run here. */
export function convolveLinesInWasm(
  input: Float64Array,
  n: number,
  b0: number,
  b1: number,
  taps: Float64Array,
  source: Int32Array,
  out: Float64Array,
): boolean {
  const lines = Math.max(1, Math.min(b1 - b0, Math.floor(PART / n)));
  const part = 8 * lines * n + 32;
  const [count, length] = [taps.length, source.length];
  const memory = room(part, 8 * count, 4 * length, 4 * length, 56 * count, 8 * length + 64, part);
  if (memory === null) return false;
  const { kernels, buffer, at } = memory;
  new Float64Array(buffer, at[1], count).set(taps);
  new Int32Array(buffer, at[2], length).set(source);
  const identity = identityOf(source, n);
  const from = new Float64Array(buffer, at[0], lines * n);
  const to = new Float64Array(buffer, at[6], lines * n);
  for (let b = b0; b < b1; b += lines) {
    const some = Math.min(lines, b1 - b);
    from.set(input.subarray(b * n, (b + some) * n));
    kernels.convolveLines(at[0], n, some, at[1], count, at[2], identity, at[3], at[4], at[5], at[6]);
    out.set(some === lines ? to : to.subarray(0, some * n), b * n);
  }
  return true;
}

/** Where 0, 1, … n − 1 stand in a row, or −1. */
function identityOf(source: Int32Array, n: number): number {
  for (let k = 0; k + n <= source.length; k++) {
    let i = 0;
    while (i < n && source[k + i] === i) i++;
    if (i === n) return k;
  }
  return -1;
}

/** `splinePrefilter` of process/spline-prefilter.ts, in place; false where it does not run here. */
export function prefilterInWasm(box: Float64Array, outer: number, n: number, inner: number): boolean {
  // Lines along x go together, other blocks column by column.
  const lines = inner === 1 ? Math.max(1, Math.min(outer, Math.floor(PART / n))) : 1;
  const columns = inner === 1 ? lines : Math.min(inner, Math.max(16, Math.floor(PART / n)));
  const memory = room(8 * n * columns, 8 * 8 * n, 8 * columns);
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
      kernels.prefilterRows(at[0], n, width, at[2]);
      for (let r = 0; r < n; r++) box.set(part.subarray(r * width, (r + 1) * width), start + r * inner);
    }
  }
  return true;
}
