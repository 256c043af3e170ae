import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { eventToContent } from "#session/journal/events.ts";
import { decodeFrame, decodeFrames, encodeFrame } from "#session/journal/frame.ts";
import { currentVersion, migrated } from "#session/journal/migrations/index.ts";
import { replay } from "#session/journal/replay.ts";
import { snapshotToContent } from "#session/journal/snapshot.ts";
import { SessionStore } from "#session/store.ts";
import { seeded } from "../../helpers/seeded.ts";
import { allocate, journalled, openSeries, randomEdit, recipe, told } from "./edits.ts";

const replayed = (records: readonly Uint8Array[], head: number | null = null) => {
  const store = new SessionStore();
  return { store, result: replay(records, head, store, allocate) };
};
/** Where each record ends in the bytes of all. */
function endsOf(records: readonly Uint8Array[]): number[] {
  let end = 0;
  return records.map((r) => {
    end += r.length;
    return end;
  });
}
const joined = (records: readonly Uint8Array[]) => Uint8Array.from(records.flatMap((r) => [...r]));

test("random edits replayed give the same state, voxels and history, and go on alike", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = seeded(seed);
    const { store, records } = journalled();
    for (let n = 0; n < 120; n++) randomEdit(store, random);
    const { store: again, result } = replayed(records, records.length);
    expect(result, `seed ${seed}`).toEqual({ sequence: records.length, records: records.length, fault: null });
    expect(told(again), `seed ${seed}`).toBe(told(store));
    // Both ways through the whole of history.
    while (store.undo()) again.undo();
    expect(told(again), `seed ${seed}, undone`).toBe(told(store));
    while (store.redo()) again.redo();
    expect(told(again), `seed ${seed}, redone`).toBe(told(store));
  }
});

test("a snapshot in the middle stands for all before it", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = seeded(1000 + seed);
    const { store, records } = journalled();
    for (let n = 0; n < 60; n++) randomEdit(store, random);
    const at = records.length;
    const snapshot = encodeFrame(at, snapshotToContent(store.document));
    for (let n = 0; n < 60; n++) randomEdit(store, random);
    const { store: again, result } = replayed([snapshot, ...records.slice(at)], records.length);
    expect(result.fault, `seed ${seed}`).toBeNull();
    expect(told(again), `seed ${seed}`).toBe(told(store));
  }
});

test("cut at every byte, a journal gives the state after its last whole record, and says that some is missing", () => {
  const random = seeded(7);
  const { store, records } = journalled();
  const states = [told(store)];
  while (records.length < 25) {
    const before = records.length;
    randomEdit(store, random);
    if (records.length > before) states.push(told(store));
  }
  // A record a state: edits that make two events would break the table.
  expect(states.length).toBe(records.length);
  const bytes = joined(records);
  const ends = endsOf(records);
  for (let length = 0; length < bytes.length; length++) {
    const whole = ends.filter((end) => end <= length).length;
    const { store: again, result } = replayed([bytes.slice(0, length)], records.length);
    expect(result.records, `cut at ${length}`).toBe(whole);
    expect(result.fault, `cut at ${length}`).not.toBeNull();
    expect(told(again)).toBe(whole === 0 ? told(new SessionStore()) : states[whole - 1]);
  }
  expect(replayed([bytes], records.length).result.fault).toBeNull();
});

test("2000 random bit flips: each is found, and what was before it is kept", () => {
  const random = seeded(11);
  const { store, records } = journalled();
  for (let n = 0; n < 40; n++) randomEdit(store, random);
  const bytes = joined(records);
  const ends = endsOf(records);
  let silent = 0;
  for (let n = 0; n < 2000; n++) {
    const bit = Math.floor(random() * bytes.length * 8);
    const hurt = bytes.slice();
    hurt[bit >> 3] ^= 1 << (bit & 7);
    const { result } = replayed([hurt], records.length);
    if (result.fault === null) silent++;
    expect(result.records, `bit ${bit}`).toBe(ends.filter((end) => end <= bit >> 3).length);
  }
  expect(silent).toBe(0);
});

test("a record that is missing, doubled or out of its place ends the replay there", () => {
  const { store, records } = journalled();
  openSeries(store, "s");
  for (let n = 0; n < 6; n++) store.addSegment("s", `${n}`);
  const order = (...at: number[]) =>
    replayed(
      at.map((n) => records[n]),
      records.length,
    ).result;
  expect(order(0, 1, 2, 4, 5)).toMatchObject({ records: 3, fault: "missing" });
  expect(order(0, 1, 2, 2, 3)).toMatchObject({ records: 3, fault: "missing" });
  expect(order(1, 2, 3)).toMatchObject({ records: 0, fault: "damaged" });
  expect(order(0, 1, 2)).toMatchObject({ records: 3, fault: "missing" });
  expect(order()).toMatchObject({ records: 0, fault: "missing" });
});

test("a stroke that does not fit what lies under it is refused", () => {
  const { store, records } = journalled();
  openSeries(store, "s");
  const label = store.addSegment("s", "a");
  store.labelMap("s")?.labels.fill(label, 0, 5);
  store.commitVoxels("s", { key: "history.brush" });
  // The same stroke again, in the next place: its voxels are no longer 0.
  const entry = store.history.undo.at(-1);
  if (!entry) throw new Error("no entry");
  const again = encodeFrame(records.length + 1, eventToContent({ kind: "entry", entry }));
  expect(replayed([...records, again]).result).toMatchObject({ records: records.length, fault: "damaged" });
});

test("hostile records are refused, not followed", () => {
  const frames = (json: unknown, blocks: Uint8Array[] = []) => {
    const first = encodeFrame(1, snapshotToContent(new SessionStore().document));
    return replayed([first, encodeFrame(2, { json, blocks })]).result;
  };
  const open = { kind: "open", seriesId: "s", dims: [4, 4, 1], recipe };
  expect(frames(open).fault).toBeNull();
  for (const dims of [[4e9, 4e9, 4e9], [0, 1, 1], [1, 1], [1.5, 1, 1], "no"]) {
    expect(frames({ ...open, dims }).fault, JSON.stringify(dims)).toBe("damaged");
  }
  for (const bad of [null, 3, {}, { interpolation: {} }, { ...recipe, texture: null }])
    expect(frames({ ...open, recipe: bad }).fault).toBe("damaged");
  expect(frames({ kind: "wipe" }).fault).toBe("damaged");
  expect(
    frames({ kind: "entry", entry: { title: { key: "x" }, changes: [{ kind: "voxels", seriesId: "s", runs: 0 }] } })
      .fault,
  ).toBe("damaged");
  expect(frames({ kind: "undo" }).fault).toBe("damaged");
  // Runs that claim more than their bytes can hold.
  const bomb = {
    kind: "snapshot",
    activeSeries: "",
    series: [{ seriesId: "s", dims: [1024, 1024, 1024], labels: 0, segments: [], activeLabel: 0, recipe }],
    undo: [],
    redo: [],
  };
  expect(replayed([encodeFrame(1, { json: bomb, blocks: [new Uint8Array([5, 1])] })]).result.fault).toBe("damaged");
});

test("a record of a later version is left alone, and said to be one", () => {
  const record = encodeFrame(1, snapshotToContent(new SessionStore().document));
  const view = new DataView(record.buffer);
  view.setUint32(8, currentVersion + 1, true);
  // Its checksum is that of the later program: made here by trying the frame's own reader on a right one.
  expect(decodeFrame(record)).toBe("damaged");
  const fixture = JSON.parse(
    readFileSync(new URL("../../fixtures/sessions/journal-later.json", import.meta.url), "utf8"),
  ) as { base64: string };
  expect(decodeFrames([Buffer.from(fixture.base64, "base64")]).fault).toBe("newer");
});

test("migrations are applied one after the other, from the record's version on", () => {
  const chain = [1, 2, 3].map((n) => ({ json, blocks }: { json: unknown; blocks: readonly Uint8Array[] }) => ({
    json: `${json}→${n + 1}`,
    blocks,
  }));
  expect(migrated({ json: "1", blocks: [] }, 1, chain).json).toBe("1→2→3→4");
  expect(migrated({ json: "3", blocks: [] }, 3, chain).json).toBe("3→4");
  expect(migrated({ json: "4", blocks: [] }, 4, chain).json).toBe("4");
});

test("a journal of version 1 can be read: names, colours, voxels, history", () => {
  const fixture = JSON.parse(
    readFileSync(new URL("../../fixtures/sessions/journal-v1.json", import.meta.url), "utf8"),
  ) as { base64: string; expected: { names: string[]; voxels: string; undo: string[] } };
  const { store, result } = replayed([Buffer.from(fixture.base64, "base64")]);
  expect(result.fault).toBeNull();
  expect(store.state.series.s.segments.map((s) => s.name)).toEqual(fixture.expected.names);
  expect(store.labelMap("s")?.committed.join("")).toBe(fixture.expected.voxels);
  expect(store.history.undo.map((e) => e.title.key)).toEqual(fixture.expected.undo);
});
