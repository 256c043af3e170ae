import type { Vec3 } from "../grid.ts";
import { fftLength } from "../math/fft.ts";
import { inverse, type Spectrum, spectrumLength, spectrumOf, transform } from "../math/spectrum.ts";
import { cutImage, padImage } from "./boundary.ts";
import type { FilterImage, FilterParam, FilterParams, Pulse } from "./filter.ts";
import { boundaryOf, boundaryParam, is3d, numberOf } from "./params.ts";

/**
 * A filter that is defined by its transfer function H = (−i)^quarter · f(x, y, z), f real, where x, y, z are
 * frequencies of which ±1 are the ends of the axis.
 */
export type Transfer = { readonly quarter: number; readonly f: (x: number, y: number, z: number) => number };

/** A transform knows the image as periodic; any other boundary is made by a margin, which is cut off again. */
export const fourierBoundaryParam: FilterParam = {
  id: "boundary",
  kind: "choice",
  options: boundaryParam.kind === "choice" ? boundaryParam.options : [],
  default: "periodic",
  label: boundaryParam.label,
  help: {
    en: "Periodic: the image's own frequencies, as the IBSI's references have them. The others add a margin first.",
    it: "Periodica: le frequenze proprie dell'immagine, come nei riferimenti IBSI. Le altre aggiungono prima un margine.",
  },
};

export const paddingParam: FilterParam = {
  id: "padding",
  kind: "number",
  unit: "voxels",
  integer: true,
  min: 0,
  max: 256,
  default: 32,
  label: { en: "Margin", it: "Margine" },
  help: {
    en: "Voxels added on every side before the Fourier transform; not used with a periodic boundary.",
    it: "Voxel aggiunti per lato prima della trasformata di Fourier; non usati se il bordo è periodico.",
  },
};

/** The frequency of index k on an axis of n, on the grid of n points that is centred at (n − 1)/2 and ends at ±1. */
export function centredFrequency(k: number, n: number): number {
  if (n === 1) return 0;
  const place = (k + (n >> 1)) % n;
  return (2 * place - (n - 1)) / (n - 1);
}

/** How wide the margin is before and behind each axis; behind, it goes on to a length that transforms quickly. */
function margins(dims: Vec3, params: FilterParams): { readonly before: Vec3; readonly after: Vec3 } | null {
  if (boundaryOf(params) === "periodic") return null;
  const p = numberOf(params, "padding");
  const behind = (n: number) => fftLength(n + 2 * p) - n - p;
  const flat = !is3d(params);
  return {
    before: [p, p, flat ? 0 : p],
    after: [behind(dims[0]), behind(dims[1]), flat ? 0 : behind(dims[2])],
  };
}

/** Size of the box that is transformed. */
function paddedDims(dims: Vec3, params: FilterParams): Vec3 {
  const margin = margins(dims, params);
  if (margin === null) return dims;
  const { before, after } = margin;
  return [dims[0] + before[0] + after[0], dims[1] + before[1] + after[1], dims[2] + before[2] + after[2]];
}

/** Float64 numbers that `fourierResponses` takes, with so many spectra beside each other. */
export function fourierLength(dims: Vec3, params: FilterParams, spectra: number): number {
  const [px, py, pz] = paddedDims(dims, params);
  const padded = margins(dims, params) === null ? 0 : px * py * pz;
  return padded + spectra * spectrumLength(is3d(params) ? [px, py, pz] : [px, py, 1]);
}

/**
 * Responses to transfer functions, each given to `emit` as it is complete, of the image's size and to keep. `before` may
 * change the image once its margin stands. In 2D every slice is transformed by itself.
 */
export function fourierResponses(
  image: FilterImage,
  params: FilterParams,
  transfers: readonly Transfer[],
  emit: (index: number, response: Float64Array) => void,
  before: (padded: FilterImage) => Float64Array = (padded) => padded.data,
  pulse: Pulse = () => {},
): void {
  const margin = margins(image.dims, params);
  const padded = margin === null ? image : padImage(image, margin.before, margin.after, boundaryOf(params));
  const data = before(padded);
  const [nx, ny, nz] = padded.dims;
  const size = nx * ny;
  const offset = margin?.before ?? [0, 0, 0];
  const cut = (box: Float64Array) => (margin === null ? box : cutImage(box, padded.dims, offset, image.dims));
  const work = spectrumOf(is3d(params) ? padded.dims : [nx, ny, 1]);
  const gain = new Float64Array(work.columns * ny);
  if (is3d(params)) {
    const source = transfers.length > 1 ? spectrumOf(padded.dims) : work;
    transform(data, 0, source);
    transfers.forEach((transfer, t) => {
      pulse((t + 0.5) / transfers.length);
      if (source !== work) {
        work.values.re.set(source.values.re);
        work.values.im.set(source.values.im);
      }
      for (let z = 0; z < nz; z++) {
        gains(padded.dims, work.columns, z, transfer, gain);
        multiply(work, z, gain, transfer.quarter % 2 === 1);
      }
      const box = new Float64Array(size * nz);
      inverse(work, box, 0);
      emit(t, cut(box));
    });
    return;
  }
  transfers.forEach((transfer, t) => {
    const box = new Float64Array(size * nz);
    gains(work.dims, work.columns, 0, transfer, gain);
    for (let z = 0; z < nz; z++) {
      pulse((t + z / nz) / transfers.length);
      transform(data, z * size, work);
      multiply(work, 0, gain, transfer.quarter % 2 === 1);
      inverse(work, box, z * size);
    }
    emit(t, cut(box));
  });
}

/**
 * The part of H that keeps images real, (H(k) + conj H(−k)) / 2, for every frequency of a plane of z: the response is the
 * real part of what H gives. On the centred grid of an axis of even length, k and −k do not stand for opposite
 * frequencies. `out` holds it without (−i)^quarter but for its sign.
 */
function gains(dims: Vec3, columns: number, z: number, { quarter, f }: Transfer, out: Float64Array): void {
  const [xs, ys] = dims.map((n) => Float64Array.from({ length: n }, (_, k) => centredFrequency(k, n)));
  const fz = centredFrequency(z, dims[2]);
  const oz = centredFrequency((dims[2] - z) % dims[2], dims[2]);
  const sign = quarter % 4 === 0 || quarter % 4 === 3 ? 0.5 : -0.5;
  // An odd H is imaginary: its conjugate has the other sign.
  const mate = quarter % 2 === 1 ? -sign : sign;
  for (let y = 0, i = 0; y < dims[1]; y++) {
    const oy = ys[(dims[1] - y) % dims[1]];
    for (let x = 0; x < columns; x++, i++) {
      out[i] = sign * f(xs[x], ys[y], fz) + mate * f(xs[(dims[0] - x) % dims[0]], oy, oz);
    }
  }
}

/** Multiplies a plane of a spectrum by its gains, and by i where `odd`. */
function multiply({ values: { re, im } }: Spectrum, plane: number, gain: Float64Array, odd: boolean): void {
  const from = plane * gain.length;
  for (let k = 0, i = from; k < gain.length; k++, i++) {
    const a = gain[k] * re[i];
    const b = gain[k] * im[i];
    re[i] = odd ? -b : a;
    im[i] = odd ? a : b;
  }
}
