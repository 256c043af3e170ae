import type { Vec3 } from "../grid.ts";
import type { Recursion } from "../kernels/recursive-gaussian.ts";
import { eights, pitchOf } from "./convolve.ts";
import { room } from "./instance.ts";

/** Numbers that go through the kernels' memory at a time: as many as stay in the cache. */
const PART = 2 ** 16;

/** Bytes of a recursion's coefficients. */
const COEFFICIENTS = 96;
/** Bytes of the scratch for lines of n voxels, eight of them side by side. */
const scratchBytes = (n: number): number => 64 * (2 * n + 8);

function writeRecursion(buffer: ArrayBuffer, at: number, { n, m, d }: Recursion): void {
  new Float64Array(buffer, at, 12).set([...n, ...m, ...d]);
}

/** `filterRecursively` of kernels/recursive-gaussian.ts; false where it does not run here. */
export function recursionInWasm(
  inputs: readonly Float64Array[],
  n: number,
  inner: number,
  outer: number,
  recursions: readonly Recursion[],
  out: Float64Array,
): boolean {
  // Lines along x are turned, eight or more of them, to be columns as the others are.
  const wanted = Math.max(8, 8 * Math.floor(PART / n / 8));
  const columns = Math.min(inner === 1 ? outer : inner, wanted);
  const pitch = 8 * pitchOf(columns);
  const line = 8 * pitchOf(n);
  const block = n * pitch + 64;
  const lying = inner === 1 ? columns * line + 64 : 0;
  const memory = room(block, block, block, lying, 2 * COEFFICIENTS, scratchBytes(n));
  if (memory === null) return false;
  const { kernels, buffer, at } = memory;
  const [a, b, result, lines, coefficients, scratch] = at;
  const numbers = new Float64Array(buffer);
  recursions.forEach((recursion, k) => {
    writeRecursion(buffer, coefficients + k * COEFFICIENTS, recursion);
  });
  const second = inputs.length > 1 ? b : 0;
  const filter = (count: number) =>
    kernels.recursion(
      ...[a, coefficients, second, coefficients + COEFFICIENTS, eights(count), 64, 64],
      ...[n, pitch, pitch, scratch, result],
    );
  if (inner === 1) {
    for (let first = 0; first < outer; first += columns) {
      const count = Math.min(columns, outer - first);
      inputs.forEach((input, k) => {
        for (let r = 0; r < count; r++)
          numbers.set(input.subarray((first + r) * n, (first + r + 1) * n), (lines + r * line) / 8);
        kernels.turn(lines, line, count, n, at[k], pitch);
      });
      filter(count);
      kernels.turn(result, pitch, n, count, lines, line);
      for (let r = 0; r < count; r++) {
        const from = (lines + r * line) / 8;
        out.set(numbers.subarray(from, from + n), (first + r) * n);
      }
    }
    return true;
  }
  for (let o = 0; o < outer; o++) {
    for (let column = 0; column < inner; column += columns) {
      const width = Math.min(columns, inner - column);
      const start = o * n * inner + column;
      inputs.forEach((input, k) => {
        for (let r = 0; r < n; r++)
          numbers.set(input.subarray(start + r * inner, start + r * inner + width), (at[k] + r * pitch) / 8);
      });
      filter(width);
      for (let r = 0; r < n; r++) {
        const from = (result + r * pitch) / 8;
        out.set(numbers.subarray(from, from + width), start + r * inner);
      }
    }
  }
  return true;
}

/**
 * The recursive Laplacian of filters/recursive-laplacian.ts in one stay in the kernels' memory: along z a few rows at a
 * time, all slices of them; then slice by slice along y and, turned, along x. Null for boxes too large for it, or where
 * it does not run here.
 */
export function laplacianInWasm(
  data: Float64Array,
  [nx, ny, nz]: Vec3,
  smooth: readonly Recursion[],
  curved: readonly Recursion[],
): Float64Array | null {
  const pitch = 8 * pitchOf(nx);
  // Not so long that the same place of all slices shares a line of the cache.
  const slice = ny * pitch + 64;
  const some = Math.max(1, Math.min(ny, Math.floor(PART / (nz * nx))));
  const partPitch = 8 * pitchOf(some * nx);
  const column = 8 * pitchOf(ny);
  // What a few rows come to is put in its place in whole rows: memory far apart is slow to write line by line.
  const staged = some * pitch + 64;
  // Turning takes rows and columns in twos.
  const turned = (nx + 1) * column + 64;
  const flat = slice + pitch + 64;
  const memory = room(
    ...[nz * slice + 64, nz * slice + 64, nz * partPitch + 64, flat, flat, turned, turned, turned],
    nz * staged + 64,
    ...[6 * COEFFICIENTS, scratchBytes(Math.max(nx, ny, nz))],
  );
  if (memory === null) return null;
  const { kernels, buffer, at } = memory;
  const [smoothed, bent, part, both, more, a, b, response, stage, coefficients, scratch] = at;
  const numbers = new Float64Array(buffer);
  const [smoothAt, curvedAt] = [smooth, curved].map((kind, k) =>
    kind.map((recursion, axis) => {
      const to = coefficients + (2 * axis + k) * COEFFICIENTS;
      writeRecursion(buffer, to, recursion);
      return to;
    }),
  );
  for (let y = 0; y < ny; y += some) {
    const count = Math.min(some, ny - y);
    for (let z = 0; z < nz; z++) {
      const from = nx * (y + ny * z);
      numbers.set(data.subarray(from, from + count * nx), (part + z * partPitch) / 8);
    }
    for (const [recursion, box] of [[smoothAt[2], smoothed], [curvedAt[2], bent]] as const) {
      for (let r = 0; r < count; r++) {
        const loops = [0, 0, eights(nx), 64, 64, nz, partPitch, staged, scratch];
        kernels.recursion(part + 8 * nx * r, recursion, ...loops, stage + pitch * r);
      }
      kernels.moveRows(stage, staged, box + pitch * y, slice, nz, count * pitch);
    } // biome-ignore format: a table
  }
  const out = new Float64Array(data.length);
  const down = [eights(nx), 64, 64, ny, pitch, pitch, scratch];
  const across = [eights(ny), 64, 64, nx, column, column, scratch];
  for (let z = 0; z < nz; z++) {
    const at = z * slice;
    kernels.recursion(bent + at, smoothAt[1], smoothed + at, curvedAt[1], ...down, both);
    kernels.recursion(smoothed + at, smoothAt[1], 0, 0, ...down, more);
    kernels.turn(both, pitch, ny, nx, a, column);
    kernels.turn(more, pitch, ny, nx, b, column);
    kernels.recursion(a, smoothAt[0], b, curvedAt[0], ...across, response);
    kernels.turn(response, column, nx, ny, both, pitch);
    for (let y = 0; y < ny; y++) {
      const from = (both + y * pitch) / 8;
      out.set(numbers.subarray(from, from + nx), nx * (y + ny * z));
    }
  }
  return out;
}
