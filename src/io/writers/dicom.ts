import { RadiomicaError } from "#engine/errors.ts";
import { dictionary } from "./dictionary.table.ts";

/** Pixels and other binary values; bytes are written little endian whatever the machine. */
export type DicomBinary = Uint8Array | Uint16Array | Int16Array | Float32Array;

/** A value of an element. `null`, "" and [] write it empty (type 2); `undefined` leaves the element out. */
export type DicomValue =
  | string
  | number
  | null
  | undefined
  | readonly string[]
  | readonly number[]
  | readonly DicomRecord[]
  | DicomBinary;

/** A data set by keyword (PS3.6): `{ PatientName: "DEMO^A", PixelSpacing: [1, 1], SegmentSequence: [{…}] }`. */
export type DicomRecord = { readonly [keyword: string]: DicomValue };

const TRANSFER_SYNTAX = { explicit: "1.2.840.10008.1.2.1", implicit: "1.2.840.10008.1.2" } as const;
/** Whether elements bear their VR; where they do, short ones end at 64 KB. */
type VrForm = keyof typeof TRANSFER_SYNTAX;
const IMPLEMENTATION_CLASS_UID = "2.25.284094713049871205331870451662071503";
const IMPLEMENTATION_VERSION = "RADIOMICA";

const LONG_HEADER = new Set(["OB", "OW", "OF", "OD", "OL", "SQ", "UC", "UN", "UR", "UT"]);
const NUMBER_BYTES: Readonly<Record<string, number>> = { US: 2, SS: 2, UL: 4, SL: 4, FL: 4, FD: 8, AT: 4 };
const text = new TextEncoder();

/**
 * A DICOM Part 10 file in little endian, its VR explicit unless told. Elements are put in order by tag, values padded to even length,
 * text written as UTF-8 (SpecificCharacterSet is set to ISO_IR 192). Group 2 is made from SOPClassUID and
 * SOPInstanceUID. The VR of pixel data follows its array type; US-or-SS elements follow PixelRepresentation.
 * Throws "UnknownId" for a keyword that is not in the dictionary, "Unsupported" for a value its VR cannot hold.
 */
export function writeDicom(dataset: DicomRecord, form: VrForm = "explicit"): Uint8Array<ArrayBuffer> {
  const meta = encode({
    FileMetaInformationVersion: Uint8Array.of(0, 1),
    MediaStorageSOPClassUID: dataset.SOPClassUID,
    MediaStorageSOPInstanceUID: dataset.SOPInstanceUID,
    TransferSyntaxUID: TRANSFER_SYNTAX[form],
    ImplementationClassUID: IMPLEMENTATION_CLASS_UID,
    ImplementationVersionName: IMPLEMENTATION_VERSION,
  });
  const signed = dataset.PixelRepresentation === 1;
  const body = encode({ ...dataset, SpecificCharacterSet: "ISO_IR 192" }, signed, form);
  const groupLength = encode({ FileMetaInformationGroupLength: byteLength(meta) });
  const prefix = new Uint8Array(132);
  prefix.set(text.encode("DICM"), 128);
  return join([prefix, ...groupLength, ...meta, ...body]);
}

/** A number as a decimal string of at most 16 bytes (VR DS): what a reader will get back. */
export function decimalString(value: number): string {
  if (!Number.isFinite(value)) throw new RadiomicaError("Unsupported", `A decimal string cannot hold ${value}`);
  for (let digits = 17; digits > 0; digits--) {
    const rounded = Number(value.toPrecision(digits));
    // Small numbers keep more digits with an exponent than with zeros in front.
    const written = [String(rounded), rounded.toExponential()].find((text) => text.length <= 16);
    if (written !== undefined) return written;
  }
  throw new RadiomicaError("Unsupported", `A decimal string cannot hold ${value}`);
}

function encode(dataset: DicomRecord, signed = false, form: VrForm = "explicit"): Uint8Array[] {
  const elements: { tag: string; vr: string; value: Uint8Array[] }[] = [];
  for (const [keyword, value] of Object.entries(dataset)) {
    if (value === undefined) continue;
    const entry = dictionary[keyword];
    if (!entry) throw new RadiomicaError("UnknownId", `No DICOM attribute ${keyword} in our dictionary`, { keyword });
    const vr = resolveVr(entry.slice(8), value, signed);
    elements.push({ tag: entry.slice(0, 8), vr, value: encodeValue(keyword, vr, value, signed, form) });
  }
  elements.sort((a, b) => (a.tag < b.tag ? -1 : 1));
  return elements.flatMap(({ tag, vr, value }) => [header(tag, vr, byteLength(value), form), ...value]);
}

function resolveVr(vr: string, value: DicomValue, signed: boolean): string {
  if (vr === "xs") return signed ? "SS" : "US";
  if (vr === "ox") return value instanceof Uint8Array ? "OB" : "OW";
  return vr;
}

function encodeValue(keyword: string, vr: string, value: DicomValue, signed: boolean, form: VrForm): Uint8Array[] {
  if (value === null || value === undefined) return [];
  if (ArrayBuffer.isView(value)) return even(littleEndian(value), 0);
  const values: readonly (string | number | DicomRecord)[] = Array.isArray(value) ? value : [value];
  if (vr === "SQ") return values.flatMap((item) => encodeItem(keyword, item, signed, form));
  const size = NUMBER_BYTES[vr];
  if (size) return [encodeNumbers(keyword, vr, size, values)];
  const strings = values.map((v) => {
    if (typeof v === "object") throw cannotHold(keyword, vr, "an item");
    if (typeof v === "string") return v;
    return vr === "DS" ? decimalString(v) : String(v);
  });
  return even(text.encode(strings.join("\\")), vr === "UI" ? 0 : 0x20);
}

function encodeItem(keyword: string, item: string | number | DicomRecord, signed: boolean, form: VrForm): Uint8Array[] {
  if (typeof item !== "object") throw cannotHold(keyword, "SQ", String(item));
  const content = encode(item, signed, form);
  const start = new DataView(new ArrayBuffer(8));
  start.setUint16(0, 0xfffe, true);
  start.setUint16(2, 0xe000, true);
  start.setUint32(4, byteLength(content), true);
  return [new Uint8Array(start.buffer), ...content];
}

function encodeNumbers(keyword: string, vr: string, size: number, values: readonly unknown[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(size * values.length));
  values.forEach((v, n) => {
    const at = n * size;
    if (vr === "AT" && typeof v === "string") {
      view.setUint16(at, Number.parseInt(v.slice(0, 4), 16), true);
      view.setUint16(at + 2, Number.parseInt(v.slice(4), 16), true);
      return;
    }
    if (typeof v !== "number" || !Number.isFinite(v)) throw cannotHold(keyword, vr, String(v));
    if (vr === "FL") view.setFloat32(at, v, true);
    else if (vr === "FD") view.setFloat64(at, v, true);
    else {
      const [min, max] = vr[0] === "S" ? [-(2 ** (8 * size - 1)), 2 ** (8 * size - 1) - 1] : [0, 2 ** (8 * size) - 1];
      if (!Number.isInteger(v) || v < min || v > max) throw cannotHold(keyword, vr, String(v));
      // Two's complement: the unsigned setters store negative numbers as they are.
      if (size === 2) view.setUint16(at, v, true);
      else view.setUint32(at, v, true);
    }
  });
  return new Uint8Array(view.buffer);
}

function header(tag: string, vr: string, length: number, form: VrForm): Uint8Array {
  if (form === "implicit") {
    const view = new DataView(new ArrayBuffer(8));
    view.setUint16(0, Number.parseInt(tag.slice(0, 4), 16), true);
    view.setUint16(2, Number.parseInt(tag.slice(4), 16), true);
    view.setUint32(4, length, true);
    return new Uint8Array(view.buffer);
  }
  const long = LONG_HEADER.has(vr);
  if (!long && length > 0xfffe) throw cannotHold(tag, vr, `${length} bytes`);
  const view = new DataView(new ArrayBuffer(long ? 12 : 8));
  view.setUint16(0, Number.parseInt(tag.slice(0, 4), 16), true);
  view.setUint16(2, Number.parseInt(tag.slice(4), 16), true);
  view.setUint8(4, vr.charCodeAt(0));
  view.setUint8(5, vr.charCodeAt(1));
  if (long) view.setUint32(8, length, true);
  else view.setUint16(6, length, true);
  return new Uint8Array(view.buffer);
}

const bigEndianHost = new Uint8Array(Uint16Array.of(1).buffer)[0] === 0;

function littleEndian(value: DicomBinary): Uint8Array {
  const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (!bigEndianHost || value.BYTES_PER_ELEMENT === 1) return bytes;
  const swapped = bytes.slice();
  for (let at = 0; at < swapped.length; at += value.BYTES_PER_ELEMENT) {
    swapped.subarray(at, at + value.BYTES_PER_ELEMENT).reverse();
  }
  return swapped;
}

const even = (bytes: Uint8Array, padding: number): Uint8Array[] =>
  bytes.length % 2 === 0 ? [bytes] : [bytes, Uint8Array.of(padding)];

const byteLength = (parts: readonly Uint8Array[]): number => parts.reduce((sum, part) => sum + part.length, 0);

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(byteLength(parts));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const cannotHold = (keyword: string, vr: string, found: string): RadiomicaError =>
  new RadiomicaError("Unsupported", `${keyword} (${vr}) cannot hold ${found}`, { keyword, vr, found });
