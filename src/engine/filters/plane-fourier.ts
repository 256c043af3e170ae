import type { Vec3 } from "../grid.ts";
import { type Complex, complex, type FftPlan, fft, fftLength, fftPlan } from "../math/fft.ts";
import { eachModulusInWasm } from "../wasm/gabor.ts";
import { sourceIndices } from "./boundary.ts";
import type { Boundary } from "./filter.ts";

/** The planes of an image that are filtered one by one: axes a and b span them, c numbers them. */
export type PlaneAxes = { readonly a: 0 | 1 | 2; readonly b: 0 | 1 | 2; readonly c: 0 | 1 | 2 };

/** Room and plans for the Fourier transforms of planes of one size, margins included. */
export type PlaneFourier = {
  readonly dims: Vec3;
  readonly axes: PlaneAxes;
  /** Margin on either side along a and b. */
  readonly reach: readonly [number, number];
  /** Transform lengths along a and b. */
  readonly size: readonly [number, number];
  readonly plans: readonly [FftPlan, FftPlan];
  /** Voxels read at the padded positions along a and b, −1 for a zero. */
  readonly sources: readonly [Int32Array, Int32Array];
};

export function planeFourier(
  dims: Vec3,
  axes: PlaneAxes,
  reach: readonly [number, number],
  boundary: Boundary,
): PlaneFourier {
  const na = dims[axes.a];
  const nb = dims[axes.b];
  // With the margins of one kernel's reach on either side, what wraps around falls into the margins.
  const size = [fftLength(na + 2 * reach[0]), fftLength(nb + 2 * reach[1])] as const;
  return {
    dims,
    axes,
    reach,
    size,
    plans: [fftPlan(size[0]), fftPlan(size[1])],
    sources: [
      sourceIndices(-reach[0], na + 2 * reach[0], na, boundary),
      sourceIndices(-reach[1], nb + 2 * reach[1], nb, boundary),
    ],
  };
}

export const strideOf = (dims: Vec3, axis: 0 | 1 | 2): number =>
  axis === 0 ? 1 : axis === 1 ? dims[0] : dims[0] * dims[1];

/** Plane `index` of an image, a fastest, to `out`. */
function readPlane({ dims, axes }: PlaneFourier, data: Float64Array, index: number, out: Float64Array): void {
  const [na, nb] = [dims[axes.a], dims[axes.b]];
  const [sa, sb] = [strideOf(dims, axes.a), strideOf(dims, axes.b)];
  const start = index * strideOf(dims, axes.c);
  for (let y = 0, o = 0; y < nb; y++) {
    const row = start + y * sb;
    if (sa === 1) out.set(data.subarray(row, row + na), o);
    else for (let x = 0; x < na; x++) out[o + x] = data[row + x * sa];
    o += na;
  }
}

/**
 * Spectrum of a kernel with h(−x) = conj h(x), which is real: element (ka, kb) at `ka + size[0] · kb`. `value(x, y)` gives
 * both parts for |x|, |y| up to the reach. Divided by the number of elements, so that the way back needs no division.
 */
export function hermitianSpectrum(
  { size: [la, lb], reach: [ra, rb], plans }: PlaneFourier,
  value: (x: number, y: number) => readonly [number, number],
): Float64Array {
  const n = la * lb;
  const along = complex(n);
  for (let x = -ra; x <= ra; x++) {
    for (let y = -rb; y <= rb; y++) {
      const i = ((x + la) % la) * lb + ((y + lb) % lb);
      [along.re[i], along.im[i]] = value(x, y);
    }
  }
  fft(plans[0], lb, along);
  const across = complex(n);
  for (let x = 0; x < la; x++) {
    for (let y = 0; y < lb; y++) {
      across.re[y * la + x] = along.re[x * lb + y];
      across.im[y * la + x] = along.im[x * lb + y];
    }
  }
  fft(plans[1], la, across);
  return across.re.map((value) => value / n);
}

/** What is done with the modulus of the response of a plane to a kernel: na · nb numbers, a fastest. */
export type Take = (index: number, kernel: number, modulus: Float64Array) => void;

/** Gives the moduli of the responses of planes [from, to) of an image to all kernels, by their spectra, to `take`. */
export function eachModulus(
  fourier: PlaneFourier,
  kernels: readonly Float64Array[],
  data: Float64Array,
  from: number,
  to: number,
  take: Take,
): void {
  const read = (index: number, out: Float64Array) => readPlane(fourier, data, index, out);
  if (eachModulusInWasm(fourier, kernels, read, from, to, take)) return;
  const plane = new Float64Array(fourier.dims[fourier.axes.a] * fourier.dims[fourier.axes.b]);
  const modulus = new Float64Array(plane.length);
  for (let index = from; index < to; index++) {
    read(index, plane);
    const spectrum = transformMargins(fourier, plane);
    kernels.forEach((kernel, k) => {
      moduli(fourier, spectrum, kernel, modulus);
      take(index, k, modulus);
    });
  }
}

/** Transforms a plane with its margins. Of the frequencies along a only 0 … size[0] / 2 are held: (ka, kb) at ka + columns·kb. */
function transformMargins({ dims, axes, size: [la, lb], plans, sources }: PlaneFourier, plane: Float64Array): Complex {
  const [na, nb] = [dims[axes.a], dims[axes.b]];
  const columns = la / 2 + 1;
  const rows = complex(nb * columns);
  for (let y = 0; y < nb; y += 4) {
    // Row y + b is the real part of line b, row y + b + 2 its imaginary part.
    const data = complex(2 * la);
    sources[0].forEach((source, x) => {
      for (let b = 0; b < 2 && source >= 0; b++) {
        if (y + b < nb) data.re[2 * x + b] = plane[na * (y + b) + source];
        if (y + b + 2 < nb) data.im[2 * x + b] = plane[na * (y + b + 2) + source];
      }
    });
    fft(plans[0], 2, data);
    for (let k = 0; k < columns; k++) {
      for (let b = 0; b < 2; b++) {
        const p = 2 * k + b;
        const q = 2 * (k === 0 ? 0 : la - k) + b;
        const o = columns * (y + b) + k;
        if (y + b < nb) {
          rows.re[o] = (data.re[p] + data.re[q]) / 2;
          rows.im[o] = (data.im[p] - data.im[q]) / 2;
        }
        if (y + b + 2 < nb) {
          rows.re[o + 2 * columns] = (data.im[p] + data.im[q]) / 2;
          rows.im[o + 2 * columns] = (data.re[q] - data.re[p]) / 2;
        }
      }
    }
  }
  const out = complex(lb * columns);
  sources[1].forEach((source, y) => {
    if (source < 0) return;
    out.re.set(rows.re.subarray(columns * source, columns * (source + 1)), columns * y);
    out.im.set(rows.im.subarray(columns * source, columns * (source + 1)), columns * y);
  });
  fft(plans[1], columns, out);
  return out;
}

/**
 * Modulus of the plane's response to a kernel of real spectrum. The inverse transform is the forward one of the conjugate,
 * conjugated, which a modulus does not mind. Only the rows that are no margin are transformed along a.
 */
function moduli(
  { dims, axes, size: [la, lb], reach: [ra, rb], plans }: PlaneFourier,
  plane: Complex,
  kernel: Float64Array,
  out: Float64Array,
): void {
  const [na, nb] = [dims[axes.a], dims[axes.b]];
  const columns = la / 2 + 1;
  const near = complex(lb * columns);
  const far = complex(lb * columns);
  for (let y = 0; y < lb; y++) {
    const back = y === 0 ? 0 : lb - y;
    for (let k = 0; k < columns; k++) {
      near.re[y * columns + k] = plane.re[y * columns + k] * kernel[y * la + k];
      near.im[y * columns + k] = -plane.im[y * columns + k] * kernel[y * la + k];
      // Frequency (la − k, kb) of a real plane is the conjugate of (k, lb − kb).
      if (k === 0) continue;
      far.re[y * columns + k] = plane.re[back * columns + k] * kernel[y * la + la - k];
      far.im[y * columns + k] = plane.im[back * columns + k] * kernel[y * la + la - k];
    }
  }
  fft(plans[1], columns, near);
  fft(plans[1], columns, far);
  const rows = complex(la * nb);
  for (let x = 0; x < la; x++) {
    const [part, k] = x < columns ? [near, x] : [far, la - x];
    for (let y = 0; y < nb; y++) {
      rows.re[x * nb + y] = part.re[(rb + y) * columns + k];
      rows.im[x * nb + y] = part.im[(rb + y) * columns + k];
    }
  }
  fft(plans[0], nb, rows);
  for (let y = 0; y < nb; y++) {
    for (let x = 0; x < na; x++) {
      const i = (x + ra) * nb + y;
      out[y * na + x] = Math.sqrt(rows.re[i] * rows.re[i] + rows.im[i] * rows.im[i]);
    }
  }
}
