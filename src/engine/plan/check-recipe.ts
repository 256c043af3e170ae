import type { FilterProblemCode } from "../filters/filter.ts";
import { MAX_LEVEL } from "../process/discretise.ts";
import { latticeOf, newDims } from "../process/lattice.ts";
import { type NormalisationProblemCode, normalisationProblem } from "../process/normalisation/index.ts";
import type { Discretisation, Recipe } from "../recipe.ts";
import type { Volume } from "../volume.ts";
import { pyradiomicsProblems, withOwnSpacing } from "./check-pyradiomics.ts";
import { filterProblems } from "./filter-problems.ts";

/** What is wrong or doubtful in a recipe. An "error" makes `extract` refuse; `setting` is its path in the recipe. */
export type RecipeProblem = {
  readonly level: "error" | "warning";
  readonly code: RecipeProblemCode;
  readonly setting: string;
  /** English sentence with the numbers in it. */
  readonly detail: string;
  readonly fields: Readonly<Record<string, string | number>>;
};

export type RecipeProblemCode =
  | "spacing_not_positive"
  | "too_many_voxels"
  | "many_voxels"
  | "threshold_outside"
  | "range_reversed"
  | "range_not_finite"
  | "sigma_not_positive"
  | "width_not_positive"
  | "bins_outside"
  | "many_bins"
  | "origin_moves"
  | "not_discretised"
  | "no_aggregation"
  | "unknown_aggregation"
  | "single_slice_3d"
  | "anisotropic_3d"
  | "slices_interpolated"
  | "no_rounding"
  | "distance_outside"
  | "coarseness_outside"
  | "pyradiomics_value"
  | "pyradiomics_recipe"
  | "filter_anisotropic"
  | NormalisationProblemCode
  | "normalisation_calibrated"
  | "normalisation_head"
  | FilterProblemCode;

/** Interpolated images beyond this many voxels are refused: 8 bytes a voxel, and twice that while they are made. */
const MAX_VOXELS = 512 * 1024 * 1024;
/** From here on a warning gives the memory it can take. */
const MANY_VOXELS = 64 * 1024 * 1024;
/** Above this ratio of spacings 3D directions stand for very different distances. */
const ANISOTROPY = 1.5;

/** Neighbours grow with the square of the distance: 13 directions at 1, 1 201 at 10. */
const MAX_DISTANCE = 10;

/** Checks every setting of a recipe against an image. No problem: an empty list. */
export function checkRecipe(recipe: Recipe, image: Pick<Volume, "grid" | "unit">): RecipeProblem[] {
  if (recipe.profile === "PyRadiomics") {
    // It never rounds, and its bins never start at the region's minimum: those warnings are the IBSI profile's.
    const beside: ReadonlySet<string> = new Set(["no_rounding", "origin_moves"]);
    return [
      ...interpolationProblems(withOwnSpacing(recipe, image.grid), image),
      ...resegmentationProblems(recipe),
      ...discretisationProblems(recipe.discretisation, "discretisation", recipe),
      ...pyradiomicsProblems(recipe),
      ...filterProblems(recipe, image),
    ].filter(({ code }) => !beside.has(code));
  }
  return [
    ...normalisationProblems(recipe, image),
    ...interpolationProblems(recipe, recipe.normalisation ? { grid: image.grid, unit: "arbitrary" } : image),
    ...resegmentationProblems(recipe),
    ...discretisationProblems(recipe.discretisation, "discretisation", recipe),
    ...discretisationProblems(recipe.ivh, "ivh", recipe),
    ...aggregationProblems(recipe, image),
    ...textureProblems(recipe),
    ...filterProblems(recipe, image),
  ];
}

function problem(
  level: RecipeProblem["level"],
  code: RecipeProblemCode,
  setting: string,
  detail: string,
  fields: Record<string, string | number> = {},
): RecipeProblem {
  return { level, code, setting, detail, fields };
}

/** Units that mean the same in every image: there is nothing to normalise. */
const CALIBRATED: ReadonlySet<Volume["unit"]> = new Set(["HU", "SUV", "Bq/ml", "Gy", "mm2/s"]);

function normalisationProblems({ normalisation: n }: Recipe, { unit }: Pick<Volume, "unit">): RecipeProblem[] {
  if (n === undefined) return [];
  const wrong = normalisationProblem(n);
  if (wrong !== null) return [problem("error", wrong.code, wrong.setting, wrong.detail, { ...wrong.fields })];
  const found: RecipeProblem[] = [];
  if (CALIBRATED.has(unit)) {
    const detail = `The image is in ${unit}, which means the same in every image; normalising takes that away.`;
    found.push(problem("warning", "normalisation_calibrated", "normalisation", detail, { unit }));
  }
  if (n.method === "white_stripe" && n.region === undefined) {
    const detail =
      "White-Stripe is made for the brain without its skull: name a region that holds it, or fat and marrow may be taken for white matter.";
    found.push(problem("warning", "normalisation_head", "normalisation.region", detail));
  }
  return found;
}

function interpolationProblems(recipe: Recipe, { grid, unit }: Pick<Volume, "grid" | "unit">): RecipeProblem[] {
  const { interpolation } = recipe;
  if (interpolation === null) return [];
  const found: RecipeProblem[] = [];
  const { spacing, dimensionality, maskThreshold } = interpolation;
  const used = dimensionality === "2D" ? spacing.slice(0, 2) : spacing;
  const bad = used.find((s) => !(s > 0 && Number.isFinite(s)));
  if (bad !== undefined) {
    found.push(
      problem("error", "spacing_not_positive", "interpolation.spacing", `A spacing must be above 0 mm; it is ${bad}.`, {
        spacing: bad,
      }),
    );
  } else {
    const dims = newDims(latticeOf(grid, interpolation));
    const voxels = dims[0] * dims[1] * dims[2];
    const gigabytes = Number(((voxels * 8) / 2 ** 30).toFixed(1));
    const fields = { voxels, gigabytes, size: dims.join(" × ") };
    const detail = `The interpolated image has ${dims.join(" × ")} voxels; a region that fills it takes ${gigabytes} GB.`;
    if (!(voxels <= MAX_VOXELS))
      found.push(problem("error", "too_many_voxels", "interpolation.spacing", detail, fields));
    else if (voxels > MANY_VOXELS) {
      found.push(problem("warning", "many_voxels", "interpolation.spacing", detail, fields));
    }
  }
  if (interpolation.mask === "linear" && !(maskThreshold > 0 && maskThreshold <= 1)) {
    found.push(
      problem(
        "error",
        "threshold_outside",
        "interpolation.maskThreshold",
        `The partial volume threshold must be above 0 and at most 1; it is ${maskThreshold}.`,
        { threshold: maskThreshold },
      ),
    );
  }
  if (unit === "HU" && !interpolation.round && interpolation.image !== "nearest") {
    found.push(
      problem("warning", "no_rounding", "interpolation.round", "Interpolated HU are usually rounded to whole numbers."),
    );
  }
  return found;
}

function resegmentationProblems({ resegmentation: { range, outlierSigma } }: Recipe): RecipeProblem[] {
  const found: RecipeProblem[] = [];
  const [low, high] = range;
  if ([low, high].some((end) => end !== null && !Number.isFinite(end))) {
    found.push(
      problem("error", "range_not_finite", "resegmentation.range", "An end of the range is no finite number."),
    );
  } else if (low !== null && high !== null && low > high) {
    found.push(
      problem("error", "range_reversed", "resegmentation.range", `The range runs from ${low} down to ${high}.`, {
        low,
        high,
      }),
    );
  }
  if (outlierSigma !== null && !(outlierSigma > 0 && Number.isFinite(outlierSigma))) {
    found.push(
      problem(
        "error",
        "sigma_not_positive",
        "resegmentation.outlierSigma",
        `The outlier limit must be above 0 standard deviations; it is ${outlierSigma}.`,
        { sigma: outlierSigma },
      ),
    );
  }
  return found;
}

/** Above this many levels a GLCM of doubles is larger than 30 MB, and hardly a cell holds two pairs. */
const MANY_BINS = 2000;

function discretisationProblems(
  how: Discretisation,
  setting: "discretisation" | "ivh",
  recipe: Recipe,
): RecipeProblem[] {
  if (how.method === "FBN") {
    const { bins } = how;
    const fields = { bins };
    if (!(Number.isInteger(bins) && bins >= 1 && bins <= MAX_LEVEL)) {
      const detail = `The number of bins must be a whole number from 1 to ${MAX_LEVEL}; it is ${bins}.`;
      return [problem("error", "bins_outside", `${setting}.bins`, detail, fields)];
    }
    if (setting === "discretisation" && bins > MANY_BINS) {
      const detail = `${bins} bins make sparse, large matrices; 8 to 128 are usual.`;
      return [problem("warning", "many_bins", `${setting}.bins`, detail, fields)];
    }
    return [];
  }
  if (how.method === "FBS") {
    const { width } = how;
    if (!(width > 0 && Number.isFinite(width))) {
      const detail = `The bin width must be above 0; it is ${width}.`;
      return [problem("error", "width_not_positive", `${setting}.width`, detail, { width })];
    }
    if (recipe.resegmentation.range[0] === null) {
      const detail =
        "Without a lower re-segmentation bound the first bin starts at each region's own minimum, so bins of different regions do not match.";
      return [problem("warning", "origin_moves", `${setting}.width`, detail, { width })];
    }
  }
  return [];
}

function aggregationProblems(recipe: Recipe, { grid }: Pick<Volume, "grid">): RecipeProblem[] {
  const { aggregations, interpolation } = recipe;
  if (aggregations.length === 0) {
    return [problem("error", "no_aggregation", "aggregations", "Texture needs at least one aggregation.")];
  }
  const known: ReadonlySet<string> = new Set(["2D_avg", "2D_mrg", "2.5D_dir", "2.5D_mrg", "3D_avg", "3D_mrg"]);
  const found: RecipeProblem[] = [];
  for (const a of aggregations) {
    if (!known.has(a)) {
      found.push(problem("error", "unknown_aggregation", "aggregations", `No aggregation is called "${a}".`, { a }));
    }
  }
  const in3d = aggregations.some((a) => a.startsWith("3D"));
  if (in3d && grid.dims[2] === 1) {
    const detail = "The image has a single slice: 3D aggregations then see no neighbour above or below.";
    found.push(problem("warning", "single_slice_3d", "aggregations", detail));
  } else if (in3d) {
    const spacing = latticeOf(grid, interpolation).map((axis) => axis.newSpacing);
    const ratio = Math.max(...spacing) / Math.min(...spacing);
    if (ratio > ANISOTROPY) {
      const detail = `3D textures on voxels of ${spacing.map((s) => Number(s.toFixed(3))).join(" × ")} mm mix distances; interpolate to equal spacing or use 2D aggregations.`;
      found.push(problem("warning", "anisotropic_3d", "aggregations", detail, { ratio: Number(ratio.toFixed(2)) }));
    }
  }
  if (!in3d && interpolation?.dimensionality === "3D" && grid.dims[2] > 1) {
    const detail = "Slices are interpolated in 3D, yet only 2D and 2.5D aggregations are asked for.";
    found.push(problem("warning", "slices_interpolated", "interpolation.dimensionality", detail));
  }
  return found;
}

function textureProblems({ texture: { distance, coarseness } }: Recipe): RecipeProblem[] {
  const found: RecipeProblem[] = [];
  if (!(Number.isInteger(distance) && distance >= 1 && distance <= MAX_DISTANCE)) {
    const detail = `The distance must be a whole number of voxels from 1 to ${MAX_DISTANCE}; it is ${distance}.`;
    found.push(problem("error", "distance_outside", "texture.distance", detail, { distance }));
  }
  if (!(coarseness >= 0 && Number.isFinite(coarseness))) {
    const detail = `The coarseness must be 0 or more; it is ${coarseness}.`;
    found.push(problem("error", "coarseness_outside", "texture.coarseness", detail, { coarseness }));
  }
  return found;
}
