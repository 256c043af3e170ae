import { ByteReader, ByteWriter } from "./bytes.ts";
import { crc32 } from "./crc32.ts";
import { type Content, currentVersion, migrated } from "./migrations/index.ts";

/**
 * A record as it is stored: 16 bytes of header (length of what follows, place in the journal, format version, CRC-32
 * of all but itself; little endian), then JSON and blocks of bytes that the JSON refers to by number.
 */
const HEADER = 16;

/** Why a record cannot be read: damaged, out of its place, or written by a later version of the program. */
export type FrameFault = "damaged" | "missing" | "newer";

export type Frame = { readonly sequence: number; readonly content: Content };

export function encodeFrame(sequence: number, { json, blocks }: Content): Uint8Array {
  const body = new ByteWriter();
  body.block(utf8(JSON.stringify(json)));
  for (const block of blocks) body.block(block);
  const payload = body.take();
  const frame = new Uint8Array(HEADER + payload.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, payload.length, true);
  view.setUint32(4, sequence, true);
  view.setUint32(8, currentVersion, true);
  frame.set(payload, HEADER);
  view.setUint32(12, checksum(frame), true);
  return frame;
}

/** Reads the frame that begins at `at` of `bytes`; `next` is where the one after it begins. */
export function decodeFrame(bytes: Uint8Array, at = 0): { frame: Frame; next: number } | FrameFault {
  if (at + HEADER > bytes.length) return "damaged";
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, HEADER);
  const next = at + HEADER + view.getUint32(0, true);
  if (next > bytes.length) return "damaged";
  const whole = bytes.subarray(at, next);
  if (view.getUint32(12, true) !== checksum(whole)) return "damaged";
  const version = view.getUint32(8, true);
  if (version > currentVersion) return "newer";
  try {
    const body = new ByteReader(whole.subarray(HEADER));
    const json: unknown = JSON.parse(text(body.block()));
    const blocks: Uint8Array[] = [];
    while (!body.done) blocks.push(body.block());
    const content = migrated({ json, blocks }, version);
    return { frame: { sequence: view.getUint32(4, true), content }, next };
  } catch {
    return "damaged";
  }
}

/** Reads records one after the other as far as they are sound, in order, and without a gap. */
export function decodeFrames(records: readonly Uint8Array[]): { frames: Frame[]; fault: FrameFault | null } {
  const frames: Frame[] = [];
  for (const bytes of records) {
    let at = 0;
    while (at < bytes.length) {
      const read = decodeFrame(bytes, at);
      if (typeof read === "string") return { frames, fault: read };
      const last = frames.at(-1);
      if (last && read.frame.sequence !== last.sequence + 1) return { frames, fault: "missing" };
      frames.push(read.frame);
      at = read.next;
    }
  }
  return { frames, fault: null };
}

const checksum = (frame: Uint8Array) => crc32(frame.subarray(HEADER), crc32(frame.subarray(0, 12)));

/** UTF-8 by hand: the session folder knows no platform. Lone surrogates become U+FFFD. */
function utf8(value: string): Uint8Array {
  const out: number[] = [];
  for (const char of value) {
    const point = char.codePointAt(0) ?? 0;
    const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
    if (code < 0x80) out.push(code);
    else if (code < 0x800) out.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) out.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else out.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return Uint8Array.from(out);
}

function text(bytes: Uint8Array): string {
  let out = "";
  for (let i = 0; i < bytes.length; ) {
    const first = bytes[i++];
    const more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    let code = more === 0 ? first : first & (0x3f >> more);
    for (let n = 0; n < more; n++) code = (code << 6) | (bytes[i++] & 63);
    out += String.fromCodePoint(code);
  }
  return out;
}
