import { expect, test } from "vitest";
import { cell } from "#app/state/cell.ts";
import { messageCentre } from "#app/state/messages.ts";
import { pairsOfReaders, pairsOfSeries, type RegionRef } from "#app/workbench/robustness/pairs.ts";
import { firstChoice, numbersOf, numbersText, planFor, planSize, possibleFor } from "#app/workbench/robustness/plan.ts";
import { failuresOf, sorted, stableKeys, trustRows } from "#app/workbench/robustness/rows.ts";
import { createWorkbench } from "#app/workbench/workbench.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { Series } from "#io/series.ts";
import { SessionStore } from "#session/store.ts";
import { createInlinePool } from "#workers/spawn-inline.ts";
import { aSeries } from "../a-series.ts";

const recipe: Recipe = {
  interpolation: null,
  resegmentation: { range: [null, null], outlierSigma: null },
  discretisation: { method: "FBN", bins: 8 },
  ivh: { method: "none" },
  aggregations: ["3D_mrg"],
  texture: { distance: 1, weighting: "none", coarseness: 0 },
};
const N = 40;

/** A scan with four bright cubes as segments; `shift` and `gain` set a second scan apart from the first. */
function aScan(id: string, gain: number, names: readonly string[], unit: Series["image"]["unit"] = "HU") {
  const data = new Float32Array(N * N * N);
  const labels = new Uint8Array(data.length);
  let seed = 3;
  for (let i = 0; i < data.length; i++) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const [x, y, z] = [i % N, Math.floor(i / N) % N, Math.floor(i / (N * N))];
    const l =
      names.findIndex((_, c) => x >= 6 + 8 * c && x < 9 + 8 * c + c && y >= 16 && y < 21 && z >= 16 && z < 21) + 1;
    labels[i] = l;
    data[i] = (seed >>> 16) / 8192 + 50 * l * gain;
  }
  const grid = {
    dims: [N, N, N],
    spacing: [1, 1, 1],
    origin: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  } as const;
  const series: Series = { ...aSeries({ id, unit }), description: id, image: { grid, data, unit } };
  return { series, labels, names };
}

function workbenchOf(scans: readonly ReturnType<typeof aScan>[]) {
  const store = new SessionStore();
  for (const { series, labels, names } of scans) {
    const map = { dims: series.image.grid.dims, labels, committed: new Uint8Array(labels.length) };
    store.openSeries(series.id, map, recipe);
    for (const name of names) store.addSegment(series.id, name);
    store.commitVoxels(series.id, { key: "history.edit" });
  }
  store.activate(scans[0].series.id);
  const messages = messageCentre();
  const workbench = createWorkbench({
    store,
    pool: createInlinePool(),
    viewer: cell(null),
    messages,
    exporter: { save: () => {}, copy: async () => {} },
    seriesById: (id: string) => scans.find((s) => s.series.id === id)?.series,
  } as Parameters<typeof createWorkbench>[0]);
  return { store, messages, selection: workbench.selection, ...workbench.robustness };
}
const names = ["Lesion 1", "Lesion 2", "Lesion 3", "Lesion 4"];

test("a plan is measured, its statistics sorted, the stable features kept; a stroke makes it old", async () => {
  const { perturb, state, choosePlan, store, regionsOf, selection } = workbenchOf([aScan("s1", 1, names)]);
  choosePlan({ on: ["noise", "volume"], amounts: { ...firstChoice.amounts, noise: { repetitions: 2, sigma: null } } });
  await perturb([1, 2, 3, 4]);
  const result = state.value.results.perturb;
  if (!result) throw new Error(state.value.problem ?? "no result");
  expect(result.table.subjects).toEqual(names);
  expect(result.table.jobs).toHaveLength(4);
  // The noise that was put into the image is uniform over 8: SD 8 / √12.
  expect(Math.abs((result.noise ?? 0) / (8 / Math.sqrt(12)) - 1)).toBeLessThan(0.35);
  expect(state.value.work).toBe(null);
  const rows = trustRows(result.table.features, "perturb");
  const mean = rows.find((row) => row.key === "statistics.mean");
  expect(mean?.robustness.light.light).toBe("green");
  // Over noise alone volumes do not change at all.
  const noiseOnly = trustRows(result.table.features, "perturb", [0, 1]);
  const volume = noiseOnly.find((row) => row.key === "morphology.volume_voxel_counting");
  expect(volume?.robustness.wsd).toMatchObject({ value: 0 });
  const byIcc = sorted(rows, "icc", true).flatMap(({ robustness: { icc } }) => ("value" in icc ? [icc.value] : []));
  expect(byIcc).toEqual(byIcc.toSorted((a, b) => b - a));
  const unknown = sorted(rows, "icc", false).map((row) => "value" in row.robustness.icc);
  expect(unknown.lastIndexOf(true)).toBeLessThan(unknown.includes(false) ? unknown.indexOf(false) : unknown.length);
  const keys = stableKeys(rows, { what: "icc", limit: 0.9 });
  expect(keys).toContain("statistics.mean");
  expect(keys.length).toBe(rows.filter((row) => row.robustness.light.light === "green").length);
  selection.set({ keys, by: { what: "icc", limit: 0.9 } });
  expect(selection.value?.keys).toBe(keys);
  expect(result.stale).toBe(false);
  store.removeSegment("s1", 2);
  expect(state.value.results.perturb?.stale).toBe(true);
  expect(regionsOf("s1")).toHaveLength(3);
}, 60_000);

test("a perturbation that a region cannot take is named; the others' columns keep their statistics", async () => {
  const { perturb, state, choosePlan } = workbenchOf([aScan("s1", 1, names)]);
  const amounts = { ...firstChoice.amounts, volume: { fractions: [-0.1, -0.999] } };
  choosePlan({ on: ["volume"], amounts });
  await perturb([1, 2]);
  const table = state.value.results.perturb?.table;
  if (!table) throw new Error(state.value.problem ?? "no result");
  expect(failuresOf(table).map(({ subject, job }) => [subject, job])).toEqual([
    ["Lesion 1", "volume -99.9 %"],
    ["Lesion 2", "volume -99.9 %"],
  ]);
  expect(failuresOf(table, [0])).toEqual([]);
  const [row] = trustRows(table.features, "perturb");
  expect(row.robustness.wsd).toMatchObject({ reason: "missing_values" });
}, 60_000);

test("two scans: pairs by name, ICC(1,1), CCC and Bland–Altman of the values; other units are refused", async () => {
  const scans = [aScan("s1", 1, names), aScan("s2", 1.02, names), aScan("s3", 1, names, "SUV")];
  const { measurePairs, regionsOf, state } = workbenchOf(scans);
  const pairs = pairsOfSeries(regionsOf("s1"), regionsOf("s2"));
  expect(pairs).toHaveLength(4);
  await measurePairs("retest", pairs);
  const result = state.value.results.retest;
  if (!result) throw new Error(state.value.problem ?? "no result");
  expect(result.table.jobs).toEqual(["s1", "s2"]);
  const mean = trustRows(result.table.features, "retest").find((row) => row.key === "statistics.mean");
  expect(mean?.robustness.icc).toMatchObject({ model: "1,1", n: 4, k: 2 });
  const altman = mean?.pairs?.blandAltman;
  // Cubes of 50, 100, 150 and 200 that the second scan shows 2 % brighter: −1, −2, −3, −4.
  expect(altman && "bias" in altman && altman.bias.value).toBeCloseTo(-2.5, 4);
  expect(altman && "bias" in altman && altman.deviation).toBeCloseTo(Math.sqrt(5 / 3), 4);
  await measurePairs("retest", pairsOfSeries(regionsOf("s1"), regionsOf("s3")));
  expect(state.value.problem).toMatch(/different units, HU and SUV/);
}, 60_000);

test("two readers: ICC(2,1); with two pairs Bland–Altman says why it has none", async () => {
  const { measurePairs, regionsOf, state } = workbenchOf([aScan("s1", 1, ["Node A", "Node B", "Mass A", "Mass B"])]);
  const pairs = pairsOfReaders(regionsOf("s1"));
  expect(pairs.map((p) => [p.first.name, p.second.name])).toEqual([
    ["Node A", "Node B"],
    ["Mass A", "Mass B"],
  ]);
  await measurePairs("readers", pairs);
  const result = state.value.results.readers;
  const row = result && trustRows(result.table.features, "readers").find((r) => r.key === "statistics.mean");
  expect(row?.robustness.icc).toMatchObject({ model: "2,1", n: 2 });
  expect(row?.pairs?.blandAltman).toMatchObject({ reason: "too_few_subjects" });
}, 60_000);

const refs = (...list: string[]): RegionRef[] => list.map((name, i) => ({ seriesId: "s", label: i + 1, name }));
test.for<[string, string[], [string, string][]]>([
  [
    "a letter at the end",
    ["L1 A", "L1 B", "L2 A", "L2 B"],
    [
      ["L1 A", "L1 B"],
      ["L2 A", "L2 B"],
    ],
  ],
  [
    "a number at the beginning",
    ["R1 GTV", "R2 GTV", "R1 node", "R2 node"],
    [
      ["R1 GTV", "R2 GTV"],
      ["R1 node", "R2 node"],
    ],
  ],
  [
    "a word that one reader lacks",
    ["GTV", "node", "GTV second", "node second"],
    [
      ["GTV", "GTV second"],
      ["node", "node second"],
    ],
  ],
  [
    "the same names twice",
    ["GTV", "node", "gtv ", "Node"],
    [
      ["GTV", "gtv "],
      ["node", "Node"],
    ],
  ],
  ["nothing alike", ["liver", "spleen"], []],
])("readers are told apart by %s", ([, list, expected]) => {
  const found = pairsOfReaders(refs(...list)).map((p) => [p.first.name, p.second.name]);
  expect(found).toEqual(expected);
});

test("numbers as people type them, and what is none", () => {
  expect(numbersOf("−6; −2; 2,5")).toEqual([-6, -2, 2.5]);
  expect(numbersOf("0.25 0.75")).toEqual([0.25, 0.75]);
  expect(numbersOf("-4, 4")).toEqual([-4, 4]);
  expect(numbersOf("-4,-2")).toEqual([-4, -2]);
  expect(numbersOf("4; x")).toBe(null);
  expect(numbersOf("  ")).toBe(null);
  expect(numbersText([-4, 2.5])).toBe("−4; 2.5");
});

test("uneven slices are moved within their plane only; a filter has the whole image perturbed", () => {
  const even = aSeries();
  const uneven = aSeries({ use: "slices" });
  expect(possibleFor(uneven)).toEqual(["noise", "translation", "rotation"]);
  const amounts = { ...firstChoice.amounts, translation: { fractions: [0.5], axes: "3D" as const } };
  expect(planFor({ ...firstChoice, amounts }, even, false).translation.axes).toBe("3D");
  const plan = planFor({ ...firstChoice, amounts }, uneven, true);
  expect([plan.translation.axes, plan.chains.flat(), plan.marginMm]).toEqual([
    "2D",
    ["noise", "translation", "rotation"],
    null,
  ]);
  expect(planSize(plan)).toBe(4 + 1 + 2);
  expect(planSize(planFor({ ...firstChoice, on: [] }, even, false))).toMatchObject({ tag: "InvalidRecipe" });
  expect(planSize(planFor({ ...firstChoice, chained: true }, even, false))).toBe(4 * 4 * 2 * 2 * 4);
});
