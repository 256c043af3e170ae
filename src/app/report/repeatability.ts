import { isNoStatistic } from "#engine/cohort/index.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { RobustnessState } from "../workbench/robustness/robustness.ts";
import { type TrustMode, trustRows } from "../workbench/robustness/rows.ts";
import { type RepeatabilityTable, VERDICT_REGIONS } from "./facts.ts";

/** Two scans of one patient say most; then two readers; then disturbance by the computer. */
const order: readonly TrustMode[] = ["retest", "readers", "perturb"];

/**
 * What the robustness view found of this series with these very settings; null where it found nothing, or regions have
 * been drawn anew since.
 */
export function repeatabilityOf(
  results: RobustnessState["results"],
  seriesId: string,
  recipe: Recipe,
): RepeatabilityTable | null {
  const settings = JSON.stringify(recipe);
  const fits = (mode: TrustMode) => {
    const found = results[mode];
    return found && !found.stale && found.seriesId === seriesId && JSON.stringify(found.recipe) === settings;
  };
  const result = order.filter(fits).map((mode) => results[mode])[0];
  if (!result) return null;
  const few = result.table.subjects.length < VERDICT_REGIONS;
  const rows = new Map(trustRows(result.table.features, result.mode).map((row) => [row.key, row.robustness]));
  return {
    mode: result.mode,
    subjects: result.table.subjects.length,
    of(key) {
      const found = rows.get(key);
      if (!found) return undefined;
      const light = few ? null : found.light.light;
      return { coefficient: isNoStatistic(found.rc) ? found.rc : found.rc.value, light };
    },
  };
}
