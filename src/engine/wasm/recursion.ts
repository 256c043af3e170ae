import type { Vec3 } from "../grid.ts";
import type { Recursion } from "../kernels/recursive-gaussian.ts";
import { room } from "./instance.ts";

/** Numbers that go through the kernels' memory at a time: as many as stay in the cache. */
const PART = 2 ** 16;

/** `filterRecursively` of kernels/recursive-gaussian.ts; false where it does not run here. */
export function recursionInWasm(
  input: Float64Array,
  n: number,
  inner: number,
  outer: number,
  recursion: Recursion,
  out: Float64Array,
): boolean {
  // Two lines go in a vector: an odd one is done beside another, whatever stands there.
  const wanted = Math.max(8, 8 * Math.floor(PART / n / 8));
  const columns = Math.min(inner === 1 ? outer : inner, wanted);
  const width = columns + (columns % 2);
  const blocks = inner === 1 || inner !== width ? 1 : Math.max(1, Math.min(outer, Math.floor(wanted / inner)));
  const rows = 64 * (n + 4);
  const memory = room(8 * blocks * n * width, 96, rows, rows, rows, rows, 8 * blocks * n * width);
  if (memory === null) return false;
  const { kernels, buffer, at } = memory;
  new Float64Array(buffer, at[1], 12).set(coefficientsOf(recursion));
  const from = new Float64Array(buffer, at[0], blocks * n * width);
  const to = new Float64Array(buffer, at[6], blocks * n * width);
  if (inner === 1) {
    for (let b = 0; b < outer; b += columns) {
      const lines = Math.min(columns, outer - b);
      from.set(input.subarray(b * n, (b + lines) * n));
      kernels.recursionLines(at[0], n, lines + (lines % 2), at[1], at[2], at[3], at[4], at[5], at[6]);
      out.set(to.subarray(0, lines * n), b * n);
    }
    return true;
  }
  for (let b = 0; b < outer; b += blocks) {
    const count = Math.min(blocks, outer - b);
    for (let column = 0; column < inner; column += columns) {
      const some = Math.min(columns, inner - column);
      const start = b * n * inner + column;
      if (some === inner && some === width) from.set(input.subarray(start, start + count * n * inner));
      else for (let r = 0; r < n; r++) from.set(input.subarray(start + r * inner, start + r * inner + some), r * width);
      kernels.recursionRows(at[0], n, width, count, at[1], at[2], at[3], at[6]);
      if (some === inner && some === width) out.set(to.subarray(0, count * n * inner), start);
      else for (let r = 0; r < n; r++) out.set(to.subarray(r * width, r * width + some), start + r * inner);
    }
  }
  return true;
}

/** Numbers of a box that stays in the kernels' memory throughout, with two more of its size. */
const WHOLE = 2 ** 21;

const coefficientsOf = ({ n, m, d }: Recursion): number[] => [...n, ...m, ...d];

/**
 * The recursive Laplacian of filters/recursive-laplacian.ts in one stay in the kernels' memory; null for boxes too large
 * for it, or where it does not run here.
 */
export function laplacianInWasm(
  data: Float64Array,
  [nx, ny, nz]: Vec3,
  smooth: readonly Recursion[],
  curved: readonly Recursion[],
  weights: Vec3,
): Float64Array | null {
  const size = data.length;
  if (size > WHOLE) return null;
  const rows = 64 * (Math.max(nx, ny, nz) + 4);
  const memory = room(8 * size, 8 * size, 8 * size, 96, rows, rows, rows, rows);
  if (memory === null) return null;
  const { kernels, buffer, at } = memory;
  const [sum, smoothed, work] = at;
  const box = new Float64Array(buffer, sum, size);
  box.set(data);
  const along = (axis: 0 | 1 | 2, recursion: Recursion, from: number, to: number) => {
    new Float64Array(buffer, at[3], 12).set(coefficientsOf(recursion));
    if (axis === 0) kernels.recursionLines(from, nx, ny * nz, at[3], at[4], at[5], at[6], at[7], to);
    else if (axis === 1) kernels.recursionRows(from, ny, nx, nz, at[3], at[4], at[5], to);
    else kernels.recursionRows(from, nz, nx * ny, 1, at[3], at[4], at[5], to);
  };
  along(2, curved[2], sum, work);
  along(2, smooth[2], sum, smoothed);
  along(1, smooth[1], work, sum);
  along(1, curved[1], smoothed, work);
  kernels.mix(sum, weights[2], work, weights[1], size);
  along(0, smooth[0], sum, sum);
  along(1, smooth[1], smoothed, work);
  along(0, curved[0], work, work);
  kernels.mix(sum, 1, work, weights[0], size);
  return box.slice();
}
