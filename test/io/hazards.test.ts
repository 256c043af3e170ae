import { deflateRawSync, deflateSync } from "node:zlib";
import { gzipSync, zipSync } from "fflate";
import { expect, test } from "vitest";
import { load } from "#io/load.ts";
import type { LoadResult, Series, SourceFile } from "#io/series.ts";
import { memoryFile, plainHost } from "../helpers/load-files.ts";
import { concat, ctElements, el, encodeRaw, fragments, type RawElement, rawFile, words } from "../helpers/raw-dicom.ts";

// Files that would give wrong numbers that look right, or bring a page down: each is refused with a typed reason or read with a
// warning, in under two seconds, and the sound file beside it loads.

const SECONDS = 2;
const sound = memoryFile(
  "sound.dcm",
  rawFile(ctElements([el("00080018", "UI", "1.9.9"), el("0020000E", "UI", "1.9.8")])),
);

/** What came of a file dropped together with a sound one. */
async function dropped(file: SourceFile): Promise<LoadResult & { readonly bad: readonly Series[] }> {
  const start = process.cpuUsage();
  const result = await load([file, sound], plainHost());
  // Time of the processor, not of the clock: other tests may run beside this one.
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1e6).toBeLessThan(SECONDS);
  expect(result.series.filter((s) => s.seriesInstanceUid === "1.9.8")).toHaveLength(1);
  for (const s of result.series) expect(s.image.data.every(Number.isFinite)).toBe(true);
  return { ...result, bad: result.series.filter((s) => s.seriesInstanceUid !== "1.9.8") };
}
const ct = (...over: RawElement[]) => memoryFile("bad.dcm", rawFile(ctElements(over)));
const codes = (result: LoadResult) => result.refusals.map((r) => r.finding.code);
const said = ({ bad }: { readonly bad: readonly Series[] }) => bad.flatMap((s) => s.findings.map((f) => f.code));

test.each([
  ["slope 0", "00281053", "0"],
  ["slope NaN", "00281053", "NaN"],
  ["slope with a decimal comma", "00281053", "1,5"],
  ["intercept with a decimal comma", "00281052", "-1024,0"],
  ["slope infinite", "00281053", "1e999"],
])("%s: no values are made up", async (_, tag, value) => {
  const result = await dropped(ct(el(tag, "DS", value)));
  expect(result.bad).toEqual([]);
  expect(codes(result)).toEqual(["parse_error"]);
  expect(result.refusals[0].finding.detail).toContain(`"${value}"`);
});

test("one slice of a series with a slope of 0 is left out, and the gap is reported", async () => {
  const files = [0, 1, 2, 3].map((k) =>
    memoryFile(
      `${k}.dcm`,
      rawFile(
        ctElements([
          el("00080018", "UI", `1.5.${k}`),
          el("00200032", "DS", `0\\0\\${2 * k}`),
          ...(k === 2 ? [el("00281053", "DS", "0")] : []),
        ]),
      ),
    ),
  );
  const { series, refusals } = await load(files, plainHost());
  expect(refusals.map((r) => r.path)).toEqual(["2.dcm"]);
  expect(series[0].use).toBe("slices");
  expect(series[0].findings.map((f) => f.code)).toContain("missing_slice");
});

test("a slope without an intercept makes no Hounsfield units", async () => {
  const result = await dropped(ct(el("00281052", "DS", "")));
  expect(result.bad[0].image.unit).toBe("arbitrary");
  expect(said(result)).toContain("no_calibration");
});

test("a PET that lost its slope, or has an intercept, is no activity and no SUV", async () => {
  const pet = [el("00080060", "CS", "PT"), el("00541001", "CS", "BQML"), el("00281052", "DS", "0")];
  const lost = await dropped(ct(...pet, el("00281053", "DS", "")));
  expect(lost.bad[0].image.unit).toBe("arbitrary");
  expect(lost.bad[0].findings.find((f) => f.code === "suv_missing")?.detail).toContain("rescale");
  const shifted = await dropped(ct(...pet, el("00281052", "DS", "5")));
  expect(shifted.bad[0].image.unit).toBe("Bq/ml");
  expect(shifted.bad[0].findings.find((f) => f.code === "suv_missing")?.detail).toContain("intercept");
});

test("a dose without its scaling is no dose", async () => {
  const dose = await dropped(ct(el("00080060", "CS", "RTDOSE"), el("30040002", "CS", "GY")));
  expect(codes(dose)).toEqual(["parse_error"]);
});

test("slices 2 mm apart and 5 mm thick are 2 mm apart", async () => {
  const files = [0, 2, 4].map((z, k) =>
    memoryFile(
      `${k}`,
      rawFile(
        ctElements([
          el("00080018", "UI", `1.6.${k}`),
          el("00180050", "DS", "5"),
          el("00180088", "DS", "5"),
          el("00200032", "DS", `0\\0\\${z}`),
        ]),
      ),
    ),
  );
  const { series } = await load(files, plainHost());
  expect(series[0].image.grid.spacing[2]).toBe(2);
  expect(series[0].findings.map((f) => f.code)).toContain("thickness_differs");
});

test("lengths beyond the file, absurd sizes, endless nesting", async () => {
  expect(codes(await dropped(ct(el("7FE00010", "OW", words([1]), 2 ** 31))))).toEqual(["truncated"]);
  expect(codes(await dropped(ct(el("00081030", "LO", "x", 65534))))).toEqual(["truncated"]);
  const huge = ct(el("00280010", "US", 65535), el("00280011", "US", 65535), el("00280008", "IS", "99999"));
  expect(codes(await dropped(huge))).toEqual(["absurd_dimensions"]);
  const open = [
    ...encodeRaw([el("00081140", "SQ", new Uint8Array(), 0xffffffff)]),
    254,
    255,
    0,
    224,
    255,
    255,
    255,
    255,
  ];
  const nested = concat([rawFile([]), ...Array.from({ length: 60_000 }, () => Uint8Array.from(open))]);
  const deep = await dropped(memoryFile("deep.dcm", nested));
  expect(deep.bad).toEqual([]);
  expect(["parse_error", "truncated"]).toContain(codes(deep)[0]);
});

test("bombs do not go off: a deflated data set, a gzip file, a ZIP, a deflated frame", async () => {
  const zeros = Buffer.alloc(2 ** 28);
  const bomb = rawFile([], "1.2.840.10008.1.2.1.99");
  const deflated = await dropped(memoryFile("deflated.dcm", concat([bomb, deflateRawSync(zeros, { level: 1 })])));
  expect(codes(deflated)).toEqual(["archive_limit"]);
  // A few bytes that say they are three gigabytes.
  const small = gzipSync(new Uint8Array(100));
  new DataView(small.buffer).setUint32(small.length - 4, 3_000_000_000, true);
  expect(codes(await dropped(memoryFile("lie.nii.gz", small)))).toEqual(["archive_limit"]);
  const zip = zipSync({ "zeros.bin": new Uint8Array(2 ** 27) });
  expect(codes(await dropped(memoryFile("bomb.zip", zip)))).toEqual(["archive_limit"]);
  const frame = deflateRawSync(zeros.subarray(0, 2 ** 27), { level: 1 });
  const pixels = el("7FE00010", "OB", fragments([], [new Uint8Array(frame)]), 0xffffffff);
  const one = memoryFile("frame.dcm", rawFile(ctElements([pixels]), "1.2.840.10008.1.2.8.1"));
  const result = await dropped(one);
  // The frame begins with all the bytes it needs; what follows is never unpacked.
  expect(result.bad[0].range).toEqual([-1024, -1024]);
});

test("a nearly empty mask of a large volume is no bomb", async () => {
  const header = new Uint8Array(352);
  const view = new DataView(header.buffer);
  view.setInt32(0, 348, true);
  for (const [i, n] of [3, 512, 512, 300].entries()) view.setInt16(40 + 2 * i, n, true);
  view.setInt16(70, 2, true);
  for (const i of [1, 2, 3]) view.setFloat32(76 + 4 * i, 1, true);
  view.setFloat32(108, 352, true);
  header.set([110, 43, 49], 344);
  const packed = gzipSync(concat([header, new Uint8Array(512 * 512 * 300)]), { level: 9 });
  expect(packed.length * 400).toBeLessThan(512 * 512 * 300);
  const { refusals } = await load([memoryFile("mask.nii.gz", packed)], plainHost({ maxBytes: 2 ** 20 }));
  expect(refusals.map((r) => r.finding.code)).toEqual(["too_large"]);
});

/** A file of two RLE frames of 2 × 3 words of one byte value each, with an offset table of our choosing. */
function twoFrames(table: readonly number[], parts: (frames: readonly Uint8Array[]) => readonly Uint8Array[]) {
  const frame = (value: number) => {
    const head = new Uint32Array(16);
    head.set([2, 64, 66]);
    const run = (v: number) => [256 - 5, v];
    return concat([new Uint8Array(head.buffer), Uint8Array.from([...run(0), ...run(value)])]);
  };
  const pixels = el("7FE00010", "OB", fragments(table, parts([frame(1), frame(2)])), 0xffffffff);
  const file = rawFile(ctElements([el("00280008", "IS", "2"), pixels]), "1.2.840.10008.1.2.5");
  return memoryFile("frames.dcm", file);
}

test("offset tables that overlap, go backwards or point nowhere are not followed", async () => {
  for (const table of [
    [0, 0],
    [76, 0],
    [0, 4],
    [0, 5000],
  ]) {
    const { bad } = await dropped(twoFrames(table, (frames) => frames));
    const values = bad.flatMap((s) => [...s.image.data]).sort((a, b) => a - b);
    expect(values, table.join()).toEqual([...Array(6).fill(-1023), ...Array(6).fill(-1022)]);
  }
  // Where fragments cannot be told apart either, nothing is guessed.
  const pieces = (frames: readonly Uint8Array[]) => frames.flatMap((f) => [f.subarray(0, 66), f.subarray(66)]);
  expect(codes(await dropped(twoFrames([0, 0], pieces)))).toEqual(["truncated"]);
});

test("a codestream of another size than the header says", async () => {
  const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xc3, 0, 11, 16, 0, 9, 0, 9, 1, 1, 0x11, 0, 0xff, 0xd9, 0]);
  const pixels = el("7FE00010", "OB", fragments([], [jpeg]), 0xffffffff);
  const result = await dropped(memoryFile("x.dcm", rawFile(ctElements([pixels]), "1.2.840.10008.1.2.4.70")));
  expect(codes(result)).toEqual(["decode_failed"]);
  expect(result.refusals[0].finding.detail).toContain("3 × 2 declared, 9 × 9 found");
});

test("a PNG-like zlib header where raw deflate should be", async () => {
  const file = concat([rawFile([], "1.2.840.10008.1.2.1.99"), deflateSync(Buffer.alloc(100))]);
  const result = await dropped(memoryFile("zlib.dcm", file));
  expect(result.bad).toEqual([]);
  expect(result.refusals).toHaveLength(1);
});

test("names that turn the text around or hide in it lose what does so; the rest stays text", async () => {
  const name = new TextEncoder().encode("Evil\u202Egnp.exe\u2066^<script>alert(1)</script>\u0007 ");
  const result = await dropped(ct(el("00080005", "CS", "ISO_IR 192"), el("00100010", "PN", name)));
  expect(result.bad[0].study.patientName).toBe("Evilgnp.exe^<script>alert(1)</script>");
});

test("padding is read, told, and left out of the range", async () => {
  const padded = await dropped(
    ct(el("00280120", "US", 65536 - 2000), el("7FE00010", "OW", words([-2000, 1, 2, 3, 4, -2000]))),
  );
  const [image] = padded.bad;
  expect(image.image.padding).toEqual([-3024, -3024]);
  expect(image.range).toEqual([-1023, -1020]);
  expect(image.findings.find((f) => f.code === "padding")?.detail).toContain("2 of 6");
  const none = await dropped(ct(el("00280120", "US", 65536 - 2000)));
  expect(none.bad[0].image.padding).toBeUndefined();
  // Padded with air (0 stored, −1024 HU): the lung may hold the same value, and it is one.
  const air = await dropped(ct(el("00280120", "US", 0), el("7FE00010", "OW", words([0, 1, 2, 3, 4, 0]))));
  expect(air.bad[0].image.padding).toBeUndefined();
  expect(air.bad[0].range).toEqual([-1024, -1020]);
});

/** A real-world value mapping: slope, intercept, UCUM unit. */
const mapping = (slope: number, intercept: number, unit: string): RawElement[] => {
  const double = (value: number) => new Uint8Array(Float64Array.of(value).buffer);
  return [
    el("004008EA", "SQ", [[el("00080100", "SH", unit), el("00080102", "SH", "UCUM"), el("00080104", "LO", unit)]]),
    el("00409224", "FD", double(intercept)),
    el("00409225", "FD", double(slope)),
  ];
};

test("a real-world value mapping is applied where it stands alone, and only then", async () => {
  const mr = [el("00080060", "CS", "MR"), el("00281052", "DS", ""), el("00281053", "DS", "")];
  const one = await dropped(ct(...mr, el("00409096", "SQ", [mapping(1e-6, 0, "mm2/s")])));
  expect(one.bad[0].image.unit).toBe("mm2/s");
  expect(one.bad[0].range[1]).toBeCloseTo(5e-6, 12);
  expect(one.bad[0].valueChain).toContain("real-world value mapping");
  const two = await dropped(ct(...mr, el("00409096", "SQ", [mapping(1, 0, "1"), mapping(2, 0, "1")])));
  expect(two.bad[0].range).toEqual([0, 5]);
  expect(said(two)).toContain("real_world");
  // Beside a rescale that says the same it gives the unit, beside another it is not applied.
  const rescale = [el("00080060", "CS", "MR"), el("00281052", "DS", "0"), el("00281053", "DS", "2")];
  const same = await dropped(ct(...rescale, el("00409096", "SQ", [mapping(2, 0, "mm2/s")])));
  expect([same.bad[0].image.unit, same.bad[0].range[1]]).toEqual(["mm2/s", 10]);
  const other = await dropped(ct(...rescale, el("00409096", "SQ", [mapping(3, 0, "mm2/s")])));
  expect([other.bad[0].image.unit, other.bad[0].range[1]]).toEqual(["arbitrary", 10]);
  expect(said(other)).toContain("real_world");
});
