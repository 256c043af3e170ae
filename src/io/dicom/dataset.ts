/**
 * A parsed DICOM data set behind bounds of our own: getters never read outside the file, trim padding, and answer
 * `undefined` for what is absent, empty or malformed (never NaN). Tags are eight hex digits, upper case: "00280010".
 */
export interface Dataset {
  has(tag: string): boolean;
  /** Value `index` (default 0) of a text element. */
  string(tag: string, index?: number): string | undefined;
  strings(tag: string): string[];
  /** Value `index` as a number, from DS, IS, US, SS, UL, SL, FL, FD, AT; `undefined` for "1,5" and the like. */
  number(tag: string, index?: number): number | undefined;
  numbers(tag: string): number[];
  /** Items of a sequence; empty when absent. */
  sequence(tag: string): Dataset[];
  /** Raw bytes of an element (not for encapsulated pixel data). */
  bytes(tag: string): Uint8Array | undefined;
  /** Byte order of `bytes`; absent means little endian. */
  readonly littleEndian?: boolean;
}

/** Where the pixel data lie in `DicomFile.bytes`. `length` is undefined for encapsulated data. */
export type PixelElement = {
  readonly tag: string;
  readonly vr: string;
  readonly offset: number;
  readonly length: number | undefined;
};

/** One parsed Part 10 file (or a bare data set that could be recovered). */
export type DicomFile = {
  readonly path: string;
  /** The bytes that offsets refer to: those of the file, or the inflated data set of a deflated one. */
  readonly bytes: Uint8Array;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntax: string;
  readonly dataset: Dataset;
  /** Absent when the file holds no Pixel Data element. */
  readonly pixelData?: PixelElement;
  /** True when something was missing or cut and had to be worked around; a finding says what. */
  readonly recovered: boolean;
  /** What was recovered, each in an English sentence. */
  readonly notes?: readonly string[];
};
