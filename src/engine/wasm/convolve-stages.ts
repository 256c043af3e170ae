import type { Vec3 } from "../grid.ts";
import type { Terms } from "../kernels/convolve.ts";
import { eights, pitchOf, termBytes, writeTerms } from "./convolve.ts";
import { type Room, room } from "./instance.ts";

/** Numbers that are kept of the first stage's sums, where more would save little. */
const KEPT = 6 * 2 ** 20;
/** Numbers of a few rows of all slices, which are done together along z: as many as stay in the cache. */
const PART = 2 ** 16;

/** One part of a sum: a kernel's terms, for the box `of` of the stage before, from place `from` of its padded lines on. */
type Part = { readonly of: number; readonly terms: Terms; readonly from: number };

/** `source` holds for each place of a padded line the place in the line, or −1 for a zero; `before` come before the line. */
export type Stage = {
  readonly before: number;
  readonly source: Int32Array;
  readonly sums: readonly (readonly Part[])[];
};

/**
 * `convolveStages` of filters/separable.ts. Along z a few rows are done at a time, all slices of them; then slice by
 * slice along y and x. A large box is cut into slabs of rows. False where it does not run here.
 */
export function convolveStagesInWasm(
  input: Float64Array,
  [nx, ny, nz]: Vec3,
  stages: readonly Stage[],
  outs: readonly Float64Array[],
): boolean {
  const [z, y, x] = stages;
  const margin = y.source.length - ny;
  const pitch = pitchOf(nx);
  const perRow = z.sums.length * nz * pitch;
  const high = Math.min(ny, Math.max(16, 2 * margin, Math.floor(KEPT / perRow) - margin));
  const rows = high + margin;
  const together = Math.max(1, Math.min(high, Math.floor(PART / (z.source.length * nx))));
  const partPitch = pitchOf(together * nx);
  // What a few rows come to is put in its place in whole rows: memory far apart is slow to write line by line.
  const staged = 8 * together * pitch + 64;
  const midPitch = pitchOf(x.source.length + 8);
  const slice = 8 * rows * pitch;
  const parts = stages.flatMap(({ sums }) => sums.flat());
  const memory = room(
    ...[8 * partPitch * z.source.length + 64, 64 * eights(nx) * high, 4 * x.source.length, nz * staged + 64],
    ...z.sums.map(() => nz * slice + 64),
    ...y.sums.map(() => 8 * high * midPitch + 64),
    ...parts.map(({ terms }) => termBytes(terms)),
  );
  if (memory === null) return false;
  const { kernels, buffer, at } = memory;
  const [part, result, places, stage] = at;
  const boxes = at.slice(4, 4 + z.sums.length);
  const mids = at.slice(4 + z.sums.length, 4 + z.sums.length + y.sums.length);
  const run = sumRunner(memory, at.slice(4 + boxes.length + mids.length), stages, [8 * partPitch, 8 * pitch, 8]);
  new Int32Array(buffer, places, x.source.length).set(x.source);
  const numbers = new Float64Array(buffer);
  const written = 64 * eights(nx);

  for (let top = 0; top < ny; top += high) {
    const some = Math.min(high, ny - top);
    const { runs, others } = rowsOf(y.source.subarray(top, top + some + margin), together);
    for (const { row, first, count } of runs) {
      z.source.forEach((s, k) => {
        const to = part / 8 + k * partPitch;
        const from = nx * (first + ny * s);
        if (s < 0) numbers.fill(0, to, to + count * nx);
        else numbers.set(input.subarray(from, from + count * nx), to);
      });
      z.sums.forEach((_, s) => {
        for (let r = 0; r < count; r++)
          run(0, s, () => part + 8 * nx * r, stage + 8 * pitch * r, [eights(nx), 64, 64, nz, 8 * partPitch, staged]);
        kernels.moveRows(stage, staged, boxes[s] + 8 * pitch * row, slice, nz, 8 * pitch * count);
      });
    }
    for (let k = 0; k < nz; k++) {
      for (const box of boxes) copyRows(numbers, (box + k * slice) / 8, pitch, others);
      y.sums.forEach((_, s) => {
        const to = mids[s] + 8 * x.before;
        run(1, s, (of) => boxes[of] + k * slice, to, [eights(nx), 64, 64, some, 8 * pitch, 8 * midPitch]);
        const behind = x.source.length - nx - x.before;
        kernels.padRows(to, some, 8 * midPitch, nx, places, x.before, behind);
      });
      x.sums.forEach((_, s) => {
        run(2, s, (of) => mids[of], result, [some, 8 * midPitch, written, eights(nx), 64, 64]);
        if (written !== 8 * nx) kernels.moveRows(result, written, result, 8 * nx, some, 8 * nx);
        outs[s].set(numbers.subarray(result / 8, result / 8 + some * nx), nx * (top + ny * k));
      });
    }
  }
  return true;
}

/** Writes the terms of all stages; then sums number s of stage k, from where its boxes lie to `to`, over the given loops. */
function sumRunner(
  { kernels, buffer }: Room,
  at: readonly number[],
  stages: readonly Stage[],
  steps: readonly number[],
) {
  let n = 0;
  const written = stages.map(({ sums }, k) =>
    sums.map((sum) =>
      sum.map(({ of, terms, from }, t) => ({
        of,
        last: [...writeTerms(buffer, at[n++], terms, steps[k], from), t > 0 ? 1 : 0],
      })),
    ),
  );
  return (k: number, s: number, lying: (of: number) => number, to: number, loops: readonly number[]): void => {
    for (const { of, last } of written[k][s]) kernels.convolve(lying(of), to, ...loops, ...last);
  };
}

/** Rows of a slab that are computed: `count` of them from `row` on, which are the image's rows from `first` on. */
type Run = { readonly row: number; readonly first: number; readonly count: number };
/** A row that another one is the same as; −1: a row of zeros. */
type Other = { readonly row: number; readonly as: number };

/** Each row of the image is computed once, `most` at a time; the margin beyond the image repeats them. */
function rowsOf(source: Int32Array, most: number): { runs: readonly Run[]; others: readonly Other[] } {
  const known = new Map<number, number>();
  const runs: { row: number; first: number; count: number }[] = [];
  const others: Other[] = [];
  source.forEach((s, row) => {
    const as = s < 0 ? -1 : known.get(s);
    if (as !== undefined) {
      others.push({ row, as });
      return;
    }
    known.set(s, row);
    const last = runs.at(-1);
    if (last !== undefined && last.count < most && last.row + last.count === row && last.first + last.count === s)
      last.count++;
    else runs.push({ row, first: s, count: 1 });
  });
  return { runs, others };
}

function copyRows(numbers: Float64Array, start: number, pitch: number, others: readonly Other[]): void {
  for (const { row, as } of others) {
    const to = start + row * pitch;
    if (as < 0) numbers.fill(0, to, to + pitch);
    else numbers.copyWithin(to, start + as * pitch, start + (as + 1) * pitch);
  }
}
