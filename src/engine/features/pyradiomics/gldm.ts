import { completed } from "../../pyradiomics-settings.ts";
import type { Reason } from "../../reason.ts";
import type { Recipe } from "../../recipe.ts";
import type { Roi } from "../../roi.ts";
import type { Family } from "../family.ts";
import { dependenceCountsAmong } from "../matrices/dependences.ts";
import { type LevelSizes, levelSizes } from "../matrices/level-sizes.ts";
import { noLevels } from "../matrices/obstacles.ts";
import { ngldm as ibsi } from "../ngldm.ts";
import { counted, levelQuantities, sizeQuantities } from "../quantities.ts";
import { flatAxis, stepsAt } from "./directions.ts";
import { equal } from "./equal.ts";

/** One matrix of the volume: neighbours lie at exactly the distances (the IBSI's NGLDM takes all up to one). */
function prepare(roi: Roi, recipe: Recipe): readonly LevelSizes[] | Reason {
  const problem = noLevels(roi);
  if (problem !== null) return problem;
  const { distances, gldm_a } = completed(recipe.pyradiomics);
  const steps = stepsAt(roi.dims, distances, flatAxis(recipe));
  const coarseness = Math.min(gldm_a, 65_535);
  const counts = dependenceCountsAmong(roi, steps, Math.max(...distances), coarseness, 0, roi.dims[2]);
  return [levelSizes(counts, roi.voxels)];
}

const same = (of: string, name: string) => equal(ibsi, `ngldm.${of}`, "gldm", name);

export const gldm: Family<LevelSizes> = {
  id: "pyradiomics.gldm",
  name: "PyRadiomics: grey level dependence matrix",
  ibsi: "REK0",
  section: "3.11",
  aggregations: {},
  prepare,
  describe: (matrices, roi, recipe) => [
    ...levelQuantities(roi, recipe),
    counted("matrices", matrices.length),
    ...sizeQuantities(matrices, "neighbourhoods", roi.ng),
  ],
  features: [
    same("dependence_count_entropy", "DependenceEntropy"),
    same("dependence_count_non_uniformity", "DependenceNonUniformity"),
    same("normalised_dependence_count_non_uniformity", "DependenceNonUniformityNormalized"),
    same("dependence_count_variance", "DependenceVariance"),
    same("grey_level_non_uniformity", "GrayLevelNonUniformity"),
    same("grey_level_variance", "GrayLevelVariance"),
    same("high_grey_level_count_emphasis", "HighGrayLevelEmphasis"),
    same("high_dependence_emphasis", "LargeDependenceEmphasis"),
    same("high_dependence_high_grey_level_emphasis", "LargeDependenceHighGrayLevelEmphasis"),
    same("high_dependence_low_grey_level_emphasis", "LargeDependenceLowGrayLevelEmphasis"),
    same("low_grey_level_count_emphasis", "LowGrayLevelEmphasis"),
    same("low_dependence_emphasis", "SmallDependenceEmphasis"),
    same("low_dependence_high_grey_level_emphasis", "SmallDependenceHighGrayLevelEmphasis"),
    same("low_dependence_low_grey_level_emphasis", "SmallDependenceLowGrayLevelEmphasis"),
  ],
};
