import { expect, test } from "vitest";
import type { Recipe } from "#engine/recipe.ts";
import { SessionStore, type VoxelEvent } from "#session/store.ts";

const recipe: Recipe = {
  interpolation: null,
  resegmentation: { range: [null, null], outlierSigma: null },
  discretisation: { method: "none" },
  ivh: { method: "none" },
  aggregations: ["3D_mrg"],
  texture: { distance: 1, weighting: "none", coarseness: 0 },
};

function opened() {
  const store = new SessionStore();
  const map = { dims: [4, 4, 2] as const, labels: new Uint8Array(32), committed: new Uint8Array(32) };
  store.openSeries("s", map, recipe);
  const events: VoxelEvent[] = [];
  store.onVoxels((event) => events.push(event));
  return { store, map, events };
}
const brush = { key: "history.brush" };

test("everything can be undone and done again: strokes, names, colours, deletions", () => {
  const { store, map } = opened();
  const states: [string, string][] = [];
  const note = () => states.push([JSON.stringify(store.state.series.s.segments), map.labels.join("")]);
  note();
  const label = store.addSegment("s", "Lesion 1");
  note();
  map.labels.fill(label, 3, 7);
  store.commitVoxels("s", brush, [0]);
  note();
  store.updateSegment("s", label, { name: "Nodule", color: [1, 2, 3] });
  note();
  store.updateSegment("s", label, { visible: false });
  note();
  store.removeSegment("s", label);
  note();
  expect(map.labels.every((v) => v === 0)).toBe(true);
  const forwards = [...states];
  for (let n = forwards.length - 2; n >= 0; n--) {
    expect(store.undo()).not.toBeNull();
    expect([JSON.stringify(store.state.series.s.segments), map.labels.join("")]).toEqual(forwards[n]);
  }
  expect(store.undo()).toBeNull();
  for (let n = 1; n < forwards.length; n++) {
    expect(store.redo()).not.toBeNull();
    expect([JSON.stringify(store.state.series.s.segments), map.labels.join("")]).toEqual(forwards[n]);
  }
  expect(store.redo()).toBeNull();
});

test("a stroke cannot change a locked segment", () => {
  const { store, map, events } = opened();
  const a = store.addSegment("s", "a");
  map.labels.fill(a, 0, 4);
  store.commitVoxels("s", brush);
  store.updateSegment("s", a, { locked: true });
  const b = store.addSegment("s", "b");
  map.labels.fill(b, 2, 6);
  events.length = 0;
  const runs = store.commitVoxels("s", brush);
  expect([...map.labels.slice(0, 7)]).toEqual([a, a, a, a, b, b, 0]);
  expect(runs && [...runs.start]).toEqual([4]);
  // What was put back must be drawn again.
  expect(events.map((e) => [e.by, e.slices, e.runs.start.length])).toEqual([
    ["command", [0], 0],
    ["stroke", [0], 1],
  ]);
});

test("a stroke that changes nothing is no history entry", () => {
  const { store, events } = opened();
  expect(store.commitVoxels("s", brush)).toBeNull();
  expect(store.history.undo.length).toBe(0);
  expect(events.length).toBe(0);
});

test("settings survive undo of earlier work", () => {
  const { store } = opened();
  store.addSegment("s", "a");
  store.setRecipe("s", { ...recipe, aggregations: ["2D_avg"] });
  store.undo();
  expect(store.state.series.s.recipe.aggregations).toEqual(["2D_avg"]);
});

test("an import is one step, and its masks keep their voxels", () => {
  const { store, map } = opened();
  const one = new Uint8Array(32).fill(1, 0, 3);
  const two = new Uint8Array(32).fill(1, 10, 12);
  const labels = store.importSegments("s", { key: "history.import" }, [
    { name: "GTV", color: null, mask: one },
    { name: "Liver", color: [9, 9, 9], mask: two },
  ]);
  expect(labels).toEqual([1, 2]);
  expect(store.state.series.s.activeLabel).toBe(1);
  expect(map.labels[0]).toBe(1);
  expect(map.labels[11]).toBe(2);
  store.undo();
  expect(map.labels.every((v) => v === 0)).toBe(true);
  expect(store.state.series.s.segments).toEqual([]);
});

test("255 segments, and no more", () => {
  const { store } = opened();
  for (let n = 1; n <= 255; n++) expect(store.addSegment("s", `${n}`)).toBe(n);
  expect(store.addSegment("s", "one too many")).toBe(0);
});
