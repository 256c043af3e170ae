import { isNoStatistic, REFERENCE_SUBJECTS, type ReferenceInterval, referenceInterval } from "#engine/cohort/index.ts";
import { unitCode } from "#engine/features/unit.ts";
import { filterLabel } from "#engine/plan/extract-bank.ts";
import type { FeatureRow } from "#engine/plan/extraction.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { IntensityUnit } from "#engine/volume.ts";
import type { ReferenceFeature, ReferenceTable } from "#io/readers/reference-table.ts";
import { featureKey } from "../chosen.ts";

/** What must be said beside an interval. */
export type Caution = "few" | "several" | "unit_unknown" | "settings_unknown" | "settings_differ";

/** A value against its reference interval, or why it is not compared. */
export type Verdict =
  | {
      readonly kind: "compared";
      readonly interval: ReferenceInterval;
      readonly subjects: number;
      /** Below, above, or within. */
      readonly flag: "L" | "H" | "";
      readonly cautions: readonly Caution[];
    }
  | { readonly kind: "absent" }
  | { readonly kind: "too_few"; readonly subjects: number; readonly detail: string }
  | { readonly kind: "unit"; readonly expected: string; readonly found: string }
  | { readonly kind: "settings" };

/** With what the value was measured. */
export type Setting = { readonly recipe: Recipe; readonly hash: string; readonly unit: IntensityUnit };

/** The name under which a file of ours holds the row. */
export function keyInFile(row: FeatureRow, recipe: Recipe): string {
  const own = featureKey(row.id, row.aggregation);
  return recipe.filter ? `${filterLabel(recipe.filter)}_${own}` : own;
}

/**
 * Whether the feature's settings in the file are those of the value. "mixed": several of them were used for it. A bank of
 * filters in one row of a wide table has the hashes of all of them.
 */
export function settingsMatch(
  { settings }: Pick<ReferenceFeature, "settings">,
  hash: string,
): "same" | "differ" | "mixed" | "unknown" {
  if (settings.length === 0) return "unknown";
  if (settings.length > 1) return "mixed";
  return settings[0].split(" ").includes(hash) ? "same" : "differ";
}

/**
 * Compares a row with the cohort's central 95 %. Never in another unit; with other settings only where the person says
 * so (`anyway`); from fewer than 120 subjects never without the caution "few", and not at all where the percentiles lie
 * beyond the data.
 */
export function verdictOf(row: FeatureRow, table: ReferenceTable, setting: Setting, anyway: boolean): Verdict {
  const found = table.features.get(keyInFile(row, setting.recipe));
  if (!found || !("value" in row)) return { kind: "absent" };
  const expected = unitCode(row.unit, setting.unit);
  if (found.unit !== null && found.unit !== expected) return { kind: "unit", expected, found: found.unit };
  const match = settingsMatch(found, setting.hash);
  if ((match === "differ" || match === "mixed") && !anyway) return { kind: "settings" };
  const interval = referenceInterval(found.values, { allowFew: true });
  const { subjects } = found;
  if (isNoStatistic(interval)) return { kind: "too_few", subjects, detail: interval.detail };
  const cautions: Caution[] = [];
  if (Math.min(interval.n, subjects) < REFERENCE_SUBJECTS) cautions.push("few");
  if (subjects < interval.n) cautions.push("several");
  if (found.unit === null) cautions.push("unit_unknown");
  if (match === "unknown") cautions.push("settings_unknown");
  if (match === "differ" || match === "mixed") cautions.push("settings_differ");
  const flag = row.value < interval.lower.value ? "L" : row.value > interval.upper.value ? "H" : "";
  return { kind: "compared", interval, subjects, flag, cautions };
}

/** Where a value stands on a bar whose middle half is the interval: 0 to 1, the ends for all that lies beyond. */
export function placeOnBar(value: number, { lower, upper }: Pick<ReferenceInterval, "lower" | "upper">): number {
  const width = upper.value - lower.value;
  if (width === 0) return value === lower.value ? 0.5 : value < lower.value ? 0 : 1;
  return Math.min(1, Math.max(0, 0.25 + (0.5 * (value - lower.value)) / width));
}
