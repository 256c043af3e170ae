import { finding, isFinding } from "../refusal.ts";
import type { Finding } from "../series.ts";
import type { DicomFile } from "./dataset.ts";
import { codecOf, type PixelFormat } from "./pixel-format.ts";
import { tags } from "./tags.table.ts";

/** Where the frames of a file lie: each a list of [offset, length] pieces in `DicomFile.bytes`. */
export type FrameTable = {
  readonly pieces: readonly (readonly (readonly [offset: number, length: number])[])[];
  /** Native data: bit at which the first frame's pixels start within its first byte, and bits per frame. */
  readonly bitsPerFrame: number | null;
  /** Native big-endian data: bytes per word to be swapped; else 1. */
  readonly wordBytes: number;
  /** How many bytes of padding follow the pixels (native). */
  readonly surplus: number;
  /** What was missing and could be done without. */
  readonly note?: string;
};

/** Finds the frames of a file; a finding says what is missing. */
export function frameTable(file: DicomFile, format: PixelFormat): FrameTable | Finding {
  const { pixelData } = file;
  if (!pixelData) return finding("error", "no_pixel_data", "The file holds no pixel data.", {});
  const syntax = codecOf(file.transferSyntax);
  if (isFinding(syntax)) return syntax;
  if (pixelData.length === undefined) {
    if (!syntax.encapsulated) {
      const detail = `The pixel data are encapsulated, but ${syntax.name} is not a compressed encoding.`;
      return finding("error", "parse_error", detail, { transferSyntax: file.transferSyntax });
    }
    return encapsulated(file, format, pixelData.offset);
  }
  if (syntax.encapsulated) {
    const detail = `The pixel data should be compressed (${syntax.name}), but they are not encapsulated.`;
    return finding("error", "parse_error", detail, { transferSyntax: file.transferSyntax });
  }
  return native(file, format, pixelData.offset, pixelData.length);
}

function native(file: DicomFile, format: PixelFormat, offset: number, length: number): FrameTable | Finding {
  const { rows, columns, frames, bitsAllocated } = format;
  const subsampled = /^YBR_(FULL|PARTIAL)_422$/.test(format.photometric);
  const samples = subsampled ? 2 : format.samplesPerPixel;
  const bitsPerFrame = rows * columns * samples * bitsAllocated;
  const needed = Math.ceil((bitsPerFrame * frames) / 8);
  if (length < needed) {
    const detail = `The file is cut short: ${columns} × ${rows} pixels in ${frames} frame(s) take ${needed} bytes, but the pixel data have ${length}. Copy or export it again.`;
    return finding("error", "truncated", detail, { expected: needed, found: length });
  }
  const pieces = Array.from({ length: frames }, (_, i) => {
    const first = Math.floor((i * bitsPerFrame) / 8);
    const end = Math.ceil(((i + 1) * bitsPerFrame) / 8);
    return [[offset + first, end - first] as const];
  });
  const bigEndian = file.dataset.littleEndian === false;
  const words = format.float === "float64" ? 8 : Math.max(bitsAllocated / 8, file.pixelData?.vr === "OW" ? 2 : 1);
  return { pieces, bitsPerFrame, wordBytes: bigEndian ? words : 1, surplus: length - needed };
}

type Fragment = { readonly offset: number; readonly length: number; readonly start: number };

function encapsulated(file: DicomFile, format: PixelFormat, offset: number): FrameTable | Finding {
  const { bytes } = file;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fragments: Fragment[] = [];
  let table: Uint8Array | null = null;
  let base = 0;
  let at = offset;
  let ended = true;
  for (;;) {
    if (at === bytes.length && fragments.length >= format.frames) {
      ended = false;
      break;
    }
    if (at + 8 > bytes.length) return cutShort(fragments.length, format.frames);
    const group = view.getUint16(at, true);
    const element = view.getUint16(at + 2, true);
    const length = view.getUint32(at + 4, true);
    if (group === 0xfffe && element === 0xe0dd) break;
    if (group !== 0xfffe || element !== 0xe000) {
      const detail = `The compressed pixel data break off at byte ${at}: no fragment starts there. Export the file again.`;
      return finding("error", "parse_error", detail, { position: at });
    }
    if (at + 8 + length > bytes.length) return cutShort(fragments.length, format.frames);
    if (table === null) {
      table = bytes.subarray(at + 8, at + 8 + length);
      base = at + 8 + length;
    } else fragments.push({ offset: at + 8, length, start: at - base });
    at += 8 + length;
  }
  const groups = groupFragments(file, format, fragments, table ?? new Uint8Array());
  if (isFinding(groups)) return groups;
  const pieces = groups.map((group) => group.map((f) => [f.offset, f.length] as const));
  const note = ended ? {} : { note: "The mark that ends the pixel data is missing; all frames are there." };
  return { pieces, bitsPerFrame: null, wordBytes: 1, surplus: 0, ...note };
}

const cutShort = (fragments: number, frames: number): Finding =>
  finding(
    "error",
    "truncated",
    `The file is cut short inside its compressed pixel data, after ${fragments} whole fragment(s) for ${frames} frame(s). Copy or export it again.`,
    { fragments, frames },
  );

/** Which fragments make which frame: by an offset table, one each, all for one, or by where codestreams begin. */
function groupFragments(
  file: DicomFile,
  format: PixelFormat,
  fragments: readonly Fragment[],
  basicTable: Uint8Array,
): (readonly Fragment[])[] | Finding {
  const { frames } = format;
  if (frames === 1 && fragments.length > 0) return [fragments];
  const starts = offsets(file, basicTable, frames);
  if (starts) {
    const groups = starts.map((from, i) => {
      const to = starts[i + 1] ?? Number.POSITIVE_INFINITY;
      return fragments.filter((f) => f.start >= from && f.start < to);
    });
    const exact = groups.every((group, i) => group[0]?.start === starts[i]);
    if (exact && groups.flat().length === fragments.length) return groups;
  }
  if (fragments.length === frames) return fragments.map((f) => [f]);
  const groups: Fragment[][] = [];
  for (const fragment of fragments) {
    if (groups.length === 0 || beginsCodestream(file.bytes, fragment)) groups.push([]);
    groups[groups.length - 1].push(fragment);
  }
  if (groups.length === frames) return groups;
  const detail = `${fragments.length} fragment(s) of compressed pixel data cannot be told apart into ${frames} frame(s).`;
  return finding("error", "truncated", detail, { fragments: fragments.length, frames });
}

/** Frame offsets of the Extended or Basic Offset Table, where there is one of the right length. */
function offsets(file: DicomFile, basicTable: Uint8Array, frames: number): number[] | null {
  const extended = file.dataset.bytes(tags.ExtendedOffsetTable);
  if (extended && extended.length >= 8 * frames) {
    const view = new DataView(extended.buffer, extended.byteOffset, extended.byteLength);
    return Array.from({ length: frames }, (_, i) => Number(view.getBigUint64(8 * i, true)));
  }
  if (basicTable.length < 4 * frames) return null;
  const view = new DataView(basicTable.buffer, basicTable.byteOffset, basicTable.byteLength);
  return Array.from({ length: frames }, (_, i) => view.getUint32(4 * i, true));
}

/** JPEG and JPEG-LS begin with FFD8, JPEG 2000 with FF4F FF51 (or a JP2 box). */
function beginsCodestream(bytes: Uint8Array, { offset: at, length }: Fragment): boolean {
  if (length < 4 || bytes[at] !== 0xff) return length >= 12 && bytes[at + 3] === 0x0c && bytes[at + 4] === 0x6a;
  return (bytes[at + 1] === 0xd8 && bytes[at + 2] === 0xff) || (bytes[at + 1] === 0x4f && bytes[at + 2] === 0xff);
}

/** The bytes of one frame, ready for a DecodeJob: joined, byte-aligned, little endian. A view where that is possible. */
export function frameBytes(bytes: Uint8Array, table: FrameTable, index: number): Uint8Array {
  const pieces = table.pieces[index];
  if (pieces.length === 1) {
    const [offset, length] = pieces[0];
    const view = bytes.subarray(offset, offset + length);
    if (table.wordBytes > 1) return swapped(view, table.wordBytes);
    const shift = table.bitsPerFrame === null ? 0 : (index * table.bitsPerFrame) % 8;
    return shift === 0 ? view : shifted(view, shift);
  }
  const joined = new Uint8Array(pieces.reduce((sum, [, length]) => sum + length, 0));
  let at = 0;
  for (const [offset, length] of pieces) {
    joined.set(bytes.subarray(offset, offset + length), at);
    at += length;
  }
  return joined;
}

function swapped(bytes: Uint8Array, word: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  for (let i = 0; i + word <= bytes.length; i += word) {
    for (let b = 0; b < word; b++) out[i + b] = bytes[i + word - 1 - b];
  }
  return out;
}

/** Bits packed from the lowest on: moves bit `shift` to bit 0. */
function shifted(bytes: Uint8Array, shift: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) out[i] = (bytes[i] >> shift) | ((bytes[i + 1] ?? 0) << (8 - shift));
  return out;
}
