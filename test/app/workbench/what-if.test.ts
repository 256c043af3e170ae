import { expect, test } from "vitest";
import { digitalPhantom, phantomReferences } from "#app/conformance/phantom.ts";
import { isReached } from "#app/conformance/reference.ts";
import { cell } from "#app/state/cell.ts";
import { messageCentre } from "#app/state/messages.ts";
import { keptKeys, keysOf, partsOf } from "#app/workbench/chosen.ts";
import { type Curve, flipsOf } from "#app/workbench/what-if/curve.ts";
import { around, niceStep, type Scene, sweepValues } from "#app/workbench/what-if/setting.ts";
import { settingsFor, withSetting } from "#app/workbench/what-if/settings.ts";
import { curvesCsv, curvesOf, gapsOf, heatOf } from "#app/workbench/what-if/table.ts";
import { createWorkbench } from "#app/workbench/workbench.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { Series } from "#io/series.ts";
import { SessionStore } from "#session/store.ts";
import { createInlinePool } from "#workers/spawn-inline.ts";
import { aSeries } from "../a-series.ts";

const phantomRecipe = ibsiConfigurations[0].recipe;

/** The IBSI's digital phantom with its region as segment 1, and its two upper slices' region as segment 2. */
function onPhantom(recipe: Recipe = phantomRecipe, split = false) {
  const { image, labels } = digitalPhantom();
  const series: Series = { ...aSeries({ unit: "arbitrary" }), image, range: [1, 9] };
  const own = Uint8Array.from(labels, (l, i) => (l === 0 ? 0 : split && i >= 40 ? 2 : 1));
  const store = new SessionStore();
  store.openSeries(series.id, { dims: image.grid.dims, labels: own, committed: new Uint8Array(own.length) }, recipe);
  store.activate(series.id);
  for (const name of split ? ["lower", "upper"] : ["whole"]) store.addSegment(series.id, name);
  store.commitVoxels(series.id, { key: "history.edit" });
  store.activateSegment(series.id, 1);
  const { whatIf } = createWorkbench({
    store,
    pool: createInlinePool(),
    viewer: cell(null),
    messages: messageCentre(),
    exporter: { save: () => {}, copy: async () => {} },
    seriesById: (id) => (id === series.id ? series : undefined),
  } as Parameters<typeof createWorkbench>[0]);
  const place = () => {
    const found = whatIf.place();
    if (!found) throw new Error("no place");
    return found;
  };
  const names = new Map([
    [1, "lower"],
    [2, "upper"],
  ]);
  const curves = (feature: string) => curvesOf(place(), whatIf.state.value.samples, feature, names);
  return { whatIf, store, series, place, curves };
}

/** The IBSI's value for its digital phantom. */
function published(tag: string, aggregation: string) {
  const found = phantomReferences.find((r) => r.tag === tag && r.aggregationCode === aggregation);
  if (!found) throw new Error(`${tag} ${aggregation}`);
  return found;
}
const codes = {
  "2D_avg": "BTW3",
  "2D_mrg": "SUJT",
  "2.5D_dir": "JJUI",
  "2.5D_mrg": "ZW7Z",
  "3D_avg": "ITBB",
  "3D_mrg": "IAZD",
} as const;

test("a sweep over the number of bins holds the phantom's own six levels, with the IBSI's contrast", async () => {
  const { whatIf, curves } = onPhantom();
  whatIf.chooseSetting("bin_count");
  whatIf.choose({ features: ["glcm.contrast@3D_mrg"], steps: 127 });
  await whatIf.sweep();
  const [{ points }] = curves("glcm.contrast@3D_mrg");
  expect(points.map((p) => p.x)).toEqual(Array.from({ length: 127 }, (_, i) => i + 2));
  // Six bins over 1 to 6 are the levels as they are.
  const six = points.find((p) => p.x === 6)?.y ?? 0;
  expect(isReached(six, published("cm_contrast", "IAZD"))).toBe(true);
});

test("the aggregation as a setting: each word has the IBSI's value for it", async () => {
  const { whatIf, curves } = onPhantom();
  whatIf.chooseSetting("aggregation");
  whatIf.choose({ features: ["glcm.contrast@3D_mrg", "morphology.volume_mesh"] });
  await whatIf.sweep();
  const [{ points }] = curves("glcm.contrast@3D_mrg");
  expect(points.map((p) => p.x)).toEqual(Object.keys(codes));
  for (const { x, y } of points) {
    expect(isReached(y ?? 0, published("cm_contrast", codes[x as keyof typeof codes]))).toBe(true);
  }
  const [volume] = curves("morphology.volume_mesh");
  expect(volume.points.map((p) => p.y)).toEqual(volume.points.map(() => volume.points[0].y));
});

test("two segments, each its own curve; the recipe's value is among the points and the recipe stays", async () => {
  const recipe: Recipe = { ...phantomRecipe, discretisation: { method: "FBN", bins: 9 } };
  const { whatIf, curves, store, series } = onPhantom(recipe, true);
  whatIf.choose({ features: ["histogram.entropy"], labels: [1, 2], steps: 5 });
  await whatIf.sweep();
  const both = curves("histogram.entropy");
  expect(both.map((c) => c.name)).toEqual(["lower", "upper"]);
  expect(both[0].points.map((p) => p.x)).toContain(9);
  expect(both[0].points).not.toEqual(both[1].points);
  expect(store.state.series[series.id].recipe).toBe(recipe);
  expect(curvesCsv("bin_count", "histogram.entropy", both).split("\r\n")[0]).toBe(
    "bin_count,histogram.entropy lower,histogram.entropy upper",
  );
  whatIf.move(4);
  expect(whatIf.recipe()?.discretisation).toEqual({ method: "FBN", bins: 4 });
});

test("a heat map of two settings: its cells are the curves' values", async () => {
  const { whatIf, place } = onPhantom();
  whatIf.chooseSetting("bin_count");
  whatIf.choose({ features: ["glcm.contrast@3D_mrg"], second: "distance", steps: 4 });
  await whatIf.sweepBoth();
  const cells = heatOf(place(), whatIf.state.value.samples, "glcm.contrast@3D_mrg");
  expect(new Set(cells.map((c) => `${c.x}/${c.y}`)).size).toBe(cells.length);
  expect(new Set(cells.map((c) => c.y))).toEqual(new Set([1, 2, 4, 5]));
  await whatIf.sweep();
  const [curve] = curvesOf(place(), whatIf.state.value.samples, "glcm.contrast@3D_mrg", new Map());
  const row = cells.filter((c) => c.y === 1);
  expect(row.length).toBe(4);
  for (const { x, value } of row) expect(value).toBe(curve.points.find((p) => p.x === x)?.y);
});

test("voxels that change take their curve away", async () => {
  const { whatIf, store, series, curves } = onPhantom();
  whatIf.chooseSetting("bin_count");
  await whatIf.sweep();
  expect(curves("glcm.contrast@3D_mrg")[0].points.length).toBeGreaterThan(3);
  const map = store.labelMap(series.id);
  map?.labels.fill(0, 0, 1);
  store.commitVoxels(series.id, { key: "history.edit" });
  expect(curves("glcm.contrast@3D_mrg")[0].points).toEqual([]);
});

test("every setting that is offered is taken by the engine at both of its ends", () => {
  const scene: Scene = { image: { ...aSeries().image }, use: "volume", intensities: [-120, 300] };
  const recipes: Recipe[] = [
    ...ibsiConfigurations.map((c) => c.recipe),
    { ...ibsiConfigurations[3].recipe, filter: { id: "log", params: { sigma: 1 } } },
    { ...withProfile(ibsiConfigurations[1].recipe) },
  ];
  for (const recipe of recipes) {
    const settings = settingsFor(recipe, scene);
    expect(settings.length).toBeGreaterThan(5);
    for (const setting of settings) {
      const domain = setting.domain(recipe, scene);
      const ends = domain.kind === "number" ? [domain.min, domain.max] : domain.options;
      expect(ends.length).toBeGreaterThan(0);
      for (const end of ends) {
        const next = withSetting(setting, recipe, end, scene);
        const read = setting.id.startsWith("filter.")
          ? settingsFor(next, scene)
              .find((s) => s.id === setting.id)
              ?.value(next)
          : setting.value(next);
        if (read !== undefined) expect([setting.id, read]).toEqual([setting.id, end]);
      }
    }
  }
});
const withProfile = (recipe: Recipe): Recipe => ({ ...recipe, profile: "PyRadiomics", pyradiomics: {} });

test("flips: by hand", () => {
  const curve = (name: string, ys: (number | null)[]): Curve => ({
    label: 1,
    name,
    points: ys.map((y, i) => ({ x: i, y })),
  });
  // a − b is −2, +2, (none), +1, −1: they cross at 0.5 and 3.5, at heights 1 and 4.5.
  expect(flipsOf([curve("a", [0, 2, 5, 5, 4]), curve("b", [2, 0, null, 4, 5])])).toEqual([
    { between: ["a", "b"], x: 0.5, y: 1, from: 0, to: 1 },
    { between: ["a", "b"], x: 3.5, y: 4.5, from: 3, to: 4 },
  ]);
  // They touch and part again.
  expect(flipsOf([curve("a", [0, 1, 0]), curve("b", [2, 1, 2])])).toEqual([]);
  const words = (name: string, ys: number[]): Curve => ({
    label: 1,
    name,
    points: ys.map((y, i) => ({ x: ["nearest", "linear"][i], y })),
  });
  expect(flipsOf([words("a", [0, 1]), words("b", [1, 0])])).toEqual([
    { between: ["a", "b"], x: null, y: null, from: "nearest", to: "linear" },
  ]);
});

test("steps and ranges are numbers that people use", () => {
  expect([0.037, 0.9, 3, 49, 120].map(niceStep)).toEqual([0.02, 0.5, 2, 20, 100]);
  expect(around(25)).toEqual({ kind: "number", min: 6, max: 100, step: 1 });
  expect(around(0.5)).toEqual({ kind: "number", min: 0.1, max: 2, step: 0.05 });
  expect(sweepValues({ kind: "number", min: 1, max: 5, step: 1 }, 3, 2)).toEqual([1, 2, 3, 5]);
  expect(sweepValues({ kind: "number", min: 1, max: 5, step: 1 }, 3, 25)).toEqual([1, 3, 5]);
});

test("features that a recipe does not give are kept in another aggregation, or replaced", () => {
  const only2d: Recipe = { ...phantomRecipe, aggregations: ["2D_avg"] };
  expect(keptKeys(["glcm.contrast@3D_mrg", "statistics.mean"], only2d, [])).toEqual([
    "glcm.contrast@2D_avg",
    "statistics.mean",
  ]);
  expect(keptKeys(["pyradiomics.glcm.Contrast"], only2d, ["glcm.contrast"])).toEqual(["glcm.contrast@2D_avg"]);
  expect(partsOf("glcm.contrast@2.5D_dir")).toEqual({ id: "glcm.contrast", aggregation: "2.5D_dir" });
  expect(keysOf(only2d)).toContain("glszm.zone_percentage@2D_avg");
});

test("where there is no value it is said why: a range without a voxel", async () => {
  const { whatIf, place } = onPhantom({
    ...phantomRecipe,
    resegmentation: { range: [null, 3], outlierSigma: null },
  });
  whatIf.chooseSetting("range_low");
  whatIf.choose({ features: ["statistics.mean"] });
  await whatIf.sweep();
  const gaps = gapsOf(place(), whatIf.state.value.samples, "statistics.mean", null);
  expect(gaps.map((g) => g.x)).toContain(6);
  expect(gaps.map((g) => g.x)).not.toContain(1);
  expect(gaps.every((g) => g.why.length > 10)).toBe(true);
});
