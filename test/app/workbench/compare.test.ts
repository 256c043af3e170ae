import { expect, test } from "vitest";
import { digitalPhantom } from "#app/conformance/phantom.ts";
import { cell } from "#app/state/cell.ts";
import { messageCentre } from "#app/state/messages.ts";
import { createCompare } from "#app/workbench/compare/compare.ts";
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
import type { Series } from "#io/series.ts";
import { SessionStore } from "#session/store.ts";
import { createInlinePool } from "#workers/spawn-inline.ts";
import { aSeries } from "../a-series.ts";

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

test("time points come in the order of their dates, whichever was opened first; new voxels are measured anew", async () => {
  const { image, labels } = digitalPhantom();
  const store = new SessionStore();
  const all = [
    { id: "late", date: "20260301", keep: 80 },
    { id: "early", date: "20260101", keep: 60 },
  ].map(({ id, date, keep }) => {
    const plain = aSeries({ unit: "arbitrary", id });
    const series: Series = { ...plain, image, study: { ...plain.study, studyDate: date } };
    const own = Uint8Array.from(labels, (l, i) => (i < keep ? l : 0));
    store.openSeries(id, { dims: image.grid.dims, labels: own, committed: new Uint8Array(own.length) }, recipe);
    store.addSegment(id, "Lesion 1");
    store.commitVoxels(id, { key: "history.edit" });
    return series;
  });
  store.activate("late");
  const compare = createCompare({
    store,
    pool: createInlinePool(),
    viewer: cell(null),
    messages: messageCentre(),
    exporter: { save: () => {}, copy: async () => {} },
    seriesById: (id) => all.find((s) => s.id === id),
  });
  compare.choose({ regions: ["late/1", "early/1"] });
  const columns = compare.columns(() => 1);
  expect(columns.map((c) => c.id)).toEqual(["early/1", "late/1"]);
  await compare.measure(columns);
  const voxels = (n: number) => {
    const row = compare.measuredOf(columns[n])?.rows.find((r) => r.id === "morphology.volume_voxel_counting");
    return row && "value" in row ? row.value : null;
  };
  // 8 mm³ a voxel; the whole region has 74 of them, 592 mm³ in the IBSI's tables.
  expect(voxels(1)).toBe(592);
  expect(voxels(0)).toBe(8 * labels.slice(0, 60).filter((l) => l > 0).length);
  store.mapOf("early", 1)?.labels.fill(0, 0, 1);
  store.commitVoxels("early", { key: "history.edit" });
  expect(voxels(0)).toBeNull();
  expect(voxels(1)).toBe(592);
});
