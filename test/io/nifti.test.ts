import { gzipSync } from "fflate";
import { expect, test } from "vitest";
import { load } from "#io/load.ts";
import { isNifti, readNifti } from "#io/readers/nifti.ts";
import { isRefusal } from "#io/refusal.ts";
import { readVolumes } from "#io/volume-file.ts";
import { loadHostOf } from "#workers/load-host.ts";
import { createInlinePool } from "#workers/spawn-inline.ts";
import { differing, diskFiles, loadPaths, memoryFile, onData, plainHost, shared } from "../helpers/load-files.ts";

/** A NIfTI-1 file of int16 voxels 0, 1, 2, … with the given sform rows. */
function nifti(
  dims: readonly number[],
  rows: readonly (readonly number[])[],
  over: (v: DataView) => void = () => {},
): Uint8Array {
  const count = dims.reduce((a, b) => a * b, 1);
  const bytes = new Uint8Array(352 + 2 * count);
  const v = new DataView(bytes.buffer);
  v.setInt32(0, 348, true);
  v.setInt16(40, dims.length, true);
  dims.forEach((n, i) => {
    v.setInt16(42 + 2 * i, n, true);
  });
  v.setInt16(70, 4, true);
  v.setFloat32(108, 352, true);
  v.setFloat32(112, 2, true);
  v.setFloat32(116, 1, true);
  v.setInt16(254, 1, true);
  rows.flat().forEach((x, i) => {
    v.setFloat32(280 + 4 * i, x, true);
  });
  bytes.set([0x6e, 0x2b, 0x31], 344);
  for (let i = 0; i < count; i++) v.setInt16(352 + 2 * i, i, true);
  over(v);
  return bytes;
}
const refusal = (bytes: Uint8Array): string => {
  const image = readNifti("x.nii", bytes);
  return isRefusal(image) ? image.finding.code : "read";
};
const ras = [
  [2, 0, 0, -1],
  [0, 3, 0, -2],
  [0, 0, 4, -3],
];

test("a RAS file becomes LPS: two axes turned, each voxel where it was, values scaled", () => {
  const image = readNifti("x.nii", nifti([2, 3, 2], ras));
  if (isRefusal(image)) throw new Error();
  // Voxel (0,0,0) lies at RAS (-1,-2,-3), that is LPS (1, 2, -3); the new first voxel is the file's (1, 2, 0).
  expect(image.grid).toEqual({
    dims: [2, 3, 2],
    spacing: [2, 3, 4],
    origin: [-1, -4, -3],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  });
  const out = new Float32Array(12);
  image.read(0, out);
  expect([...out]).toEqual([5, 4, 3, 2, 1, 0, 11, 10, 9, 8, 7, 6].map((v) => 2 * v + 1));
  expect(image.placed).toBe("yes");
});

test("shear, absence of a place, damage", () => {
  const sheared = readNifti(
    "x.nii",
    nifti(
      [2, 3, 2],
      [
        [2, 0, 1, 0],
        [0, 3, 0, 0],
        [0, 0, 4, 0],
      ],
    ),
  );
  expect(isRefusal(sheared) || sheared.placed).toBe("sheared");
  const nowhere = readNifti(
    "x.nii",
    nifti([2, 3, 2], ras, (v) => {
      v.setInt16(254, 0, true);
      for (const i of [1, 2, 3]) v.setFloat32(76 + 4 * i, 1, true);
    }),
  );
  expect(isRefusal(nowhere) || nowhere.placed).toBe("no");
  const whole = nifti([2, 3, 2], ras);
  expect(refusal(whole.subarray(0, whole.length - 1))).toBe("truncated");
  expect(refusal(nifti([2, 3, 2], ras, (v) => v.setInt16(70, 1792, true)))).toBe("unsupported");
  expect(refusal(nifti([2, 3, 2], ras, (v) => v.setInt16(42, -5, true)))).toBe("absurd_dimensions");
  expect(refusal(nifti([2, 3, 2], ras, (v) => v.setFloat32(280, Number.NaN, true)))).toBe("parse_error");
  expect(refusal(nifti([2, 3, 2], [[0, 0, 0, 0], ras[1], ras[2]]))).toBe("parse_error");
  expect(isNifti(new Uint8Array(400))).toBe(false);
});

test("voxels that are no numbers are refused", async () => {
  const bytes = nifti([2, 3, 2], ras, (v) => v.setInt16(70, 16, true));
  const grown = new Uint8Array(352 + 48);
  grown.set(bytes);
  new DataView(grown.buffer).setFloat32(352, Number.NaN, true);
  const { series, refusals } = await load([memoryFile("x.nii", grown)], plainHost());
  expect(series).toEqual([]);
  expect(refusals.map((r) => r.finding.code)).toEqual(["decode_failed"]);
});

test("unpacked and read by workers, an image and its labels are what they are without", async () => {
  const image = gzipSync(nifti([2, 3, 2], ras));
  const labels = nifti([2, 3, 2], ras, (v) => {
    v.setFloat32(112, 1, true);
    v.setFloat32(116, 0, true);
    for (let i = 0; i < 12; i++) v.setInt16(352 + 2 * i, i % 3, true);
  });
  const files = [memoryFile("seg.nii.gz", gzipSync(labels)), memoryFile("ct.nii.gz", image)];
  const here = await load(files, plainHost());
  const pool = createInlinePool();
  const there = await load(files, loadHostOf(pool));
  pool.close();
  expect([there.refusals, there.series.length, there.segmentations.length]).toEqual([[], 1, 1]);
  expect([...there.series[0].image.data]).toEqual([...here.series[0].image.data]);
  expect(there.series[0].range).toEqual([1, 23]);
  const masks = (result: typeof here) => result.segmentations[0].segments.map((s) => [s.number, ...s.mask]);
  expect(masks(there)).toEqual(masks(here));
  expect(masks(there).map(([label]) => label)).toEqual([1, 2]);
});

test("a worker that fails refuses its file, and the rest loads", async () => {
  const files = [memoryFile("a.nii", nifti([2, 3, 2], ras)), memoryFile("b.nii", nifti([2, 3, 3], ras))];
  const host = plainHost({
    readVolumes: async (path, bytes, outs) => {
      if (path === "a.nii") throw new Error("no memory");
      return readVolumes(path, bytes, outs);
    },
  });
  const { series, refusals } = await load(files, host);
  expect(series.map((s) => s.image.grid.dims)).toEqual([[2, 3, 3]]);
  expect(refusals.map((r) => [r.path, r.finding.code])).toEqual([["a.nii", "decode_failed"]]);
});

onData(`eight axis orders of one brain are one image`, async () => {
  const { series } = await loadPaths(shared("data/nifti/orientations"));
  expect(series).toHaveLength(8);
  const [first] = series;
  for (const { image, description } of series) {
    expect(image.grid.dims, description).toEqual([64, 79, 67]);
    image.grid.direction.forEach((v, i) => {
      expect(v).toBeCloseTo(first.image.grid.direction[i], 4);
    });
    image.grid.origin.forEach((v, i) => {
      expect(v).toBeCloseTo(first.image.grid.origin[i], 3);
    });
    expect(differing(image.data, first.image.data), description).toBe(0);
  }
});

onData(`4D, NIfTI-2 and big-endian files`, async () => {
  const { series, refusals } = await loadPaths(
    shared("data/nifti/example4d.nii.gz"),
    shared("data/nifti/example_nifti2.nii.gz"),
    shared("data/nifti/anatomical.nii"),
  );
  expect(refusals).toEqual([]);
  // Axis lengths and extreme values as nibabel gives them.
  expect(series.map((s) => [s.image.grid.dims.join("x"), ...s.range])).toEqual([
    ["128x96x24", 0, 1162],
    ["128x96x24", 0, 1140],
    ["32x20x12", 49, 742],
    ["32x20x12", 46, 757],
    ["33x41x25", -610, 30393],
  ]);
});

onData(`a label image dropped with its series becomes segments of it`, async () => {
  const ct = diskFiles(shared("data/series/ct-siemens-j2k-totalseg/image"));
  const labels = diskFiles(shared("data/series/ct-siemens-j2k-totalseg/example_seg_dicom.nii.gz"));
  const { series, segmentations } = await load([...labels, ...ct], plainHost());
  expect(series).toHaveLength(1);
  expect(segmentations).toHaveLength(1);
  expect(segmentations[0]).toMatchObject({ kind: "NIFTI", seriesId: series[0].id });
  expect(segmentations[0].segments).toHaveLength(31);
});

onData(`the digital phantom comes with its mask of 74 voxels`, async () => {
  const { series, segmentations } = await loadPaths(shared("ibsi/ibsi1_digital_phantom"));
  expect(series.map((s) => s.image.grid.dims)).toEqual([[5, 4, 4]]);
  expect(segmentations.map((s) => s.segments.map((g) => g.voxels))).toEqual([[74]]);
});
