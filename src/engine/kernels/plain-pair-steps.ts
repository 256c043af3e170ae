import { transformCosines } from "../math/cosine-transform.ts";
import { paddedFft, pairedFft } from "../math/paired-fft.ts";
import type { PairJob, PairSteps, PlanePair } from "./fourier-pair-sums.ts";

/** Lines of 1/d that are transformed together along x and z, and rows of the fields along x. */
export const KERNEL_LINES = 16;
export const FIELD_ROWS = 8;

/**
 * The steps of `fourierPairSums` in plain TypeScript. Of the transforms along x, `kernel` holds those of 1/d, [k][z][y];
 * `fields` those of a class, [pair][row][mask, x, x²][2 real parts, 2 imaginary parts].
 */
export function plainPairSteps(job: PairJob): PairSteps {
  const [x, y, z] = job.axes;
  const rows = y.n * z.n;
  const kernel = new Float64Array(x.frequencies * y.frequencies * z.frequencies);
  const fields = new Float64Array(((job.plan.length + 3) >> 1) * rows * 12);
  return {
    transformKernel: () => transformKernel(job, kernel),
    transformRows: (r, pairs) => transformRows(job, r, pairs, fields),
    sumPlanes: (planes) => sumPlanes(job, planes, kernel, fields),
  };
}

const even = (n: number): number => n + (n & 1);

function transformKernel({ field, axes }: PairJob, kernel: Float64Array): void {
  const [x, y, z] = axes;
  const [sx, sy, sz] = field.spacing;
  const rows = y.frequencies * z.frequencies;
  const lines = Math.min(KERNEL_LINES, even(rows));
  const c = new Float64Array(x.frequencies * lines);
  const [a, b] = [new Float64Array(2 * c.length), new Float64Array(2 * c.length)];
  for (let start = 0; start < rows; start += lines) {
    for (let l = 0; l < lines; l++) {
      const row = start + l;
      const dy = sy * (row % y.frequencies);
      const dz = sz * Math.floor(row / y.frequencies);
      for (let j = 0; j < x.frequencies; j++) {
        const square = sx * j * (sx * j) + dy * dy + dz * dz;
        c[j * lines + l] = square === 0 ? 0 : 1 / Math.sqrt(square);
      }
    }
    if (x.cosines !== null) transformCosines(x.cosines, lines, c, a, b);
    for (let l = 0; l < lines && start + l < rows; l++) {
      for (let k = 0; k < x.frequencies; k++) kernel[k * rows + start + l] = c[k * lines + l];
    }
  }
}

/** X(r + classes·t) = Σ_l y(l)·exp(−2πi lt / length), with y(l) = Σ_s x(j)·exp(−2πi jr / points), j = l + length·s. */
function transformRows({ field, runs, axes, plan }: PairJob, r: number, pairs: number, out: Float64Array): void {
  const { n, plan: whole } = axes[0];
  const length = plan.length;
  const rows = axes[1].n * axes[2].n;
  const [m, x, q] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  const a = new Float64Array(2 * length * even(3 * FIELD_ROWS));
  const b = new Float64Array(a.length);
  let run = 0;
  let voxel = 0;
  for (let start = 0; start < rows; start += FIELD_ROWS) {
    const count = Math.min(FIELD_ROWS, rows - start);
    const lines = even(3 * count);
    a.fill(0);
    for (let l = 0; l < 3 * count; l += 3) {
      for (const part of [m, x, q]) part.fill(0);
      for (; run < runs.length && runs[run] === start + l / 3; run += 3) {
        for (let j = runs[run + 1]; j < runs[run + 2]; j++) {
          m[j] = 1;
          x[j] = field.values[voxel++] - field.mean;
          q[j] = x[j] * x[j];
        }
      }
      [m, x, q].forEach((part, f) => {
        const line = 2 * (l + f) - ((l + f) & 1);
        for (let e = 0; e < length; e++) {
          let [re, im] = [0, 0];
          for (let j = e; j < n; j += length) {
            const turn = (j * r) % whole.length;
            re += part[j] * whole.cos[turn];
            im += part[j] * whole.sin[turn];
          }
          a[2 * lines * e + line] = re;
          a[2 * lines * e + line + 2] = im;
        }
      });
    }
    const result = pairedFft(plan, lines, a, b);
    for (let pair = 0; pair < pairs; pair++) {
      for (let l = 0; l < 3 * count; l++) {
        const to = 12 * (pair * rows + start) + 4 * l;
        for (const t of [0, 1]) {
          // Of an odd number of frequencies the last stands twice.
          const from = 2 * lines * Math.min(2 * pair + t, length - 1) + 2 * l - (l & 1);
          out[to + t] = result[from];
          out[to + t + 2] = result[from + 2];
        }
      }
    }
  }
}

function sumPlanes(
  { axes }: PairJob,
  { pair, at, times }: PlanePair,
  kernel: Float64Array,
  fields: Float64Array,
): readonly [number, number, number] {
  const [, y, z] = axes;
  const [py, pz] = [y.plan.length, z.plan.length];
  const weight = kernelPlanes(axes, at, times, kernel);
  const rows = new Float64Array(12 * y.n * pz);
  const room = 12 * Math.max(py, pz);
  const [line, a, b] = [new Float64Array(room), new Float64Array(room), new Float64Array(room)];
  for (let j = 0; j < y.n; j++) {
    const from = { values: fields, at: 12 * (pair * y.n * z.n + j), gap: 12 * y.n };
    paddedFft(z.plan, 6, z.n, from, { values: rows, at: 12 * j, gap: 12 * y.n }, a, b);
  }
  const sums: [number, number, number] = [0, 0, 0];
  for (let k = 0; k < pz; k++) {
    const from = { values: rows, at: 12 * y.n * k, gap: 12 };
    paddedFft(y.plan, 6, y.n, from, { values: line, at: 0, gap: 12 }, a, b);
    addLine(line, py, weight, 2 * y.frequencies * Math.min(k, pz - k), sums);
  }
  return sums;
}

/** Adds the products of one line, weighted: both frequencies of x apart, then together. */
function addLine(
  line: Float64Array,
  py: number,
  weight: Float64Array,
  at: number,
  sums: [number, number, number],
): void {
  const found = [0, 0, 0, 0, 0, 0];
  for (let k = 0; 2 * k <= py; k++) {
    const [i, mirror] = [12 * k, 12 * (py - k)];
    for (let t = 0; t < 2; t++) {
      const w = weight[at + 2 * k + t];
      const product = (a: number, b: number) => line[a] * line[b] + line[a + 2] * line[b + 2];
      const sum = (a: number, b: number) =>
        k === 0 || 2 * k === py
          ? product(i + t + a, i + t + b)
          : product(i + t + a, i + t + b) + product(mirror + t + a, mirror + t + b);
      found[t] += w * sum(0, 0);
      found[2 + t] += w * sum(4, 4);
      found[4 + t] += w * sum(8, 0);
    }
  }
  for (let s = 0; s < 3; s++) sums[s] += found[2 * s] + found[2 * s + 1];
}

/** Two planes of the kernel, transformed along z and y: [z][y][2 frequencies of x], each as often as it counts. */
function kernelPlanes(
  [, y, z]: PairJob["axes"],
  at: PlanePair["at"],
  times: PlanePair["times"],
  kernel: Float64Array,
): Float64Array {
  const [width, depth] = [y.frequencies, z.frequencies];
  const planes = new Float64Array(2 * width * depth);
  const c = new Float64Array(KERNEL_LINES * Math.max(width, depth));
  const [a, b] = [new Float64Array(2 * c.length), new Float64Array(2 * c.length)];
  for (let start = 0; start < width; start += KERNEL_LINES / 2) {
    const lines = 2 * Math.min(KERNEL_LINES / 2, width - start);
    for (let k = 0; k < depth; k++) {
      for (let l = 0; l < lines; l++) {
        c[k * lines + l] = kernel[width * (at[l & 1] * depth + k) + start + (l >> 1)] * times[l & 1];
      }
    }
    if (z.cosines !== null) transformCosines(z.cosines, lines, c, a, b);
    for (let k = 0; k < depth; k++) {
      for (let l = 0; l < lines; l++) planes[2 * (k * width + start) + l] = c[k * lines + l];
    }
  }
  if (y.cosines === null) return planes;
  for (let k = 0; k < depth; k++) {
    transformCosines(y.cosines, 2, planes.subarray(2 * width * k, 2 * width * (k + 1)), a, b);
  }
  return planes;
}
