import type { DicomFile } from "../dicom/dataset.ts";
import { refuse } from "../refusal.ts";
import type { Refusal } from "../series.ts";

/** Part of the maximum from which a pixel of a FRACTIONAL segmentation belongs to its segment. */
export const FRACTION_THRESHOLD = 0.5;

/** Reads frames of a segmentation as masks of rows · columns values, 1 inside. */
export type FrameReader = {
  readonly read: (frame: number, segment: number, out: Uint8Array) => void;
  /** A label map: the segment numbers that occur in a frame, 0 left out. */
  readonly segmentsOf?: (frame: number) => ReadonlySet<number>;
};

export type SegLayout = {
  readonly type: "BINARY" | "FRACTIONAL" | "LABELMAP";
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
};

/** Bytes of one frame, and the bit at which it starts (native one-bit frames follow each other without padding). */
type FrameBytes = (frame: number) => { readonly bytes: Uint8Array; readonly bit: number };

/** The pixels of a segmentation, or why they cannot be read. */
export function readPixels(file: DicomFile, layout: SegLayout): FrameReader | Refusal {
  const { dataset } = file;
  const size = layout.rows * layout.columns;
  const bits = dataset.number("00280100") ?? 0;
  const allowed = { BINARY: [1], FRACTIONAL: [8], LABELMAP: [8, 16] }[layout.type];
  if (!allowed.includes(bits)) {
    const detail = `This segmentation was not loaded: a ${layout.type} segmentation with ${bits} bits a pixel is not defined. Export it again.`;
    return refuse(file.path, "unsupported", detail, { bits, type: layout.type });
  }
  const source = nativeFrames(file, layout, bits);
  if ("finding" in source) return source;
  if (layout.type === "BINARY") return bitReader(source.frame, size);
  if (layout.type === "FRACTIONAL") return fractionReader(source.frame, size, dataset.number("0062000E") ?? 255);
  return labelReader(source.frame, size, bits);
}

function nativeFrames(file: DicomFile, layout: SegLayout, bits: number): { frame: FrameBytes } | Refusal {
  const size = layout.rows * layout.columns;
  const bytes = file.dataset.bytes("7FE00010");
  const wanted = Math.ceil((layout.frames * size * bits) / 8);
  if (!bytes || bytes.length < wanted) {
    const found = bytes?.length ?? 0;
    const detail = `This segmentation was not loaded: its pixels need ${wanted} bytes and the file has ${found}. Copy or export it again.`;
    return refuse(file.path, found === 0 ? "no_pixel_data" : "truncated", detail, { wanted, found });
  }
  return {
    frame(frame) {
      const start = frame * size * bits;
      return { bytes: bytes.subarray(Math.floor(start / 8)), bit: start % 8 };
    },
  };
}

/** One bit a pixel, the first in the lowest bit. */
const bitReader = (frame: FrameBytes, size: number): FrameReader => ({
  read(index, _segment, out) {
    const { bytes, bit } = frame(index);
    for (let p = 0; p < size; p++) out[p] = (bytes[(bit + p) >> 3] >> ((bit + p) & 7)) & 1;
  },
});

const fractionReader = (frame: FrameBytes, size: number, maximum: number): FrameReader => ({
  read(index, _segment, out) {
    const { bytes } = frame(index);
    for (let p = 0; p < size; p++) out[p] = bytes[p] >= FRACTION_THRESHOLD * maximum ? 1 : 0;
  },
});

function labelReader(frame: FrameBytes, size: number, bits: number): FrameReader {
  const found = new Map<number, ReadonlySet<number>>();
  const labels = (index: number): Uint8Array | Uint16Array => {
    const { bytes } = frame(index);
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
