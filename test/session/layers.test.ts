import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { encodeFrame } from "#session/journal/frame.ts";
import { replay } from "#session/journal/replay.ts";
import { snapshotToContent } from "#session/journal/snapshot.ts";
import { SessionStore, type VoxelEvent } from "#session/store.ts";
import { allocate, journalled, openSeries, recipe, told } from "./journal/edits.ts";

const brush = { key: "history.brush" };
const voxels = (store: SessionStore, label: number) =>
  [...(store.mapOf("s", label)?.committed ?? [])].flatMap((v, i) => (v === label ? [i] : []));
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

/** Two segments in layers of their own: voxels 0–9 and 5–14. */
function drawn() {
  const { store, records } = journalled();
  openSeries(store, "s");
  const a = store.addSegment("s", "a");
  store.mapOf("s", a)?.labels.fill(a, 0, 10);
  store.commitVoxels("s", brush, [0]);
  const b = store.addSegment("s", "b", undefined, "own");
  store.mapOf("s", b)?.labels.fill(b, 5, 15);
  store.commitVoxels("s", brush, [0]);
  return { store, records, a, b };
}

test("a stroke in one layer takes nothing from a segment in another", () => {
  const { store, a, b } = drawn();
  expect(store.state.series.s.segments.map((s) => s.layer)).toEqual([undefined, 1]);
  expect(voxels(store, a)).toEqual(range(0, 10));
  expect(voxels(store, b)).toEqual(range(5, 15));
  store.undo();
  expect(voxels(store, b)).toEqual([]);
  expect(voxels(store, a)).toEqual(range(0, 10));
  store.redo();
  expect(voxels(store, b)).toEqual(range(5, 15));
});

test("events tell the layer, and new segments go where one draws", () => {
  const { store, a, b } = drawn();
  const events: VoxelEvent[] = [];
  store.onVoxels((event) => events.push(event));
  const c = store.addSegment("s", "c");
  expect(store.state.series.s.segments.find((s) => s.label === c)?.layer).toBe(1);
  // In one layer the last stroke wins, as ever.
  store.mapOf("s", c)?.labels.fill(c, 14, 18);
  store.commitVoxels("s", brush);
  expect(voxels(store, b)).toEqual(range(5, 14));
  store.removeSegment("s", a);
  store.undo();
  expect(events.map((e) => [e.layer, e.labels])).toEqual([
    [1, [b, c]],
    [0, [a]],
    [0, [a]],
  ]);
});

test("moving a segment keeps its voxels, and is refused where it would cut", () => {
  const { store, a, b } = drawn();
  const before = told(store);
  expect(store.moveSegment("s", b, 0, { key: "history.merge_layer" })).toBe(5);
  expect(told(store)).toBe(before);
  expect(store.moveSegment("s", a, 2, { key: "history.own_layer" })).toBe(0);
  expect(store.moveSegment("s", b, 0, { key: "history.merge_layer" })).toBe(0);
  expect(store.state.series.s.segments.map((s) => s.layer)).toEqual([2, undefined]);
  expect(voxels(store, a)).toEqual(range(0, 10));
  expect(voxels(store, b)).toEqual(range(5, 15));
  store.undo();
  store.undo();
  expect(JSON.parse(told(store))).toMatchObject({ state: JSON.parse(before).state, voxels: JSON.parse(before).voxels });
});

test("imports that overlap are whole, each in the first layer that has room", () => {
  const { store } = journalled();
  openSeries(store, "s");
  const mask = (from: number, to: number) => new Uint8Array(168).fill(1, from, to);
  const masks = [mask(0, 10), mask(5, 20), mask(8, 9), mask(30, 40), mask(15, 35)];
  const labels = store.importSegments(
    "s",
    { key: "history.import" },
    masks.map((m, n) => ({ name: `${n}`, color: null, mask: m })),
  );
  expect(labels).toEqual([1, 2, 3, 4, 5]);
  expect(store.state.series.s.segments.map((s) => s.layer ?? 0)).toEqual([0, 1, 2, 0, 2]);
  masks.forEach((m, n) => {
    expect(voxels(store, labels[n])).toEqual([...m].flatMap((v, i) => (v ? [i] : [])));
  });
  store.undo();
  expect([...store.layers("s").values()].every((m) => m.labels.every((v) => v === 0))).toBe(true);
});

test("where there is no memory for another layer, nothing is added", () => {
  let left = 2;
  const store = new SessionStore((n) => {
    if (left-- <= 0) throw new RangeError("no memory");
    return new Uint8Array(n);
  });
  openSeries(store, "s");
  const mask = new Uint8Array(168).fill(1, 0, 10);
  const three = [1, 2, 3].map((n) => ({ name: `${n}`, color: null, mask }));
  const before = told(store);
  expect(() => store.importSegments("s", { key: "history.import" }, three)).toThrow("no memory");
  expect(told(store)).toBe(before);
});

test("journal and snapshot hold layers; an empty one is not kept", () => {
  const { store, records, b } = drawn();
  const from = (all: readonly Uint8Array[]) => {
    const again = new SessionStore();
    expect(replay(all, null, again, allocate).fault).toBeNull();
    return again;
  };
  expect(told(from(records))).toBe(told(store));
  const short = from([encodeFrame(1, snapshotToContent(store.document))]);
  expect(told(short)).toBe(told(store));
  while (store.undo()) short.undo();
  expect(told(short)).toBe(told(store));
  while (store.redo()) short.redo();
  expect(told(short)).toBe(told(store));
  store.removeSegment("s", b);
  const less = from([encodeFrame(1, snapshotToContent(store.document))]);
  expect([...less.layers("s").keys()]).toEqual([0]);
  store.undo();
  less.undo();
  expect(told(less)).toBe(told(store));
});

test("hostile layers are refused", () => {
  const { store } = drawn();
  const { json, blocks } = snapshotToContent(store.document);
  const replayed = (change: (text: string) => string) =>
    replay(
      [encodeFrame(1, { json: JSON.parse(change(JSON.stringify(json))), blocks })],
      null,
      new SessionStore(),
      allocate,
    ).fault;
  expect(replayed((text) => text)).toBeNull();
  // A segment in a layer that is not there, a layer that cannot be, one that is there twice.
  expect(replayed((text) => text.replace(/"layers":\[[^\]]*\],/, ""))).toBe("damaged");
  for (const bad of ["-1", "0", "255", "1.5", '"1"', "null"])
    expect(replayed((text) => text.replaceAll('"layer":1', `"layer":${bad}`))).toBe("damaged");
  expect(replayed((text) => text.replace(/"layers":\[(\{[^}]*\})\]/, '"layers":[$1,$1]'))).toBe("damaged");
});

test("a journal of version 2 can be read: layers, voxels of both, history", () => {
  const fixture = JSON.parse(
    readFileSync(new URL("../fixtures/sessions/journal-v2.json", import.meta.url), "utf8"),
  ) as { base64: string; expected: { layers: number[]; voxels: number[][]; undo: string[] } };
  const store = new SessionStore();
  expect(replay([Buffer.from(fixture.base64, "base64")], null, store, allocate).fault).toBeNull();
  expect(store.state.series.s.recipe).toEqual(recipe);
  expect(store.state.series.s.segments.map((s) => s.layer ?? 0)).toEqual(fixture.expected.layers);
  expect(store.state.series.s.segments.map((s) => voxels(store, s.label))).toEqual(fixture.expected.voxels);
  expect(store.history.undo.map((e) => e.title.key)).toEqual(fixture.expected.undo);
});
