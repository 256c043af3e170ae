import type { Vec3 } from "../grid.ts";
import { fftLength } from "../math/fft.ts";
import { anyFftPlan } from "../math/fft-any.ts";
import { inverse, spectrumLength, spectrumOf, transform } from "../math/spectrum.ts";
import { respondInWasm } from "../wasm/spectrum.ts";
import { cutImage, padImage } from "./boundary.ts";
import type { FilterImage, FilterParam, FilterParams, Pulse } from "./filter.ts";
import { gainsLength, gainsOf, multiply, type Transfer } from "./fourier-gains.ts";
import { boundaryOf, boundaryParam, is3d, numberOf } from "./params.ts";

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

/** Float64 numbers that `fourierResponses` takes. */
export function fourierLength(dims: Vec3, params: FilterParams): number {
  const [px, py, pz] = paddedDims(dims, params);
  const padded = margins(dims, params) === null ? 0 : px * py * pz;
  const box: Vec3 = is3d(params) ? [px, py, pz] : [px, py, 1];
  return padded + gainsLength(box) + spectrumLength(box);
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
  const offset = margin?.before ?? [0, 0, 0];
  const dims: Vec3 = is3d(params) ? padded.dims : [nx, ny, 1];
  const boxes = nz / dims[2];
  const plans = dims.map(anyFftPlan);
  const size = nx * ny * dims[2];
  transfers.forEach((transfer, t) => {
    const gains = gainsOf(dims, transfer);
    const out = new Float64Array(data.length);
    for (let k = 0; k < boxes; k++) {
      pulse((t + (boxes === 1 ? 0.5 : k / boxes)) / transfers.length);
      if (respondInWasm(dims, plans, gains, data, k * size, out)) continue;
      const spectrum = spectrumOf(dims);
      transform(data, k * size, spectrum);
      multiply(spectrum, gains);
      inverse(spectrum, out, k * size);
    }
    emit(t, margin === null ? out : cutImage(out, padded.dims, offset, image.dims));
  });
}
