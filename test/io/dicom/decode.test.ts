import { expect, test } from "vitest";
import { isRadiomicaError } from "#engine/errors.ts";
import { decodeFrame } from "#io/dicom/decode.ts";
import type { DecodeJob } from "#io/series.ts";
import { concat } from "../../helpers/raw-dicom.ts";

const job = (over: Partial<DecodeJob>): DecodeJob => ({
  transferSyntax: "1.2.840.10008.1.2.1",
  bytes: new Uint8Array(),
  rows: 1,
  columns: 4,
  samplesPerPixel: 1,
  photometric: "MONOCHROME2",
  planarConfiguration: 0,
  bitsAllocated: 16,
  bitsStored: 16,
  highBit: 15,
  signed: false,
  float: "none",
  slope: 1,
  intercept: 0,
  ...over,
});
async function decoded(over: Partial<DecodeJob>): Promise<number[]> {
  const j = job(over);
  const out = new Float32Array(j.rows * j.columns);
  await decodeFrame(j, out);
  return [...out];
}
const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
const failure = async (over: Partial<DecodeJob>): Promise<string> => {
  try {
    await decoded(over);
    return "decoded";
  } catch (error) {
    return isRadiomicaError(error) ? error.tag : String(error);
  }
};

test("bits: high bit, overlays above, rubbish below, sign of the highest stored bit", async () => {
  const raw = (words: number[]) => bytesOf(Uint16Array.from(words));
  expect(await decoded({ bytes: raw([0xf001, 0x0fff, 0x0800, 0]), bitsStored: 12, highBit: 11 })).toEqual([
    1, 4095, 2048, 0,
  ]);
  expect(await decoded({ bytes: raw([0xf001, 0x0fff, 0x0800, 0]), bitsStored: 12, highBit: 11, signed: true })).toEqual(
    [1, -1, -2048, 0],
  );
  expect(await decoded({ bytes: raw([0x001f, 0xfff0, 0x8000, 0x000f]), bitsStored: 12, highBit: 15 })).toEqual([
    1, 4095, 2048, 0,
  ]);
  expect(await decoded({ bytes: raw([0x8000, 0x7fff, 0xffff, 1]), signed: true })).toEqual([-32768, 32767, -1, 1]);
});

test("1, 8, 12 and 32 bits, float and double", async () => {
  const bits = { bitsAllocated: 1, bitsStored: 1, highBit: 0 };
  expect(await decoded({ ...bits, bytes: Uint8Array.of(0b1101) })).toEqual([1, 0, 1, 1]);
  const bytes8 = { bitsAllocated: 8, bitsStored: 8, highBit: 7 };
  expect(await decoded({ ...bytes8, bytes: Uint8Array.of(0, 127, 128, 255) })).toEqual([0, 127, 128, 255]);
  expect(await decoded({ ...bytes8, signed: true, bytes: Uint8Array.of(0, 127, 128, 255) })).toEqual([
    0, 127, -128, -1,
  ]);
  const bits12 = { bitsAllocated: 12, bitsStored: 12, highBit: 11 };
  expect(await decoded({ ...bits12, bytes: Uint8Array.of(0x34, 0xf2, 0xff, 0x01, 0x00, 0x80) })).toEqual([
    0x234, 0xfff, 1, 0x800,
  ]);
  const bits32 = { bitsAllocated: 32, bitsStored: 32, highBit: 31 };
  expect(await decoded({ ...bits32, bytes: bytesOf(Uint32Array.of(0, 1, 2 ** 24, 2 ** 31)) })).toEqual([
    0,
    1,
    2 ** 24,
    2 ** 31,
  ]);
  expect(await decoded({ ...bits32, signed: true, bytes: bytesOf(Int32Array.of(0, -1, 5, -(2 ** 31))) })).toEqual([
    0,
    -1,
    5,
    -(2 ** 31),
  ]);
  const float = { bitsAllocated: 32, bitsStored: 32, highBit: 31, float: "float32" } as const;
  expect(await decoded({ ...float, bytes: bytesOf(Float32Array.of(0.5, -1, 3, 1e9)) })).toEqual([0.5, -1, 3, 1e9]);
  const double = { bitsAllocated: 64, bitsStored: 64, highBit: 63, float: "float64" } as const;
  expect(await decoded({ ...double, bytes: bytesOf(Float64Array.of(0.5, -1, 3, 1e9)) })).toEqual([0.5, -1, 3, 1e9]);
});

test("bytes at an odd address", async () => {
  const odd = concat([Uint8Array.of(9), bytesOf(Uint16Array.of(1, 2, 3, 4))]).subarray(1);
  expect(await decoded({ bytes: odd })).toEqual([1, 2, 3, 4]);
});

test("slope and intercept are applied in double precision and stored as single", async () => {
  const bytes = bytesOf(Int16Array.of(0, 137, 5050, -10000));
  const values = await decoded({ bytes, signed: true, slope: 0.01, intercept: 0.1 });
  expect(values).toEqual([0, 137, 5050, -10000].map((v) => Math.fround(v * 0.01 + 0.1)));
});

test("a lookup table holds beyond its ends", async () => {
  const lut = { first: 2, values: Float32Array.of(10, 20, 30) };
  expect(await decoded({ bytes: bytesOf(Uint16Array.of(0, 2, 4, 9)), lut })).toEqual([10, 10, 30, 30]);
});

test("luminance of RGB by pixel and by plane, and of YBR", async () => {
  const rgb = { samplesPerPixel: 3, photometric: "RGB", bitsAllocated: 8, bitsStored: 8, highBit: 7, columns: 2 };
  const y = (r: number, g: number, b: number) => Math.fround(0.299 * r + 0.587 * g + 0.114 * b);
  const expected = [y(255, 0, 0), y(1, 2, 3)];
  expect(await decoded({ ...rgb, bytes: Uint8Array.of(255, 0, 0, 1, 2, 3) })).toEqual(expected);
  expect(await decoded({ ...rgb, planarConfiguration: 1, bytes: Uint8Array.of(255, 1, 0, 2, 0, 3) })).toEqual(expected);
  expect(await decoded({ ...rgb, photometric: "YBR_FULL", bytes: Uint8Array.of(7, 0, 0, 8, 0, 0) })).toEqual([7, 8]);
  expect(await decoded({ ...rgb, photometric: "YBR_FULL_422", bytes: Uint8Array.of(7, 8, 0, 0) })).toEqual([7, 8]);
  expect(await failure({ ...rgb, photometric: "CMYK", bytes: new Uint8Array(6) })).toBe("Unsupported");
});

test("RLE: literal and repeated runs, high byte first; damage is refused", async () => {
  const header = new Uint8Array(bytesOf(Uint32Array.from([2, 64, 68, ...new Array(13).fill(0)])));
  const high = Uint8Array.of(0xfd, 0x01, 0x80, 0x80); // 4 × 0x01, then no-ops
  const low = Uint8Array.of(0x03, 1, 2, 3, 4);
  const rle = { transferSyntax: "1.2.840.10008.1.2.5" };
  expect(await decoded({ ...rle, bytes: concat([header, high, low]) })).toEqual([0x101, 0x102, 0x103, 0x104]);
  expect(await failure({ ...rle, bytes: concat([header, high, low.subarray(0, 3)]) })).toBe("Parse");
  expect(
    await failure({ ...rle, bitsAllocated: 8, bitsStored: 8, highBit: 7, bytes: concat([header, high, low]) }),
  ).toBe("Parse");
  expect(await failure({ ...rle, bytes: header.subarray(0, 20) })).toBe("Parse");
});

test("what is short, unknown or no number is refused", async () => {
  expect(await failure({ bytes: new Uint8Array(7) })).toBe("Parse");
  expect(await failure({ transferSyntax: "1.2.840.10008.1.2.4.102" })).toBe("Unsupported");
  expect(await failure({ transferSyntax: "9.9" })).toBe("Unsupported");
  for (const uid of [".50", ".57", ".80", ".90", ".201"]) {
    expect(await failure({ transferSyntax: `1.2.840.10008.1.2.4${uid}`, bytes: new Uint8Array(100) }), uid).toBe(
      "Parse",
    );
  }
  const float = { bitsAllocated: 32, bitsStored: 32, highBit: 31, float: "float32" } as const;
  expect(await failure({ ...float, bytes: bytesOf(Float32Array.of(1, Number.NaN, 3, 4)) })).toBe("Parse");
  expect(await failure({ ...float, bytes: bytesOf(Float32Array.of(1, Number.POSITIVE_INFINITY, 3, 4)) })).toBe("Parse");
});
