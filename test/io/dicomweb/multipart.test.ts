import { expect, test } from "vitest";
import { boundaryOf, MultipartReader, multipartBody } from "#io/dicomweb/multipart.ts";
import { seeded } from "../../helpers/seeded.ts";

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const text = (part: { bytes: Uint8Array }) => String.fromCharCode(...part.bytes);

/** RFC 2046 5.1.1, as its example has it: a preamble, an epilogue, and a part without headers. */
const rfc = bytes(
  [
    "This is the preamble.",
    "--simple boundary",
    "",
    "This part has no headers.",
    "It does NOT end with a linebreak.",
    "--simple boundary  ",
    "Content-type: text/plain; charset=us-ascii",
    "",
    "This one does end with a linebreak.",
    "",
    "--simple boundary--",
    "This is the epilogue.",
  ].join("\r\n"),
);
const rfcParts = [
  "This part has no headers.\r\nIt does NOT end with a linebreak.",
  "This one does end with a linebreak.\r\n",
];

test.each([1, 2, 3, 7, 64, 10_000])("RFC 2046's example, in pieces of %d bytes", (size) => {
  const reader = new MultipartReader("simple boundary");
  const parts = [];
  for (let at = 0; at < rfc.length; at += size) parts.push(...reader.push(rfc.subarray(at, at + size)));
  expect(parts.map(text)).toEqual(rfcParts);
  expect(parts.map((p) => p.headers)).toEqual([{}, { "content-type": "text/plain; charset=us-ascii" }]);
  expect(reader.done).toBe(true);
});

test("bytes that look like a delimiter, but are none, stay in their part", () => {
  const tricky = "a\r\n--b1x\r\n--b\r\r\n--\r\n\r\n--b0--\r\n--b";
  const body = bytes(`--b1\r\nContent-Type: application/dicom\r\n\r\n${tricky}\r\n--b1--`);
  for (const size of [1, 5, body.length]) {
    const reader = new MultipartReader("b1");
    const parts = [];
    for (let at = 0; at < body.length; at += size) parts.push(...reader.push(body.subarray(at, at + size)));
    expect(parts.map(text)).toEqual([tricky]);
  }
});

test("an empty part, and a body without any", () => {
  expect(new MultipartReader("b").push(bytes("--b\r\n\r\n\r\n--b--")).map(text)).toEqual([""]);
  const none = new MultipartReader("b");
  expect(none.push(bytes("\r\n--b--"))).toEqual([]);
  expect(none.done).toBe(true);
});

test("a body that is cut short is not done", () => {
  const whole = bytes("--b\r\n\r\nimage\r\n--b--");
  for (let length = 0; length < whole.length; length++) {
    const reader = new MultipartReader("b");
    const parts = reader.push(whole.subarray(0, length));
    expect(reader.done).toBe(false);
    expect(parts.length).toBeLessThanOrEqual(1);
  }
});

test("headers without an end are refused", () => {
  const reader = new MultipartReader("b");
  expect(() => reader.push(bytes(`--b\r\n${"x".repeat(70_000)}`))).toThrow(RangeError);
});

test("what is written for STOW-RS is read back, whatever its bytes and however it is cut", () => {
  const random = seeded(7);
  const files = [0, 1, 2, 1000, 200_000].map((size) => Uint8Array.from({ length: size }, () => random() * 256));
  const body = multipartBody(files, "application/dicom", "radiomica-1");
  const reader = new MultipartReader("radiomica-1");
  const parts = [];
  for (let at = 0; at < body.length; ) {
    const size = 1 + Math.floor(random() * 9000);
    parts.push(...reader.push(body.subarray(at, at + size)));
    at += size;
  }
  expect(parts.map((p) => p.headers["content-length"])).toEqual(files.map((f) => String(f.length)));
  expect(parts.every((p, i) => Buffer.compare(p.bytes, files[i]) === 0)).toBe(true);
});

test("the boundary of a content type", () => {
  const one = 'multipart/related; type="application/dicom"; boundary=50d7ccd118978542-23';
  expect(boundaryOf(one)).toBe("50d7ccd118978542-23");
  expect(boundaryOf('Multipart/Related;boundary="a b;c";type="application/dicom"')).toBe("a b;c");
  expect(boundaryOf("application/dicom")).toBeNull();
  expect(boundaryOf("multipart/related")).toBeNull();
});
