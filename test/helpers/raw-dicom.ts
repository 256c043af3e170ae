/** An element as bytes: tag of eight hex digits, VR, value; `length` overrides the true length. */
export type RawElement = {
  readonly tag: string;
  readonly vr: string;
  readonly value: Uint8Array | string | number | readonly RawElement[][];
  readonly length?: number;
};

export const el = (tag: string, vr: string, value: RawElement["value"], length?: number): RawElement => ({
  tag,
  vr,
  value,
  ...(length === undefined ? {} : { length }),
});

const LONG = /^(OB|OW|OF|OD|OL|OV|SQ|UC|UN|UR|UT|SV|UV)$/;

/** Writes elements as they are given, right or wrong: explicit or implicit VR, either byte order. */
export function encodeRaw(
  elements: readonly RawElement[],
  encoding: "explicit" | "implicit" | "big" = "explicit",
): Uint8Array {
  return concat(elements.map((e) => encodeElement(e, encoding)));
}

/** A Part 10 file around raw elements; `transferSyntax: null` leaves it out. */
export function rawFile(
  elements: readonly RawElement[],
  transferSyntax: string | null = "1.2.840.10008.1.2.1",
  encoding: "explicit" | "implicit" | "big" = "explicit",
): Uint8Array {
  const meta = [
    el("00020002", "UI", "1.2.840.10008.5.1.4.1.1.2"),
    el("00020003", "UI", "1.2.3"),
    ...(transferSyntax === null ? [] : [el("00020010", "UI", transferSyntax)]),
  ];
  const prefix = new Uint8Array(132);
  prefix.set([68, 73, 67, 77], 128);
  return concat([prefix, encodeRaw(meta), encodeRaw(elements, encoding)]);
}

/** The elements of a small CT slice; `over` replaces or adds by tag. */
export function ctElements(over: readonly RawElement[] = []): RawElement[] {
  const plain = [
    el("00080016", "UI", "1.2.840.10008.5.1.4.1.1.2"),
    el("00080018", "UI", "1.2.3.4"),
    el("00080060", "CS", "CT"),
    el("00100010", "PN", "Test^One"),
    el("00100020", "LO", "1"),
    el("0020000D", "UI", "1.2.3.1"),
    el("0020000E", "UI", "1.2.3.2"),
    el("00200013", "IS", "1"),
    el("00200032", "DS", "0\\0\\0"),
    el("00200037", "DS", "1\\0\\0\\0\\1\\0"),
    el("00200052", "UI", "1.2.3.3"),
    el("00280002", "US", 1),
    el("00280004", "CS", "MONOCHROME2"),
    el("00280010", "US", 2),
    el("00280011", "US", 3),
    el("00280030", "DS", "0.5\\0.25"),
    el("00280100", "US", 16),
    el("00280101", "US", 16),
    el("00280102", "US", 15),
    el("00280103", "US", 1),
    el("00281052", "DS", "-1024"),
    el("00281053", "DS", "1"),
    el("7FE00010", "OW", words([0, 1, 2, 3, 4, 5])),
  ];
  const merged = new Map(plain.map((e) => [e.tag, e]));
  for (const e of over) merged.set(e.tag, e);
  return [...merged.values()].sort((a, b) => (a.tag < b.tag ? -1 : 1));
}

export const words = (values: readonly number[]): Uint8Array => new Uint8Array(Int16Array.from(values).buffer);

/** Encapsulated pixel data: an offset table and fragments, closed unless told otherwise. */
export function fragments(table: readonly number[], parts: readonly Uint8Array[], closed = true): Uint8Array {
  const item = (bytes: Uint8Array) => concat([Uint8Array.of(0xfe, 0xff, 0, 0xe0), uint32(bytes.length), bytes]);
  const offsets = new Uint8Array(Uint32Array.from(table).buffer);
  const end = Uint8Array.of(0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0);
  return concat([item(offsets), ...parts.map(item), ...(closed ? [end] : [])]);
}

function encodeElement({ tag, vr, value, length }: RawElement, encoding: "explicit" | "implicit" | "big"): Uint8Array {
  const big = encoding === "big";
  const body = encodeValue(value, vr, encoding);
  const size = length ?? body.length;
  const head = new DataView(new ArrayBuffer(8));
  head.setUint16(0, Number.parseInt(tag.slice(0, 4), 16), !big);
  head.setUint16(2, Number.parseInt(tag.slice(4), 16), !big);
  if (encoding === "implicit") {
    head.setUint32(4, size, true);
    return concat([new Uint8Array(head.buffer), body]);
  }
  head.setUint8(4, vr.charCodeAt(0));
  head.setUint8(5, vr.charCodeAt(1));
  if (LONG.test(vr)) return concat([new Uint8Array(head.buffer), uint32(size, big), body]);
  head.setUint16(6, size, !big);
  return concat([new Uint8Array(head.buffer), body]);
}

function encodeValue(value: RawElement["value"], vr: string, encoding: "explicit" | "implicit" | "big"): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === "number") {
    const bytes = new DataView(new ArrayBuffer(vr === "UL" ? 4 : 2));
    if (vr === "UL") bytes.setUint32(0, value, encoding !== "big");
    else bytes.setUint16(0, value, encoding !== "big");
    return new Uint8Array(bytes.buffer);
  }
  if (typeof value === "string") {
    const padded = value.length % 2 === 0 ? value : `${value}${vr === "UI" ? "\0" : " "}`;
    return Uint8Array.from(padded, (c) => c.charCodeAt(0));
  }
  return concat(
    value.map((item) => {
      const body = encodeRaw(item, encoding);
      return concat([Uint8Array.of(0xfe, 0xff, 0, 0xe0), uint32(body.length), body]);
    }),
  );
}

function uint32(value: number, big = false): Uint8Array {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, value, !big);
  return new Uint8Array(view.buffer);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
