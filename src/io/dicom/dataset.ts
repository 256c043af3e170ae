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
}

/** One parsed Part 10 file (or a bare data set that could be recovered). */
export type DicomFile = {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntax: string;
  readonly dataset: Dataset;
  /** True when something was missing or cut and had to be worked around; a finding says what. */
  readonly recovered: boolean;
};
