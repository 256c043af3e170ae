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
  readonly work: readonly [Complex, Complex];
};

type Dims = readonly [number, number, number];

/** Rows of x that are transformed together, two in one complex line. */
const ROWS = 32;

/** An empty spectrum for a box of this size; may be used again and again. */
export function spectrumOf(dims: Dims): Spectrum {
  const columns = Math.floor(dims[0] / 2) + 1;
  const plans = dims.map(anyFftPlan);
  const room = workLength(dims, plans);
  const values = complex(columns * dims[1] * dims[2]);
  return { dims, columns, values, plans, work: [complex(room), complex(room)] };
}

/** Lines of x that are transformed together. */
const linesOf = ([, ny, nz]: Dims): number => Math.min(ROWS, Math.ceil((ny * nz) / 2));

function workLength(dims: Dims, plans: readonly AnyFftPlan[]): number {
  const columns = Math.floor(dims[0] / 2) + 1;
  const lines = [linesOf(dims), columns, columns];
  return Math.max(...plans.map((plan, a) => anyFftLength(plan, lines[a])));
}

/** Writes the transform of `box` (x fastest, read from `offset` on) into `out`. Any size is exact: no padding takes place. */
export function transform(box: Float64Array, offset: number, out: Spectrum): void {
  const [nx, ny, nz] = out.dims;
  const { columns } = out;
  const { re, im } = out.values;
  const rows = ny * nz;
  const lines = linesOf(out.dims);
  const [data, scratch] = out.work;
  for (let from = 0; from < rows; from += 2 * lines) {
    // Row `from + b` is the real part of line b, row `from + lines + b` its imaginary part.
    const second = Math.max(0, Math.min(lines, rows - from - lines));
    const first = Math.min(lines, rows - from);
    data.re.fill(0, 0, nx * lines);
    data.im.fill(0, 0, nx * lines);
    for (let b = 0; b < first; b++) gather(box, offset + (from + b) * nx, nx, data.re, b, lines);
    for (let b = 0; b < second; b++) gather(box, offset + (from + lines + b) * nx, nx, data.im, b, lines);
    const z = anyFft(out.plans[0], lines, data, scratch);
    for (let k = 0; k < columns; k++) {
      const p = k * lines;
      const q = k === 0 ? 0 : (nx - k) * lines;
      let o = from * columns + k;
      for (let b = 0; b < first; b++, o += columns) {
        re[o] = (z.re[p + b] + z.re[q + b]) / 2;
        im[o] = (z.im[p + b] - z.im[q + b]) / 2;
      }
      o = (from + lines) * columns + k;
      for (let b = 0; b < second; b++, o += columns) {
        re[o] = (z.im[p + b] + z.im[q + b]) / 2;
        im[o] = (z.re[q + b] - z.re[p + b]) / 2;
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
  const rows = ny * nz;
  const lines = linesOf(spectrum.dims);
  const [data, scratch] = spectrum.work;
  const scale = 1 / (nx * rows);
  for (let from = 0; from < rows; from += 2 * lines) {
    const first = Math.min(lines, rows - from);
    const second = Math.max(0, Math.min(lines, rows - from - lines));
    data.re.fill(0, 0, nx * lines);
    data.im.fill(0, 0, nx * lines);
    for (let k = 0; k < columns; k++) {
      const p = k * lines;
      // Frequency nx − k is the conjugate of frequency k in each of the two rows of a line.
      const q = k === 0 || 2 * k === nx ? -1 : (nx - k) * lines;
      let o = from * columns + k;
      for (let b = 0; b < first; b++, o += columns) {
        data.re[p + b] = re[o];
        // Frequencies 0 and nx/2 of a real row are real; what else stands there is not of a real row.
        data.im[p + b] = q < 0 ? 0 : im[o];
        if (q < 0) continue;
        data.re[q + b] = re[o];
        data.im[q + b] = -im[o];
      }
      o = (from + lines) * columns + k;
      for (let b = 0; b < second; b++, o += columns) {
        if (q < 0) {
          data.im[p + b] += re[o];
          continue;
        }
        data.re[p + b] -= im[o];
        data.im[p + b] += re[o];
        data.re[q + b] += im[o];
        data.im[q + b] += re[o];
      }
    }
    const z = anyFft(spectrum.plans[0], lines, data, scratch);
    for (let b = 0; b < first; b++) scatter(z.re, b, lines, nx, scale, out, offset + (from + b) * nx);
    for (let b = 0; b < second; b++) scatter(z.im, b, lines, nx, scale, out, offset + (from + lines + b) * nx);
  }
}

/** The signed frequency of index k on an axis of n: 0, 1, … , then the negative ones. */
export const signedFrequency = (k: number, n: number): number => (2 * k < n ? k : k - n);

/** Elements of Float64 that a transform and its inverse take beside the box: the spectrum and two work arrays. */
export function spectrumLength(dims: Dims): number {
  const columns = Math.floor(dims[0] / 2) + 1;
  return 2 * columns * dims[1] * dims[2] + 4 * workLength(dims, dims.map(anyFftPlan));
}

/** In each plane of z, the lines along y lie side by side already. */
function columnsOfY({ dims: [, ny, nz], columns, values, plans, work: [data, scratch] }: Spectrum): void {
  if (ny === 1) return;
  const size = columns * ny;
  for (let z = 0; z < nz; z++) {
    const from = z * size;
    data.re.set(values.re.subarray(from, from + size));
    data.im.set(values.im.subarray(from, from + size));
    const result = anyFft(plans[1], columns, data, scratch);
    values.re.set(result.re.subarray(0, size), from);
    values.im.set(result.im.subarray(0, size), from);
  }
}

/** Of each row (fixed y), the lines along z. */
function columnsOfZ({ dims: [, ny, nz], columns, values, plans, work: [data, scratch] }: Spectrum): void {
  if (nz === 1) return;
  for (let y = 0; y < ny; y++) {
    for (let z = 0; z < nz; z++) {
      const from = columns * (y + ny * z);
      data.re.set(values.re.subarray(from, from + columns), z * columns);
      data.im.set(values.im.subarray(from, from + columns), z * columns);
    }
    const result = anyFft(plans[2], columns, data, scratch);
    for (let z = 0; z < nz; z++) {
      const to = columns * (y + ny * z);
      values.re.set(result.re.subarray(z * columns, (z + 1) * columns), to);
      values.im.set(result.im.subarray(z * columns, (z + 1) * columns), to);
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
