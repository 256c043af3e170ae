import { RadiomicaError } from "#engine/errors.ts";

/** One Huffman table as a lookup: index by the next 16 bits, value = length << 8 | symbol; 0 where there is no code. */
export type HuffmanTable = Uint16Array;

export type FrameComponent = {
  readonly id: number;
  readonly h: number;
  readonly v: number;
  /** Number of its quantization table. */
  readonly table: number;
};
export type ScanComponent = { readonly component: number; readonly dc: number; readonly ac: number };

/** A scan: its header, and where its entropy-coded data begin. */
export type Scan = {
  readonly components: readonly ScanComponent[];
  /** Start and end of spectral selection (for lossless: predictor, 0), successive approximation. */
  readonly ss: number;
  readonly se: number;
  readonly ah: number;
  readonly al: number;
  readonly data: number;
};

export type JpegFrame = {
  readonly type: number;
  readonly precision: number;
  readonly height: number;
  readonly width: number;
  readonly components: readonly FrameComponent[];
};

export const damagedJpeg = (why: string): RadiomicaError =>
  new RadiomicaError("Parse", `The JPEG data are damaged: ${why}.`, {});

/** The tables in force while scans are read. */
export type JpegTables = {
  readonly dc: (HuffmanTable | undefined)[];
  readonly ac: (HuffmanTable | undefined)[];
  /** 64 steps in zig-zag order. */
  readonly quantization: (Uint16Array | undefined)[];
  restart: number;
};

/**
 * Walks the marker segments of a JPEG (ITU T.81) and calls `onScan` for each scan with the frame and the tables then in
 * force; `onScan` answers where the scan's data end. Throws "Parse" on anything malformed.
 */
export function readJpeg(
  bytes: Uint8Array,
  onScan: (frame: JpegFrame, scan: Scan, tables: JpegTables) => number,
): void {
  const tables: JpegTables = { dc: [], ac: [], quantization: [], restart: 0 };
  let frame: JpegFrame | null = null;
  let at = 2;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) throw damagedJpeg(`no marker at byte ${at}`);
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xd9) return;
    if (at + 4 > bytes.length) break;
    const end = at + 2 + 256 * bytes[at + 2] + bytes[at + 3];
    if (end > bytes.length) break;
    const segment = bytes.subarray(at + 4, end);
    if (marker === 0xc4) readHuffman(segment, tables);
    else if (marker === 0xdb) readQuantization(segment, tables);
    else if (marker === 0xdd) tables.restart = 256 * segment[0] + segment[1];
    else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8 && marker !== 0xcc) frame = readFrame(marker, segment);
    if (marker === 0xda) {
      if (!frame) throw damagedJpeg("a scan comes before the frame header");
      at = onScan(frame, readScan(segment, frame, end), tables);
    } else at = end;
  }
  throw damagedJpeg("it breaks off before its end");
}

function readFrame(marker: number, s: Uint8Array): JpegFrame {
  const count = s[5];
  if (s.length < 6 + 3 * count || count === 0) throw damagedJpeg("its frame header is too short");
  const components = Array.from({ length: count }, (_, i) => {
    const at = 6 + 3 * i;
    return { id: s[at], h: s[at + 1] >> 4, v: s[at + 1] & 15, table: s[at + 2] };
  });
  if (components.some((c) => c.h < 1 || c.h > 4 || c.v < 1 || c.v > 4))
    throw damagedJpeg("its sampling factors are wrong");
  return { type: marker - 0xc0, precision: s[0], height: 256 * s[1] + s[2], width: 256 * s[3] + s[4], components };
}

function readScan(s: Uint8Array, frame: JpegFrame, data: number): Scan {
  const count = s[0];
  if (s.length < 4 + 2 * count || count === 0) throw damagedJpeg("a scan header is too short");
  const components = Array.from({ length: count }, (_, i) => {
    const component = frame.components.findIndex((c) => c.id === s[1 + 2 * i]);
    if (component < 0) throw damagedJpeg("a scan names a component that is not there");
    return { component, dc: s[2 + 2 * i] >> 4, ac: s[2 + 2 * i] & 15 };
  });
  const at = 1 + 2 * count;
  return { components, ss: s[at], se: s[at + 1], ah: s[at + 2] >> 4, al: s[at + 2] & 15, data };
}

function readHuffman(s: Uint8Array, tables: JpegTables): void {
  let at = 0;
  while (at + 17 <= s.length) {
    const table = new Uint16Array(65536);
    let code = 0;
    let symbol = at + 17;
    for (let length = 1; length <= 16; length++) {
      for (let i = 0; i < s[at + length]; i++) {
        const first = code << (16 - length);
        const span = 1 << (16 - length);
        if (first + span > 65536 || symbol >= s.length) throw damagedJpeg("a Huffman table is wrong");
        table.fill((length << 8) | s[symbol++], first, first + span);
        code++;
      }
      code <<= 1;
    }
    (s[at] >> 4 === 0 ? tables.dc : tables.ac)[s[at] & 15] = table;
    at = symbol;
  }
}

function readQuantization(s: Uint8Array, tables: JpegTables): void {
  for (let at = 0; at < s.length; ) {
    const size = s[at] >> 4 === 0 ? 1 : 2;
    if (at + 1 + 64 * size > s.length) throw damagedJpeg("a quantization table is too short");
    const first = at + 1;
    tables.quantization[s[at] & 15] = Uint16Array.from({ length: 64 }, (_, k) =>
      size === 1 ? s[first + k] : 256 * s[first + 2 * k] + s[first + 2 * k + 1],
    );
    at += 1 + 64 * size;
  }
}

/** Reads the entropy-coded bits of a scan; running into a marker before the scan is complete is an error. */
export class BitReader {
  private buffer = 0;
  private count = 0;
  /** Bits made up after the data had ended; the 16-bit lookahead may touch a few, using them is an error. */
  private invented = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
  ) {}

  /** The next symbol of a Huffman table. */
  symbol(table: HuffmanTable): number {
    if (this.count < 16) this.fill();
    const entry = table[(this.buffer >>> (this.count - 16)) & 0xffff];
    if (entry === 0) throw damagedJpeg("an unknown code");
    this.drop(entry >> 8);
    return entry & 0xff;
  }

  /** The next `length` bits (0..16) as an unsigned number. */
  bits(length: number): number {
    if (length === 0) return 0;
    if (this.count < length) this.fill();
    const value = (this.buffer >>> (this.count - length)) & ((1 << length) - 1);
    this.drop(length);
    return value;
  }

  /** A difference of the given category (T.81 F.2.2.1). */
  signed(category: number): number {
    const value = this.bits(category);
    return category > 0 && value < 1 << (category - 1) ? value - (1 << category) + 1 : value;
  }

  /** Ends an interval: fewer than 8 bits may be left over. */
  align(): void {
    if (this.count - this.invented >= 8) throw damagedJpeg("data are left over");
    this.buffer = 0;
    this.count = 0;
    this.invented = 0;
  }

  /** Steps over the restart marker that must follow. */
  restart(): void {
    this.align();
    const marker = this.bytes[this.at + 1];
    if (this.bytes[this.at] !== 0xff || marker < 0xd0 || marker > 0xd7)
      throw damagedJpeg("a restart marker is missing");
    this.at += 2;
  }

  /** Position of the marker after the scan. */
  end(): number {
    this.align();
    return this.at;
  }

  private drop(length: number): void {
    this.count -= length;
    if (this.count < this.invented) throw damagedJpeg("it is cut short");
  }

  /** At least 17 bits into the buffer, which holds up to 24 (the sign bit stays free). */
  private fill(): void {
    while (this.count <= 16) {
      const byte = this.bytes[this.at];
      const next = this.bytes[this.at + 1];
      if (byte === undefined || (byte === 0xff && next !== 0)) {
        this.buffer = (this.buffer << 8) & 0xffffff;
        this.invented += 8;
      } else {
        this.buffer = ((this.buffer << 8) | byte) & 0xffffff;
        this.at += byte === 0xff ? 2 : 1;
      }
      this.count += 8;
    }
  }
}
