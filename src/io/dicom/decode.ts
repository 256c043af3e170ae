import { Inflate } from "fflate";
import { RadiomicaError } from "#engine/errors.ts";
import type { DecodeJob } from "../series.ts";
import { jpeg2000Header, jpegHeader, markedAsRgb } from "./codestream.ts";
import { checkEnd, checkHeader, contradiction } from "./codestream-check.ts";
import { decodeJpegDct } from "./jpeg-dct.ts";
import { decodeJpegLossless } from "./jpeg-lossless.ts";
import { type ColourLayout, luminance } from "./luminance.ts";
import { maskBits, type Samples, unpackNative } from "./native.ts";
import { decodeRle } from "./rle.ts";
import { type Codec, transferSyntaxes } from "./transfer-syntax.table.ts";
import { type CodecImage, decodeWasm } from "./wasm-codecs.ts";

type Stored = { readonly samples: Samples; readonly layout: ColourLayout | null };

/**
 * Decodes one frame to physical values: stored values (or luminance), then slope and intercept or a lookup table in
 * float64, kept as float32 in `out` (rows · columns values). Rejects with a RadiomicaError: "Parse" where the data are
 * damaged or contradict the header, "Unsupported" where nothing here decodes them. Never leaves NaN in `out`.
 */
export async function decodeFrame(job: DecodeJob, out: Float32Array): Promise<void> {
  const pixels = job.rows * job.columns;
  if (out.length !== pixels) {
    throw new RadiomicaError("Parse", `The frame has ${pixels} pixels, its place has ${out.length}.`, {
      expected: pixels,
      found: out.length,
    });
  }
  const { samples, layout } = await decodeStored(job);
  const grey = layout ? luminance(samples, pixels, layout) : samples;
  toPhysical(job, grey, out);
}

/** Stored values of a frame, checked against the header. */
async function decodeStored(job: DecodeJob): Promise<Stored> {
  const codec = transferSyntaxes[job.transferSyntax]?.codec ?? null;
  if (codec === null) {
    const message = `The transfer syntax ${job.transferSyntax} cannot be decoded here.`;
    throw new RadiomicaError("Unsupported", message, { transferSyntax: job.transferSyntax });
  }
  const pixels = job.rows * job.columns;
  const count = pixels * job.samplesPerPixel;
  switch (codec) {
    case "native":
    case "deflate": {
      const bytes = codec === "native" ? job.bytes : inflateFrame(job, count);
      const layout = nativeLayout(job);
      return { samples: unpackNative(job, bytes, layout?.order === "422" ? 2 * pixels : count), layout };
    }
    case "rle": {
      // One bit a pixel is packed into bytes before it is run-length encoded.
      const units = job.bitsAllocated === 1 ? Math.ceil(pixels / 8) : pixels;
      const bytes = decodeRle(job.bytes, units, job.samplesPerPixel, Math.max(1, job.bitsAllocated / 8));
      const layout = nativeLayout({ ...job, planarConfiguration: 1 });
      return { samples: unpackNative(job, bytes, count), layout: layout && { ...layout, order: "plane" } };
    }
    // The two JPEG syntaxes are told apart by the codestream: files with the wrong label are about.
    case "jpeg-lossless":
    case "jpeg":
      return decodeJpeg(job);
    default:
      return decodeWithHeader(job, codec);
  }
}

async function decodeWithHeader(job: DecodeJob, codec: "jpeg-ls" | "jpeg-2000" | "htj2k"): Promise<Stored> {
  checkEnd(job);
  checkHeader(job, codec === "jpeg-ls" ? jpegHeader(job.bytes) : jpeg2000Header(job.bytes));
  return fromCodec(job, await decodeWasm(codec, job.bytes));
}

async function decodeJpeg(job: DecodeJob): Promise<Stored> {
  const header = checkHeader(job, jpegHeader(job.bytes));
  checkEnd(job);
  if (header.frameType === 3) return fromCodec(job, decodeLossless(job));
  if (job.signed) throw contradiction("sign", "signed", "JPEG, which has no sign");
  if (header.bits !== 8) {
    const isGrey = header.bits === 12 && header.components === 1 && (header.frameType ?? 3) < 3;
    if (isGrey)
      return fromCodec(job, { ...header, bytes: new Uint8Array(decodeJpegDct(job.bytes).buffer), planar: false });
    const message = `JPEG of ${header.bits} bits cannot be decoded here, unless it is grey with 12. Export the image uncompressed.`;
    throw new RadiomicaError("Unsupported", message, { bits: header.bits });
  }
  // A decoder takes three unmarked components for YCbCr; DICOM's own header may know better.
  const isRgb = job.samplesPerPixel === 3 && job.photometric === "RGB" && header.colourUnmarked;
  const image = await decodeWasm("jpeg", isRgb ? markedAsRgb(job.bytes) : job.bytes);
  const { samples, layout } = fromCodec(job, image);
  return { samples, layout: layout && { model: "RGB", order: "pixel" } };
}

function decodeLossless(job: DecodeJob): CodecImage {
  const header = checkHeader(job, jpegHeader(job.bytes));
  return { ...header, bytes: decodeJpegLossless(job.bytes), planar: false };
}

/** Turns what a codec gave into samples, after checking it against the header. */
function fromCodec(job: DecodeJob, image: CodecImage): Stored {
  checkHeader(job, { ...image, frameType: null, colour: null, colourUnmarked: false });
  const count = job.rows * job.columns * job.samplesPerPixel;
  const wide = image.bits > 8;
  if (image.bytes.length < count * (wide ? 2 : 1)) {
    throw new RadiomicaError("Parse", "The compressed data end early: pixels are missing.", {
      expected: count * (wide ? 2 : 1),
      found: image.bytes.length,
    });
  }
  const { buffer, byteOffset } = image.bytes;
  const raw = wide ? new Uint16Array(buffer, byteOffset, count) : new Uint8Array(buffer, byteOffset, count);
  return { samples: withSign(job, raw, image), layout: codecLayout(job, image) };
}

/** Applies the sign, and refuses values that do not fit the bits the header promises. */
function withSign(job: DecodeJob, raw: Uint8Array | Uint16Array, image: CodecImage): Samples {
  if (image.signed === null && job.signed) {
    // The codestream knows no sign: the words are what native data would hold.
    if (image.bits <= job.highBit) throw contradiction("bits", `${job.highBit + 1} signed`, `${image.bits}`);
    return maskBits(raw, job);
  }
  const samples = image.signed
    ? maskBits(raw, { bitsStored: 8 * raw.BYTES_PER_ELEMENT, highBit: 0, signed: true })
    : raw;
  const high = 2 ** (job.signed ? job.bitsStored - 1 : job.bitsStored) - 1;
  const low = job.signed ? -high - 1 : 0;
  for (const value of samples) {
    if (value < low || value > high) {
      throw contradiction("values", `${low}..${high} (${job.bitsStored} bits stored)`, `${value}`);
    }
  }
  return samples;
}

function nativeLayout(job: DecodeJob): ColourLayout | null {
  if (job.samplesPerPixel !== 3) return null;
  const order = job.planarConfiguration === 1 ? "plane" : "pixel";
  switch (job.photometric) {
    case "RGB":
      return { model: "RGB", order };
    case "YBR_FULL":
      return { model: "YBR_FULL", order };
    case "YBR_FULL_422":
      return { model: "YBR_FULL", order: "422" };
    case "YBR_PARTIAL_422":
      return { model: "YBR_PARTIAL", order: "422" };
    default:
      throw new RadiomicaError("Unsupported", `Colours as ${job.photometric} cannot be read here.`, {
        photometric: job.photometric,
      });
  }
}

/** JPEG 2000 undoes its own colour transform (YBR_ICT, YBR_RCT); else the samples are what the header says. */
function codecLayout(job: DecodeJob, image: CodecImage): ColourLayout | null {
  if (job.samplesPerPixel !== 3) return null;
  const model = /^YBR_(FULL|FULL_422)$/.test(job.photometric) ? "YBR_FULL" : "RGB";
  return { model, order: image.planar ? "plane" : "pixel" };
}

/** Deflated Image Frame Compression: raw deflate of the native frame, no further than its size. */
function inflateFrame(job: DecodeJob, count: number): Uint8Array {
  const size = Math.ceil((count * job.bitsAllocated) / 8);
  const out = new Uint8Array(size);
  let at = 0;
  const inflater = new Inflate((part) => {
    const room = part.subarray(0, Math.max(0, size - at));
    out.set(room, at);
    at += room.length;
  });
  try {
    // In pieces, and no further than the frame: a bomb does not go off.
    for (let i = 0; i < job.bytes.length && at < size; i += 16384) {
      inflater.push(job.bytes.subarray(i, i + 16384), i + 16384 >= job.bytes.length);
    }
  } catch (error) {
    throw new RadiomicaError("Parse", "The deflated frame is damaged.", {}, error);
  }
  if (at < size) throw new RadiomicaError("Parse", `The deflated frame gives ${at} of ${size} bytes.`);
  return out;
}

function toPhysical(job: DecodeJob, samples: Samples, out: Float32Array): void {
  const { slope, intercept, lut, palette } = job;
  const table = palette ?? lut;
  const count = out.length;
  if (table) {
    const { first, values } = table;
    const last = values.length - 1;
    for (let i = 0; i < count; i++) out[i] = values[Math.min(last, Math.max(0, samples[i] - first))];
  } else if (slope === 1 && intercept === 0) {
    for (let i = 0; i < count; i++) out[i] = samples[i];
  } else {
    for (let i = 0; i < count; i++) out[i] = samples[i] * slope + intercept;
  }
  // Integers times finite numbers stay finite; floating point pixels may hold anything.
  if (job.float === "none" && Number.isFinite(Math.fround(slope * 2 ** 32 + intercept))) return;
  let bad = 0;
  for (let i = 0; i < count; i++) if (!Number.isFinite(out[i])) bad++;
  if (bad > 0) {
    const message = `${bad} of ${count} pixels are not numbers (NaN or infinite). Export the image without them.`;
    throw new RadiomicaError("Parse", message, { bad, count });
  }
}

export type { Codec };
