import { Inflate } from "fflate";
import { isRefusal, refuse } from "../refusal.ts";
import type { Refusal } from "../series.ts";
import type { DicomFile, PixelElement } from "./dataset.ts";
import { ParsedDataset } from "./parsed-dataset.ts";
import { type Encoding, OverrunError, type ParsedData, readDataSet, readMetaGroup } from "./parser.ts";
import { tags } from "./tags.table.ts";

const IMPLICIT = "1.2.840.10008.1.2";
const EXPLICIT = "1.2.840.10008.1.2.1";
const DEFLATED = "1.2.840.10008.1.2.1.99";
const BIG_ENDIAN = "1.2.840.10008.1.2.2";
const GE_PRIVATE = "1.2.840.113619.5.2";
/** Most bytes a deflated data set may unpack to, and how many times its size once it is larger than 64 MB. */
const INFLATE_LIMIT = 2 ** 31;
const INFLATE_SMALL = 2 ** 26;
const INFLATE_RATIO = 20;
/** Bytes inflated at a time: what they may become stays small. */
const INFLATE_STEP = 8192;
const VRS = /^(AE|AS|AT|CS|DA|DS|DT|FD|FL|IS|LO|LT|OB|OD|OF|OL|OV|OW|PN|SH|SL|SQ|SS|ST|SV|TM|UC|UI|UL|UN|UR|US|UT|UV)$/;

/**
 * Parses one DICOM file without touching its pixels. Missing preamble, meta group or transfer syntax are worked around
 * where the bytes leave no doubt; everything else that is wrong is a refusal. Never throws, never reads past the end.
 */
export function parseDicom(path: string, bytes: Uint8Array): DicomFile | Refusal {
  try {
    return parse(path, bytes);
  } catch (error) {
    if (error instanceof OverrunError) return truncated(path, error, undefined);
    return refuse(path, "parse_error", `This file could not be read: ${message(error)}. Export it again.`);
  }
}

function parse(path: string, file: Uint8Array): DicomFile | Refusal {
  const notes: string[] = [];
  const start = findStart(file, notes);
  if (start === null) {
    return refuse(path, "not_dicom", "This is not a DICOM file. Drop DICOM, NIfTI or ZIP files.", {
      size: file.length,
    });
  }
  const meta = start.hasMeta ? readMetaGroup(file, start.position) : null;
  const metaSet = meta ? new ParsedDataset(meta.data, "explicit") : null;
  const declared = metaSet?.string(tags.TransferSyntaxUID);
  let bytes = file;
  let position = meta ? meta.end : start.position;
  if (declared === DEFLATED) {
    const inflated = inflate(path, file.subarray(position));
    if (isRefusal(inflated)) return inflated;
    bytes = inflated;
    position = 0;
  }
  const sniffed = sniffEncoding(bytes, position);
  const encoding = chooseEncoding(declared, sniffed, notes);
  if (encoding === null) return unknownSyntax(path, declared);

  const { data, failure, stoppedAt } = readDataSet(bytes, position, encoding);
  const dataset = new ParsedDataset(data, encoding, meta?.data ?? null);
  const transferSyntax = declared ?? { implicit: IMPLICIT, explicit: EXPLICIT, bigEndian: BIG_ENDIAN }[encoding];
  if (failure) {
    if (failure instanceof OverrunError) return truncated(path, failure, data);
    return refuse(
      path,
      "parse_error",
      `The file's structure breaks off at byte ${stoppedAt} of ${bytes.length} (${message(failure)}). Export it again.`,
      { position: stoppedAt, size: bytes.length },
    );
  }
  const pixelData = locatePixels(dataset);
  if (declared === undefined && pixelData && pixelData.length === undefined) return unknownSyntax(path, declared);
  if (pixelData?.length !== undefined && pixelData.offset + pixelData.length > bytes.length) {
    return truncated(path, new OverrunError(pixelData.offset, pixelData.length, bytes.length), data);
  }
  return {
    path,
    bytes,
    sopClassUid: dataset.string(tags.SOPClassUID) ?? dataset.string(tags.MediaStorageSOPClassUID) ?? "",
    sopInstanceUid: dataset.string(tags.SOPInstanceUID) ?? dataset.string("00020003") ?? "",
    transferSyntax,
    dataset,
    ...(pixelData ? { pixelData } : {}),
    recovered: notes.length > 0,
    notes,
  };
}

type Start = { readonly position: number; readonly hasMeta: boolean };

/** Where the first element stands: after the preamble, or at the very beginning of a file without one. */
function findStart(bytes: Uint8Array, notes: string[]): Start | null {
  const group = (at: number) => (at + 8 <= bytes.length ? bytes[at] + 256 * bytes[at + 1] : -1);
  const isDicm = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4)) === "DICM";
  if (isDicm(128)) {
    if (group(132) === 2) return { position: 132, hasMeta: true };
    if (group(0) !== 8 && sniffEncoding(bytes, 132)) {
      notes.push("The file meta information is missing.");
      return { position: 132, hasMeta: false };
    }
  }
  if (isDicm(0) && group(4) === 2) {
    notes.push("The preamble is missing.");
    return { position: 4, hasMeta: true };
  }
  if (group(0) === 2 && VRS.test(vrAt(bytes, 0))) {
    notes.push("The preamble is missing.");
    return { position: 0, hasMeta: true };
  }
  // A bare data set begins with group 0008, and says so twice: by its tag, and by a sensible first element.
  if ((group(0) === 8 || group(0) === 0x800) && sniffEncoding(bytes, 0)) {
    notes.push("The preamble and the file meta information are missing.");
    return { position: 0, hasMeta: false };
  }
  return null;
}

const vrAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(bytes[at + 4] ?? 0, bytes[at + 5] ?? 0);

/** The encoding that the first element at `position` is written in; null when it makes no sense in any. */
function sniffEncoding(bytes: Uint8Array, position: number): Encoding | null {
  if (position + 8 > bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (VRS.test(vrAt(bytes, position))) {
    const little = view.getUint16(position, true);
    const big = view.getUint16(position, false);
    return big < little ? "bigEndian" : "explicit";
  }
  const length = view.getUint32(position + 4, true);
  return length === 0xffffffff || position + 8 + length <= bytes.length ? "implicit" : null;
}

function chooseEncoding(declared: string | undefined, sniffed: Encoding | null, notes: string[]): Encoding | null {
  if (declared === GE_PRIVATE) return null;
  if (declared === undefined) {
    if (sniffed) notes.push(`The transfer syntax is missing; the bytes are ${sniffed}.`);
    return sniffed;
  }
  const stated: Encoding = declared === IMPLICIT ? "implicit" : declared === BIG_ENDIAN ? "bigEndian" : "explicit";
  if (sniffed === null || sniffed === stated) return stated;
  // Writers do mislabel explicit and implicit; the first element shows which it is.
  if (stated !== "bigEndian" && sniffed !== "bigEndian") {
    notes.push(`The transfer syntax says ${stated}, the bytes are ${sniffed}.`);
    return sniffed;
  }
  return stated;
}

function locatePixels(dataset: ParsedDataset): PixelElement | undefined {
  for (const tag of [tags.PixelData, tags.FloatPixelData, tags.DoubleFloatPixelData]) {
    const found = dataset.element(tag);
    if (!found) continue;
    const length = found.undefinedLength ? undefined : found.length;
    return { tag, vr: found.vr, offset: found.offset, length };
  }
  return undefined;
}

function inflate(path: string, deflated: Uint8Array): Uint8Array | Refusal {
  const parts: Uint8Array[] = [];
  let size = 0;
  const limit = Math.min(INFLATE_LIMIT, Math.max(INFLATE_SMALL, INFLATE_RATIO * deflated.length));
  const inflater = new Inflate((part) => {
    size += part.length;
    if (size > limit) throw new RangeError("limit");
    parts.push(part);
  });
  try {
    // Fed in pieces, so that a bomb is noticed before it has gone off.
    for (let at = 0; at < deflated.length; at += INFLATE_STEP) {
      inflater.push(deflated.subarray(at, at + INFLATE_STEP), at + INFLATE_STEP >= deflated.length);
    }
  } catch (error) {
    if (error instanceof RangeError) {
      const detail = `The deflated data set unpacks to more than ${limit} bytes, from ${deflated.length}.`;
      return refuse(path, "archive_limit", detail, { limit, packed: deflated.length });
    }
    return refuse(
      path,
      "truncated",
      `The deflated data set is damaged or cut short (${message(error)}). Copy it again.`,
    );
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function truncated(path: string, error: OverrunError, data: ParsedData | undefined): Refusal {
  const what = data && "x7fe00010" in data.elements ? "its pixel data" : "an element at";
  const where = what === "an element at" ? `${what} byte ${error.position}` : what;
  const { wanted, size, position } = error;
  return refuse(
    path,
    "truncated",
    `The file is cut short: ${where} should be ${wanted} bytes long, but only ${size - position} are there. Copy or export it again.`,
    { expected: wanted, found: size - position, size },
  );
}

function unknownSyntax(path: string, declared: string | undefined): Refusal {
  const detail = declared
    ? `The transfer syntax ${declared} is not supported. Export the file uncompressed.`
    : "The file does not say how it is encoded (no transfer syntax), and its bytes leave it open. Export it again.";
  return refuse(path, "unknown_transfer_syntax", detail, { transferSyntax: declared ?? "" });
}

const message = (error: unknown): string =>
  error instanceof RangeError
    ? "it is nested too deeply"
    : String(error instanceof Error ? error.message : error).replace(/^dicomParser[.:\w]*: ?/, "");
