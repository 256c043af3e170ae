import { type DecodeText, textDecoder } from "./charset.ts";
import type { Dataset, DicomFile } from "./dataset.ts";
import { type Encoding, type ParsedData, type ParsedElement, readDataSet } from "./parser.ts";
import { tags } from "./tags.table.ts";

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
/** VRs whose text may use the Specific Character Set; the others are ASCII. */
const EXTENDED_TEXT = new Set(["SH", "LO", "ST", "PN", "LT", "UC", "UT"]);
/** Binary numbers: VR → size and reader. */
const binary: Readonly<Record<string, { size: number; read: (v: DataView, at: number, le: boolean) => number }>> = {
  US: { size: 2, read: (v, at, le) => v.getUint16(at, le) },
  SS: { size: 2, read: (v, at, le) => v.getInt16(at, le) },
  UL: { size: 4, read: (v, at, le) => v.getUint32(at, le) },
  SL: { size: 4, read: (v, at, le) => v.getInt32(at, le) },
  FL: { size: 4, read: (v, at, le) => v.getFloat32(at, le) },
  FD: { size: 8, read: (v, at, le) => v.getFloat64(at, le) },
  OW: { size: 2, read: (v, at, le) => v.getUint16(at, le) },
  AT: { size: 4, read: (v, at, le) => v.getUint16(at, le) * 65536 + v.getUint16(at + 2, le) },
};
/** In implicit encoding the file names no VR: those of the numeric attributes we read that are not decimal text. */
const implicitVr: Readonly<Record<string, string>> = {
  [tags.RegionSpatialFormat]: "US",
  [tags.PhysicalUnitsXDirection]: "US",
  [tags.PhysicalUnitsYDirection]: "US",
  [tags.PhysicalDeltaX]: "FD",
  [tags.PhysicalDeltaY]: "FD",
  [tags.DiffusionBValue]: "FD",
  [tags.DiffusionGradientOrientation]: "FD",
  [tags.EffectiveEchoTime]: "FD",
  [tags.TemporalPositionIndex]: "UL",
  [tags.DimensionIndexValues]: "UL",
  [tags.AcquisitionMatrix]: "US",
  "00189073": "FD", // Acquisition Duration
  "0040A161": "FD", // Floating Point Value
  "0040A30A": "DS",
  "00280122": "FL", // Float Pixel Padding Value, and its limit
  "00280124": "FL",
  "00280123": "FD", // Double Float Pixel Padding Value, and its limit
  "00280125": "FD",
  "00280120": "US", // Pixel Padding Value, and its limit; the pixels say the sign
  "00280121": "US",
  "00409224": "FD", // Real World Value Intercept
  "00409225": "FD", // Real World Value Slope
  "00620004": "US", // Segment Number
  "0062000B": "US", // Referenced Segment Number
  "0062000D": "US", // Recommended Display CIELab Value
  "0062000E": "US", // Maximum Fractional Value
  "30060048": "IS", // Observation Number
  "70531000": "DS", // Philips SUV scale factor
  "70531009": "DS", // Philips activity concentration scale factor
};

/** A data set over dicom-parser's elements; see `Dataset` for what its getters promise. */
export class ParsedDataset implements Dataset {
  private readonly decode: DecodeText;

  constructor(
    private readonly data: ParsedData,
    private readonly encoding: Encoding,
    private readonly meta: ParsedData | null = null,
    inherited?: DecodeText,
  ) {
    const terms = this.has(tags.SpecificCharacterSet) ? this.ascii(tags.SpecificCharacterSet).split("\\") : null;
    this.decode = terms ? textDecoder(terms.map((t) => t.trim())) : (inherited ?? textDecoder([]));
  }

  /** Where an element lies; `undefinedLength` marks encapsulated pixel data. */
  element(tag: string): { vr: string; offset: number; length: number; undefinedLength: boolean } | undefined {
    const found = this.find(tag);
    if (!found) return undefined;
    const { element } = found;
    return {
      vr: this.vr(tag, element),
      offset: element.dataOffset,
      length: element.length,
      undefinedLength: element.hadUndefinedLength === true,
    };
  }

  has(tag: string): boolean {
    return this.find(tag) !== undefined;
  }

  string(tag: string, index = 0): string | undefined {
    return this.values(tag)[index] || undefined;
  }

  strings(tag: string): string[] {
    const values = this.values(tag);
    return values.length === 1 && values[0] === "" ? [] : values;
  }

  number(tag: string, index = 0): number | undefined {
    const found = this.find(tag);
    if (!found) return undefined;
    const reader = binary[this.vr(tag, found.element)];
    if (!reader) return decimal(this.values(tag)[index]);
    const raw = this.bytes(tag);
    if (!raw || (index + 1) * reader.size > raw.length) return undefined;
    const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
    const value = reader.read(view, index * reader.size, this.littleEndian || found.data === this.meta);
    return Number.isFinite(value) ? value : undefined;
  }

  numbers(tag: string): number[] {
    const found = this.find(tag);
    if (!found) return [];
    const reader = binary[this.vr(tag, found.element)];
    const count = reader ? Math.floor((this.bytes(tag)?.length ?? 0) / reader.size) : this.strings(tag).length;
    const values = reader
      ? Array.from({ length: count }, (_, i) => this.number(tag, i))
      : this.strings(tag).map(decimal);
    // One malformed value makes the whole element malformed: a shifted list would be worse than none.
    return values.every((v) => v !== undefined) ? values : [];
  }

  sequence(tag: string): Dataset[] {
    const found = this.find(tag);
    if (!found) return [];
    const { element } = found;
    // Inside a UN element of undefined length, and in implicit private sequences, the encoding is implicit.
    const encoding = element.vr === "UN" ? "implicit" : this.encoding;
    const items = element.items ?? this.hiddenItems(element);
    return items.flatMap((i) => (i.dataSet ? [new ParsedDataset(i.dataSet, encoding, null, this.decode)] : []));
  }

  bytes(tag: string): Uint8Array | undefined {
    const found = this.find(tag);
    if (!found) return undefined;
    const { element, data } = found;
    const end = element.dataOffset + element.length;
    if (element.hadUndefinedLength || end > data.byteArray.length) return undefined;
    return data.byteArray.subarray(element.dataOffset, end);
  }

  /** The same data set over a copy of its first `length` bytes, which lets go of the rest of the file. */
  detached(length: number): ParsedDataset {
    return new ParsedDataset(
      withBytes(this.data, this.data.byteArray.slice(0, length)),
      this.encoding,
      this.meta && withBytes(this.meta, this.meta.byteArray.slice(0, length)),
      this.decode,
    );
  }

  private find(tag: string): { element: ParsedElement; data: ParsedData } | undefined {
    const name = `x${tag.toLowerCase()}`;
    for (const data of this.meta ? [this.data, this.meta] : [this.data]) {
      const element = data.elements[name];
      if (element) return { element, data };
    }
    return undefined;
  }

  private vr(tag: string, element: ParsedElement): string {
    if (element.vr !== undefined && element.vr !== "UN") return element.vr;
    const known = implicitVr[tag.toUpperCase()];
    if (known) return known;
    // Group 0028's numbers are US, save those that are text.
    if (/^0028(0002|0006|001[01]|01|11)/.test(tag) || tag === tags.LUTDescriptor) return "US";
    return /^002812/.test(tag) || tag === tags.LUTData ? "OW" : "";
  }

  get littleEndian(): boolean {
    return this.encoding !== "bigEndian";
  }

  private values(tag: string): string[] {
    const found = this.find(tag);
    const raw = this.bytes(tag);
    if (!found || !raw) return [];
    const vr = this.vr(tag, found.element);
    if (binary[vr] && vr !== "OW") return this.numbers(tag).map(String);
    const isText = EXTENDED_TEXT.has(vr) || vr === "";
    const text = withoutControls(isText ? this.decode(raw) : ascii(raw));
    // Long texts are one value, backslashes included.
    if (vr === "LT" || vr === "ST" || vr === "UT") return [trim(text)];
    return text.split("\\").map(trim);
  }

  private ascii(tag: string): string {
    const raw = this.bytes(tag);
    return raw ? ascii(raw) : "";
  }

  private hiddenItems(element: ParsedElement): readonly { readonly dataSet?: ParsedData }[] {
    const raw = this.data.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
    if (raw.length < 8 || raw[0] !== 0xfe || raw[1] !== 0xff || raw[2] !== 0x00 || raw[3] !== 0xe0) return [];
    // An element of our own around the same bytes, so that the parser takes them for a sequence.
    const wrapped = new Uint8Array(8 + raw.length);
    new DataView(wrapped.buffer).setUint32(4, raw.length, true);
    wrapped.set([0x08, 0, 0x40, 0x11]);
    wrapped.set(raw, 8);
    const { data, failure } = readDataSet(wrapped, 0, "implicit");
    return failure ? [] : (data.elements.x00081140?.items ?? []);
  }
}

/** A file without its pixels: the header in a copy of its own. */
export function detachHeader(file: DicomFile): DicomFile {
  const { dataset, pixelData } = file;
  if (!(dataset instanceof ParsedDataset) || !pixelData) return file;
  return { ...file, bytes: new Uint8Array(), dataset: dataset.detached(pixelData.offset) };
}

function withBytes(data: ParsedData, byteArray: Uint8Array): ParsedData {
  const elements = Object.entries(data.elements).map(([name, element]) => {
    const items = element.items?.map((i) => (i.dataSet ? { dataSet: withBytes(i.dataSet, byteArray) } : {}));
    return [name, items ? { ...element, items } : element] as const;
  });
  return { byteArray, elements: Object.fromEntries(elements), warnings: data.warnings };
}

/** A decimal or integer string as a number; undefined for anything else ("", "1,5", "12abc", "1e999"). */
export function decimal(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? "";
  if (!DECIMAL.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}

// Trailing padding is a space or a NUL; leading spaces carry no meaning in the values we read.
const trim = (text: string): string => {
  const end = text.indexOf("\0");
  return (end >= 0 ? text.slice(0, end) : text).trim();
};

/**
 * Text without the characters that make it show as something else than it is: controls (save tab and line ends, and the
 * NUL that ends a value) and the marks that turn the direction of what follows.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const CONTROLS = /[\u0001-\u0008\u000b\u000e-\u001a\u001c-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
const withoutControls = (text: string): string => text.replace(CONTROLS, "");

function ascii(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
