import { strToU8, unzipSync, zipSync } from "fflate";
import { expect, test } from "vitest";
import { matchSeries } from "#app/projects/match.ts";
import {
  checkProject,
  cleanName,
  decodeProject,
  encodeProject,
  identityOf,
  type Project,
} from "#app/projects/project.ts";
import { readProjectFile, writeProjectFile } from "#app/projects/project-file.ts";
import { initialSnapshot } from "#app/viewer/snapshot.ts";
import type { LoadResult, Series, SliceSource } from "#io/series.ts";
import { SessionStore } from "#session/store.ts";
import { seeded } from "../../helpers/seeded.ts";
import { allocate, journalled, randomEdit, told } from "../../session/journal/edits.ts";
import { aSeries } from "../a-series.ts";

const slice = (uid: string, sha256 = `sha of ${uid}`): SliceSource => ({
  path: `${uid}.dcm`,
  sha256,
  sopClassUid: "1",
  sopInstanceUid: uid,
  frame: 1,
  instanceNumber: null,
});
const withSlices = (uids: readonly string[], id = "1.2.3", sha?: string): Series => ({
  ...aSeries({ id }),
  slices: uids.map((uid) => slice(uid, sha)),
});
const loaded = (...series: Series[]): LoadResult => ({ series, segmentations: [], refusals: [] });

test("a series is known again by its instances, from wherever its files come and whatever else comes with them", () => {
  const waiting = [identityOf(withSlices(["a", "b"]))];
  const moved = withSlices(["a", "b"], "1.2.3~2");
  const other = withSlices(["x"], "9.9");
  const { result, found, altered, strangers } = matchSeries(loaded(other, moved), waiting, new Set());
  expect(result.series.map((s) => s.id)).toEqual(["9.9", "1.2.3"]);
  expect([found, altered, strangers]).toEqual([["1.2.3"], [], []]);
});

test("the same series with other slices is never put under the segments: it gets an id of its own", () => {
  const waiting = [identityOf(withSlices(["a", "b"]))];
  for (const uids of [["a"], ["b", "a"], ["a", "c"], ["a", "b", "c"]]) {
    const { result, found, strangers } = matchSeries(loaded(withSlices(uids)), waiting, new Set(["1.2.3"]));
    expect(found).toEqual([]);
    expect(strangers.length).toBe(1);
    expect(result.series[0].id).toBe("1.2.3~2");
  }
});

test("the same instances on another grid are another series", () => {
  const one = withSlices(["a", "b"]);
  const grid = { ...one.image.grid, spacing: [1, 1, 3] as const };
  const { found } = matchSeries(loaded({ ...one, image: { ...one.image, grid } }), [identityOf(one)], new Set());
  expect(found).toEqual([]);
});

test("the same instances in changed files are taken, and said to be changed", () => {
  const { found, altered } = matchSeries(
    loaded(withSlices(["a", "b"], "1.2.3", "another")),
    [identityOf(withSlices(["a", "b"]))],
    new Set(),
  );
  expect([found, altered]).toEqual([["1.2.3"], ["1.2.3"]]);
});

const cameras = {
  axial: {
    anchorWorld: [1, 2, 3],
    anchorCanvas: [0.5, 0.5],
    scale: [2, 2],
    rotation: 90,
    flipHorizontal: true,
    flipVertical: false,
  },
};
const project: Project = {
  id: "p",
  name: "Case 7",
  created: 1,
  changed: 2,
  segments: 3,
  sources: [
    { kind: "demo", file: "chest-ct.zip" },
    { kind: "files", names: ["DOE^JANE"] },
  ],
  series: [identityOf(withSlices(["a", "b"]))],
  segmentations: ["seg"],
  layout: "2x2",
  views: { "1.2.3": { window: [-1000, 200], inverted: false, slices: { axial: 3 }, cameras } },
  done: ["1.2.3"],
  hand: {
    tool: "scissors",
    options: { ...initialSnapshot.options, brushRadius: 3.5, threshold: [-100, 200], scissorsDepth: 12 },
  },
};

test("a project's record reads back; a flipped bit is found", () => {
  const bytes = encodeProject(project);
  expect(decodeProject(bytes)).toEqual(project);
  for (let bit = 0; bit < bytes.length * 8; bit += 7) {
    const hurt = bytes.slice();
    hurt[bit >> 3] ^= 1 << (bit & 7);
    expect(decodeProject(hurt), `bit ${bit}`).toBeNull();
  }
});

test("nothing of the patient is in what is kept", () => {
  const text = JSON.stringify(identityOf(withSlices(["a"])));
  for (const secret of ["DOE", "42"]) expect(text).not.toContain(secret);
});

test("names lose what hides or turns text, line breaks and their ends", () => {
  expect(cleanName("  a\n\u202Egpj.exe\u0000 b\u200B ")).toBe("a gpj.exe b");
  expect(cleanName("🫁".repeat(300))).toBe("🫁".repeat(100));
  expect(() => checkProject({ ...project, series: "none" })).toThrow(/no list/);
  expect(() => checkProject({ ...project, name: 3 })).toThrow(/no text/);
});

test("a project file holds the session whole, and no names of files", () => {
  const random = seeded(4);
  const { store } = journalled();
  for (let n = 0; n < 80; n++) randomEdit(store, random);
  const bytes = writeProjectFile(project, store.document);
  const read = readProjectFile(bytes, allocate);
  expect(read.project).toEqual({ ...project, sources: [{ kind: "demo", file: "chest-ct.zip" }] });
  const again = new SessionStore();
  again.restore(read.session);
  expect(told(again)).toBe(told(store));
});

test("a project file that is damaged, foreign or of a later version is refused with a reason", () => {
  const { store } = journalled();
  const bytes = writeProjectFile(project, store.document);
  for (let length = 0; length < bytes.length; length += 13)
    expect(() => readProjectFile(bytes.slice(0, length), allocate), `cut at ${length}`).toThrow(/cannot be read/);
  const parts = unzipSync(bytes);
  const manifest = JSON.parse(new TextDecoder().decode(parts["manifest.json"]));
  const changed = (patch: object, session = parts["session.bin"]) =>
    zipSync({ "manifest.json": strToU8(JSON.stringify({ ...manifest, ...patch })), "session.bin": session });
  expect(() => readProjectFile(changed({ version: 2 }), allocate)).toThrow(/version 2/);
  expect(() => readProjectFile(changed({ format: "other" }), allocate)).toThrow(/another format/);
  expect(() => readProjectFile(changed({ project: { id: 1 } }), allocate)).toThrow(/cannot be read/);
  const hurt = parts["session.bin"].slice();
  hurt[20] ^= 1;
  expect(() => readProjectFile(changed({}, hurt), allocate)).toThrow(/checksum/);
  expect(() => readProjectFile(zipSync({ "../../evil": new Uint8Array(3) }), allocate)).toThrow(/missing/);
});
