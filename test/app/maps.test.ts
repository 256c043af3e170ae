import { expect, test } from "vitest";
import { type ControllerHost, createController } from "#app/controller.ts";
import { bankOf } from "#app/maps/bank.ts";
import { statesOf } from "#app/maps/values.ts";
import { windowContents } from "#app/maps/window-matrix.ts";
import { preferencesCell } from "#app/state/preferences.ts";
import type { Vec3 } from "#engine/grid.ts";
import { reasonOf } from "#engine/maps/map-state.ts";
import { load } from "#io/load.ts";
import type { Series } from "#io/series.ts";
import { PADDING, quantityCode, unitCode, writeParametricMap } from "#io/writers/parametric-map.ts";
import { SessionStore } from "#session/store.ts";
import { createInlinePool } from "#workers/spawn-inline.ts";
import { parseCsv } from "../e2e/page.ts";
import { memoryFile, plainHost } from "../helpers/load-files.ts";
import { seriesOn } from "../io/readers/plain-series.ts";
import { aSeries } from "./a-series.ts";

const dims: Vec3 = [12, 10, 8];
/** Noise whose values anyone can make again: a linear congruential sequence, 0 to 199 HU. */
function noise(): Float32Array {
  let state = 7;
  return Float32Array.from({ length: dims[0] * dims[1] * dims[2] }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state % 200;
  });
}

/** The app with a noisy CT and one segment: the voxels 2..9 × 2..7 × 1..6. */
async function anApp() {
  const series: Series = {
    ...aSeries(),
    image: {
      unit: "HU",
      data: noise(),
      grid: { dims, spacing: [1, 1, 1], origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
    },
  };
  const mask = new Uint8Array(series.image.data.length);
  for (let z = 1; z < 7; z++)
    for (let y = 2; y < 8; y++) mask.fill(1, 2 + dims[0] * (y + dims[1] * z), 10 + dims[0] * (y + dims[1] * z));
  const segments = [{ name: "R", number: 1, color: null, voxels: 288, mask }];
  const saved: { name: string; content: string | Uint8Array }[] = [];
  const host: ControllerHost = {
    store: new SessionStore(),
    pool: createInlinePool(),
    load: async () => ({
      series: [series],
      segmentations: [
        { id: "g", seriesId: series.id, kind: "RTSTRUCT", label: "p", path: "", sha256: "", findings: [], segments },
      ],
      refusals: [],
    }),
    preferences: preferencesCell(null, "en-GB"),
    createViewer: () => Promise.reject(new Error("no viewer in a test")),
    fetchDemo: async () => new Uint8Array(8),
    exporter: { save: (name, content) => saved.push({ name, content }), copy: async () => {} },
    segmentName: (n) => `Lesion ${n}`,
    setLanguage: () => {},
  };
  const app = createController(host);
  await app.openFiles([{ path: "a.dcm", size: 1, bytes: async () => new Uint8Array(1) }]);
  const { recipe } = app.store.state.series[series.id];
  app.setRecipe({ ...recipe, interpolation: null, discretisation: { method: "FBN", bins: 8 } });
  return { app, series, saved };
}
const layers = (app: Awaited<ReturnType<typeof anApp>>["app"]) => app.maps.state.value.layers;

test("a map is the feature of the window around each voxel; it becomes a layer, and old when a stroke follows", async () => {
  const { app, series } = await anApp();
  app.maps.choose({ featureIds: ["statistics.mean", "glcm.contrast"] });
  await app.maps.compute();
  expect(app.maps.state.value.problem).toBeNull();
  expect(layers(app).map((l) => [l.name, l.status, l.grid.dims])).toEqual([
    ["Mean", "done", [8, 6, 6]],
    ["Contrast", "done", [8, 6, 6]],
  ]);
  const [mean, contrast] = layers(app);
  // By hand: the mean of the 27 voxels around voxel (5, 4, 3) of the image, which is (3, 2, 2) of the map.
  let sum = 0;
  for (const z of [2, 3, 4])
    for (const y of [3, 4, 5]) for (const x of [4, 5, 6]) sum += series.image.data[x + 12 * (y + 10 * z)];
  const at = 3 + 8 * (2 + 6 * 2);
  expect(mean.values[at]).toBeCloseTo(sum / 27, 4);
  // By hand: contrast is the mean of (i − j)² over all pairs of neighbours in the window, levels being the region's.
  const value = ([x, y, z]: Vec3) => series.image.data[x + 12 * (y + 10 * z)];
  const every = (lo: Vec3, hi: Vec3): Vec3[] => {
    const out: Vec3[] = [];
    for (let z = lo[2]; z <= hi[2]; z++)
      for (let y = lo[1]; y <= hi[1]; y++) for (let x = lo[0]; x <= hi[0]; x++) out.push([x, y, z]);
    return out;
  };
  const region = every([2, 2, 1], [9, 7, 6]).map(value);
  const [least, most] = [Math.min(...region), Math.max(...region)];
  const level = (v: Vec3) => Math.min(8, Math.floor((8 * (value(v) - least)) / (most - least)) + 1);
  const voxels = every([4, 3, 2], [6, 5, 4]);
  const squares = voxels.flatMap((v) =>
    voxels.filter((w) => Math.max(...v.map((c, a) => Math.abs(c - w[a]))) === 1).map((w) => (level(v) - level(w)) ** 2),
  );
  const byHand = squares.reduce((n, d) => n + d, 0) / squares.length;
  expect(contrast.values[at]).toBeCloseTo(byHand, 4);

  // The matrix shown for that voxel gives the same number.
  if (contrast.source.kind !== "map") throw new Error("no map");
  const { levels, matrix } = windowContents(contrast.source.prepared, "glcm", [3, 2, 2]);
  expect(levels.flat(2)).toEqual(voxels.map(level));
  let [sum2, count] = [0, 0];
  matrix?.cells.forEach((row, r) => {
    row.forEach((n, c) => {
      sum2 += n * (matrix.rows[r] - matrix.columns[c]) ** 2;
      count += n;
    });
  });
  expect(sum2 / count).toBeCloseTo(byHand, 9);

  const map = app.store.labelMap(series.id);
  map?.labels.fill(0, 2 + 12 * (2 + 10), 4 + 12 * (2 + 10));
  app.store.commitVoxels(series.id, { key: "history.eraser" });
  expect(layers(app).map((l) => l.status)).toEqual(["stale", "stale"]);
  app.undo();
  await app.maps.compute();
  expect(layers(app).map((l) => l.status)).toEqual(["done", "done"]);
});

test("what cannot be computed is a problem with its figures, and no layer", async () => {
  const { app } = await anApp();
  app.maps.choose({ settings: { radius: 5, dimensionality: "3D", masked: true, directions: "merged" } });
  await app.maps.compute();
  expect(app.maps.state.value.problem).toMatchObject({
    code: "radius_exceeds_region",
    fields: { window: "11 × 11 × 11", found: "8 × 6 × 6" },
  });
  expect(layers(app)).toEqual([]);
  app.addSegment();
  await app.maps.compute();
  expect(app.maps.state.value.problem?.code).toBe("no_segment");
});

test("a cancelled map stays to be looked at, but is not measured or exported", async () => {
  const { app } = await anApp();
  const stop = app.maps.state.subscribe(() => {
    if (layers(app).length === 0) return;
    stop();
    app.maps.cancel();
  });
  await app.maps.compute();
  expect(layers(app)[0].status).toBe("partial");
  expect(app.maps.state.value.work).toBeNull();
  expect(app.maps.threshold(layers(app)[0].id, 0, null)).toBe(0);
});

test("a range of a map becomes a segment over the other, which stays whole; undo takes it away", async () => {
  const { app, series } = await anApp();
  app.maps.choose({ featureIds: ["statistics.mean"] });
  await app.maps.compute();
  const [mean] = layers(app);
  const wanted = mean.values.filter((v) => v >= 100).length;
  expect(wanted).toBeGreaterThan(20);
  // A locked segment may have parts: nothing is taken from it.
  app.store.updateSegment(series.id, 1, { locked: true });
  expect(app.maps.threshold(mean.id, 100, null)).toBe(wanted);
  const { segments } = app.store.state.series[series.id];
  expect(segments.map((s) => [s.name, s.layer ?? 0])).toEqual([
    ["R", 0],
    ["Mean ≥ 100", 1],
  ]);
  expect([1, 2].map((l) => app.tallies.value[series.id][l].count)).toEqual([288, wanted]);
  app.undo();
  expect(app.store.state.series[series.id].segments.map((s) => s.name)).toEqual(["R"]);
  expect(app.tallies.value[series.id][1].count).toBe(288);
});

test("a difference is one map minus another; k-means makes habitats that fill the region", async () => {
  const { app, series } = await anApp();
  app.maps.choose({ featureIds: ["statistics.mean", "statistics.maximum"] });
  await app.maps.compute();
  const [mean, maximum] = layers(app);
  app.maps.subtract(maximum.id, mean.id);
  const difference = layers(app)[0];
  expect(difference.name).toBe("Maximum − Mean");
  expect(difference.values[100]).toBe(Math.fround(maximum.values[100] - mean.values[100]));
  expect(difference.range[0]).toBe(-difference.range[1]);
  await app.maps.cluster([mean.id, maximum.id], 3);
  const { segments } = app.store.state.series[series.id];
  expect(segments.map((s) => s.name)).toEqual(["R", "Habitat 1", "Habitat 2", "Habitat 3"]);
  const { habitats } = app.maps.state.value;
  expect(habitats?.counts.reduce((n, c) => n + c, 0)).toBe(288);
  expect(habitats?.means[0]).toBeLessThan(habitats?.means[2] ?? 0);
  expect([2, 3, 4].map((l) => app.tallies.value[series.id][l].count)).toEqual(habitats?.counts);
});

test("a filter's response is the filtered image: the mean filter's closed form", async () => {
  const { app, series } = await anApp();
  await app.maps.respond({ id: "mean", params: { support: 3 } });
  expect(app.maps.state.value.problem).toBeNull();
  const [response] = layers(app);
  expect([response.name, response.grid.dims]).toEqual(["mean-3-3D", dims]);
  let sum = 0;
  for (const z of [2, 3, 4])
    for (const y of [3, 4, 5]) for (const x of [4, 5, 6]) sum += series.image.data[x + 12 * (y + 10 * z)];
  expect(response.values[5 + 12 * (4 + 10 * 3)]).toBeCloseTo(sum / 27, 4);
});

test("without a segment a response is shown in the slice in view", async () => {
  const { app, series } = await anApp();
  app.store.removeSegment(series.id, 1);
  await app.maps.respond({ id: "square", params: {} });
  expect(layers(app)[0].grid.dims).toEqual([12, 10, 1]);
  expect(layers(app)[0].grid.origin).toEqual([0, 0, 4]);
});

test("a series is not laid over itself", async () => {
  const { app, series } = await anApp();
  app.maps.lay(series.id);
  expect(layers(app)).toEqual([]);
});

test("maps are saved as NIfTI, NRRD and DICOM", async () => {
  const { app, saved } = await anApp();
  await app.maps.compute();
  for (const format of ["nifti", "nrrd", "dicom"] as const) await app.exportLayer(layers(app)[0].id, format);
  expect(saved.map((s) => s.name.replace(/^.*_/, ""))).toEqual([
    "map-Contrast.nii.gz",
    "map-Contrast.nrrd",
    "map-Contrast.dcm",
  ]);
  const text = new TextDecoder("latin1").decode((saved[1].content as Uint8Array).subarray(0, 2000));
  expect(text).toContain("sizes: 8 6 6");
  expect(text).toMatch(/derivation:=Feature map glcm\.contrast, 3D window of radius 1/);
});

test("a bank is one table; its columns are named as the field names them", async () => {
  const { app, series, saved } = await anApp();
  const { recipe } = app.store.state.series[series.id];
  const bank = bankOf(["original", "log", "wavelet", "usual"], recipe);
  expect(bank.length).toBe(1 + 5 + 8 + 5);
  expect(bankOf(["log"], { ...recipe, profile: "PyRadiomics" })[0]?.params).toEqual({
    sigma: 1,
    convention: "PyRadiomics",
  });
  await app.bank.run(["original", "usual"]);
  expect(app.bank.state.value).toEqual({ work: null, problem: null });
  const [row] = parseCsv(String(saved[0].content));
  const columns = Object.keys(row);
  expect(columns.filter((c) => c.includes("statistics.mean") && !c.includes("absolute")).length).toBe(6);
  expect(columns.some((c) => c.startsWith("squareroot") || c.startsWith("square"))).toBe(true);
  // The mean of squares is the square of the root mean square.
  const mean = Number(row["statistics.root_mean_square"]) ** 2;
  expect(mean).toBeGreaterThan(0);
});

test("a map that was saved as DICOM comes back to lie over its image, its empty voxels clear", async () => {
  const grid = {
    dims: [5, 4, 3],
    spacing: [1, 1, 2],
    origin: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  } as const;
  const image = seriesOn(grid);
  // Every seventh voxel has no value; the others hold 0.25, 0.5 …, exact in single precision.
  const values = Float32Array.from({ length: 60 }, (_, n) => (n % 7 === 0 ? PADDING : n / 4));
  const quantity = quantityCode({ id: "glcm.contrast", name: "Contrast", ibsi: "ACUI" });
  const map = { grid, values, padding: PADDING, quantity, unit: unitCode("1", "HU"), derivation: "A test." };
  const bytes = writeParametricMap(image, map, { now: new Date(2026, 0, 2), appVersion: "0" });
  const { series } = await load([memoryFile("map.dcm", bytes)], plainHost());
  expect(series[0].frameOfReferenceUid).toBe(image.frameOfReferenceUid);
  expect(series[0].range).toEqual([0.25, 59 / 4]);
  const states = statesOf(series[0]) ?? new Uint8Array();
  expect(Array.from(states, reasonOf)).toEqual(Array.from(values, (_, n) => (n % 7 === 0 ? "not_defined" : null)));
  expect(statesOf(image)).toBe(null);
});
