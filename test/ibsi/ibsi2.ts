import { extract } from "#engine/plan/extract.ts";
import type { Reason } from "#engine/reason.ts";
import type { Recipe } from "#engine/recipe.ts";
import { settingsOf } from "./ibsi2-settings.ts";
import { fixture, inputOf, readCsv } from "./reference.ts";
import { deviation, hasResponseMaps, phantom } from "./response-map.ts";

/** The tests of phase 1 that have a reference map: 33. */
export const responseTests = readCsv(fixture("ibsi2_phase1_tests.csv")).filter((row) => row.reference_map !== "");
/** The configurations of phase 2: 18. */
export const configurations = readCsv(fixture("ibsi2_phase2_configs.csv"));
const values = readCsv(fixture("ibsi2_phase2_reference_values.csv")).filter((row) => row.value !== "");

export const MAX_PERCENT = 1;

export type MapComparison = { readonly test: string; readonly filter: string; readonly percent: number };

/** The greatest deviation from a response map of phase 1, in percent of its range; null without the data. */
export function compareMap(row: Record<string, string>): MapComparison | null {
  const settings = settingsOf(row);
  if (!hasResponseMaps || settings === null) return null;
  return { test: row.test_id, filter: row.filter, percent: deviation(row.test_id, phantom(row.phantom), settings) };
}

export type ValueComparison = {
  readonly config: string;
  readonly tag: string;
  readonly value: number;
  readonly tolerance: number;
  readonly found: number | Reason | null;
  readonly reached: boolean;
};

export const valuesOf = (config: string) => values.filter((row) => row.filter_id === config);

/** The values of a configuration of phase 2 beside ours, or null without the data. */
export function compareValues(row: Record<string, string>): ValueComparison[] | null {
  const input = inputOf("A");
  if (input === null) return null;
  const { rows } = extract(input, recipeOf(row), ["statistics"]);
  return valuesOf(row.filter_id).map((wanted) => {
    const [value, tolerance] = [Number(wanted.value), Number(wanted.tolerance)];
    const found = rows.find((r) => r.ibsi === wanted.feature_code);
    const result = found === undefined ? null : "value" in found ? found.value : found;
    const reached = typeof result === "number" && Math.abs(result - value) <= tolerance + 1e-9 * Math.abs(value);
    return { config: row.filter_id, tag: wanted.tag, value, tolerance, found: result, reached };
  });
}

/** IBSI-2 phase 2: A as scanned, filtered in 2D; B at 1 mm by tricubic spline, filtered in 3D. */
function recipeOf(row: Record<string, string>): Recipe {
  const filter = settingsOf(row);
  return {
    interpolation:
      row.interpolation === "no"
        ? null
        : { dimensionality: "3D", spacing: [1, 1, 1], image: "cubic", mask: "linear", maskThreshold: 0.5, round: true },
    resegmentation: { range: [-1000, 400], outlierSigma: null },
    discretisation: { method: "FBN", bins: 32 },
    ivh: { method: "none" },
    aggregations: ["3D_mrg"],
    texture: { distance: 1, weighting: "none", coarseness: 0 },
    ...(filter === null ? {} : { filter }),
  };
}
