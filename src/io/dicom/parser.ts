import * as imported from "dicom-parser";

/** What we use of dicom-parser; its published types leave these out. */
export type ParsedElement = {
  readonly tag: string;
  readonly vr?: string;
  readonly length: number;
  readonly dataOffset: number;
  readonly items?: readonly { readonly dataSet?: ParsedData }[];
  readonly hadUndefinedLength?: boolean;
};
export type ParsedData = {
  readonly byteArray: Uint8Array;
  readonly elements: Record<string, ParsedElement>;
  readonly warnings: string[];
};
type NumberReader = object;
interface Stream {
  byteArray: Uint8Array;
  position: number;
  warnings: string[];
  seek(offset: number): void;
  readUint16(): number;
  readUint32(): number;
  readFixedString(length: number): string;
}
type ReadData = (data: ParsedData, stream: Stream, end: number, options: { untilTag?: string }) => void;
type DicomParser = {
  readonly ByteStream: new (reader: NumberReader, bytes: Uint8Array, position: number) => Stream;
  readonly DataSet: new (reader: NumberReader, bytes: Uint8Array, elements: object) => ParsedData;
  readonly littleEndianByteArrayParser: NumberReader;
  readonly bigEndianByteArrayParser: NumberReader;
  readonly parseDicomDataSetExplicit: ReadData;
  readonly parseDicomDataSetImplicit: ReadData;
  readonly readDicomElementExplicit: (stream: Stream, warnings: string[]) => ParsedElement;
};

// A CommonJS module shows itself differently to Node and to bundlers.
const candidates: readonly unknown[] = [imported, (imported as { default?: unknown }).default];
const parser = candidates.find((c) => typeof c === "object" && c !== null && "ByteStream" in c) as DicomParser;

/** Thrown when a declared length leads out of the file. */
export class OverrunError extends Error {
  constructor(
    readonly position: number,
    readonly wanted: number,
    readonly size: number,
  ) {
    super(`byte ${position + wanted} of ${size}`);
  }
}

/** dicom-parser's stream, which checks nothing when it seeks, inside the bounds of the file. */
class BoundedStream extends parser.ByteStream {
  private need(length: number): void {
    if (this.position + length > this.byteArray.length) {
      throw new OverrunError(this.position, length, this.byteArray.length);
    }
  }
  override seek(offset: number): void {
    this.need(offset);
    super.seek(offset);
  }
  override readUint16(): number {
    this.need(2);
    return super.readUint16();
  }
  override readUint32(): number {
    this.need(4);
    return super.readUint32();
  }
  override readFixedString(length: number): string {
    this.need(length);
    const text = super.readFixedString(length);
    // dicom-parser does not know these three; their header is laid out like that of UN.
    return length === 2 && (text === "OV" || text === "SV" || text === "UV") ? "UN" : text;
  }
}

export type Encoding = "explicit" | "implicit" | "bigEndian";

const stream = (bytes: Uint8Array, position: number, encoding: Encoding): BoundedStream =>
  new BoundedStream(
    encoding === "bigEndian" ? parser.bigEndianByteArrayParser : parser.littleEndianByteArrayParser,
    bytes,
    position,
  );

/**
 * Reads the data set from `position` up to and including the header of Pixel Data. `failure` is what ended the
 * reading early; `data` holds what was read until then.
 */
export function readDataSet(
  bytes: Uint8Array,
  position: number,
  encoding: Encoding,
): { data: ParsedData; failure: unknown; stoppedAt: number } {
  const data = new parser.DataSet(
    encoding === "bigEndian" ? parser.bigEndianByteArrayParser : parser.littleEndianByteArrayParser,
    bytes,
    {},
  );
  if (position >= bytes.length) return { data, failure: null, stoppedAt: position };
  const input = stream(bytes, position, encoding);
  (data as { warnings: string[] }).warnings = input.warnings;
  const read = encoding === "implicit" ? parser.parseDicomDataSetImplicit : parser.parseDicomDataSetExplicit;
  try {
    read(data, input, bytes.length, { untilTag: "x7fe00010" });
    return { data, failure: null, stoppedAt: input.position };
  } catch (failure) {
    return { data, failure, stoppedAt: input.position };
  }
}

/** Reads group 0002 (always explicit little endian) from `position`; ends at the first element of another group. */
export function readMetaGroup(bytes: Uint8Array, position: number): { data: ParsedData; end: number } {
  const data = new parser.DataSet(parser.littleEndianByteArrayParser, bytes, {});
  const input = stream(bytes, position, "explicit");
  while (input.position + 8 <= bytes.length) {
    const at = input.position;
    if (bytes[at] !== 2 || bytes[at + 1] !== 0) return { data, end: at };
    const element = parser.readDicomElementExplicit(input, input.warnings);
    data.elements[element.tag] = element;
  }
  return { data, end: input.position };
}
