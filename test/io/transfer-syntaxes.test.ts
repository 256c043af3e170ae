import { readdirSync, readFileSync } from "node:fs";
import { expect } from "vitest";
import type { Series } from "#io/series.ts";
import { differing, loadPaths, onData, shared } from "../helpers/load-files.ts";

async function one(path: string): Promise<Series> {
  const { series, refusals } = await loadPaths(shared(path));
  expect(refusals).toEqual([]);
  expect(series).toHaveLength(1);
  return series[0];
}

const ct = (part: string): string => {
  const name = readdirSync(shared("data/transfer-syntax/ct")).find((n) => n.endsWith(`_${part}.dcm`));
  return `data/transfer-syntax/ct/${name}`;
};

const greatest = (a: Float32Array, b: Float32Array): number =>
  a.reduce((max, v, i) => Math.max(max, Math.abs(v - b[i])), 0);

/** Stored values of the explicit little-endian file, straight from its bytes. */
function rawHounsfield(): Float32Array {
  const bytes = readFileSync(shared(ct("1.2.840.10008.1.2.1")));
  const pixels = bytes.subarray(bytes.length - 512 * 512 * 2);
  return Float32Array.from({ length: 512 * 512 }, (_, i) => pixels.readInt16LE(2 * i) - 1024);
}

const lossless = {
  "1.2.840.10008.1.2": "implicit",
  "1.2.840.10008.1.2.1": "explicit",
  "1.2.840.10008.1.2.1.99": "deflated",
  "1.2.840.10008.1.2.2": "big endian",
  "1.2.840.10008.1.2.5": "RLE",
  "1.2.840.10008.1.2.4.57": "JPEG lossless",
  "1.2.840.10008.1.2.4.70": "JPEG lossless SV1",
  "1.2.840.10008.1.2.4.80": "JPEG-LS",
  "1.2.840.10008.1.2.4.90": "JPEG 2000",
};
for (const [uid, name] of Object.entries(lossless)) {
  onData(`${name} (${uid}) gives the raw values bit for bit`, async () => {
    const series = await one(ct(uid));
    expect(differing(series.image.data, rawHounsfield())).toBe(0);
    expect(series.image.unit).toBe("HU");
    expect(series.findings.map((f) => f.code)).not.toContain("lossy");
  });
}

// Differences from the raw values as the data set's README gives them, from other decoders.
for (const [uid, name, most] of [
  ["1.2.840.10008.1.2.4.81", "JPEG-LS near-lossless", 1],
  ["1.2.840.10008.1.2.4.91", "JPEG 2000 lossy", 5],
] as const) {
  onData(`${name} (${uid}) is off by at most ${most}, and says that it is lossy`, async () => {
    const series = await one(ct(uid));
    expect(greatest(series.image.data, rawHounsfield())).toBe(most);
    expect(series.findings.map((f) => f.code)).toContain("lossy");
  });
}

onData(`8-bit JPEG warns of loss and of 8 bits`, async () => {
  const series = await one(ct("1.2.840.10008.1.2.4.50"));
  const codes = series.findings.map((f) => f.code);
  expect(codes).toContain("lossy");
  expect(codes).toContain("eight_bit");
});

// dcmdjpeg and gdcm: 497..2708, mean 1548.26, in each of the three; slope and intercept of the file make HU of them.
for (const [uid, name] of [
  ["1.2.840.10008.1.2.4.51", "sequential"],
  ["1.2.840.10008.1.2.4.53", "spectral selection"],
  ["1.2.840.10008.1.2.4.55", "full progression"],
] as const) {
  onData(`12-bit JPEG, ${name} (${uid}), is the raw image within the loss`, async () => {
    const series = await one(ct(uid));
    const raw = rawHounsfield();
    const off = series.image.data.reduce((sum, v, i) => sum + Math.abs(v - raw[i]), 0) / raw.length;
    expect(off).toBeLessThan(6);
    expect(series.range[0]).toBeCloseTo(-3052.88, 1);
    expect(series.range[1]).toBeCloseTo(1369.66, 1);
    expect(series.findings.map((f) => f.code)).toContain("lossy");
  });
}

onData(`three JPEG processes of one 12-bit image give the same values`, async () => {
  const [a, b, c] = await Promise.all(["51", "53", "55"].map((n) => one(ct(`1.2.840.10008.1.2.4.${n}`))));
  expect(differing(a.image.data, b.image.data)).toBe(0);
  expect(differing(a.image.data, c.image.data)).toBe(0);
});

onData(`fragments without an offset table, RLE with one, and raw frames agree`, async () => {
  const folder = "data/transfer-syntax/enhanced-ct/CT0012.";
  const raw = await one(`${folder}explicit_little_endian.dcm`);
  const rle = await one(`${folder}not_fragmented_bot_rle.dcm`);
  const jls = await one(`${folder}fragmented_no_bot_jpeg_ls.80.dcm`);
  expect(raw.image.grid.dims).toEqual([512, 512, 2]);
  expect(differing(raw.image.data, rle.image.data)).toBe(0);
  expect(differing(raw.image.data, jls.image.data)).toBe(0);
  expect(raw.range).toEqual([-1024, 1196 - 1024]);
});

onData(`the codestreams of a file without its end marker equal the raw frames`, async () => {
  const raw = await one("data/transfer-syntax/emri/emri_small.dcm");
  const cut = await one("data/malformed/emri_small_jpeg_2k_lossless_too_short.dcm");
  expect(differing(raw.image.data, cut.image.data)).toBe(0);
});

onData(`lossless colour encodings have the luminance of the raw one`, async () => {
  const rgb = "data/transfer-syntax/rgb/TestPattern_";
  const raw = await one(`${rgb}RGB.dcm`);
  expect(raw.findings.map((f) => f.code)).toContain("colour");
  expect(raw.valueChain).toContain("Luminance");
  for (const name of ["JPEG-Lossless_RGB", "JPEG-LS-Lossless"]) {
    const other = await one(`${rgb}${name}.dcm`);
    expect(differing(raw.image.data, other.image.data), name).toBe(0);
  }
  for (const [name, most] of [
    ["Palette", 1],
    ["Palette_16", 1],
    ["JPEG-LS-NearLossless", 2],
  ] as const) {
    const other = await one(`${rgb}${name}.dcm`);
    const mean = (s: Series) => s.image.data.reduce((a, v) => a + v, 0) / s.image.data.length;
    expect(Math.abs(mean(raw) - mean(other)), name).toBeLessThan(most);
  }
});

onData(`the wrong label of a lossy codestream does not hide the loss`, async () => {
  const series = await one("data/modality/op_fundus_jpeg_lossless.dcm"); // says JPEG lossless, holds baseline JPEG
  expect(series.findings.map((f) => f.code)).toContain("lossy");
});

/** Grey images of the manifest: minimum, maximum and mean of stored values by pydicom, gdcm or dcmtk. */
const grey: readonly (readonly [path: string, min: number, max: number, mean: number])[] = [
  ["modality/cr_mono1_10bit_chest_implicit.dcm", 0, 979, 501.857],
  ["modality/dx_monochrome1_uncompressed.dcm", 5, 255, 165.835],
  ["modality/mg_ge_jpeg_lossless.dcm", 0, 3471, 750.001],
  ["modality/nm_13frames.dcm", 0, 141, 10.0126],
  ["modality/op_fundus_jpeg_lossless.dcm", 7, 255, 94.0072],
  ["modality/ot_voi_lut.dcm", 0, 255, 128.83],
  ["modality/parametric_map_float.dcm", 0, 0.941579, 0.58698],
  ["transfer-syntax/emri/emri_small.dcm", 0, 467, 109.699],
  ["paramap/pm-example-slice.dcm", 0, 4095, 456.128],
];
for (const [path, min, max, mean] of grey) {
  onData(`${path}: least, greatest and mean value as other decoders find them`, async () => {
    const { image, range } = await one(`data/${path}`);
    const { padding = range } = image;
    // Other decoders count the padding, too.
    expect(Math.min(range[0], padding[0])).toBeCloseTo(min, 5);
    expect(Math.max(range[1], padding[1])).toBeCloseTo(max, 5);
    const found = image.data.reduce((a, v) => a + v, 0) / image.data.length;
    expect(Math.abs(found - mean)).toBeLessThan(5e-6 * Math.max(100, mean));
  });
}

onData(`MONOCHROME1 is shown inverted and stored as it is`, async () => {
  const series = await one("data/modality/dx_monochrome1_uncompressed.dcm");
  expect(series.inverted).toBe(true);
  expect(series.image.unit).toBe("arbitrary");
});

onData(`overlays in unused bits of the pixels are not read as pixels`, async () => {
  const series = await one("data/modality/ot_overlays_clunie.dcm"); // stored words reach 32768 with overlays in
  expect(series.range[1]).toBeLessThanOrEqual(4095);
});

onData(`a modality lookup table is applied`, async () => {
  const series = await one("data/modality/ot_modality_lut.dcm");
  expect(series.valueChain).toContain("Modality LUT");
  expect(series.range).toEqual([0, 65535]);
});
