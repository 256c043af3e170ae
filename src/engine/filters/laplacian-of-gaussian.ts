import type { Filter, FilterImage, FilterParams } from "./filter.ts";
import { gaussianCurvature, gaussianDensity } from "./gaussian-kernels.ts";
import { gaussianProblem, gaussianRecordHalo, sigmas } from "./gaussian-params.ts";
import {
  boundaryOf,
  boundaryParam,
  conventionParam,
  dimensionalityParam,
  inName,
  is3d,
  isPyRadiomics,
  numberOf,
  problem,
  sigmaParam,
  truncationParam,
} from "./params.ts";
import { recursiveLaplacian, recursiveLaplacianProblem } from "./recursive-laplacian.ts";
import { convolveAxis } from "./separable.ts";

/** Laplacian of Gaussian: IBSI-2 §3.2 (L6PA). */
export const laplacianOfGaussian: Filter = {
  id: "log",
  name: "Laplacian of Gaussian",
  ibsi: "L6PA",
  section: "3.2",
  tex: String.raw`g_\sigma[\mathbf{k}]=-\frac{1}{\sigma^2}\left(\frac{1}{\sqrt{2\pi}\,\sigma}\right)^{D}\left(D-\frac{\lVert\mathbf{k}\rVert^2}{\sigma^2}\right)e^{-\lVert\mathbf{k}\rVert^2/2\sigma^2}`,
  about: {
    en: "Answers to blobs and edges of about the size sigma: negative inside bright blobs, positive inside dark ones.",
    it: "Risponde a macchie e bordi della grandezza di sigma: negativo dentro le macchie chiare, positivo dentro le scure.",
  },
  note:
    "Sigma is given in mm and turned into voxels along each axis; derivatives are per voxel, as the IBSI's reference has " +
    "them. The kernel is cut at the given number of sigmas and not shifted to a sum of zero. PyRadiomics' convention is " +
    "ITK's recursive filter in 3D, times sigma², derivatives per mm, beyond the image the nearest voxel; boundary and cut are " +
    "then not read.",
  params: [
    sigmaParam(3),
    truncationParam,
    dimensionalityParam,
    boundaryParam,
    conventionParam({
      en: "PyRadiomics: ITK's recursive filter, in 3D, normalised by sigma².",
      it: "PyRadiomics: il filtro ricorsivo di ITK, in 3D, normalizzato con sigma².",
    }),
  ],
  problem: (params, image) => {
    if (!isPyRadiomics(params)) return gaussianProblem(params, image);
    if (is3d(params)) return recursiveLaplacianProblem(numberOf(params, "sigma"), image);
    return problem("param_outside", "dimensionality", "PyRadiomics' LoG is 3D; set dimensionality to 3D.");
  },
  halo: (params, spacing) => (isPyRadiomics(params) ? null : gaussianRecordHalo(params, spacing)),
  bytes: (_params, voxels) => 5 * 8 * voxels,
  keepsUnit: false,
  label: (params) => `log-sigma-${inName(numberOf(params, "sigma"))}-mm-${is3d(params) ? "3D" : "2D"}`,
  apply: (image, params) =>
    isPyRadiomics(params) ? recursiveLaplacian(image, numberOf(params, "sigma")) : respond(image, params),
};

/**
 * The kernel on its box is Σ_a g″(a) Π g(b): a sum of separable ones. Sharing what they have in common leaves 7 passes
 * in 3D (4 in 2D) instead of 9.
 */
function respond({ data, dims, spacing }: FilterImage, params: FilterParams): Float64Array {
  const truncation = numberOf(params, "truncation");
  const boundary = boundaryOf(params);
  const scales = sigmas(params, spacing);
  const [gx, gy, gz] = scales.map((s) => gaussianDensity(s, truncation));
  const [cx, cy, cz] = scales.map((s) => gaussianCurvature(s, truncation));
  const empty = () => new Float64Array(data.length);

  // smooth = g along z and y; curved = the terms with a second derivative along z or y.
  const curved = empty();
  const smooth = empty();
  const work = empty();
  if (gz === undefined) {
    convolveAxis(data, dims, 1, gy, boundary, smooth);
    convolveAxis(data, dims, 1, cy, boundary, curved);
  } else {
    const along = empty();
    convolveAxis(data, dims, 2, cz, boundary, work);
    convolveAxis(work, dims, 1, gy, boundary, curved);
    convolveAxis(data, dims, 2, gz, boundary, along);
    convolveAxis(along, dims, 1, gy, boundary, smooth);
    convolveAxis(along, dims, 1, cy, boundary, work);
    for (let i = 0; i < work.length; i++) curved[i] += work[i];
  }
  // Along x a line is copied before it is overwritten, so these two may work in place.
  convolveAxis(smooth, dims, 0, cx, boundary, smooth);
  convolveAxis(curved, dims, 0, gx, boundary, curved);
  for (let i = 0; i < curved.length; i++) curved[i] += smooth[i];
  return curved;
}
