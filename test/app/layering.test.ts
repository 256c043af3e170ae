import { expect, test } from "vitest";
import { createLayering, movesOf } from "#app/edit/layering.ts";
import { compareRegions } from "#app/edit/regions.ts";
import { messageCentre } from "#app/state/messages.ts";
import { SessionStore } from "#session/store.ts";
import { openSeries, told } from "../session/journal/edits.ts";
import { aSeries } from "./a-series.ts";

/** Two segments of one layer: voxels 0–9 and 10–19. */
function drawn() {
  const store = new SessionStore();
  const messages = messageCentre();
  openSeries(store, "s");
  for (const from of [0, 10]) {
    const label = store.addSegment("s", from === 0 ? "a" : "b");
    store.mapOf("s", label)?.labels.fill(label, from, from + 10);
    store.commitVoxels("s", { key: "history.brush" });
  }
  return { store, messages, layering: createLayering({ store, messages }) };
}
const segment = (store: SessionStore, label: number) => {
  const found = store.state.series.s.segments.find((s) => s.label === label);
  if (!found) throw new Error(`no segment ${label}`);
  return found;
};
const moves = (store: SessionStore, label: number) => movesOf(store.state.series.s, segment(store, label));

test("a segment gets a layer of its own, is drawn over another, and is not merged where it would be cut", () => {
  const { store, messages, layering } = drawn();
  expect(moves(store, 2)).toEqual({ own: true, merge: [] });
  layering.own("s", 2);
  expect(segment(store, 2).layer).toBe(1);
  expect(store.history.undo.at(-1)?.title).toEqual({ key: "history.own_layer", fields: { name: "b" } });
  expect(moves(store, 2)).toEqual({ own: false, merge: [0] });
  // The other stays in the first layer, and may follow into the second: nothing overlaps yet.
  expect(moves(store, 1)).toEqual({ own: false, merge: [1] });
  store.mapOf("s", 2)?.labels.fill(2, 7, 10);
  store.commitVoxels("s", { key: "history.brush" });
  const before = told(store);
  expect(layering.merge("s", 2, 0)).toBe(false);
  expect(told(store)).toBe(before);
  const [message] = messages.list.value;
  expect(message).toMatchObject({ level: "warning", key: "layers.overlaps" });
  expect(message.fields).toEqual({ name: "b", n: 1, count: 3, others: "a" });
  store.undo();
  expect(layering.merge("s", 2, 0)).toBe(true);
  expect(segment(store, 2).layer).toBeUndefined();
});

test("two readers' segments that overlap are compared where they lie", () => {
  const { store, layering } = drawn();
  layering.own("s", 2);
  // 10–19 becomes 5–14: half of it shared with 0–9.
  const labels = store.mapOf("s", 2)?.labels;
  labels?.fill(0, 15, 20);
  labels?.fill(2, 5, 10);
  store.commitVoxels("s", { key: "history.brush" });
  const dims = store.labelMap("s")?.dims ?? [0, 0, 0];
  const series = { ...aSeries(), image: { ...aSeries().image, grid: { ...aSeries().image.grid, dims } } };
  const mapOf = (label: number) => store.mapOf("s", label);
  const { segments } = store.state.series.s;
  const found = compareRegions({ series, mapOf, segments, segmentations: [] }, "label 1", "label 2");
  expect(found).toMatchObject({ dice: 0.5, jaccard: 5 / 15 });
});

test("a copy lies over what it is a copy of, with its property", () => {
  const { store, layering } = drawn();
  const term = { value: "52988006", scheme: "SCT", meaning: "Lesion" };
  store.updateSegment("s", 1, { property: { category: term, type: term } });
  layering.copy("s", 1);
  expect(segment(store, 3)).toMatchObject({ layer: 1, property: { category: term, type: term } });
  expect(store.mapOf("s", 3)?.committed.join("")).toBe(
    store
      .mapOf("s", 1)
      ?.committed.map((v) => (v === 1 ? 3 : 0))
      .join(""),
  );
  store.undo();
  expect(store.state.series.s.segments.length).toBe(2);
});
