import type { Region } from "./operation.ts";

/** How far the blur reaches, mm. */
export const reachOfBlur = (sigma: number): number => 4 * sigma;

/** The mask blurred by a Gaussian of `sigma` mm. Beyond the image nothing is known: weights there are left out. */
export function blurred({ mask, dims, spacing, offset, image }: Region, sigma: number): Float32Array {
  const values = Float32Array.from(mask);
  const strides = [1, dims[0], dims[0] * dims[1]];
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
    const line = new Float64Array(dims[a]);
    for (let first = 0; first < values.length; first++) {
      if (Math.floor(first / strides[a]) % dims[a] !== 0) continue;
      for (let at = 0; at < dims[a]; at++) line[at] = values[first + at * strides[a]];
      for (let at = 0; at < dims[a]; at++) {
        let sum = 0;
        const end = Math.min(dims[a] - 1, at + half);
        for (let from = Math.max(0, at - half); from <= end; from++) sum += line[from] * weights[Math.abs(from - at)];
        values[first + at * strides[a]] = sum / norm[at];
      }
    }
  }
  return values;
}
