import { expect, test } from "vitest";
import { digitalPhantom } from "#app/conformance/phantom.ts";
import {
  compareCsv,
  compareRows,
  type MeasuredColumn,
  onUnitScale,
  relativeTo,
  rowFor,
  SURE_REGIONS,
  settingsDiffer,
  volumeVerdicts,
} from "#app/workbench/compare/comparison.ts";
import { asProfile } from "#engine/plan/as-profile.ts";
import { extract } from "#engine/plan/extract.ts";
import type { FeatureRow } from "#engine/plan/extraction.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import type { Recipe } from "#engine/recipe.ts";

const recipe: Recipe = { ...ibsiConfigurations[0].recipe, discretisation: { method: "FBS", width: 1 } };
const column = (id: string, rows: readonly FeatureRow[], more: Partial<MeasuredColumn> = {}): MeasuredColumn => ({
  id,
  name: id,
  unit: "arbitrary",
  flat: false,
  recipe,
  rows,
  ...more,
});
const measured = (id: string, settings = recipe) =>
  column(id, extract(digitalPhantom(), settings).rows, { recipe: settings });

test("IBSI and PyRadiomics in one row, by their code: the phantom's contrast is the same under both", () => {
  const ibsi = measured("ibsi");
  const peer = measured("pyradiomics", asProfile(recipe, "PyRadiomics"));
  const keys = ["glcm.contrast@3D_avg", "glcm.contrast@3D_mrg", "morphology.morans_i_index"];
  const [averaged, merged, none] = compareRows(keys, [ibsi, peer], 0);
  const [own, other] = averaged.cells;
  // Bins of 1 are the levels as they are in both, and both average 13 directions: 5.32 in the IBSI's tables.
  expect(own.value).toBeCloseTo(5.32, 2);
  expect(other.value).toBeCloseTo(own.value as number, 10);
  expect(Math.abs(other.relative ?? 1)).toBeLessThan(1e-10);
  expect(merged.cells[1]).toMatchObject({ value: { reason: "not_defined" }, relative: null });
  expect(none.cells[1]).toMatchObject({ value: { reason: "not_defined" } });
  expect(settingsDiffer([ibsi, ibsi])).toBe(false);
});

const row = (id: string, value: number, more: Partial<FeatureRow> = {}): FeatureRow =>
  ({
    id,
    family: "statistics",
    ibsi: null,
    aggregation: null,
    aggregationCode: "DHQ4",
    unit: "intensity",
    value,
    ...more,
  }) as FeatureRow;

test("relative difference: by hand; none against zero, other units, or the baseline itself", () => {
  expect(relativeTo(15, 10)).toBe(0.5);
  expect(relativeTo(-15, -10)).toBe(-0.5);
  expect(relativeTo(1, 0)).toBeNull();
  const a = column("a", [row("statistics.mean", 10)], { unit: "HU" });
  const b = column("b", [row("statistics.mean", 12)], { unit: "HU" });
  const c = column("c", [row("statistics.mean", 12)], { unit: "SUV" });
  const [mean] = compareRows(["statistics.mean"], [a, b, c], 0);
  expect(mean.cells.map((x) => x.relative)).toEqual([null, 0.2, null]);
  expect(mean.unitsDiffer).toBe(true);
  const [alike] = compareRows(["statistics.mean"], [a, b], 1);
  expect(alike.unitsDiffer).toBe(false);
  expect(onUnitScale(alike)).toEqual([0, 1]);
  expect(compareCsv([alike], [a, b])).toBe(
    `feature,unit,a,a: relative difference,b,b: relative difference\r\nstatistics.mean,HU,10,${-2 / 12},12,\r\n`,
  );
  expect(rowFor("statistics.skewness", a)).toMatchObject({ reason: "not_defined" });
});

test("volume in disguise: from four regions on, named where the interval is beyond 0.8", () => {
  const of = (n: number) =>
    Array.from({ length: n }, (_, i) =>
      column(`r${i}`, [
        row("morphology.volume_mesh", (i + 1) ** 2, { family: "morphology", ibsi: "RNU0", unit: "mm3" }),
        row("statistics.energy", 3 * (i + 1)),
        row("statistics.skewness", [3, 1, 4, 1.5, 9, 2, 6, 5, 3.5, 5.5][i % 10]),
        row("statistics.kurtosis", -i),
      ]),
    );
  expect(volumeVerdicts(of(3))).toBeNull();
  // A falling feature is in disguise as well.
  const verdicts = (n: number) => (volumeVerdicts(of(n)) ?? []).map((v) => [v.key, v.verdict, v.correlation]);
  expect(verdicts(SURE_REGIONS)).toEqual([
    ["statistics.energy", "disguised", 1],
    ["statistics.kurtosis", "disguised", -1],
  ]);
  expect(verdicts(5)).toEqual([
    ["statistics.energy", "suspect", 1],
    ["statistics.kurtosis", "suspect", -1],
  ]);
});

test("as many regions as are said to be needed are needed: a correlation of 0.95 by Fisher's interval", () => {
  // Bonett and Wright: z ± 1.96 √((1 + r²/2)/(n − 3)), the text-book formula.
  const low = (n: number) => Math.tanh(Math.atanh(0.95) - 1.959964 * Math.sqrt((1 + 0.95 ** 2 / 2) / (n - 3)));
  expect(low(SURE_REGIONS)).toBeGreaterThanOrEqual(0.8);
  expect(low(SURE_REGIONS - 1)).toBeLessThan(0.8);
});
