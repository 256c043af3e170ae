import {
  filterRecursively,
  type Recursion,
  recursionLength,
  recursionOf,
  weighted,
} from "../kernels/recursive-gaussian.ts";
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
  const curved = spacing.map((s) => weighted(recursionOf(sigma / s, "curved"), (sigma / s) ** 2));
  const whole = laplacianInWasm(data, dims, smooth, curved);
  if (whole !== null) return whole;
  const along = (
    axis: 0 | 1 | 2,
    from: readonly Float64Array[],
    recursions: readonly Recursion[],
    to: Float64Array,
  ) => {
    const inner = axis === 0 ? 1 : axis === 1 ? dims[0] : dims[0] * dims[1];
    const outer = data.length / (inner * dims[axis]);
    if (recursionInWasm(from, dims[axis], inner, outer, recursions, to)) return;
    const [x, y, z] = [0, 1, 2].map(() => new Float64Array(recursionLength(dims[axis])));
    filterRecursively(from, dims[axis], inner, outer, recursions, x, y, z, to);
  };
  const [bent, smoothed, both] = [0, 1, 2].map(() => new Float64Array(data.length));
  // g along z, and g″ along z; then all that is smoothed along x, and what is not.
  along(2, [data], [smooth[2]], smoothed);
  along(2, [data], [curved[2]], bent);
  along(1, [bent, smoothed], [smooth[1], curved[1]], both);
  along(1, [smoothed], [smooth[1]], bent);
  along(0, [both, bent], [smooth[0], curved[0]], both);
  return both;
}
