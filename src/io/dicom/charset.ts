/** DICOM's defined terms for repertoires (PS3.3 C.12.1.1.2) → encoding labels. */
const encodings: Readonly<Record<string, string>> = {
  "": "iso-8859-1",
  "ISO_IR 6": "iso-8859-1",
  "ISO_IR 13": "shift_jis",
  "ISO_IR 100": "iso-8859-1",
  "ISO_IR 101": "iso-8859-2",
  "ISO_IR 109": "iso-8859-3",
  "ISO_IR 110": "iso-8859-4",
  "ISO_IR 126": "iso-8859-7",
  "ISO_IR 127": "iso-8859-6",
  "ISO_IR 138": "iso-8859-8",
  "ISO_IR 144": "iso-8859-5",
  "ISO_IR 148": "iso-8859-9",
  "ISO_IR 166": "windows-874",
  "ISO_IR 192": "utf-8",
  "ISO_IR 203": "iso-8859-15",
  GB18030: "gb18030",
  GBK: "gbk",
};
const ESCAPE = 0x1b;

/** Turns the bytes of a text element into a string, by the data set's Specific Character Set. */
export type DecodeText = (bytes: Uint8Array) => string;

/**
 * A decoder for the given terms. Each run after an escape sequence (code extensions) is decoded by the repertoire
 * it announces; unknown terms fall back to Latin-1, which loses nothing of ASCII.
 */
export function textDecoder(terms: readonly string[]): DecodeText {
  const first = new TextDecoder(label(terms[0] ?? ""));
  return (bytes) => (bytes.includes(ESCAPE) ? withEscapes(bytes, first) : first.decode(bytes));
}

function label(term: string): string {
  const known = encodings[term] ?? encodings[term.replace("ISO 2022 IR", "ISO_IR")];
  return known ?? "iso-8859-1";
}

/** The escape sequences that DICOM allows: final bytes after ESC → decoder, and whether the sequence is its own. */
const escapes: readonly { readonly bytes: string; readonly label: string; readonly keep: boolean }[] = [
  { bytes: "$B", label: "iso-2022-jp", keep: true },
  { bytes: "$@", label: "iso-2022-jp", keep: true },
  { bytes: "$(D", label: "iso-2022-jp", keep: true },
  { bytes: "(J", label: "shift_jis", keep: false },
  { bytes: ")I", label: "shift_jis", keep: false },
  { bytes: "(B", label: "", keep: false },
  { bytes: "$)C", label: "euc-kr", keep: false },
  { bytes: "$)A", label: "gbk", keep: false },
  { bytes: "-A", label: "iso-8859-1", keep: false },
  { bytes: "-B", label: "iso-8859-2", keep: false },
  { bytes: "-C", label: "iso-8859-3", keep: false },
  { bytes: "-D", label: "iso-8859-4", keep: false },
  { bytes: "-F", label: "iso-8859-7", keep: false },
  { bytes: "-G", label: "iso-8859-6", keep: false },
  { bytes: "-H", label: "iso-8859-8", keep: false },
  { bytes: "-L", label: "iso-8859-5", keep: false },
  { bytes: "-M", label: "iso-8859-9", keep: false },
  { bytes: "-T", label: "windows-874", keep: false },
];

function withEscapes(bytes: Uint8Array, first: TextDecoder): string {
  let text = "";
  let start = 0;
  let decoder = first;
  let at = bytes.indexOf(ESCAPE);
  while (at >= 0) {
    text += decoder.decode(bytes.subarray(start, at));
    const after = String.fromCharCode(...bytes.subarray(at + 1, at + 4));
    const known = escapes.find((e) => after.startsWith(e.bytes));
    if (known) decoder = known.label === "" ? first : new TextDecoder(known.label);
    start = known?.keep ? at : at + 1 + (known?.bytes.length ?? 0);
    at = bytes.indexOf(ESCAPE, at + 1);
  }
  return text + decoder.decode(bytes.subarray(start));
}
