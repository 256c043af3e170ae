import type { Vec3 } from "../grid.ts";
import type { Filter } from "./filter.ts";
import { boundaryOf, boundaryParam, dimensionalityParam, is3d, kernelProblem, numberOf, problem } from "./params.ts";
import { convolveSeparable, kernelOf } from "./separable.ts";

/** A box of equal weights, `width` voxels wide. */
export const meanKernel = (width: number) => kernelOf(new Float64Array(width).fill(1 / width));

/** Mean filter: IBSI-2 §3.1 (S60F). */
export const mean: Filter = {
  id: "mean",
  name: "Mean",
  ibsi: "S60F",
  section: "3.1",
  tex: String.raw`h[\mathbf{k}]=\frac{1}{M^D}\sum_{\mathbf{m}}f[\mathbf{k}-\mathbf{m}]`,
  about: {
    en: "Every voxel becomes the mean of the box around it: noise goes, and fine texture with it.",
    it: "Ogni voxel diventa la media del cubo che lo circonda: il rumore sparisce, e con esso la tessitura fine.",
  },
  params: [
    {
      id: "support",
      kind: "number",
      unit: "voxels",
      integer: true,
      min: 1,
      max: 501,
      default: 5,
      label: { en: "Width", it: "Ampiezza" },
      help: { en: "Width of the box in voxels, odd.", it: "Ampiezza del cubo in voxel, dispari." },
    },
    dimensionalityParam,
    boundaryParam,
  ],
  problem: (params, { dims }) => {
    const width = numberOf(params, "support");
    if (width % 2 === 0) return problem("param_outside", "support", `support must be odd; it is ${width}.`);
    return kernelProblem("support", [width, width, is3d(params) ? width : 0], dims);
  },
  halo: (params): Vec3 | null => {
    if (boundaryOf(params) === "periodic") return null;
    const reach = (numberOf(params, "support") - 1) / 2;
    return [reach, reach, is3d(params) ? reach : 0];
  },
  bytes: (_params, voxels) => 2 * 8 * voxels,
  keepsUnit: true,
  label: (params) => `mean-${numberOf(params, "support")}${is3d(params) ? "-3D" : "-2D"}`,
  apply: ({ data, dims }, params) => {
    const kernel = meanKernel(numberOf(params, "support"));
    return convolveSeparable(
      data,
      dims,
      is3d(params) ? [kernel, kernel, kernel] : [kernel, kernel],
      boundaryOf(params),
    );
  },
};
