import { RadiomicaError } from "#engine/errors.ts";
import type { DecodeJob } from "../series.ts";

/** Stored values of one frame, in the order they lie in the file. */
export type Samples =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/**
 * `count` little-endian samples as numbers: the bits from High Bit down are the value, what lies above or below
 * (overlays, rubbish) is masked, and the sign is that of the highest stored bit (PS3.5 §8.1.1).
 */
export function unpackNative(job: DecodeJob, bytes: Uint8Array, count: number): Samples {
  const { bitsAllocated, float } = job;
  const needed = Math.ceil((count * bitsAllocated) / 8);
  if (bytes.length < needed) {
    throw new RadiomicaError("Parse", `The frame has ${bytes.length} bytes of ${needed}: it is cut short.`, {
      expected: needed,
      found: bytes.length,
    });
  }
  // A copy where a typed array would not be aligned.
  const size = Math.max(1, bitsAllocated / 8);
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset } = aligned;
  if (float === "float32") return new Float32Array(buffer, byteOffset, count);
  if (float === "float64") return new Float64Array(buffer, byteOffset, count);
  if (bitsAllocated === 1) return unpackBits(bytes, count);
  if (bitsAllocated === 12) return maskBits(unpack12(bytes, count), job);
  if (bitsAllocated === 8) return maskBits(new Uint8Array(buffer, byteOffset, count), job);
  if (bitsAllocated === 16) return maskBits(new Uint16Array(buffer, byteOffset, count), job);
  return maskBits(new Uint32Array(buffer, byteOffset, count), job);
}

/** Masks and sign-extends raw words; the words themselves are left as they are. */
export function maskBits(
  raw: Uint8Array | Uint16Array | Uint32Array,
  { bitsStored, highBit, signed }: Pick<DecodeJob, "bitsStored" | "highBit" | "signed">,
): Samples {
  const bits = raw.BYTES_PER_ELEMENT * 8;
  if (bitsStored === bits) {
    if (!signed) return raw;
    if (bits === 8) return new Int8Array(raw.buffer, raw.byteOffset, raw.length);
    if (bits === 16) return new Int16Array(raw.buffer, raw.byteOffset, raw.length);
    return new Int32Array(raw.buffer, raw.byteOffset, raw.length);
  }
  const count = raw.length;
  const left = 31 - highBit;
  const right = 32 - bitsStored;
  if (signed) {
    const out = new Int32Array(count);
    for (let i = 0; i < count; i++) out[i] = (raw[i] << left) >> right;
    return out;
  }
  const out = new Uint32Array(count);
  for (let i = 0; i < count; i++) out[i] = (raw[i] << left) >>> right;
  return out;
}

function unpackBits(bytes: Uint8Array, count: number): Uint8Array {
  const out = new Uint8Array(count);
  for (let i = 0; i < count; i++) out[i] = (bytes[i >> 3] >> (i & 7)) & 1;
  return out;
}

/** Two samples in three bytes, from the lowest bits on. */
function unpack12(bytes: Uint8Array, count: number): Uint16Array {
  const out = new Uint16Array(count);
  for (let i = 0; i < count; i++) {
    const at = (3 * i) >> 1;
    out[i] = i % 2 === 0 ? bytes[at] | ((bytes[at + 1] & 15) << 8) : (bytes[at] >> 4) | (bytes[at + 1] << 4);
  }
  return out;
}
