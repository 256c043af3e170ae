import { expect, test } from "vitest";
import { digitalPhantom } from "#app/conformance/phantom.ts";
import { cell } from "#app/state/cell.ts";
import { messageCentre } from "#app/state/messages.ts";
import { draggedBins, draggedRange, leftOut, measuredWith, steppedBins } from "#app/workbench/inside/bins-edit.ts";
import { filledFormula, texNumber } from "#app/workbench/inside/fill-formula.ts";
import { heatOf, shadesOf } from "#app/workbench/inside/heat.ts";
import { createInside } from "#app/workbench/inside/inside.ts";
import { featureById } from "#engine/features/index.ts";
import { binsOf } from "#engine/inspect/bins.ts";
import { matrixParts } from "#engine/inspect/parts.ts";
import { inspectRegion } from "#engine/inspect/region.ts";
import { areTerms, termsOf } from "#engine/inspect/terms.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import { isReason } from "#engine/reason.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { Series } from "#io/series.ts";
import { SessionStore } from "#session/store.ts";
import { createInlinePool } from "#workers/spawn-inline.ts";
import { aSeries } from "./a-series.ts";

const recipe: Recipe = { ...ibsiConfigurations[0].recipe, aggregations: ["2D_avg", "3D_mrg"] };
const region = inspectRegion(digitalPhantom(), recipe);
if (isReason(region)) throw new Error(region.detail);
const partsOf = (...args: [Parameters<typeof matrixParts>[2], Parameters<typeof matrixParts>[3]]) => {
  const found = matrixParts(region.roi, recipe, ...args);
  if (isReason(found)) throw new Error(found.detail);
  return found;
};

test("a formula with its numbers put in", () => {
  const feature = featureById("glcm.joint_variance")?.feature;
  const [part] = partsOf("glcm", "3D_mrg");
  const terms = feature && termsOf(feature, part);
  if (!terms || !areTerms(terms)) throw new Error("no terms");
  // Joint average of the phantom, 3D merged: the IBSI has 2.15, p(1, 1) = 536 / 1054.
  const first = terms.terms[0];
  expect(first.at).toEqual([1, 1]);
  expect(filledFormula(terms, first)).toBe(String.raw`(1-2.149)^2\cdot 0.5085`);
  expect(texNumber(-3)).toBe("(-3)");
  expect(texNumber(1.23456e-7)).toBe(String.raw`1.235\cdot10^{-7}`);
  const sum = { over: "cell", tex: String.raw`-\frac{p_{ij}}{H}\cdot\log_2\frac{p_{ij}}{p_{i}\cdot p_{j}}` } as const;
  const term = { at: [1, 2], p: 0.25, value: 0, constants: { H: 2, "p_{i}": 0.5, "p_{j}": 0.125 } };
  expect(filledFormula(sum, term)).toBe(String.raw`-\frac{0.25}{2}\cdot\log_2\frac{0.25}{0.5\cdot 0.125}`);
});

test("a matrix as a table: empty rows stay, rare columns are left out, an NGTDM has two columns of its own", () => {
  const glcm = heatOf(partsOf("glcm", "3D_mrg"), region.roi.ng, true);
  expect([glcm.rows.length, glcm.columns.length, glcm.ordinal]).toEqual([6, 6, false]);
  expect(glcm.values[0]).toBe(536);
  expect(shadesOf(glcm, false)[0]).toBe(1);
  expect(shadesOf(glcm, true)[0]).toBe(1);
  expect(shadesOf(glcm, true)[6]).toBe(-1);
  // The zones of the volume: 1 × 50, 3 × 1, 4 × 1, 1, 14 (IBSI's table), 6 × 7.
  const zones = heatOf(partsOf("glszm", "3D_mrg"), region.roi.ng, false);
  expect(zones.ordinal).toBe(true);
  expect(zones.columns.at(-1)).toBe(50);
  const tones = heatOf(partsOf("ngtdm", "3D_mrg"), region.roi.ng, false);
  expect([tones.separate, tones.columns.length, tones.values[0]]).toEqual([true, 2, 50]);
  // Several matrices lie on top of each other: all pairs within slices.
  const slices = heatOf(partsOf("glcm", "2D_avg"), region.roi.ng, true);
  expect(slices.values.reduce((a, b) => a + b, 0)).toBe(
    partsOf("glcm", "2D_avg").reduce((sum, part) => sum + part.total, 0),
  );
});

test("dragged bins and ranges give numbers that people would write", () => {
  const values = Float64Array.from([0, 10, 50, 99, 100]);
  const how = { method: "FBS", width: 10 } as const;
  const bins = binsOf(values, { ...recipe, discretisation: how });
  if (isReason(bins)) throw new Error(bins.detail);
  expect(draggedBins(how, bins, 2, 50.3)).toEqual({ method: "FBS", width: 25 });
  expect(draggedBins(how, bins, 1, -5)).toMatchObject({ method: "FBS" });
  const ten = { method: "FBN", bins: 10 } as const;
  const counted = binsOf(values, { ...recipe, discretisation: ten });
  if (isReason(counted)) throw new Error(counted.detail);
  expect(draggedBins(ten, counted, 1, 20)).toEqual({ method: "FBN", bins: 5 });
  expect(steppedBins(ten, 1)).toEqual({ method: "FBN", bins: 9 });
  expect(steppedBins(how, 1)).toEqual({ method: "FBS", width: 11 });
  expect(draggedRange([null, null], 0, 20.2, values)).toEqual([20, null]);
  expect(draggedRange([20, null], 0, -3, values)).toEqual([null, null]);
  expect(draggedRange([20, null], 1, 7, values)).toEqual([20, 20]);
  expect([...leftOut(values, values.subarray(0, 3), bins)]).toEqual([
    [9, 1],
    [10, 1],
  ]);
});

test("another range measures what the engine would measure", () => {
  const rule = { range: [2, 5], outlierSigma: null } as const;
  const wanted = inspectRegion(digitalPhantom(), { ...recipe, resegmentation: rule });
  if (isReason(wanted)) throw new Error(wanted.detail);
  expect(measuredWith(region, rule)).toEqual(wanted.sorted);
  expect(measuredWith(wanted, recipe.resegmentation)).toEqual(region.sorted);
});

/** The phantom as the open series, its region as the active segment. */
function anInside() {
  const { image, labels } = digitalPhantom();
  const series: Series = { ...aSeries(), image };
  const store = new SessionStore();
  store.openSeries(series.id, { dims: image.grid.dims, labels, committed: labels.slice() }, recipe);
  store.activate(series.id);
  store.addSegment(series.id, "Region");
  const inside = createInside({
    store,
    pool: createInlinePool(),
    viewer: cell(null),
    messages: messageCentre(),
    exporter: { save: () => {}, copy: async () => {} },
    seriesById: (id) => (id === series.id ? series : undefined),
  });
  return { ...inside, store, series };
}

test("the matrix follows feature, settings and pointer", async () => {
  const { matrix, region: looked, lights, store, series } = anInside();
  const close = matrix.open();
  await expect.poll(() => matrix.state.value.parts?.length).toBe(1);
  expect(matrix.state.value.parts?.[0].total).toBe(1054);

  matrix.hover([3, 6]);
  await expect.poll(() => lights.lit.value?.voxels).toBe(7);
  matrix.hover(null);
  await expect.poll(() => lights.lit.value).toBeNull();

  matrix.choose("glrlm.run_entropy", "2D_avg");
  await expect.poll(() => matrix.state.value.parts?.length).toBe(16);
  matrix.setPart(3);
  expect(matrix.state.value.parts?.[3]).toMatchObject({ slice: 0 });
  // A feature of the same family keeps the matrix that is shown.
  matrix.choose("glrlm.run_percentage");
  expect(matrix.state.value.part).toBe(3);

  // Other settings: the same matrix of other levels. Another profile: its own family.
  store.setRecipe(series.id, { ...recipe, discretisation: { method: "FBN", bins: 2 } });
  await expect.poll(() => looked.state.value.region?.roi.ng).toBe(2);
  await expect.poll(() => matrix.state.value.parts?.[0].counts.i.at(-1)).toBe(2);
  store.setRecipe(series.id, { ...recipe, profile: "PyRadiomics", discretisation: { method: "FBS", width: 1 } });
  await expect.poll(() => matrix.state.value.featureId).toBe("pyradiomics.glrlm.RunPercentage");
  await expect.poll(() => matrix.state.value.parts?.length ?? 0).toBeGreaterThan(0);

  close();
  expect(looked.state.value.status).toBe("idle");
  expect(lights.overlays.value).toEqual([]);
});

test("a region that cannot be measured says why, and grey levels that there are none", async () => {
  const { matrix, region: looked, store, series } = anInside();
  matrix.open();
  await expect.poll(() => looked.state.value.status).toBe("done");
  store.setRecipe(series.id, { ...recipe, resegmentation: { range: [100, null], outlierSigma: null } });
  await expect.poll(() => looked.state.value.problem?.reason).toBe("empty_intensity_mask");
  expect(matrix.state.value.parts).toBeNull();
  store.setRecipe(series.id, { ...recipe, discretisation: { method: "FBS", width: 1e-7 } });
  await expect.poll(() => matrix.state.value.problem?.reason).toBe("too_many_levels");
});
