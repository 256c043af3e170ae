import { type Kernel, kernelOf } from "./separable.ts";

/** Half the width of a Gaussian's kernel in voxels: σ and the cut in voxels and standard deviations. */
export const gaussianReach = (sigma: number, truncation: number): number => Math.floor(truncation * sigma + 0.5);

/** The Gaussian density of `sigma` voxels at whole voxels, cut at `truncation` σ; its sum is near 1, not 1. */
export function gaussianDensity(sigma: number, truncation: number): Kernel {
  const reach = gaussianReach(sigma, truncation);
  const taps = new Float64Array(2 * reach + 1);
  const scale = 1 / (Math.sqrt(2 * Math.PI) * sigma);
  for (let x = -reach; x <= reach; x++) taps[x + reach] = scale * Math.exp(-(x * x) / (2 * sigma * sigma));
  return kernelOf(taps);
}

/** The second derivative of that density. */
export function gaussianCurvature(sigma: number, truncation: number): Kernel {
  const { taps, centre } = gaussianDensity(sigma, truncation);
  const variance = sigma * sigma;
  return kernelOf(taps.map((w, t) => (((t - centre) * (t - centre)) / variance - 1) * (w / variance)));
}

/** The density made to sum to 1, so that a flat image stays as it is. */
export function gaussianWeights(sigma: number, truncation: number): Kernel {
  const { taps } = gaussianDensity(sigma, truncation);
  const sum = taps.reduce((a, b) => a + b, 0);
  return kernelOf(taps.map((w) => w / sum));
}
