import type { Region } from "./operation.ts";

/** How far the blur reaches, mm. */
export const reachOfBlur = (sigma: number): number => 4 * sigma;

/** The mask blurred by a Gaussian of `sigma` mm. Beyond the image nothing is known: weights there are left out. */
export function blurred({ mask, dims, spacing, offset, image }: Region, sigma: number): Float32Array {
  const values = new Float32Array(mask);
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
    const step = [1, nx, nx * ny][a];
    const scratch = new Float64Array(nx * (dims[a] + 1));
    if (a === 0) for (let row = 0; row < ny * nz; row++) blurRow(values, row * nx, nx, weights, norm, scratch);
    // Whole rows are added up, which lie in memory as they are read.
    else if (a === 1)
      for (let z = 0; z < nz; z++) blurAcross(values, z * nx * ny, nx, step, ny, weights, norm, scratch);
    else for (let y = 0; y < ny; y++) blurAcross(values, y * nx, nx, step, nz, weights, norm, scratch);
  }
  return values;
}

/** Blurs a row along itself, in place. */
function blurRow(
  values: Float32Array,
  first: number,
  nx: number,
  weights: Float64Array,
  norm: Float64Array,
  scratch: Float64Array,
): void {
  const half = weights.length - 1;
  for (let x = 0; x < nx; x++) {
    scratch[x] = values[first + x];
    scratch[nx + x] = 0;
  }
  for (let d = -half; d <= half; d++) {
    const weight = weights[Math.abs(d)];
    const end = Math.min(nx, nx - d);
    for (let x = Math.max(0, -d); x < end; x++) scratch[nx + x] += scratch[x + d] * weight;
  }
  for (let x = 0; x < nx; x++) values[first + x] = scratch[nx + x] / norm[x];
}

/** Blurs `count` rows of nx values, `step` apart, across each other, in place. */
function blurAcross(
  values: Float32Array,
  first: number,
  nx: number,
  step: number,
  count: number,
  weights: Float64Array,
  norm: Float64Array,
  scratch: Float64Array,
): void {
  const half = weights.length - 1;
  const sums = nx * count;
  for (let at = 0; at < count; at++) for (let x = 0; x < nx; x++) scratch[at * nx + x] = values[first + at * step + x];
  for (let at = 0; at < count; at++) {
    for (let x = 0; x < nx; x++) scratch[sums + x] = 0;
    const end = Math.min(count - 1, at + half);
    for (let from = Math.max(0, at - half); from <= end; from++) {
      const weight = weights[Math.abs(from - at)];
      for (let x = 0; x < nx; x++) scratch[sums + x] += scratch[from * nx + x] * weight;
    }
    for (let x = 0; x < nx; x++) values[first + at * step + x] = scratch[sums + x] / norm[at];
  }
}
