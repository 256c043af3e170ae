/** What a value must be: the checks of PyRadiomics' own schema. */
export type Kind =
  | { readonly type: "boolean" }
  | { readonly type: "integer" | "number"; readonly least: number; readonly open?: true; readonly most?: number }
  | { readonly type: "list"; readonly of: "integer" | "number"; readonly least: number; readonly open?: true }
  | { readonly type: "choice"; readonly options: readonly string[] }
  | { readonly type: "text" }
  | { readonly type: "interpolator" };

/**
 * "image": acts on how an image type is measured, and may be given for one; "region": acts before, on the region and
 * the image as such, and is read from `setting` only; "filter": a parameter of one or more image types; "nothing":
 * tells PyRadiomics how to go about it, and moves no number here.
 */
export type Setting = { readonly kind: Kind; readonly acts: "image" | "region" | "filter" | "nothing" };

const boolean: Kind = { type: "boolean" };
const above0 = (type: "integer" | "number"): Kind => ({ type, least: 0, open: true });
const from = (least: number, most?: number): Kind => ({ type: "integer", least, most });

/** Every key of `setting`, by name. */
export const settings: ReadonlyMap<string, Setting> = new Map<string, Setting>([
  ["minimumROIDimensions", { kind: from(1, 3), acts: "region" }],
  ["minimumROISize", { kind: above0("integer"), acts: "region" }],
  ["geometryTolerance", { kind: above0("number"), acts: "nothing" }],
  ["correctMask", { kind: boolean, acts: "nothing" }],
  ["additionalInfo", { kind: boolean, acts: "nothing" }],
  ["label", { kind: above0("integer"), acts: "region" }],
  ["label_channel", { kind: from(0), acts: "region" }],
  ["binWidth", { kind: above0("number"), acts: "image" }],
  ["binCount", { kind: above0("integer"), acts: "image" }],
  ["normalize", { kind: boolean, acts: "region" }],
  ["normalizeScale", { kind: above0("number"), acts: "region" }],
  ["removeOutliers", { kind: above0("number"), acts: "region" }],
  ["resampledPixelSpacing", { kind: { type: "list", of: "number", least: 0 }, acts: "region" }],
  ["interpolator", { kind: { type: "interpolator" }, acts: "region" }],
  ["padDistance", { kind: from(0), acts: "region" }],
  ["distances", { kind: { type: "list", of: "integer", least: 0, open: true }, acts: "image" }],
  ["force2D", { kind: boolean, acts: "image" }],
  ["force2Ddimension", { kind: from(0, 2), acts: "image" }],
  ["resegmentRange", { kind: { type: "list", of: "number", least: Number.NEGATIVE_INFINITY }, acts: "region" }],
  ["resegmentMode", { kind: { type: "choice", options: ["absolute", "relative", "sigma"] }, acts: "region" }],
  ["resegmentShape", { kind: boolean, acts: "region" }],
  ["preCrop", { kind: boolean, acts: "region" }],
  ["sigma", { kind: { type: "list", of: "number", least: 0, open: true }, acts: "filter" }],
  ["start_level", { kind: from(0), acts: "filter" }],
  ["level", { kind: above0("integer"), acts: "filter" }],
  ["wavelet", { kind: { type: "text" }, acts: "filter" }],
  ["gradientUseSpacing", { kind: boolean, acts: "filter" }],
  ["lbp2DRadius", { kind: above0("number"), acts: "filter" }],
  ["lbp2DSamples", { kind: from(1), acts: "filter" }],
  ["lbp2DMethod", { kind: { type: "choice", options: ["default", "ror", "uniform", "var"] }, acts: "filter" }],
  ["lbp3DLevels", { kind: from(1), acts: "filter" }],
  ["lbp3DIcosphereRadius", { kind: above0("number"), acts: "filter" }],
  ["lbp3DIcosphereSubdivision", { kind: from(0), acts: "filter" }],
  ["voxelArrayShift", { kind: { type: "integer", least: Number.NEGATIVE_INFINITY }, acts: "image" }],
  ["symmetricalGLCM", { kind: boolean, acts: "image" }],
  [
    "weightingNorm",
    { kind: { type: "choice", options: ["euclidean", "manhattan", "infinity", "no_weighting"] }, acts: "image" },
  ],
  ["gldm_a", { kind: from(0), acts: "image" }],
]);

/** Settings that may be null, which is as if they were left out. */
export const nullable: ReadonlySet<string> = new Set([
  "minimumROISize",
  "geometryTolerance",
  "binCount",
  "removeOutliers",
  "resampledPixelSpacing",
  "interpolator",
  "resegmentRange",
  "weightingNorm",
]);

/** Keys of `voxelSetting`: they matter for feature maps only. */
export const voxelSettings = ["kernelRadius", "maskedKernel", "initValue", "voxelBatch"] as const;

/** Features PyRadiomics knows by name and has deprecated, and what to ask for instead. */
export const deprecated: ReadonlyMap<string, string> = new Map([
  ["firstorder.StandardDeviation", "it is the square root of Variance"],
  ["shape.Compactness1", "it follows from Sphericity"],
  ["shape.Compactness2", "it is the third power of Sphericity"],
  ["shape.SphericalDisproportion", "it is one over Sphericity"],
  ["shape2D.SphericalDisproportion", "it is one over Sphericity"],
  ["glcm.Dissimilarity", "it equals DifferenceAverage"],
  ["glcm.Homogeneity1", "it equals Id"],
  ["glcm.Homogeneity2", "it equals Idm"],
  ["glcm.SumVariance", "it equals ClusterTendency"],
  ["gldm.GrayLevelNonUniformityNormalized", "it equals firstorder's Uniformity"],
  ["gldm.DependencePercentage", "it is always 1"],
]);
