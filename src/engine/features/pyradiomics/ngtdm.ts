import { completed } from "../../pyradiomics-settings.ts";
import type { Reason } from "../../reason.ts";
import type { Recipe } from "../../recipe.ts";
import type { Roi } from "../../roi.ts";
import type { Family } from "../family.ts";
import { noLevels } from "../matrices/obstacles.ts";
import { compact, differencesAmong, type ToneDifferences } from "../matrices/tone-differences.ts";
import { ngtdm as ibsi } from "../ngtdm.ts";
import { counted, levelQuantities } from "../quantities.ts";
import { flatAxis, stepsAt } from "./directions.ts";
import { equal } from "./equal.ts";

/**
 * One matrix of the volume: neighbours lie at exactly the distances (the IBSI takes all up to one), and a voxel without
 * neighbours counts, with a difference of 0 (the IBSI leaves it out).
 */
function prepare(roi: Roi, recipe: Recipe): readonly ToneDifferences[] | Reason {
  const problem = noLevels(roi);
  if (problem !== null) return problem;
  const { distances } = completed(recipe.pyradiomics);
  const steps = stepsAt(roi.dims, distances, flatAxis(recipe));
  const { sums } = differencesAmong(roi, steps, Math.max(...distances), 0, roi.dims[2]);
  const counts = new Float64Array(roi.ng + 1);
  counts.set(roi.levelCounts, 1);
  return [compact(counts, sums)];
}

const same = (of: string, name: string, value?: number, note = "") =>
  equal(ibsi, `ngtdm.${of}`, "ngtdm", name, value === undefined ? undefined : { value, note });

export const ngtdm: Family<ToneDifferences> = {
  id: "pyradiomics.ngtdm",
  name: "PyRadiomics: neighbouring grey tone difference matrix",
  ibsi: "IPET",
  section: "3.10",
  aggregations: {},
  prepare,
  describe: ([{ i }], roi, recipe) => [
    ...levelQuantities(roi, recipe),
    counted("matrix_rows", roi.ng),
    counted("matrix_entries", i.length),
  ],
  features: [
    same("busyness", "Busyness", 0, "0 where grey level times share is the same for all levels."),
    same("coarseness", "Coarseness", 1_000_000, "1 000 000 where no voxel differs from its neighbours."),
    same("complexity", "Complexity"),
    same("contrast", "Contrast", 0, "0 for a single grey level."),
    same("strength", "Strength", 0, "0 where no voxel differs from its neighbours."),
  ],
};
