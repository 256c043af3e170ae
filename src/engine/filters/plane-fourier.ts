import type { Vec3 } from "../grid.ts";
import { complex, type FftPlan, fft, fftLength, fftPlan } from "../math/fft.ts";
import { sourceIndices } from "./boundary.ts";
import type { Boundary } from "./filter.ts";

/** The planes of an image that are filtered one by one: axes a and b span them, c numbers them. */
export type PlaneAxes = { readonly a: 0 | 1 | 2; readonly b: 0 | 1 | 2; readonly c: 0 | 1 | 2 };

/** How many lines are transformed side by side: as many as stay in the cache with their scratch. */
const LINES = 16;

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

/** Spectrum of one padded plane: element (ka, kb) at `ka * size[1] + kb`. */
export type Spectrum = { readonly re: Float64Array; readonly im: Float64Array };

/** Transforms plane `index` of the image; `out` holds size[0] · size[1] elements. */
export function transformPlane(fourier: PlaneFourier, data: Float64Array, index: number, out: Spectrum): void {
  const { dims, axes, sources } = fourier;
  const start = index * strideOf(dims, axes.c);
  const sa = strideOf(dims, axes.a);
  const sb = strideOf(dims, axes.b);
  transform(fourier, out, (x, y) => {
    const i = x < sources[0].length ? sources[0][x] : -1;
    const j = y < sources[1].length ? sources[1][y] : -1;
    return i < 0 || j < 0 ? 0 : data[start + i * sa + j * sb];
  });
}

/** Transforms the real plane `value(x, y)`; along b first, then along a. */
function transform({ size, plans }: PlaneFourier, out: Spectrum, value: (x: number, y: number) => number): void {
  const [la, lb] = size;
  const buffer = complex(LINES * Math.max(la, lb));
  const scratch = complex(LINES * Math.max(la, lb));
  for (let x0 = 0; x0 < la; x0 += LINES) {
    const lines = Math.min(LINES, la - x0);
    for (let y = 0; y < lb; y++) for (let l = 0; l < lines; l++) buffer.re[y * lines + l] = value(x0 + l, y);
    buffer.im.fill(0);
    const done = fft(plans[1], lines, buffer, scratch);
    for (let l = 0; l < lines; l++) {
      const row = (x0 + l) * lb;
      for (let y = 0; y < lb; y++) {
        out.re[row + y] = done.re[y * lines + l];
        out.im[row + y] = done.im[y * lines + l];
      }
    }
  }
  for (let y0 = 0; y0 < lb; y0 += LINES) {
    const lines = Math.min(LINES, lb - y0);
    for (let x = 0; x < la; x++) {
      const row = x * lb + y0;
      for (let l = 0; l < lines; l++) {
        buffer.re[x * lines + l] = out.re[row + l];
        buffer.im[x * lines + l] = out.im[row + l];
      }
    }
    const done = fft(plans[0], lines, buffer, scratch);
    for (let x = 0; x < la; x++) {
      const row = x * lb + y0;
      for (let l = 0; l < lines; l++) {
        out.re[row + l] = done.re[x * lines + l];
        out.im[row + l] = done.im[x * lines + l];
      }
    }
  }
}

/**
 * Spectrum of a kernel with h(−x) = conj h(x), which is real: `re(x, y)` and `im(x, y)` for |x|, |y| up to the reach.
 * Divided by the number of elements, so that the way back needs no division.
 */
export function hermitianSpectrum(
  fourier: PlaneFourier,
  re: (x: number, y: number) => number,
  im: (x: number, y: number) => number,
): Float64Array {
  const [la, lb] = fourier.size;
  const n = la * lb;
  const even = complex(n);
  const odd = complex(n);
  const at = (k: number, length: number, reach: number): number | null =>
    k <= reach ? k : k >= length - reach ? k - length : null;
  const part = (value: (x: number, y: number) => number) => (x: number, y: number) => {
    const u = at(x, la, fourier.reach[0]);
    const v = at(y, lb, fourier.reach[1]);
    return u === null || v === null ? 0 : value(u, v);
  };
  // The real part is even and its spectrum real; the imaginary part is odd, and i times its spectrum real.
  transform(fourier, even, part(re));
  transform(fourier, odd, part(im));
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) out[i] = (even.re[i] - odd.im[i]) / n;
  return out;
}

/** What `moduli` needs room for; made once for all planes. */
export type PlaneScratch = { readonly rows: Spectrum; readonly buffer: Spectrum; readonly scratch: Spectrum };

export function planeScratch({ size }: PlaneFourier): PlaneScratch {
  const n = size[0] * size[1];
  const line = LINES * Math.max(...size);
  return { rows: complex(n), buffer: complex(line), scratch: complex(line) };
}

/**
 * Modulus of the plane's response to a kernel of real spectrum: `out[x * nb + y]` for the plane's own na · nb voxels.
 * Only the lines that are not margin are transformed back along b.
 */
export function moduli(
  fourier: PlaneFourier,
  plane: Spectrum,
  kernel: Float64Array,
  { rows, buffer, scratch }: PlaneScratch,
  out: Float64Array,
): void {
  const [la, lb] = fourier.size;
  const [ra, rb] = fourier.reach;
  const na = fourier.dims[fourier.axes.a];
  const nb = fourier.dims[fourier.axes.b];
  // The inverse transform is the forward one with real and imaginary part exchanged, before and after; a modulus does
  // not mind which is which.
  for (let y0 = 0; y0 < lb; y0 += LINES) {
    const lines = Math.min(LINES, lb - y0);
    for (let x = 0; x < la; x++) {
      const row = x * lb + y0;
      const to = x * lines;
      for (let l = 0; l < lines; l++) {
        const h = kernel[row + l];
        buffer.re[to + l] = plane.im[row + l] * h;
        buffer.im[to + l] = plane.re[row + l] * h;
      }
    }
    const done = fft(fourier.plans[0], lines, buffer, scratch);
    for (let x = 0; x < na; x++) {
      const row = x * lb + y0;
      const from = (x + ra) * lines;
      for (let l = 0; l < lines; l++) {
        rows.re[row + l] = done.re[from + l];
        rows.im[row + l] = done.im[from + l];
      }
    }
  }
  for (let x0 = 0; x0 < na; x0 += LINES) {
    const lines = Math.min(LINES, na - x0);
    for (let l = 0; l < lines; l++) {
      const row = (x0 + l) * lb;
      for (let y = 0, to = l; y < lb; y++, to += lines) {
        buffer.re[to] = rows.re[row + y];
        buffer.im[to] = rows.im[row + y];
      }
    }
    const done = fft(fourier.plans[1], lines, buffer, scratch);
    for (let l = 0; l < lines; l++) {
      const row = (x0 + l) * nb;
      for (let y = 0, from = rb * lines + l; y < nb; y++, from += lines) {
        const re = done.re[from];
        const im = done.im[from];
        out[row + y] = Math.sqrt(re * re + im * im);
      }
    }
  }
}
