import { expect, test } from "vitest";
import { modifications } from "#app/commands/draw-commands.ts";
import { createDiameters, diametersCsv } from "#app/edit/diameters.ts";
import { createEditing } from "#app/edit/editing.ts";
import { offered } from "#app/edit/menu.ts";
import { compareRegions, regionsOf } from "#app/edit/regions.ts";
import { en } from "#app/i18n/en.ts";
import { cell } from "#app/state/cell.ts";
import type { Overlay } from "#app/viewer/overlay.ts";
import type { Mark, Viewer } from "#app/viewer/viewer.ts";
import { operations } from "#engine/edit/index.ts";
import { RadiomicaError } from "#engine/errors.ts";
import { defaultRecipe } from "#engine/plan/defaults.ts";
import type { IntensityUnit } from "#engine/volume.ts";
import type { ImportedSegmentation, Series } from "#io/series.ts";
import { SessionStore } from "#session/store.ts";
import { jobs } from "#workers/jobs.ts";
import type { Pool } from "#workers/protocol.ts";
import { aSeries } from "./a-series.ts";

/** 20 × 20 × 20 voxels of 1 mm whose value is their i; one segment, a block of 4 × 4 × 4 from (4, 4, 4). */
function aDrawing(unit: IntensityUnit = "HU", pool?: Pick<Pool, "run" | "shared">) {
  const grid = { ...aSeries().image.grid, dims: [20, 20, 20], spacing: [1, 1, 1] } as const;
  const data = Float32Array.from({ length: 8000 }, (_, i) => i % 20);
  const series: Series = { ...aSeries({ unit }), image: { grid, data, unit }, range: [0, 19] };
  const store = new SessionStore();
  const map = { dims: grid.dims, labels: new Uint8Array(8000), committed: new Uint8Array(8000) };
  store.openSeries(series.id, map, defaultRecipe("CT", unit, grid, "volume"));
  store.activate(series.id);
  const draw = (low: readonly number[], high: readonly number[], label: number) => {
    for (let k = low[2]; k <= high[2]; k++)
      for (let j = low[1]; j <= high[1]; j++)
        map.labels.fill(label, low[0] + 20 * (j + 20 * k), high[0] + 1 + 20 * (j + 20 * k));
    store.commitVoxels(series.id, { key: "history.brush" });
  };
  store.addSegment(series.id, "Lesion");
  draw([4, 4, 4], [7, 7, 7], 1);
  const viewer = cell<Viewer | null>(null);
  const editing = createEditing({ store, viewer, activeSeries: () => series, pool });
  const count = (label: number) => map.committed.reduce((n, l) => n + (l === label ? 1 : 0), 0);
  return { series, store, map, draw, editing, viewer, count };
}

test("an operation is one step of history with its numbers in the title, and can be taken back", async () => {
  const { editing, series, store, count } = aDrawing();
  editing.setValue(series, "margin", "mm", 1);
  const report = await editing.apply();
  expect(report).toMatchObject({ kind: "done", added: 96, removed: 0 });
  expect(count(1)).toBe(160);
  const title = store.history.undo.at(-1)?.title;
  expect(title).toMatchObject({ key: "history.modify_margin", fields: { mm: 1 } });
  editing.takeBack();
  expect(count(1)).toBe(64);
  store.redo();
  expect(count(1)).toBe(160);
});

test("what changes becomes a segment of its own, in the same step; the active segment stays active", async () => {
  const { editing, store, series, count } = aDrawing();
  editing.setApart(true);
  editing.setValue(series, "margin", "mm", 1);
  await editing.apply();
  expect([count(1), count(2)]).toEqual([64, 96]);
  expect(store.state.series[series.id].activeLabel).toBe(1);
  expect(store.state.series[series.id].segments).toHaveLength(2);
  store.undo();
  expect([count(1), count(2)]).toEqual([64, 0]);
  expect(store.state.series[series.id].segments).toHaveLength(1);
});

test("islands become segments; their voxels and names come and go in one step", async () => {
  const { editing, draw, store, series, count } = aDrawing();
  draw([12, 12, 12], [12, 12, 14], 1);
  editing.choose("split_islands");
  await editing.apply();
  expect([count(1), count(2)]).toEqual([64, 3]);
  expect(store.state.series[series.id].segments.map((s) => s.name)).toEqual(["Lesion", "Lesion (2)"]);
  store.undo();
  expect([count(1), count(2)]).toEqual([67, 0]);
});

test("locked: the segment refuses, another keeps its voxels, uniting from it is refused", async () => {
  const { editing, draw, store, series, count } = aDrawing();
  store.addSegment(series.id, "Wall");
  draw([8, 0, 0], [8, 19, 19], 2);
  store.updateSegment(series.id, 2, { locked: true });
  store.activateSegment(series.id, 1);
  editing.setValue(series, "margin", "mm", 2);
  // The wall is 1 mm from the block: √3 mm remain to the sides, one voxel each way also in the diagonal.
  expect(await editing.apply()).toMatchObject({ kind: "done", taken: 36 });
  expect(count(2)).toBe(400);
  editing.choose("unite");
  expect(await editing.apply()).toEqual({ kind: "refused", id: "unite", reason: "other_locked" });
  store.updateSegment(series.id, 1, { locked: true });
  editing.choose("margin");
  expect(await editing.apply()).toMatchObject({ reason: "locked" });
});

test("cut at the slice of the active view, and not without a view", async () => {
  const { editing, viewer, count } = aDrawing();
  editing.choose("cut_plane");
  expect(await editing.apply()).toMatchObject({ reason: "no_plane" });
  const views = [{ viewportId: "sagittal", plane: "sagittal", slice: 5 }];
  viewer.set({ snapshot: { activeViewport: "sagittal", views }, subscribe: () => {} } as unknown as Viewer);
  await editing.apply();
  expect(count(1)).toBe(48);
});

test("seeds grow against each other in one step; without a second one, or with a bad distance, they refuse", async () => {
  const { editing, draw, store, series, count, map } = aDrawing();
  store.addSegment(series.id, "Other");
  draw([15, 4, 4], [15, 7, 7], 2);
  editing.choose("grow_seeds");
  editing.setValue(series, "grow_seeds", "mm", 2);
  const report = await editing.apply();
  // Box 2..17 × 2..9 × 2..9: all of it is given away.
  expect(count(1) + count(2)).toBe(16 * 8 * 8);
  expect(report).toMatchObject({ kind: "done", added: 16 * 64 - 80 });
  store.undo();
  expect([count(1), count(2)]).toEqual([64, 16]);

  draw([0, 0, 0], [0, 0, 0], 1);
  map.labels.fill(0, 0, 1);
  store.commitVoxels(series.id, { key: "history.eraser" });
  editing.setValue(series, "grow_seeds", "mm", -1);
  expect(await editing.apply()).toMatchObject({ reason: "bad_value" });
  store.removeSegment(series.id, 2);
  editing.setValue(series, "grow_seeds", "mm", 2);
  expect(await editing.apply()).toMatchObject({ reason: "no_other" });
});

test("PET operations for SUV images alone; liver reference from another segment", async () => {
  expect(offered(aSeries()).some((e) => e.group === "pet")).toBe(false);
  const { editing, draw, store, series, count } = aDrawing("SUV");
  expect(offered(series).filter((e) => e.group === "pet")).toHaveLength(4);
  store.addSegment(series.id, "Liver");
  draw([0, 15, 15], [1, 15, 15], 2); // values 0 and 1: mean 0.5, SD √½
  store.activateSegment(series.id, 1);
  editing.choose("liver_reference");
  editing.setValue(series, "liver_reference", "factor", 7);
  const report = await editing.apply();
  expect(report?.kind === "done" && report.threshold).toBeCloseTo(3.5 + Math.SQRT2, 12);
  expect(count(1)).toBe(3 * 16); // of 4, 5, 6, 7 those from 4.91 up
});

test("every operation has its texts", () => {
  for (const { id, options } of operations) {
    expect(en.edit.about).toHaveProperty(id);
    expect(en.command).toHaveProperty(`modify_${id}`);
    expect(modifications.map((c) => c.id)).toContain(`modify_${id}`);
    expect(en.history).toHaveProperty(`modify_${id}`);
    for (const [name, option] of Object.entries(options)) {
      expect(en.edit.option).toHaveProperty(name);
      if (option.kind === "choice") for (const choice of option.of) expect(en.edit.choice).toHaveProperty(choice);
    }
  }
});

test("a segment and a region from a file are compared; what is gone compares with nothing", () => {
  const { series, store } = aDrawing();
  const mask = new Uint8Array(8000);
  for (let k = 4; k < 8; k++) for (let j = 4; j < 8; j++) mask.fill(1, 6 + 20 * (j + 20 * k), 10 + 20 * (j + 20 * k));
  const file: ImportedSegmentation = {
    id: "f",
    seriesId: series.id,
    kind: "SEG",
    label: "Reader 2",
    path: "",
    sha256: "",
    findings: [],
    segments: [{ name: "Lesion", number: 1, color: null, voxels: 64, mask }],
  };
  const { segments } = store.state.series[series.id];
  const mapOf = (label: number) => store.mapOf(series.id, label);
  const regions = { series, mapOf, segments, segmentations: [file] };
  const ids = regionsOf(regions).map((r) => r.id);
  expect(ids).toEqual(["label 1", "file f 0"]);
  expect(compareRegions(regions, ids[0], ids[1])).toMatchObject({ dice: 0.5, jaccard: 32 / 96, hausdorff: 2 });
  expect(compareRegions(regions, ids[0], "label 9")).toBe(null);
});

test("diameters of all segments, their CSV, and that drawing makes them stale", () => {
  const { series, store, draw, viewer } = aDrawing();
  const marks: Mark[][] = [];
  viewer.set({
    measuring: { setMarks: (list: Mark[]) => void marks.push(list) },
    subscribe: () => {},
  } as unknown as Viewer);
  const saved: string[] = [];
  const diameters = createDiameters({
    store,
    viewer,
    exporter: { save: (_name, content) => void saved.push(String(content)), copy: async () => {} },
  });
  diameters.measure(series, store.state.series[series.id].segments);
  const list = diameters.measured.value?.list ?? [];
  expect(list).toHaveLength(1);
  expect(list[0].longMm).toBeCloseTo(Math.hypot(4, 3), 9);
  expect(diameters.save(series)).toMatch(/diameters\.csv$/);
  expect(saved[0]).toBe(diametersCsv(list));
  const [header, row] = saved[0].split("\r\n").map((line) => line.split(","));
  expect(header.length).toBe(row.length);
  expect(row.slice(0, 5)).toEqual(["Lesion", "1", "5", String(list[0].shortMm), "5"]);
  draw([0, 0, 0], [1, 1, 1], 1);
  expect(diameters.measured.value?.stale).toBe(true);
  expect(diameters.save(series)).toBe(null);
  // Two lines over the image, gone as soon as they are not true any more.
  expect(marks.map((list) => list.length)).toEqual([2, 0]);
});

/** A viewer that keeps what lies over its images. */
function aViewer() {
  const seen: { list: readonly Overlay[] } = { list: [] };
  const overlays = {
    set: (list: readonly Overlay[]) => {
      seen.list = list;
    },
    setVisible: () => {},
  };
  return { seen, viewer: { overlays, subscribe: () => {}, snapshot: { views: [] } } as unknown as Viewer };
}
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("before it is applied, a change is a tint: what is added, what is taken away; it follows and ends", async () => {
  const { editing, series, viewer, draw, store, count } = aDrawing();
  const { seen, viewer: shown } = aViewer();
  viewer.set(shown);
  editing.setValue(series, "margin", "mm", 1);
  await wait(250);
  const [tint] = seen.list;
  // A block of 4 × 4 × 4 with its faces grown by one.
  expect(tint.values.filter((v) => v === 1)).toHaveLength(96);
  expect(tint.grid.origin).toEqual([2, 2, 2].map((at, a) => series.image.grid.origin[a] + at));
  expect(editing.foreseen.value).toMatchObject({ added: 96, removed: 0 });
  expect(count(1)).toBe(64);
  editing.setValue(series, "margin", "mm", -1);
  await wait(250);
  expect(seen.list[0].values.filter((v) => v === 2)).toHaveLength(56);
  // A stroke changes what there is to change.
  draw([4, 4, 4], [8, 7, 7], 1);
  await wait(250);
  expect(seen.list[0].values.filter((v) => v === 2)).toHaveLength(80 - 12);
  expect(editing.cancel()).toBe(true);
  expect(seen.list).toEqual([]);
  expect(editing.foreseen.value).toBeNull();
  editing.setValue(series, "margin", "mm", -9);
  await wait(250);
  expect(seen.list).toEqual([]);
  expect(editing.foreseen.value).toEqual({ refused: "nothing_left" });
  editing.setPreview(false);
  editing.setValue(series, "margin", "mm", 1);
  await wait(250);
  expect(seen.list).toEqual([]);
  expect(store.history.undo).toHaveLength(3);
});

test("beside the page: the same result; cancelled, or overtaken by a stroke, nothing is written", async () => {
  let hold: Promise<unknown> = Promise.resolve();
  const pool: Pick<Pool, "run" | "shared"> = {
    shared: true,
    run: async (name, input, { signal } = {}) => {
      const aborted = new Promise<never>((_, reject) =>
        signal?.addEventListener("abort", () => reject(new RadiomicaError("Cancelled", ""))),
      );
      await Promise.race([hold, aborted]);
      return jobs[name](input, { cancelled: () => false });
    },
  };
  const { editing, series, count, draw } = aDrawing("HU", pool);
  editing.setValue(series, "margin", "mm", 1);
  expect(await editing.apply()).toMatchObject({ kind: "done", added: 96 });
  expect(count(1)).toBe(160);
  hold = new Promise(() => {});
  const cancelled = editing.apply();
  await wait(60);
  editing.cancel();
  expect(await cancelled).toMatchObject({ kind: "refused", reason: "cancelled" });
  hold = wait(80);
  const overtaken = editing.apply();
  await wait(40);
  draw([15, 15, 15], [15, 15, 15], 1);
  expect(await overtaken).toMatchObject({ kind: "refused", reason: "interrupted" });
  expect(count(1)).toBe(161);
});
