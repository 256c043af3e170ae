import { inflateSync } from "fflate";

/** Unpacks one compressed frame of a mask to `length` bytes; `undefined` where it is damaged or holds fewer. */
export function unpackFrame(
  codec: "rle" | "deflate",
  stored: Uint8Array,
  length: number,
  sampleBytes: number,
): Uint8Array | undefined {
  if (codec === "deflate") return inflate(stored, length);
  // One-bit frames are packed before they are run-length coded, so they have one segment, as bytes have.
  return unpackRle(stored, length, Math.max(1, sampleBytes));
}

function inflate(stored: Uint8Array, length: number): Uint8Array | undefined {
  try {
    const bytes = inflateSync(stored);
    return bytes.length < length ? undefined : bytes;
  } catch {
    return undefined;
  }
}

/** RLE of PS3.5 annex G: a segment for each byte of a sample, the most significant first. */
function unpackRle(stored: Uint8Array, length: number, sampleBytes: number): Uint8Array | undefined {
  if (stored.length < 64) return undefined;
  const header = new DataView(stored.buffer, stored.byteOffset, 64);
  const segments = header.getUint32(0, true);
  if (segments !== sampleBytes) return undefined;
  const out = new Uint8Array(length);
  const each = length / sampleBytes;
  for (let s = 0; s < segments; s++) {
    const start = header.getUint32(4 + 4 * s, true);
    const end = s + 1 < segments ? header.getUint32(8 + 4 * s, true) : stored.length;
    if (start < 64 || start > end || end > stored.length) return undefined;
    if (!unpackSegment(stored.subarray(start, end), out, sampleBytes - 1 - s, sampleBytes, each)) return undefined;
  }
  return out;
}

function unpackSegment(packed: Uint8Array, out: Uint8Array, from: number, step: number, count: number): boolean {
  let at = 0;
  let done = 0;
  while (done < count) {
    if (at + 1 >= packed.length) return false;
    const code = packed[at++];
    if (code === 128) continue;
    const literal = code < 128;
    const run = Math.min(literal ? code + 1 : 257 - code, count - done);
    if (literal && at + run > packed.length) return false;
    for (let r = 0; r < run; r++) out[from + step * (done + r)] = literal ? packed[at + r] : packed[at];
    at += literal ? code + 1 : 1;
    done += run;
  }
  return true;
}
