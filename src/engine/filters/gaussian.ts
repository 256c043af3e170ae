import type { Filter } from "./filter.ts";
import { gaussianWeights } from "./gaussian-kernels.ts";
import { gaussianProblem, gaussianRecordHalo, sigmas } from "./gaussian-params.ts";
import {
  boundaryOf,
  boundaryParam,
  dimensionalityParam,
  inName,
  is3d,
  numberOf,
  sigmaParam,
  truncationParam,
} from "./params.ts";
import { convolveSeparable } from "./separable.ts";

/** Gaussian smoothing, the low-pass companion of the Laplacian of Gaussian. */
export const gaussian: Filter = {
  id: "gaussian",
  name: "Gaussian",
  ibsi: null,
  section: "",
  source: "Lindeberg 1990, doi:10.1109/34.49051; sampled and normalised as scipy.ndimage.gaussian_filter does",
  tex: String.raw`h=f*g_\sigma,\quad g_\sigma[\mathbf{k}]\propto e^{-\lVert\mathbf{k}\rVert^2/2\sigma^2}`,
  about: {
    en: "Smooths the image: details smaller than sigma fade.",
    it: "Smussa l'immagine: i dettagli più piccoli di sigma sfumano.",
  },
  note: "The sampled kernel is divided by its sum, so a flat image stays as it is. Sigma is in mm along every axis.",
  params: [sigmaParam(1), truncationParam, dimensionalityParam, boundaryParam],
  problem: gaussianProblem,
  halo: gaussianRecordHalo,
  bytes: (_params, voxels) => 2 * 8 * voxels,
  keepsUnit: true,
  label: (params) => `gaussian-sigma-${inName(numberOf(params, "sigma"))}-mm-${is3d(params) ? "3D" : "2D"}`,
  apply: ({ data, dims, spacing }, params) => {
    const [x, y, z] = sigmas(params, spacing).map((s) => gaussianWeights(s, numberOf(params, "truncation")));
    return convolveSeparable(data, dims, [x, y, z], boundaryOf(params));
  },
};
