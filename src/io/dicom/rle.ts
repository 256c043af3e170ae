import { RadiomicaError } from "#engine/errors.ts";

/**
 * Decodes one RLE frame (PS3.5 annex G) to native samples: planes one after the other, each sample's bytes little
 * endian. A segment holds one byte of every sample of a plane, the highest byte first. Throws "Parse" when the segments
 * do not give exactly what the header asks for.
 */
export function decodeRle(frame: Uint8Array, pixels: number, planes: number, bytesPerSample: number): Uint8Array {
  if (frame.length < 64) throw damaged(`the frame has ${frame.length} bytes`);
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const segments = view.getUint32(0, true);
  if (segments !== planes * bytesPerSample) {
    throw damaged(`${segments} segments, expected ${planes * bytesPerSample}`);
  }
  const out = new Uint8Array(pixels * planes * bytesPerSample);
  for (let s = 0; s < segments; s++) {
    const start = view.getUint32(4 + 4 * s, true);
    const end = s + 1 < segments ? view.getUint32(8 + 4 * s, true) : frame.length;
    if (start < 64 || end > frame.length || start > end) throw damaged(`segment ${s + 1} lies outside the frame`);
    const plane = Math.floor(s / bytesPerSample);
    const byte = bytesPerSample - 1 - (s % bytesPerSample);
    const written = unpackBits(frame, start, end, out, plane * pixels * bytesPerSample + byte, bytesPerSample, pixels);
    if (written < pixels) throw damaged(`segment ${s + 1} has ${written} of ${pixels} pixels`);
  }
  return out;
}

/** PackBits from [at, end) into `out`, every `step` bytes; returns the bytes written, at most `count`. */
function unpackBits(
  from: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  first: number,
  step: number,
  count: number,
): number {
  let at = start;
  let written = 0;
  while (at < end && written < count) {
    const code = from[at++];
    if (code < 128) {
      for (let i = 0; i <= code && at < end && written < count; i++) out[first + step * written++] = from[at++];
    } else if (code > 128 && at < end) {
      const value = from[at++];
      for (let i = 0; i <= 256 - code && written < count; i++) out[first + step * written++] = value;
    }
  }
  return written;
}

const damaged = (why: string): RadiomicaError => new RadiomicaError("Parse", `The RLE data are damaged: ${why}.`);
