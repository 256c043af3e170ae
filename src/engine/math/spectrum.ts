import type { Complex } from "./fft.ts";
import { complex } from "./fft.ts";
import { type AnyFftPlan, anyFft, anyFftLength, anyFftPlan } from "./fft-any.ts";

/**
 * The discrete Fourier transform of a real box, X(k) = Σ x(j)·exp(−2πi Σ jk/n), not divided by anything. Of the x
 * frequencies only 0 … ⌊nx/2⌋ are held, the others being their mirror images' conjugates: element (kx, ky, kz) lies at
 * `kx + columns·(ky + ny·kz)`. It takes the memory of the box itself.
 */
export type Spectrum = {
  readonly dims: readonly [number, number, number];
  /** ⌊nx/2⌋ + 1. */
  readonly columns: number;
  readonly values: Complex;
  /** Transforms along x, y and z, and room for the lines of one of them at a time. */
  readonly plans: readonly AnyFftPlan[];
  readonly work: Complex;
};

type Dims = readonly [number, number, number];

/** Rows of a plane that are transformed together along x, two in one complex line: row r with row r + 2 of each four. */
const ROWS = 64;

/** The row that is the real part of line b. */
const rowOf = (b: number): number => 2 * b - (b & 1);

/** An empty spectrum for a box of this size; may be used again and again. */
export function spectrumOf(dims: Dims): Spectrum {
  const columns = Math.floor(dims[0] / 2) + 1;
  const plans = dims.map(anyFftPlan);
  const room = workLength(dims, plans);
  const values = complex(columns * dims[1] * dims[2]);
  return { dims, columns, values, plans, work: complex(room) };
}

/** Lines of x that are transformed together: those of four rows, or more. */
const linesOf = (ny: number): number => 2 * Math.ceil(Math.min(ROWS, ny) / 4);

function workLength(dims: Dims, plans: readonly AnyFftPlan[]): number {
  const columns = Math.floor(dims[0] / 2) + 1;
  const lines = [linesOf(dims[1]), columns, columns];
  return Math.max(...plans.map((plan, a) => anyFftLength(plan, lines[a])));
}

/** Writes the transform of `box` (x fastest, read from `offset` on) into `out`. Any size is exact: no padding takes place. */
export function transform(box: Float64Array, offset: number, out: Spectrum): void {
  const [nx, ny, nz] = out.dims;
  const { columns } = out;
  const { re, im } = out.values;
  const lines = linesOf(ny);
  const data = out.work;
  for (let z = 0; z < nz; z++) {
    for (let from = 0; from < ny; from += 2 * lines) {
      data.re.fill(0, 0, nx * lines);
      data.im.fill(0, 0, nx * lines);
      for (let b = 0; b < lines; b++) {
        const y = from + rowOf(b);
        if (y < ny) gather(box, offset + (y + ny * z) * nx, nx, data.re, b, lines);
        if (y + 2 < ny) gather(box, offset + (y + 2 + ny * z) * nx, nx, data.im, b, lines);
      }
      anyFft(out.plans[0], lines, data);
      for (let b = 0; b < lines; b++) {
        const y = from + rowOf(b);
        for (let k = 0; k < columns; k++) {
          const p = k * lines + b;
          const q = (k === 0 ? 0 : nx - k) * lines + b;
          const o = k + columns * (y + ny * z);
          if (y < ny) {
            re[o] = (data.re[p] + data.re[q]) / 2;
            im[o] = (data.im[p] - data.im[q]) / 2;
          }
          if (y + 2 < ny) {
            re[o + 2 * columns] = (data.im[p] + data.im[q]) / 2;
            im[o + 2 * columns] = (data.re[q] - data.re[p]) / 2;
          }
        }
      }
    }
  }
  columnsOfY(out);
  columnsOfZ(out);
}

/** Writes the box whose transform is `spectrum` into `out`, from `offset` on. The spectrum is spoilt by it. */
export function inverse(spectrum: Spectrum, out: Float64Array, offset: number): void {
  const [nx, ny, nz] = spectrum.dims;
  const { columns } = spectrum;
  const { re, im } = spectrum.values;
  // The inverse is the forward transform of the conjugate, conjugated, divided by the number of elements.
  for (let i = 0; i < im.length; i++) im[i] = -im[i];
  columnsOfZ(spectrum);
  columnsOfY(spectrum);
  const lines = linesOf(ny);
  const data = spectrum.work;
  const scale = 1 / (nx * ny * nz);
  for (let z = 0; z < nz; z++) {
    for (let from = 0; from < ny; from += 2 * lines) {
      for (let b = 0; b < lines; b++) {
        const y = from + rowOf(b);
        for (let k = 0; k < columns; k++) {
          const o = k + columns * (y + ny * z);
          const [ar, ai] = y < ny ? [re[o], im[o]] : [0, 0];
          const [br, bi] = y + 2 < ny ? [re[o + 2 * columns], im[o + 2 * columns]] : [0, 0];
          const p = k * lines + b;
          const q = (nx - k) * lines + b;
          // Frequencies 0 and nx/2 of a real row are real; what else stands there is not of a real row.
          const single = k === 0 || 2 * k === nx;
          data.re[p] = single ? ar : ar - bi;
          data.im[p] = single ? br : ai + br;
          if (single) continue;
          // Frequency nx − k is the conjugate of frequency k in each of the two rows.
          data.re[q] = ar + bi;
          data.im[q] = br - ai;
        }
      }
      anyFft(spectrum.plans[0], lines, data);
      for (let b = 0; b < lines; b++) {
        const y = from + rowOf(b);
        if (y < ny) scatter(data.re, b, lines, nx, scale, out, offset + (y + ny * z) * nx);
        if (y + 2 < ny) scatter(data.im, b, lines, nx, scale, out, offset + (y + 2 + ny * z) * nx);
      }
    }
  }
}

/** The signed frequency of index k on an axis of n: 0, 1, … , then the negative ones. */
export const signedFrequency = (k: number, n: number): number => (2 * k < n ? k : k - n);

/** Elements of Float64 that a transform and its inverse take beside the box: the spectrum, its lines, and those twice more. */
export function spectrumLength(dims: Dims): number {
  const columns = Math.floor(dims[0] / 2) + 1;
  return 2 * columns * dims[1] * dims[2] + 6 * workLength(dims, dims.map(anyFftPlan));
}

/** In each plane of z, the lines along y lie side by side already. */
function columnsOfY({ dims: [, ny, nz], columns, values, plans, work: data }: Spectrum): void {
  if (ny === 1) return;
  const size = columns * ny;
  for (let z = 0; z < nz; z++) {
    const from = z * size;
    data.re.set(values.re.subarray(from, from + size));
    data.im.set(values.im.subarray(from, from + size));
    anyFft(plans[1], columns, data);
    values.re.set(data.re.subarray(0, size), from);
    values.im.set(data.im.subarray(0, size), from);
  }
}

/** Of each row (fixed y), the lines along z. */
function columnsOfZ({ dims: [, ny, nz], columns, values, plans, work: data }: Spectrum): void {
  if (nz === 1) return;
  for (let y = 0; y < ny; y++) {
    for (let z = 0; z < nz; z++) {
      const from = columns * (y + ny * z);
      data.re.set(values.re.subarray(from, from + columns), z * columns);
      data.im.set(values.im.subarray(from, from + columns), z * columns);
    }
    anyFft(plans[2], columns, data);
    for (let z = 0; z < nz; z++) {
      const to = columns * (y + ny * z);
      values.re.set(data.re.subarray(z * columns, (z + 1) * columns), to);
      values.im.set(data.im.subarray(z * columns, (z + 1) * columns), to);
    }
  }
}

function gather(box: Float64Array, from: number, n: number, to: Float64Array, at: number, step: number): void {
  for (let i = 0, o = at; i < n; i++, o += step) to[o] = box[from + i];
}

function scatter(
  values: Float64Array,
  at: number,
  step: number,
  n: number,
  scale: number,
  to: Float64Array,
  from: number,
): void {
  for (let i = 0, o = at; i < n; i++, o += step) to[from + i] = values[o] * scale;
}
