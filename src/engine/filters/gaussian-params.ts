import type { Vec3 } from "../grid.ts";
import type { FilterImage, FilterParams, FilterProblem } from "./filter.ts";
import { gaussianReach } from "./gaussian-kernels.ts";
import { boundaryOf, is3d, kernelProblem, numberOf, problem } from "./params.ts";

/** σ in voxels along the axes that are filtered: x, y, and in 3D z. */
export const sigmas = (params: FilterParams, spacing: Vec3): number[] =>
  (is3d(params) ? spacing : spacing.slice(0, 2)).map((s) => numberOf(params, "sigma") / s);

/** σ below half a voxel samples no Gaussian any more; a kernel wider than the image is none of this image. */
export function gaussianProblem(
  params: FilterParams,
  { dims, spacing }: Pick<FilterImage, "dims" | "spacing">,
): FilterProblem | null {
  const scales = sigmas(params, spacing);
  const axis = scales.findIndex((sigma) => sigma < 0.5);
  if (axis >= 0) {
    const detail = `Sigma ${numberOf(params, "sigma")} mm is ${Number(scales[axis].toFixed(3))} voxels along ${"xyz"[axis]} (${spacing[axis]} mm); at least half a voxel is needed.`;
    return problem("sigma_too_small", "sigma", detail);
  }
  return kernelProblem(
    "sigma",
    gaussianHalo(params, spacing).map((r) => (r === 0 ? 0 : 2 * r + 1)),
    dims,
  );
}

/** Half the kernel's width along x, y, z; 0 along z in 2D. */
export function gaussianHalo(params: FilterParams, spacing: Vec3): Vec3 {
  const [x, y, z = null] = sigmas(params, spacing).map((s) => gaussianReach(s, numberOf(params, "truncation")));
  return [x, y, z ?? 0];
}

/** The same as a record's `halo`: null where the image goes on periodically. */
export const gaussianRecordHalo = (params: FilterParams, spacing: Vec3): Vec3 | null =>
  boundaryOf(params) === "periodic" ? null : gaussianHalo(params, spacing);
