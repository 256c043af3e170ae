import type { Region } from "./operation.ts";

/** How far the blur reaches, mm. */
export const reachOfBlur = (sigma: number): number => 4 * sigma;

/** The mask blurred by a Gaussian of `sigma` mm. Beyond the image nothing is known: weights there are left out. */
export function blurred({ mask, dims, spacing, offset, image }: Region, sigma: number): Float32Array {
  const values = Float32Array.from(mask);
  const [nx, ny, nz] = dims;
  for (const a of [0, 1, 2] as const) {
    const half = Math.floor(reachOfBlur(sigma) / spacing[a]);
    const weights = Float64Array.from({ length: half + 1 }, (_, n) =>
      Math.exp(-((n * spacing[a]) ** 2) / (2 * sigma * sigma)),
    );
    const norm = Float64Array.from({ length: dims[a] }, (_, at) => {
      let sum = 0;
      for (let n = -half; n <= half; n++) {
        const place = at + offset[a] + n;
        if (place >= 0 && place < image[a]) sum += weights[Math.abs(n)];
      }
      return sum;
    });
    // Along y and z whole rows are added up, which lie in memory as they are read.
    const width = a === 0 ? 1 : nx;
    const step = [1, nx, nx * ny][a];
    const lines = { width, step, count: dims[a] };
    const scratch = new Float64Array(width * (dims[a] + 1));
    const others = a === 0 ? ny * nz : a === 1 ? nz : ny;
    const apart = a === 1 ? nx * ny : nx;
    for (let n = 0; n < others; n++) blurAlong(values, n * apart, lines, weights, norm, scratch);
  }
  return values;
}

/** Blurs `count` rows of `width` values, `step` apart, across each other, in place. */
function blurAlong(
  values: Float32Array,
  first: number,
  { width, step, count }: { readonly width: number; readonly step: number; readonly count: number },
  weights: Float64Array,
  norm: Float64Array,
  scratch: Float64Array,
): void {
  const half = weights.length - 1;
  const sums = width * count;
  for (let at = 0; at < count; at++)
    for (let x = 0; x < width; x++) scratch[at * width + x] = values[first + at * step + x];
  for (let at = 0; at < count; at++) {
    for (let x = 0; x < width; x++) scratch[sums + x] = 0;
    const end = Math.min(count - 1, at + half);
    for (let from = Math.max(0, at - half); from <= end; from++) {
      const weight = weights[Math.abs(from - at)];
      for (let x = 0; x < width; x++) scratch[sums + x] += scratch[from * width + x] * weight;
    }
    for (let x = 0; x < width; x++) values[first + at * step + x] = scratch[sums + x] / norm[at];
  }
}
