import type { DicomFile } from "../dicom/dataset.ts";
import { frameBytes, frameTable } from "../dicom/frames.ts";
import { codecOf, pixelFormat } from "../dicom/pixel-format.ts";
import { isFinding, refuse } from "../refusal.ts";
import type { Finding, Refusal } from "../series.ts";
import { unpackFrame } from "./seg-unpack.ts";

/** Part of the maximum from which a pixel of a FRACTIONAL segmentation belongs to its segment, unless it is chosen. */
export const FRACTION_THRESHOLD = 0.5;

/** Reads frames of a segmentation as masks of rows · columns values, 1 inside. */
export type FrameReader = {
  readonly read: (frame: number, segment: number, out: Uint8Array) => void;
  /** A label map: the segment numbers that occur in a frame, 0 left out. */
  readonly segmentsOf?: (frame: number) => ReadonlySet<number>;
};

/** Bytes of one frame; one-bit pixels start at its lowest bit. */
type FrameBytes = (frame: number) => Uint8Array;

/** The pixels of a segmentation, or why they cannot be read. */
export function readPixels(
  file: DicomFile,
  type: "BINARY" | "FRACTIONAL" | "LABELMAP",
  threshold = FRACTION_THRESHOLD,
): FrameReader | Refusal {
  const refused = ({ code, detail, fields }: Finding): Refusal =>
    refuse(file.path, code, `This segmentation was not loaded. ${detail}`, fields);
  const format = pixelFormat(file);
  if (isFinding(format)) return refused(format);
  const bits = format.bitsAllocated;
  const allowed = { BINARY: [1], FRACTIONAL: [8], LABELMAP: [8, 16] }[type];
  if (!allowed.includes(bits) || format.samplesPerPixel !== 1) {
    const detail = `This segmentation was not loaded: a ${type} segmentation with ${bits} bits a pixel is not defined. Export it again.`;
    return refuse(file.path, "unsupported", detail, { bits, type });
  }
  const syntax = codecOf(file.transferSyntax);
  if (isFinding(syntax)) return refused(syntax);
  const { codec } = syntax;
  if (codec !== "native" && codec !== "rle" && codec !== "deflate") {
    const detail = `This segmentation was not loaded: its masks are compressed as ${syntax.name}, which can change them. Export it uncompressed or with RLE.`;
    return refuse(file.path, "unsupported", detail, { transferSyntax: file.transferSyntax });
  }
  const table = frameTable(file, format);
  if (isFinding(table)) return refused(table);

  const size = format.rows * format.columns;
  const wanted = Math.ceil((size * bits) / 8);
  // Unpacked once, before anything is drawn: a damaged frame refuses the file instead of failing in the middle.
  const frames: Uint8Array[] = [];
  for (let f = 0; f < format.frames; f++) {
    const stored = frameBytes(file.bytes, table, f);
    const bytes = codec === "native" ? stored : unpackFrame(codec, stored, wanted, bits / 8);
    if (bytes === undefined || bytes.length < wanted) {
      const detail = `This segmentation was not loaded: frame ${f + 1} is damaged or cut short. Copy or export it again.`;
      return refuse(file.path, "decode_failed", detail, { frame: f + 1 });
    }
    frames.push(bytes);
  }
  const frame: FrameBytes = (f) => frames[f];
  if (type === "BINARY") return bitReader(frame, size);
  if (type === "FRACTIONAL") return fractionReader(frame, size, threshold * (file.dataset.number("0062000E") ?? 255));
  return labelReader(frame, size, bits);
}

/** One bit a pixel, the first in the lowest bit. */
const bitReader = (frame: FrameBytes, size: number): FrameReader => ({
  read(index, _segment, out) {
    const bytes = frame(index);
    // Most bytes of a mask are 0: only the others are taken apart.
    out.fill(0);
    const end = Math.ceil(size / 8);
    for (let b = 0; b < end; b++) {
      const byte = bytes[b];
      if (byte === 0) continue;
      const to = Math.min(8 * b + 8, size);
      for (let p = 8 * b; p < to; p++) out[p] = (byte >> (p & 7)) & 1;
    }
  },
});

const fractionReader = (frame: FrameBytes, size: number, least: number): FrameReader => ({
  read(index, _segment, out) {
    const bytes = frame(index);
    for (let p = 0; p < size; p++) out[p] = bytes[p] >= least ? 1 : 0;
  },
});

function labelReader(frame: FrameBytes, size: number, bits: number): FrameReader {
  const found = new Map<number, ReadonlySet<number>>();
  const labels = (index: number): Uint8Array | Uint16Array => {
    const bytes = frame(index);
    if (bits === 8) return bytes.subarray(0, size);
    const view = new DataView(bytes.buffer, bytes.byteOffset, 2 * size);
    return Uint16Array.from({ length: size }, (_, p) => view.getUint16(2 * p, true));
  };
  return {
    read(index, segment, out) {
      const values = labels(index);
      for (let p = 0; p < size; p++) out[p] = values[p] === segment ? 1 : 0;
    },
    segmentsOf(index) {
      const known = found.get(index);
      if (known) return known;
      const numbers = new Set(labels(index));
      numbers.delete(0);
      found.set(index, numbers);
      return numbers;
    },
  };
}
