import type { Family } from "../family.ts";
import { glszm as ibsi } from "../glszm.ts";
import type { LevelSizes } from "../matrices/level-sizes.ts";
import { noLevels } from "../matrices/obstacles.ts";
import { zoneSizesWithout } from "../matrices/zones.ts";
import { counted, levelQuantities, sizeQuantities } from "../quantities.ts";
import { flatAxis } from "./directions.ts";
import { equal } from "./equal.ts";

const same = (of: string, name: string) => equal(ibsi, `glszm.${of}`, "glszm", name);

/** One matrix of the volume; with force2D its zones lie in planes. */
export const glszm: Family<LevelSizes> = {
  id: "pyradiomics.glszm",
  name: "PyRadiomics: grey level size zone matrix",
  ibsi: "9SAK",
  section: "3.8",
  aggregations: {},
  prepare: (roi, recipe) => noLevels(roi) ?? [zoneSizesWithout(roi, flatAxis(recipe))],
  describe: (matrices, roi, recipe) => [
    ...levelQuantities(roi, recipe),
    counted("matrices", matrices.length),
    ...sizeQuantities(matrices, "zones", roi.ng),
  ],
  features: [
    same("grey_level_non_uniformity", "GrayLevelNonUniformity"),
    same("normalised_grey_level_non_uniformity", "GrayLevelNonUniformityNormalized"),
    same("grey_level_variance", "GrayLevelVariance"),
    same("high_grey_level_emphasis", "HighGrayLevelZoneEmphasis"),
    same("large_zone_emphasis", "LargeAreaEmphasis"),
    same("large_zone_high_grey_level_emphasis", "LargeAreaHighGrayLevelEmphasis"),
    same("large_zone_low_grey_level_emphasis", "LargeAreaLowGrayLevelEmphasis"),
    same("low_grey_level_emphasis", "LowGrayLevelZoneEmphasis"),
    same("zone_size_non_uniformity", "SizeZoneNonUniformity"),
    same("normalised_zone_size_non_uniformity", "SizeZoneNonUniformityNormalized"),
    same("small_zone_emphasis", "SmallAreaEmphasis"),
    same("small_zone_high_grey_level_emphasis", "SmallAreaHighGrayLevelEmphasis"),
    same("small_zone_low_grey_level_emphasis", "SmallAreaLowGrayLevelEmphasis"),
    same("zone_size_entropy", "ZoneEntropy"),
    same("zone_percentage", "ZonePercentage"),
    same("zone_size_variance", "ZoneVariance"),
  ],
};
