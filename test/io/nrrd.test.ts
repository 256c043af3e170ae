import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { type Grid, indexToWorld, worldToIndex } from "#engine/grid.ts";
import { load } from "#io/load.ts";
import { readNrrd } from "#io/readers/nrrd.ts";
import { isRefusal } from "#io/refusal.ts";
import { writeLabelNrrd } from "#io/writers/label-nrrd.ts";
import { writeNrrd } from "#io/writers/nrrd.ts";
import { loadPaths, memoryFile, onData, plainHost, shared } from "../helpers/load-files.ts";
import { nrrdVoxels } from "./readers/plain-series.ts";

const grid: Grid = {
  dims: [5, 4, 3],
  spacing: [0.7, 0.9, 2.5],
  origin: [-31.25, 12.5, 101.75],
  direction: [0.8, 0.6, 0, -0.48, 0.64, 0.6, 0.36, -0.48, 0.8],
};
const values = Float32Array.from({ length: 60 }, (_, n) => Math.sin(n) * 3);

for (const gzip of [true, false]) {
  test(`a map written as NRRD is read back where it was, ${gzip ? "gzip" : "raw"}`, async () => {
    const { series, refusals } = await load([memoryFile("map.nrrd", writeNrrd(grid, values, { gzip }))], plainHost());
    expect(refusals).toEqual([]);
    const { grid: read, data } = series[0].image;
    for (let n = 0; n < 60; n++) {
      const [i, j, k] = worldToIndex(read, indexToWorld(grid, [n % 5, Math.floor(n / 5) % 4, Math.floor(n / 20)]));
      expect(Math.abs(i - Math.round(i)) + Math.abs(j - Math.round(j)) + Math.abs(k - Math.round(k))).toBeLessThan(
        1e-6,
      );
      expect(data[Math.round(i) + read.dims[0] * (Math.round(j) + read.dims[1] * Math.round(k))]).toBe(values[n]);
    }
  });
}

/** By the format's description, not by our writer: big endian, RAS, short. */
const byHand = (
  change: Record<string, string> = {},
  voxels: Uint8Array = Uint8Array.of(0, 1, 255, 254, 1, 0, 0, 4),
) => {
  const fields: Record<string, string> = {
    type: "short",
    dimension: "3",
    space: "RAS",
    sizes: "2 2 1",
    "space directions": "(2,0,0) (0,3,0) (0,0,4)",
    endian: "big",
    encoding: "raw",
    "space origin": "(10,20,30)",
    ...change,
  };
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${value}`);
  return Buffer.concat([Buffer.from(`NRRD0005\r\n# by hand\n${lines.join("\n")}\nnote:=a: b\n\n`), voxels]);
};

test("right and anterior become left and posterior: the axes are turned, the voxels with them", () => {
  const image = readNrrd("hand.nrrd", byHand());
  if (isRefusal(image)) throw new Error(image.finding.detail);
  // RAS (10, 20) … (12, 23) is LPS (−10, −20) … (−12, −23): the new first voxel is the old last.
  expect(image.grid).toEqual({
    dims: [2, 2, 1],
    spacing: [2, 3, 4],
    origin: [-12, -23, 30],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  });
  const out = new Float32Array(4);
  image.read(0, out);
  expect([...out]).toEqual([4, 256, -2, 1]);
  expect(image.integers).toBe(true);
});

test("what cannot be read is refused with a sentence", () => {
  const says = (bytes: Uint8Array) => {
    const image = readNrrd("x.nrrd", bytes);
    return isRefusal(image) ? `${image.finding.code}: ${image.finding.detail}` : "read";
  };
  expect(says(byHand({ sizes: "2 2 2" }))).toBe(
    "truncated: The file is cut short: its voxels take 16 bytes, but it has 8. Copy it again.",
  );
  expect(says(byHand({ encoding: "bzip2" }))).toContain('"bzip2" is not supported');
  expect(says(byHand({ type: "block" }))).toContain('"block" is not supported');
  expect(says(byHand({ "data file": "x.raw" }))).toContain("in another file");
  expect(says(byHand({ dimension: "4", sizes: "3 2 2 1" }))).toContain("4 dimensions");
  expect(says(byHand({ sizes: "99999 99999 99999" }))).toContain("which no image has");
  expect(says(byHand({ space: "scanner-xyz" }))).toContain("how the image lies");
  expect(says(byHand({ encoding: "gzip" }, gzipSync(Uint8Array.of(1, 2, 3, 4))))).toContain("truncated");
  expect(says(byHand({ encoding: "gzip" }, Uint8Array.of(31, 139, 8, 0, 1, 2, 3)))).toContain("truncated");
  expect(says(Buffer.from("NRRD0004\ntype: float\n"))).toContain("has no end");
});

onData("an image and its label by another program: the voxels are all there, the label becomes a segment", async () => {
  const folder = shared("data/radiomics/pyradiomics");
  const { series, segmentations, refusals } = await loadPaths(
    `${folder}/brain1_image.nrrd`,
    `${folder}/brain1_label.nrrd`,
  );
  expect(refusals).toEqual([]);
  expect(series.length).toBe(1);
  const plain = nrrdVoxels(`${folder}/brain1_image.nrrd`);
  expect([...series[0].image.data].sort((a, b) => a - b)).toEqual(plain.sort((a, b) => a - b));
  const label = nrrdVoxels(`${folder}/brain1_label.nrrd`);
  expect(segmentations[0].segments[0].voxels).toBe(label.filter((v) => v === 1).length);
});

test("a label map keeps the names and colours of its labels", async () => {
  const plain: Grid = { ...grid, direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  const image = { grid: plain, data: values, unit: "arbitrary" as const };
  const labels = Uint8Array.from({ length: 60 }, (_, n) => [0, 2, 7][n % 3]);
  const entries = [
    { label: 2, name: "Nodulo α: 1", color: [230, 159, 0] },
    { label: 7, name: "Edema", color: [86, 180, 233] },
  ] as const;
  const bytes = writeLabelNrrd({ image, use: "volume" }, labels, entries);
  const files = [memoryFile("image.nrrd", writeNrrd(plain, values)), memoryFile("labels.seg.nrrd", bytes)];
  const { segmentations, refusals } = await load(files, plainHost());
  expect(refusals).toEqual([]);
  expect(segmentations[0].segments.map((s) => [s.name, s.number, s.color])).toEqual([
    ["Nodulo α: 1", 2, [230, 159, 0]],
    ["Edema", 7, [86, 180, 233]],
  ]);
  expect(segmentations[0].segments.map((s) => s.mask)).toEqual([
    labels.map((v) => Number(v === 2)),
    labels.map((v) => Number(v === 7)),
  ]);
});
