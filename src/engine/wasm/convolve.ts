import type { Terms } from "../kernels/convolve.ts";
import { room } from "./instance.ts";

/** Numbers that go through the kernels' memory at a time: as many as stay in the cache. */
const PART = 2 ** 16;

/** The kernel does eight numbers at a time, and writes as many. */
export const eights = (n: number): number => (n + 7) >> 3;

/** How far apart rows of n numbers are put: room for whole eights, and not so that they share lines of the cache. */
export const pitchOf = (n: number): number => 8 * (eights(n) | 1);

/** Bytes of the terms in the kernels' memory. */
export const termBytes = ({ weights }: Terms): number => 16 * weights.length;

/** Writes terms whose places are `step` bytes apart, the first of them at place `from`; the kernel's last arguments but one. */
export function writeTerms(buffer: ArrayBuffer, at: number, terms: Terms, step: number, from = 0): number[] {
  const { near, far, weights, pairs } = terms;
  const offsets = new Int32Array(buffer, at, 4 * weights.length);
  const numbers = new Float64Array(buffer, at, 2 * weights.length);
  for (let k = 0; k < weights.length; k++) {
    offsets[4 * k] = (near[k] + from) * step;
    offsets[4 * k + 1] = (far[k] + from) * step;
    numbers[2 * k + 1] = weights[k];
  }
  return [at, pairs, weights.length - pairs];
}

/**
 * `convolveBlocks` of kernels/convolve.ts for a box without its margin: `source` holds for each place of a padded line
 * the place in the line, or −1 for a zero; `before` of them come before the line. False where it does not run here.
 */
export function convolveAxisInWasm(
  input: Float64Array,
  n: number,
  inner: number,
  outer: number,
  terms: Terms,
  source: Int32Array,
  before: number,
  out: Float64Array,
): boolean {
  return inner === 1
    ? alongLines(input, n, outer, terms, source, before, out)
    : alongColumns(input, n, inner, outer, terms, source, out);
}

function alongLines(
  input: Float64Array,
  n: number,
  lines: number,
  terms: Terms,
  source: Int32Array,
  before: number,
  out: Float64Array,
): boolean {
  const some = Math.max(1, Math.min(lines, Math.floor(PART / n)));
  const [line, pitch, written] = [8 * n, 8 * pitchOf(source.length + 8), 64 * eights(n)];
  const memory = room(some * line, some * pitch, some * written, termBytes(terms), 4 * source.length);
  if (memory === null) return false;
  const { kernels, buffer, at } = memory;
  const [lying, padded, to, termsAt, places] = at;
  const sum = writeTerms(buffer, termsAt, terms, 8);
  new Int32Array(buffer, places, source.length).set(source);
  const from = new Float64Array(buffer, lying, some * n);
  const result = new Float64Array(buffer, to, some * n);
  for (let b = 0; b < lines; b += some) {
    const count = Math.min(some, lines - b);
    from.set(input.subarray(b * n, (b + count) * n));
    kernels.moveRows(lying, line, padded + 8 * before, pitch, count, line);
    kernels.padRows(padded + 8 * before, count, pitch, n, places, before, source.length - n - before);
    kernels.convolve(padded, to, count, pitch, written, eights(n), 64, 64, ...sum, 0);
    kernels.moveRows(to, written, to, line, count, line);
    out.set(count === some ? result : result.subarray(0, count * n), b * n);
  }
  return true;
}

function alongColumns(
  input: Float64Array,
  n: number,
  inner: number,
  outer: number,
  terms: Terms,
  source: Int32Array,
  out: Float64Array,
): boolean {
  const columns = Math.min(inner, Math.max(64, Math.floor(PART / source.length)));
  const pitch = pitchOf(columns);
  const memory = room(8 * pitch * source.length + 64, 8 * pitch * n, termBytes(terms));
  if (memory === null) return false;
  const { kernels, buffer, at } = memory;
  const sum = writeTerms(buffer, at[2], terms, 8 * pitch);
  const from = new Float64Array(buffer, at[0], pitch * source.length);
  const to = new Float64Array(buffer, at[1], pitch * n);
  for (let b = 0; b < outer; b++) {
    for (let column = 0; column < inner; column += columns) {
      const width = Math.min(columns, inner - column);
      const start = b * n * inner + column;
      source.forEach((s, k) => {
        if (s < 0) from.fill(0, k * pitch, k * pitch + width);
        else from.set(input.subarray(start + s * inner, start + s * inner + width), k * pitch);
      });
      kernels.convolve(at[0], at[1], eights(width), 64, 64, n, 8 * pitch, 8 * pitch, ...sum, 0);
      for (let r = 0; r < n; r++) out.set(to.subarray(r * pitch, r * pitch + width), start + r * inner);
    }
  }
  return true;
}
