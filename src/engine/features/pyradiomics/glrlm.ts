import type { Vec3 } from "../../grid.ts";
import { isReason, type Reason, undefinedBecause } from "../../reason.ts";
import type { Recipe } from "../../recipe.ts";
import type { Roi } from "../../roi.ts";
import type { Family } from "../family.ts";
import { glrlm as ibsi } from "../glrlm.ts";
import { type Counts, mergeCounts } from "../matrices/counts.ts";
import { type LevelSizes, levelSizes, voxelsIn } from "../matrices/level-sizes.ts";
import { noLevels } from "../matrices/obstacles.ts";
import { directionRuns } from "../matrices/runs.ts";
import { counted, levelQuantities, sizeQuantities } from "../quantities.ts";
import { flatAxis, forwardSteps, weigh } from "./directions.ts";
import { equal } from "./equal.ts";
import type { AlongSteps } from "./glcm.ts";

/**
 * One matrix for each direction along which some line holds two voxels of the region, or one of them all, weighted by
 * the length of a step. (The IBSI keeps a direction whose runs are all of length 1, and weights by exp(−d²).)
 */
export function runsAlong(roi: Roi, recipe: Recipe): readonly AlongSteps[] | Reason {
  const problem = noLevels(roi);
  if (problem !== null) return problem;
  const steps = forwardSteps(roi.dims, [1], flatAxis(recipe));
  const kept = directionRuns(roi, steps, 0, roi.dims[2]).flatMap((counts, d) =>
    holdsTwo(roi, steps[d], counts) ? [{ counts, steps: [steps[d]] }] : [],
  );
  const weight = weigh(recipe, roi.spacing, (d) => d);
  if (kept.length === 0) {
    return undefinedBecause("no_neighbours", "No line in any direction holds two voxels of the region.");
  }
  if (weight === null) return kept;
  const all = kept.flatMap((k) => k.steps);
  const found = kept.map(({ counts }) => counts);
  return [{ counts: mergeCounts(found, all.map(weight)), steps: all }];
}

function prepare(roi: Roi, recipe: Recipe): readonly LevelSizes[] | Reason {
  const found = runsAlong(roi, recipe);
  return isReason(found) ? found : found.map(({ counts }) => levelSizes(counts, voxelsIn(counts)));
}

/** Whether some line along a step holds two voxels of the region, be they apart or of different levels. */
function holdsTwo({ dims, levels }: Roi, [dx, dy, dz]: Vec3, counts: Counts): boolean {
  if (counts.j.some((length) => length > 1)) return true;
  const [nx, ny, nz] = dims;
  for (let z = 0, i = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) {
        if (levels[i] === 0) continue;
        for (let k = 1; ; k++) {
          const [px, py, pz] = [x + k * dx, y + k * dy, z + k * dz];
          if (px < 0 || py < 0 || pz < 0 || px >= nx || py >= ny || pz >= nz) break;
          if (levels[px + nx * (py + ny * pz)] !== 0) return true;
        }
      }
    }
  }
  return false;
}

const same = (of: string, name: string) => equal(ibsi, `glrlm.${of}`, "glrlm", name);

export const glrlm: Family<LevelSizes> = {
  id: "pyradiomics.glrlm",
  name: "PyRadiomics: grey level run length matrix",
  ibsi: "TP0I",
  section: "3.7",
  aggregations: {},
  prepare,
  describe: (matrices, roi, recipe) => [
    ...levelQuantities(roi, recipe),
    counted("matrices", matrices.length),
    ...sizeQuantities(matrices, "runs", roi.ng),
  ],
  features: [
    same("grey_level_non_uniformity", "GrayLevelNonUniformity"),
    same("normalised_grey_level_non_uniformity", "GrayLevelNonUniformityNormalized"),
    same("grey_level_variance", "GrayLevelVariance"),
    same("high_grey_level_run_emphasis", "HighGrayLevelRunEmphasis"),
    same("long_runs_emphasis", "LongRunEmphasis"),
    same("long_run_high_grey_level_emphasis", "LongRunHighGrayLevelEmphasis"),
    same("long_run_low_grey_level_emphasis", "LongRunLowGrayLevelEmphasis"),
    same("low_grey_level_run_emphasis", "LowGrayLevelRunEmphasis"),
    same("run_entropy", "RunEntropy"),
    same("run_length_non_uniformity", "RunLengthNonUniformity"),
    same("normalised_run_length_non_uniformity", "RunLengthNonUniformityNormalized"),
    same("run_percentage", "RunPercentage"),
    same("run_length_variance", "RunVariance"),
    same("short_runs_emphasis", "ShortRunEmphasis"),
    same("short_run_high_grey_level_emphasis", "ShortRunHighGrayLevelEmphasis"),
    same("short_run_low_grey_level_emphasis", "ShortRunLowGrayLevelEmphasis"),
  ],
};
