import { describe, expect, test } from "vitest";
import type { Grid } from "#engine/grid.ts";
import { parseDicom } from "#io/dicom/parse.ts";
import { load } from "#io/load.ts";
import { readRtstruct } from "#io/readers/rtstruct.ts";
import { readSeg } from "#io/readers/seg.ts";
import { isRefusal } from "#io/refusal.ts";
import type { ImportedSegmentation } from "#io/series.ts";
import { writeLabelNrrd } from "#io/writers/label-nrrd.ts";
import { writeMeasuredSeg } from "#io/writers/measured-seg.ts";
import { writeNrrd } from "#io/writers/nrrd.ts";
import { writeRtstruct } from "#io/writers/rtstruct.ts";
import { writeSeg } from "#io/writers/seg.ts";
import { SessionStore } from "#session/store.ts";
import { memoryFile, plainHost } from "../helpers/load-files.ts";
import { seeded } from "../helpers/seeded.ts";
import { recipe } from "../session/journal/edits.ts";
import { seriesOn } from "./readers/plain-series.ts";

/** Oblique, with a plane of 77 bits, so that no frame but the first starts on a byte. */
const grid: Grid = {
  dims: [11, 7, 6],
  spacing: [0.7, 0.9, 2.5],
  origin: [-31.25, 12.5, 101.75],
  direction: [0.8, 0.6, 0, -0.48, 0.64, 0.6, 0.36, -0.48, 0.8],
};
const voxels = 11 * 7 * 6;
const options = { now: new Date(2024, 4, 6, 7, 8, 9), appVersion: "0.1.0" };

/** Balls and noise over each other: three masks that share voxels, and one that shares none with the first. */
function masks(seed: number): Uint8Array[] {
  const random = seeded(seed);
  const some = (share: number) => Uint8Array.from({ length: voxels }, () => (random() < share ? 1 : 0));
  const first = some(0.4);
  return [first, some(0.5), some(0.3), first.map((v) => (v === 0 && random() < 0.2 ? 1 : 0))];
}
const names = ["GTV", "CTV", "PTV", "Ring"];

/** The masks in a session, as an import puts them there. */
function imported(all: readonly { name: string; mask: Uint8Array }[]) {
  const store = new SessionStore();
  const blank = () => new Uint8Array(voxels);
  store.openSeries("s", { dims: grid.dims, labels: blank(), committed: blank() }, recipe);
  store.importSegments(
    "s",
    { key: "history.import" },
    all.map((one) => ({ ...one, color: null })),
  );
  const segments = store.state.series.s.segments.map((s) => ({ ...s, labels: store.mapOf("s", s.label)?.committed }));
  return { store, segments, first: store.labelMap("s")?.committed ?? blank() };
}
const drawn = (all: readonly Uint8Array[]) => all.map((mask, n) => ({ name: names[n], mask }));
const parsed = (bytes: Uint8Array) => {
  const file = parseDicom("file.dcm", bytes);
  if (isRefusal(file)) throw new Error(file.finding.detail);
  return file;
};
const same = (found: ImportedSegmentation, all: readonly Uint8Array[]) => {
  expect(found.segments.map((s) => s.name)).toEqual(names);
  expect(found.segments.map((s) => s.mask.join(""))).toEqual(all.map((m) => m.join("")));
};

/** Segments Overlap (0062,0013), explicit little endian. */
const says = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1").includes("\x62\x00\x13\x00CS\x04\x00YES ");

describe("segments that overlap", () => {
  test("SEG: layers → file → layers, each segment exact; that they overlap is told", () => {
    const series = seriesOn(grid);
    for (let seed = 1; seed <= 5; seed++) {
      const all = masks(seed);
      const { segments, first } = imported(drawn(all));
      expect(segments.map((s) => s.layer ?? 0)).toEqual([0, 1, 2, 0]);
      const written = writeSeg(series, first, segments, options);
      expect(says(written)).toBe(true);
      const found = readSeg(parsed(written), [series]);
      if (isRefusal(found)) throw new Error(found.finding.detail);
      same(found, all);
      const again = imported(found.segments);
      expect(again.segments.map((s) => s.layer ?? 0)).toEqual([0, 1, 2, 0]);
      const twice = readSeg(parsed(writeSeg(series, again.first, again.segments, options)), [series]);
      if (isRefusal(twice)) throw new Error(twice.finding.detail);
      same(twice, all);
    }
  });

  test("SEG: what lies in layers but shares no voxel does not overlap", () => {
    const series = seriesOn(grid);
    const [a] = masks(1);
    const b = a.map((v) => 1 - v);
    const { store, segments, first } = imported(drawn([a, b]));
    expect(says(writeSeg(series, first, segments, options))).toBe(false);
    store.moveSegment("s", 2, 1, { key: "history.own_layer" });
    const moved = store.state.series.s.segments.map((s) => ({ ...s, labels: store.mapOf("s", s.label)?.committed }));
    expect(says(writeSeg(series, first, moved, options))).toBe(false);
    expect(says(writeSeg(series, first, imported(drawn([a, a])).segments, options))).toBe(true);
  });

  test("RTSTRUCT: each region is exact", () => {
    const series = seriesOn(grid);
    const all = masks(6);
    const { segments, first } = imported(drawn(all));
    const found = readRtstruct(parsed(writeRtstruct(series, first, segments, options)), [series]);
    if (isRefusal(found)) throw new Error(found.finding.detail);
    same(found, all);
  });

  test("NRRD: one file of layers, as 3D Slicer has it, read again beside its image", async () => {
    const all = masks(7);
    const { segments, first } = imported(drawn(all));
    const image = { grid, data: new Float32Array(voxels).map((_, i) => i + 0.5), unit: "arbitrary" as const };
    const bytes = writeLabelNrrd({ image, use: "volume" }, first, segments);
    const header = Buffer.from(bytes).toString("latin1");
    for (const line of ["dimension: 4", "sizes: 3 11 7 6", "kinds: list domain domain domain", "Segment2_Layer:=2"])
      expect(header).toContain(line);
    const files = [memoryFile("image.nrrd", writeNrrd(grid, image.data)), memoryFile("labels.seg.nrrd", bytes)];
    const { segmentations, refusals } = await load(files, plainHost());
    expect(refusals).toEqual([]);
    // Segments come layer by layer.
    const byName = new Map(segmentations[0].segments.map((s) => [s.name, s.mask.join("")]));
    expect(names.map((name) => byName.get(name))).toEqual(all.map((m) => m.join("")));
    const alone = await load([memoryFile("labels.seg.nrrd", bytes)], plainHost());
    expect([alone.series.length, alone.refusals.map((r) => r.finding.code)]).toEqual([0, ["other_grid"]]);
  });

  test("a report counts each segment where it lies", () => {
    const series = seriesOn(grid);
    const { segments, first } = imported(drawn(masks(8)));
    const { seg } = writeMeasuredSeg(series, first, segments, [], options);
    const found = readSeg(parsed(seg), [series]);
    if (isRefusal(found)) throw new Error(found.finding.detail);
    same(found, masks(8));
  });
});
