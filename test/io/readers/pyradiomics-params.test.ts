import { describe, expect, test } from "vitest";
import { isRadiomicaError } from "#engine/errors.ts";
import { readPyradiomicsParams } from "#io/readers/pyradiomics/params.ts";

const failure = (text: string) => {
  try {
    readPyradiomicsParams(text);
  } catch (error) {
    if (isRadiomicaError(error)) return { tag: error.tag, message: error.message, ...error.fields };
  }
  return null;
};

test("a whole file: settings, classes, image types", () => {
  const { label, jobs, notices } = readPyradiomicsParams(`
# comment
setting:
  binWidth: 10
  label: 3
  resampledPixelSpacing: [1, 1, 0]
  interpolator: sitkLinear
  resegmentRange: [400, -100]
  weightingNorm: null
  correctMask: true
featureClass:
  shape:
  firstorder: []
  glcm: [JointEntropy, Id]
imageType:
  Original: {}
`);
  expect(label).toBe(3);
  expect(jobs.map((j) => j.prefix)).toEqual(["original", "original"]);
  expect(jobs[0].families).toEqual(["pyradiomics.shape"]);
  expect(jobs[1].families).toEqual(["pyradiomics.firstorder", "pyradiomics.glcm"]);
  expect(jobs[1].features.filter((id) => id.includes("glcm"))).toEqual([
    "pyradiomics.glcm.JointEntropy",
    "pyradiomics.glcm.Id",
  ]);
  expect(jobs[1].features.filter((id) => id.includes("firstorder"))).toHaveLength(18);
  const { recipe } = jobs[1];
  expect(recipe.profile).toBe("PyRadiomics");
  expect(recipe.discretisation).toEqual({ method: "FBS", width: 10, origin: "zero" });
  expect(recipe.interpolation).toMatchObject({ spacing: [1, 1, 0], image: "linear", alignment: "corner" });
  expect(recipe.resegmentation.range).toEqual([-100, 400]);
  expect(notices).toEqual(['"setting.correctMask" moves no number here.']);
});

test("without classes and types: every class but shape2D, on the image itself; 25 wide bins", () => {
  const { jobs } = readPyradiomicsParams("{}");
  expect(jobs.flatMap((j) => j.families)).toHaveLength(7);
  expect(jobs.flatMap((j) => j.features)).toHaveLength(14 + 18 + 24 + 16 + 16 + 14 + 5);
  expect(jobs[0].recipe.discretisation).toEqual({ method: "FBS", width: 25, origin: "zero" });
});

test("settings of an image type hold for it alone; those of the region are not heeded there", () => {
  const { jobs, notices } = readPyradiomicsParams(`
setting: {binWidth: 25}
featureClass: {firstorder: }
imageType:
  Original: {binWidth: 3, padDistance: 9}
`);
  expect(jobs[0].recipe.discretisation).toMatchObject({ width: 3 });
  expect(notices).toEqual(['"imageType.Original.padDistance": PyRadiomics reads it from "setting" only.']);
});

test("LBP3D is measured without its kurtosis, which is said; a file without a label names none", () => {
  const { jobs, notices, label } = readPyradiomicsParams(
    "imageType: {LBP3D: {lbp3DLevels: 3}}\nfeatureClass: {firstorder: }\n",
  );
  expect(jobs.map((j) => j.prefix)).toEqual(["lbp-3D-m1", "lbp-3D-m2", "lbp-3D-m3"]);
  expect(notices).toEqual([expect.stringMatching(/^"imageType.LBP3D": the image lbp-3D-k is left out/)]);
  expect(label).toBeNull();
});

test("image types give a bank of images with the names PyRadiomics gives them", () => {
  const prefixes = (text: string) =>
    readPyradiomicsParams(text)
      .jobs.slice(1)
      .map((j) => j.prefix);
  expect(prefixes("imageType: {LoG: {sigma: [1, 2.5]}, Square: {}}")).toEqual([
    "log-sigma-1-0-mm-3D",
    "log-sigma-2-5-mm-3D",
    "square",
  ]);
  expect(prefixes("imageType: {Wavelet: {}}").sort()).toEqual(
    ["HHH", "HHL", "HLH", "HLL", "LHH", "LHL", "LLH", "LLL"].map((band) => `wavelet-${band}`),
  );
  expect(prefixes("imageType: {Wavelet: {level: 2}}")).toContain("wavelet2-LLL");
});

describe("mistakes are named", () => {
  const cases: [string, string, object][] = [
    ["a setting", "setting: {binwidht: 25}", { tag: "Parse", key: "binwidht", suggestion: "binWidth" }],
    [
      "letter case",
      "setting: {force2dDimension: 0}",
      { tag: "Parse", key: "force2dDimension", suggestion: "force2Ddimension" },
    ],
    ["a section", "settings: {}", { tag: "Parse", key: "settings", suggestion: "setting" }],
    ["a class", "featureClass: {glmc: }", { tag: "Parse", key: "glmc", suggestion: "glcm" }],
    [
      "a feature",
      "featureClass: {glcm: [JointEntropi]}",
      { tag: "Parse", key: "JointEntropi", suggestion: "JointEntropy" },
    ],
    ["an image type", "imageType: {Wavelets: {}}", { tag: "Parse", key: "Wavelets", suggestion: "Wavelet" }],
    [
      "a setting of an image type",
      "imageType: {Original: {binWith: 1}}",
      { key: "binWith", path: "imageType.Original" },
    ],
    ["a bad value", "setting: {binWidth: 0}", { tag: "Parse", key: "binWidth" }],
    ["a value of another kind", "setting: {force2D: 1}", { tag: "Parse", key: "force2D" }],
    ["a norm", "setting: {weightingNorm: chebyshev}", { tag: "Parse", key: "weightingNorm" }],
    [
      "a voxel setting",
      "voxelSetting: {kernelRadis: 1}",
      { tag: "Parse", key: "kernelRadis", suggestion: "kernelRadius" },
    ],
    ["two spacings", "setting: {resampledPixelSpacing: [1, 1]}", { tag: "Parse", key: "resampledPixelSpacing" }],
    ["LoG without sigma", "imageType: {LoG: {}}", { tag: "Parse", key: "sigma" }],
    ["no YAML", "setting: [", { tag: "Parse" }],
    ["a list for a file", "- 1", { tag: "Parse" }],
  ];
  for (const [name, text, expected] of cases) test(name, () => expect(failure(text)).toMatchObject(expected));

  test("what PyRadiomics knows and this does not is refused with a reason", () => {
    expect(failure("setting: {interpolator: sitkGaussian, resampledPixelSpacing: [1, 1, 1]}")).toMatchObject({
      tag: "Unsupported",
      key: "interpolator",
    });
    expect(failure("featureClass: {glcm: [Homogeneity1]}")).toMatchObject({ tag: "Unsupported", key: "Homogeneity1" });
    expect(failure("setting: {label_channel: 2}")).toMatchObject({ tag: "Unsupported", key: "label_channel" });
    expect(failure("featureClass: {glcm: [Homogeneity1]}")?.message).toContain("it equals Id");
  });
});
