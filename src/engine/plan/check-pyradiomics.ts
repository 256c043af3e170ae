import type { Grid } from "../grid.ts";
import { type CompletePyradiomicsSettings, completed } from "../pyradiomics-settings.ts";
import type { Recipe } from "../recipe.ts";
import type { RecipeProblem } from "./check-recipe.ts";

/** Farther neighbours than this take hours. */
const MAX_DISTANCE = 10;

/** The recipe with the image's own spacing where the PyRadiomics profile writes 0. */
export function withOwnSpacing(recipe: Recipe, { spacing }: Grid): Recipe {
  const { interpolation } = recipe;
  if (interpolation === null) return recipe;
  const [x, y, z] = interpolation.spacing.map((s, axis) => (s === 0 ? spacing[axis] : s));
  return { ...recipe, interpolation: { ...interpolation, spacing: [x, y, z] } };
}

type Rule = {
  readonly setting: keyof CompletePyradiomicsSettings;
  readonly must: string;
  readonly holds: (s: CompletePyradiomicsSettings) => boolean;
};

const whole = (x: number, least: number, most = Number.POSITIVE_INFINITY): boolean =>
  Number.isInteger(x) && x >= least && x <= most;
const above0 = (x: number): boolean => x > 0 && Number.isFinite(x);

const rules: readonly Rule[] = [
  { setting: "normalizeScale", must: "a number above 0", holds: (s) => above0(s.normalizeScale) },
  {
    setting: "removeOutliers",
    must: "a number above 0, or null",
    holds: (s) => s.removeOutliers === null || above0(s.removeOutliers),
  },
  {
    setting: "minimumROIDimensions",
    must: "a whole number from 1 to 3",
    holds: (s) => whole(s.minimumROIDimensions, 1, 3),
  },
  {
    setting: "minimumROISize",
    must: "a whole number above 0, or null",
    holds: (s) => s.minimumROISize === null || whole(s.minimumROISize, 1),
  },
  { setting: "padDistance", must: "a whole number of 0 or more", holds: (s) => whole(s.padDistance, 0) },
  { setting: "force2Ddimension", must: "0, 1 or 2", holds: (s) => whole(s.force2Ddimension, 0, 2) },
  {
    setting: "distances",
    must: `a list of different whole numbers from 1 to ${MAX_DISTANCE}`,
    holds: ({ distances }) =>
      distances.length > 0 &&
      new Set(distances).size === distances.length &&
      distances.every((d) => whole(d, 1, MAX_DISTANCE)),
  },
  { setting: "gldm_a", must: "a whole number of 0 or more", holds: (s) => whole(s.gldm_a, 0) },
  { setting: "voxelArrayShift", must: "a number", holds: (s) => Number.isFinite(s.voxelArrayShift) },
  ...(
    [
      ["pixelType", ["auto", "integer", "float"]],
      ["resegmentMode", ["absolute", "relative", "sigma"]],
      ["weightingNorm", [null, "manhattan", "euclidean", "infinity", "no_weighting"]],
    ] as const
  ).map(
    ([setting, options]): Rule => ({
      setting,
      must: `one of ${options.join(", ")}`,
      holds: (s) => options.some((option) => option === s[setting]),
    }),
  ),
];

/** What is wrong in a recipe of the PyRadiomics profile, beyond what holds for both. */
export function pyradiomicsProblems(recipe: Recipe): RecipeProblem[] {
  const settings = completed(recipe.pyradiomics);
  const found = rules
    .filter(({ holds }) => !holds(settings))
    .map(({ setting, must }): RecipeProblem => {
      const value = JSON.stringify(settings[setting]);
      const detail = `"${setting}" must be ${must}; it is ${value}.`;
      const fields = { setting, must, value };
      return { level: "error", code: "pyradiomics_value", setting: `pyradiomics.${setting}`, detail, fields };
    });
  const { interpolation, discretisation, resegmentation } = recipe;
  const clash = (setting: string, detail: string): RecipeProblem[] => [
    { level: "error", code: "pyradiomics_recipe", setting, detail, fields: { detail } },
  ];
  return [
    ...found,
    ...(recipe.normalisation ? clash("normalisation", 'PyRadiomics normalises by its own setting, "normalize".') : []),
    ...(interpolation !== null && interpolation.mask !== "nearest"
      ? clash("interpolation.mask", "PyRadiomics takes the nearest voxel of the mask, and no other.")
      : []),
    ...(interpolation?.round
      ? clash("interpolation.round", 'PyRadiomics does not round; "pixelType" tells how resampled voxels are stored.')
      : []),
    ...(interpolation?.alignment === "centre"
      ? clash("interpolation.alignment", "PyRadiomics aligns the corners of the first voxels.")
      : []),
    ...(discretisation.method === "none"
      ? clash("discretisation", "PyRadiomics always discretises: give a bin width or a number of bins.")
      : []),
    ...(discretisation.method === "FBS" && discretisation.origin === "region"
      ? clash("discretisation.origin", "PyRadiomics' bins lie between multiples of the width.")
      : []),
    ...(resegmentation.outlierSigma !== null
      ? clash("resegmentation.outlierSigma", 'PyRadiomics knows outliers as "resegmentMode: sigma" only.')
      : []),
  ];
}
