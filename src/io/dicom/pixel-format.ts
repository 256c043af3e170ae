import { finding, isFinding } from "../refusal.ts";
import type { DecodeJob, Finding } from "../series.ts";
import type { Dataset, DicomFile } from "./dataset.ts";
import { tags } from "./tags.table.ts";
import { transferSyntaxes } from "./transfer-syntax.table.ts";

/** How the frames of one file are stored, and how many there are. */
export type PixelFormat = Omit<DecodeJob, "bytes" | "slope" | "intercept" | "lut"> & { readonly frames: number };

/** Largest image we decode; a compressed frame of a few bytes may declare anything. */
const MAX_FRAME_PIXELS = 2 ** 28;
const MAX_FRAMES = 100_000;
const MAX_PIXELS = 2 ** 33;

/** Reads and checks the pixel description of a file; a finding says why it cannot be an image. */
export function pixelFormat(file: DicomFile): PixelFormat | Finding {
  const { dataset } = file;
  const count = (tag: string, what: string): number | Finding => {
    const value = dataset.number(tag);
    if (value !== undefined && Number.isInteger(value) && value > 0) return value;
    return finding("error", "parse_error", `${what} is missing or malformed. Export the file again.`, { element: tag });
  };
  const rows = count(tags.Rows, "The number of rows");
  const columns = count(tags.Columns, "The number of columns");
  if (isFinding(rows)) return rows;
  if (isFinding(columns)) return columns;
  const frames = frameCount(dataset);
  if (isFinding(frames)) return frames;
  if (rows * columns > MAX_FRAME_PIXELS || frames > MAX_FRAMES || rows * columns * frames > MAX_PIXELS) {
    const detail = `The file declares ${columns} × ${rows} pixels in ${frames} frames, more than any image has. It is damaged.`;
    return finding("error", "absurd_dimensions", detail, { rows, columns, frames });
  }
  const float = floatKind(file);
  const samplesPerPixel = dataset.number(tags.SamplesPerPixel) ?? 1;
  const defaultBits = float === "float32" ? 32 : float === "float64" ? 64 : undefined;
  const bitsAllocated = dataset.number(tags.BitsAllocated) ?? defaultBits;
  if (bitsAllocated === undefined) {
    return finding("error", "parse_error", "Bits Allocated is missing: the pixel size is unknown.", {});
  }
  const bitsStored = dataset.number(tags.BitsStored) ?? bitsAllocated;
  const highBit = dataset.number(tags.HighBit) ?? bitsStored - 1;
  const photometric = dataset.string(tags.PhotometricInterpretation) ?? (samplesPerPixel === 1 ? "MONOCHROME2" : "RGB");
  const wrong = checkBits({ bitsAllocated, bitsStored, highBit, samplesPerPixel, float });
  if (wrong) return wrong;
  const palette = photometric === "PALETTE COLOR" ? readPalette(dataset) : undefined;
  if (isFinding(palette)) return palette;
  return {
    transferSyntax: file.transferSyntax,
    rows,
    columns,
    samplesPerPixel,
    photometric,
    planarConfiguration: dataset.number(tags.PlanarConfiguration) ?? 0,
    bitsAllocated,
    bitsStored,
    highBit,
    signed: dataset.number(tags.PixelRepresentation) === 1,
    float,
    frames,
    ...(palette ? { palette } : {}),
  };
}

function frameCount(dataset: Dataset): number | Finding {
  if (dataset.string(tags.NumberOfFrames) === undefined) return 1;
  const frames = dataset.number(tags.NumberOfFrames);
  if (frames !== undefined && Number.isInteger(frames) && frames >= 1) return frames;
  const found = dataset.string(tags.NumberOfFrames) ?? "";
  return finding(
    "error",
    "parse_error",
    `The number of frames is "${found}", which is no number. Export the file again.`,
    {
      found,
    },
  );
}

function floatKind({ pixelData }: DicomFile): DecodeJob["float"] {
  if (pixelData?.tag === tags.FloatPixelData) return "float32";
  return pixelData?.tag === tags.DoubleFloatPixelData ? "float64" : "none";
}

function checkBits(bits: {
  bitsAllocated: number;
  bitsStored: number;
  highBit: number;
  samplesPerPixel: number;
  float: DecodeJob["float"];
}): Finding | null {
  const { bitsAllocated, bitsStored, highBit, samplesPerPixel, float } = bits;
  const figures = { bitsAllocated, bitsStored, highBit, samplesPerPixel };
  if (samplesPerPixel !== 1 && samplesPerPixel !== 3) {
    return finding(
      "error",
      "unsupported",
      `${samplesPerPixel} samples per pixel are not supported (1 or 3 are).`,
      figures,
    );
  }
  if (float !== "none") return null;
  const sizes = bitsAllocated === 1 || bitsAllocated === 8 || bitsAllocated === 16 || bitsAllocated === 32;
  if (!sizes && bitsAllocated !== 12) {
    return finding(
      "error",
      "unsupported",
      `${bitsAllocated} bits allocated are not supported (1, 8, 12, 16, 32 are).`,
      figures,
    );
  }
  if (bitsStored < 1 || bitsStored > bitsAllocated || highBit < bitsStored - 1 || highBit >= bitsAllocated) {
    const detail = `Bits allocated ${bitsAllocated}, stored ${bitsStored} and high bit ${highBit} contradict each other.`;
    return finding("error", "parse_error", detail, figures);
  }
  return null;
}

/** Luminance (Rec. 601, 0..255) of a colour palette; segmented palettes are not read. */
function readPalette(dataset: Dataset): DecodeJob["palette"] | Finding {
  const channels = [
    [tags.RedPaletteDescriptor, tags.RedPaletteData, 0.299],
    [tags.GreenPaletteDescriptor, tags.GreenPaletteData, 0.587],
    [tags.BluePaletteDescriptor, tags.BluePaletteData, 0.114],
  ] as const;
  let first = 0;
  let values: Float64Array | undefined;
  for (const [descriptorTag, dataTag, weight] of channels) {
    const descriptor = dataset.numbers(descriptorTag);
    const data = dataset.bytes(dataTag);
    if (descriptor.length < 3 || !data) {
      return finding(
        "error",
        "unsupported",
        "The colour palette is missing or segmented; export the image as RGB.",
        {},
      );
    }
    const length = descriptor[0] & 0xffff || 65536;
    // Entries lie in 16-bit words, unless the element is just long enough for bytes.
    const wide = data.length >= 2 * length;
    if (!wide && data.length < length) {
      return finding("error", "parse_error", "The colour palette is shorter than it says.", {
        length,
        found: data.length,
      });
    }
    first = descriptor[1];
    values ??= new Float64Array(length);
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const scale = descriptor[2] > 8 ? 255 / 65535 : 1;
    for (let i = 0; i < Math.min(length, values.length); i++) {
      const entry = wide ? view.getUint16(2 * i, dataset.littleEndian ?? true) : data[i];
      values[i] += weight * scale * entry;
    }
  }
  return values && { first, values: Float32Array.from(values) };
}

/** The codec of a transfer syntax, or why there is none. */
export function codecOf(transferSyntax: string): (typeof transferSyntaxes)[string] | Finding {
  const known = transferSyntaxes[transferSyntax];
  if (!known) {
    const detail = `The transfer syntax ${transferSyntax} is not known. Export the file uncompressed.`;
    return finding("error", "unknown_transfer_syntax", detail, { transferSyntax });
  }
  if (known.codec === null) {
    const detail = `${known.name} (${transferSyntax}) is not supported. Export the file uncompressed.`;
    return finding("error", "unsupported", detail, { transferSyntax });
  }
  return known;
}
