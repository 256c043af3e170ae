import type { Vec3 } from "../grid.ts";
import { filterRecursively, type Recursion, recursionLength, recursionOf } from "../kernels/recursive-gaussian.ts";
import { laplacianInWasm, recursionInWasm } from "../wasm/recursion.ts";
import type { FilterImage, FilterProblem } from "./filter.ts";
import { problem } from "./params.ts";

/** Where PyRadiomics leaves a sigma out: images of fewer than 4 voxels along an axis, or than sigma/spacing + 1. */
export function recursiveLaplacianProblem(
  sigma: number,
  { dims, spacing }: Pick<FilterImage, "dims" | "spacing">,
): FilterProblem | null {
  const needs = spacing.map((s) => Math.max(4, Math.ceil(sigma / s) + 1));
  const axis = needs.findIndex((n, a) => dims[a] < n);
  if (axis < 0) return null;
  const detail = `Sigma ${sigma} mm needs ${needs[axis]} voxels along ${"xyz"[axis]} (${spacing[axis]} mm); the image has ${dims[axis]}.`;
  return problem("kernel_larger_than_image", "sigma", detail);
}

/**
 * σ² times the Laplacian (per mm²) of the image smoothed by a Gaussian of σ mm, by recursive filters: ITK's
 * LaplacianRecursiveGaussian with NormalizeAcrossScale, which PyRadiomics calls LoG. In double precision; ITK stores
 * single precision between its passes.
 */
export function recursiveLaplacian({ data, dims, spacing }: FilterImage, sigma: number): Float64Array {
  const smooth = spacing.map((s) => recursionOf(sigma / s, "smooth"));
  const curved = spacing.map((s) => recursionOf(sigma / s, "curved"));
  const weights: Vec3 = [(sigma / spacing[0]) ** 2, (sigma / spacing[1]) ** 2, (sigma / spacing[2]) ** 2];
  const whole = laplacianInWasm(data, dims, smooth, curved, weights);
  if (whole !== null) return whole;
  const along = (axis: 0 | 1 | 2, recursion: Recursion, from: Float64Array, to: Float64Array) => {
    const inner = axis === 0 ? 1 : axis === 1 ? dims[0] : dims[0] * dims[1];
    const outer = data.length / (inner * dims[axis]);
    if (recursionInWasm(from, dims[axis], inner, outer, recursion, to)) return;
    const [x, y, z] = [0, 1, 2].map(() => new Float64Array(recursionLength(dims[axis])));
    filterRecursively(from, dims[axis], inner, outer, recursion, x, y, z, to);
  };
  const [sum, smoothed, work] = [0, 1, 2].map(() => new Float64Array(data.length));
  // g″ along z, smoothed along y; then g along z, which the other two terms share.
  along(2, curved[2], data, work);
  along(1, smooth[1], work, sum);
  along(2, smooth[2], data, smoothed);
  along(1, curved[1], smoothed, work);
  for (let i = 0; i < sum.length; i++) sum[i] = weights[2] * sum[i] + weights[1] * work[i];
  along(0, smooth[0], sum, sum);
  along(1, smooth[1], smoothed, work);
  along(0, curved[0], work, work);
  for (let i = 0; i < sum.length; i++) sum[i] += weights[0] * work[i];
  return sum;
}
