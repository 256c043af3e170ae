import { deflateSync } from "fflate";
import { expect, test } from "vitest";
import type { DicomFile } from "#io/dicom/dataset.ts";
import { parseDicom } from "#io/dicom/parse.ts";
import { decimal } from "#io/dicom/parsed-dataset.ts";
import { isRefusal } from "#io/refusal.ts";
import {
  concat,
  ctElements,
  el,
  encodeRaw,
  fragments,
  type RawElement,
  rawFile,
  words,
} from "../../helpers/raw-dicom.ts";

const parsed = (bytes: Uint8Array): DicomFile => {
  const file = parseDicom("x.dcm", bytes);
  if (isRefusal(file)) throw new Error(file.finding.detail);
  return file;
};
const refused = (bytes: Uint8Array): string => {
  const file = parseDicom("x.dcm", bytes);
  return isRefusal(file) ? file.finding.code : "loaded";
};
const withElements = (...more: RawElement[]) => parsed(rawFile(ctElements(more))).dataset;

test("decimal text is a number or nothing", () => {
  const good = { "1": 1, " 1.5 ": 1.5, "-1e3": -1000, "+.5": 0.5, "2.": 2 };
  for (const [text, value] of Object.entries(good)) expect(decimal(text)).toBe(value);
  for (const text of ["", " ", "1,5", "12abc", "1e999", "NaN", "Infinity", "0x10", "1 2", "--1"]) {
    expect(decimal(text), text).toBeUndefined();
  }
});

test("a malformed value is undefined, and makes its whole list empty", () => {
  const dataset = withElements(el("00281053", "DS", "1,5"), el("00280030", "DS", "0.5\\x"));
  expect(dataset.number("00281053")).toBeUndefined();
  expect(dataset.string("00281053")).toBe("1,5");
  expect(dataset.number("00280030", 0)).toBe(0.5);
  expect(dataset.numbers("00280030")).toEqual([]);
  expect(dataset.number("00281053", 7)).toBeUndefined();
});

test("binary numbers of the wrong length are undefined, floats that are no numbers too", () => {
  const nan = new Uint8Array(Float64Array.of(Number.NaN).buffer);
  const dataset = withElements(el("00280010", "US", Uint8Array.of(1)), el("00189087", "FD", nan));
  expect(dataset.number("00280010")).toBeUndefined();
  expect(dataset.number("00189087")).toBeUndefined();
});

test("empty, padded and absent values", () => {
  const dataset = withElements(el("00180050", "DS", ""), el("00081030", "LO", "Head   "));
  expect(dataset.has("00180050")).toBe(true);
  expect(dataset.number("00180050")).toBeUndefined();
  expect(dataset.strings("00180050")).toEqual([]);
  expect(dataset.string("00081030")).toBe("Head");
  expect(dataset.string("0008103E")).toBeUndefined();
  expect(dataset.sequence("00540016")).toEqual([]);
});

test.each([
  ["ISO_IR 100", [0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72], "Müller"],
  ["ISO_IR 192", [...new TextEncoder().encode("山田^太郎")], "山田^太郎"],
  ["ISO_IR 144", [0xbb, 0xee, 0xda], "Люк"],
  ["GB18030", [0xcd, 0xf5], "王"],
  [
    "\\ISO 2022 IR 87",
    [0x41, 0x3d, 0x1b, 0x24, 0x42, 0x3b, 0x33, 0x45, 0x44, 0x1b, 0x28, 0x42, 0x3d, 0x42],
    "A=山田=B",
  ],
  ["\\ISO 2022 IR 149", [0x41, 0x3d, 0x1b, 0x24, 0x29, 0x43, 0xb1, 0xe8], "A=김"],
])("text in %s", (terms, bytes, text) => {
  // Examples in the manner of PS3.5 annexes H and I.
  const dataset = withElements(el("00080005", "CS", terms), el("00100010", "PN", Uint8Array.from(bytes)));
  expect(dataset.string("00100010")).toBe(text);
});

test("implicit, explicit and big-endian files say the same", () => {
  const files = [
    rawFile(ctElements()),
    rawFile(ctElements(), "1.2.840.10008.1.2", "implicit"),
    rawFile(ctElements(), "1.2.840.10008.1.2.2", "big"),
  ].map(parsed);
  for (const { dataset, pixelData } of files) {
    expect(dataset.number("00280010")).toBe(2);
    expect(dataset.number("00280011")).toBe(3);
    expect(dataset.numbers("00280030")).toEqual([0.5, 0.25]);
    expect(pixelData?.length).toBe(12);
  }
});

test("a deflated data set is inflated", () => {
  const body = deflateSync(encodeRaw(ctElements()));
  const file = parsed(concat([rawFile([], "1.2.840.10008.1.2.1.99"), body]));
  expect(file.dataset.number("00280011")).toBe(3);
  expect(refused(concat([rawFile([], "1.2.840.10008.1.2.1.99"), body.subarray(0, body.length >> 1)]))).toBe(
    "truncated",
  );
});

test("what is missing and beyond doubt is recovered, and said", () => {
  const whole = rawFile(ctElements());
  const noPreamble = parsed(whole.subarray(132));
  const bare = parsed(encodeRaw(ctElements()));
  const bareImplicit = parsed(encodeRaw(ctElements(), "implicit"));
  const noSyntax = parsed(rawFile(ctElements(), null));
  const mislabelled = parsed(rawFile(ctElements(), "1.2.840.10008.1.2.1", "implicit"));
  for (const file of [noPreamble, bare, bareImplicit, noSyntax, mislabelled]) {
    expect(file.recovered).toBe(true);
    expect(file.notes?.length).toBeGreaterThan(0);
    expect(file.dataset.number("00280011")).toBe(3);
  }
  expect(parsed(whole).recovered).toBe(false);
});

test("compressed pixels without a transfer syntax are not guessed at", () => {
  const pixels = el("7FE00010", "OB", fragments([], [Uint8Array.of(1, 2)]), 0xffffffff);
  expect(refused(rawFile(ctElements([pixels]), null))).toBe("unknown_transfer_syntax");
});

test("lengths that lead out of the file", () => {
  expect(refused(rawFile(ctElements([el("7FE00010", "OW", words([1]), 1e6)])))).toBe("truncated");
  expect(refused(rawFile(ctElements([el("00081030", "LO", "ab", 60000)])))).toBe("truncated");
  expect(refused(rawFile(ctElements([el("00081140", "SQ", new Uint8Array(), 4e9)])))).not.toBe("loaded");
  const whole = rawFile(ctElements());
  // Every cut ends in a refusal or in a file that says it has no pixels: nothing throws, nothing hangs.
  for (let length = 0; length < whole.length; length++) {
    const file = parseDicom("cut.dcm", whole.subarray(0, length));
    if (!isRefusal(file)) expect(file.pixelData).toBeUndefined();
  }
});

test("any one byte changed ends in a verdict", () => {
  const whole = rawFile(
    ctElements([el("00081140", "SQ", [[el("00081150", "UI", "1.2")], [el("00081155", "UI", "1.3")]])]),
  );
  for (let at = 132; at < whole.length; at++) {
    for (const value of [0, 0x7f, 0xff]) {
      const changed = whole.slice();
      changed[at] = value;
      expect(() => parseDicom("changed.dcm", changed)).not.toThrow();
    }
  }
});

test("a bomb of nested sequences is refused", () => {
  const depth = 40_000;
  const open = Uint8Array.of(
    8,
    0,
    0x40,
    0x11,
    0x53,
    0x51,
    0,
    0,
    255,
    255,
    255,
    255,
    254,
    255,
    0,
    224,
    255,
    255,
    255,
    255,
  );
  const bomb = concat([rawFile([]), ...Array.from({ length: depth }, () => open)]);
  expect(refused(bomb)).toBe("parse_error");
});

test("very long values (OV, UV) before the pixels do not derail the parser", () => {
  const table = new Uint8Array(16);
  const file = parsed(rawFile(ctElements([el("7FE00001", "OV", table), el("7FE00002", "OV", table)])));
  expect(file.dataset.bytes("7FE00001")?.length).toBe(16);
  expect(file.pixelData?.length).toBe(12);
});

test("a sequence hidden in UN is found", () => {
  const item = encodeRaw([el("00081150", "UI", "1.2.840")], "implicit");
  const size = new Uint8Array(Uint32Array.of(item.length).buffer);
  const hidden = concat([Uint8Array.of(0xfe, 0xff, 0, 0xe0), size, item]);
  const dataset = withElements(el("00081140", "UN", hidden));
  expect(dataset.sequence("00081140")[0]?.string("00081150")).toBe("1.2.840");
});

test("what is not DICOM is not DICOM", () => {
  expect(refused(new Uint8Array())).toBe("not_dicom");
  expect(refused(new TextEncoder().encode("hello, this is a text file of no interest"))).toBe("not_dicom");
  expect(refused(new Uint8Array(5000))).toBe("not_dicom");
  expect(refused(Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) & 255))).toBe("not_dicom");
});
