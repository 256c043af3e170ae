import { expect, test, vi } from "vitest";
import { type ControllerHost, createController } from "#app/controller.ts";
import { preferencesCell } from "#app/state/preferences.ts";
import { APP_VERSION } from "#app/version.ts";
import type { ImportedSegmentation, LoadResult, Series } from "#io/series.ts";
import { SessionStore } from "#session/store.ts";
import { createInlinePool } from "#workers/spawn-inline.ts";
import packageJson from "../../package.json" with { type: "json" };
import { aSeries } from "./a-series.ts";

const segmentation = (series: Series, masks: readonly number[][]): ImportedSegmentation => ({
  id: "seg",
  seriesId: series.id,
  kind: "RTSTRUCT",
  label: "plan",
  path: "rs.dcm",
  sha256: "",
  findings: [],
  segments: masks.map((indices, i) => {
    const mask = new Uint8Array(series.image.data.length);
    for (const at of indices) mask[at] = 1;
    return { name: `R${i + 1}`, number: i + 1, color: null, voxels: indices.length, mask };
  }),
});

function anApp(result: Partial<LoadResult> = {}) {
  const saved: { name: string; content: string | Uint8Array }[] = [];
  const copied: string[] = [];
  const host: ControllerHost = {
    store: new SessionStore(),
    pool: createInlinePool(),
    load: async () => ({ series: [], segmentations: [], refusals: [], ...result }),
    preferences: preferencesCell(null, "en-GB"),
    createViewer: () => Promise.reject(new Error("no viewer in a test")),
    fetchDemo: async () => new Uint8Array(8),
    exporter: {
      save: (name, content) => saved.push({ name, content }),
      copy: async (text) => void copied.push(text),
    },
    segmentName: (n) => `Lesion ${n}`,
    habitatName: (n) => `Habitat ${n}`,
    setLanguage: () => {},
  };
  return { app: createController(host), saved, copied };
}
const aFile = { path: "a.dcm", size: 1, bytes: async () => new Uint8Array(1) };
const said = (app: ReturnType<typeof anApp>["app"]) => app.messages.list.value.map((m) => m.key);

test("the app's version is the package's", () => {
  expect(APP_VERSION).toBe(packageJson.version);
});

test("a study with a structure set: its regions become segments, with size and mean", async () => {
  const series = aSeries();
  const { app } = anApp({ series: [series], segmentations: [segmentation(series, [[0, 1, 2, 3]])] });
  await app.openFiles([aFile]);
  expect(app.store.state.activeSeries).toBe(series.id);
  expect(app.store.state.series[series.id].segments.map((s) => s.name)).toEqual(["R1"]);
  expect(app.tallies.value[series.id][1]).toEqual({ count: 4, valued: 4, sum: 0 + 1 + 2 + 3 });
});

test("a demo's finished segmentation is offered, not added; adding it can be undone", async () => {
  const series = aSeries();
  const finished = segmentation(series, [[5, 6]]);
  const { app } = anApp({ series: [series], segmentations: [finished] });
  await app.openDemo("demo.zip");
  expect(app.store.state.series[series.id].segments).toEqual([]);
  app.addSegmentation(finished);
  expect(app.tallies.value[series.id][1].count).toBe(2);
  app.undo();
  expect(app.store.state.series[series.id].segments).toEqual([]);
  expect(app.tallies.value[series.id][1].count).toBe(0);
  expect(app.library.value.added.size).toBe(0);
  app.redo();
  expect(app.tallies.value[series.id][1].count).toBe(2);
  expect(app.library.value.added.size).toBe(1);
});

test("regions that overlap come whole, each in a layer of its own; the export has both", async () => {
  const series = aSeries();
  const { app, saved } = anApp({
    series: [series],
    segmentations: [
      segmentation(series, [
        [0, 1, 2],
        [2, 3],
      ]),
    ],
  });
  await app.openFiles([aFile]);
  expect(said(app).filter((key) => !key.startsWith("error."))).toEqual([]);
  expect(app.store.state.series[series.id].segments.map((s) => s.layer ?? 0)).toEqual([0, 1]);
  expect([1, 2].map((l) => app.tallies.value[series.id][l])).toEqual([
    { count: 3, valued: 3, sum: 0 + 1 + 2 },
    { count: 2, valued: 2, sum: 2 + 3 },
  ]);
  await app.export("nifti");
  expect(saved[0].name).toMatch(/zip$/);
  expect(app.messages.list.value[0]).toMatchObject({ key: "layers.exported", fields: { count: 2 } });
});

test("a finished segmentation lies over what is drawn, and tells how well they agree", async () => {
  const series = aSeries();
  const finished = segmentation(series, [[4, 5, 6, 7]]);
  const { app } = anApp({ series: [series], segmentations: [finished] });
  await app.openDemo("demo.zip");
  const mine = app.addSegment();
  for (const at of [5, 6, 9]) app.store.labelMap(series.id)?.labels.fill(mine, at, at + 1);
  app.store.commitVoxels(series.id, { key: "history.brush" });
  app.addSegmentation(finished);
  const { segments, activeLabel } = app.store.state.series[series.id];
  expect(segments.map((s) => s.name)).toEqual(["Lesion 1", "R1"]);
  expect(activeLabel).toBe(mine);
  expect([1, 2].map((label) => app.tallies.value[series.id][label].count)).toEqual([3, 4]);
  // 2 · |{5, 6}| / (4 + 3)
  expect(app.messages.list.value.find((m) => m.key === "segments.compared")?.fields).toMatchObject({ dice: "0.571" });
});

test("where labels run out, what was not added is named", async () => {
  const series = aSeries();
  const finished = segmentation(series, [[4], [4, 5], [6]]);
  const { app } = anApp({ series: [series], segmentations: [finished] });
  await app.openDemo("demo.zip");
  for (let n = 0; n < 254; n++) app.store.addSegment(series.id, `${n}`);
  app.addSegmentation(finished);
  const [message] = app.messages.list.value.filter((m) => m.key === "layers.full");
  expect(message.fields).toEqual({ count: 2, names: "R2, R3" });
});

test("files that were not loaded give one message for each reason", async () => {
  const refusal = (path: string, code: "truncated" | "not_dicom") => ({
    path,
    finding: { level: "error" as const, code, detail: "d", fields: {} },
  });
  const refusals = [refusal("a", "truncated"), refusal("b", "truncated"), refusal("c", "not_dicom")];
  const { app } = anApp({ refusals });
  await app.openFiles([aFile]);
  const keys = said(app);
  expect(keys.filter((k) => k.startsWith("finding."))).toEqual(["finding.not_dicom", "finding.truncated"]);
  expect(keys).toContain("error.nothing");
  expect(app.messages.list.value.find((m) => m.key === "finding.truncated")?.subjects).toEqual(["a", "b"]);
});

test("names of new segments count on from those that exist", async () => {
  const series = aSeries();
  const { app } = anApp({ series: [series] });
  await app.openFiles([aFile]);
  app.addSegment();
  app.addSegment();
  expect(app.store.state.series[series.id].segments.map((s) => s.name)).toEqual(["Lesion 1", "Lesion 2"]);
});

test("features follow a stroke while they are looked at, and an export waits for them", async () => {
  const series = aSeries();
  const { app, saved } = anApp({ series: [series], segmentations: [segmentation(series, [[0, 1, 4, 5, 12, 13]])] });
  await app.openFiles([aFile]);
  app.showTab("features");
  const measured = () => app.measurements.value[series.id]?.[1];
  await vi.waitFor(() => expect(measured()?.status).toBe("done"), { timeout: 5000 });
  const mean = () => measured()?.extraction?.rows.find((r) => r.id === "statistics.mean");

  const map = app.store.labelMap(series.id);
  map?.labels.fill(1, 0, 12);
  app.store.commitVoxels(series.id, { key: "history.brush", fields: { slice: 1 } });
  expect(measured()?.status).toBe("stale");
  await app.export("csv-long");
  expect(measured()?.status).toBe("done");
  expect(saved[0].name).toBe("Thorax-1.0-soft_20260102_features-long.csv");
  expect(String(saved[0].content)).toContain("statistics.mean");
  expect(mean()).toHaveProperty("value");
});

test("settings that cannot be used refuse, and say so", async () => {
  const series = aSeries();
  const { app } = anApp({ series: [series], segmentations: [segmentation(series, [[0, 1, 4, 5]])] });
  await app.openFiles([aFile]);
  app.showTab("features");
  app.setRecipe({ ...app.store.state.series[series.id].recipe, discretisation: { method: "FBN", bins: 0 } });
  await vi.waitFor(() => expect(app.measurements.value[series.id]?.[1]?.status).toBe("refused"), { timeout: 5000 });
  expect(app.measurements.value[series.id][1].extraction).toBeNull();
});

test("with nothing drawn, an export says so", async () => {
  const series = aSeries();
  const { app, saved } = anApp({ series: [series] });
  await app.openFiles([aFile]);
  await app.export("json");
  expect(saved).toEqual([]);
  expect(said(app)[0]).toBe("export.nothing");
});
