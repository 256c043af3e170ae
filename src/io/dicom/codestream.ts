/** What a codestream says of itself before it is decoded. */
export type CodestreamHeader = {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  readonly bits: number;
  readonly signed: boolean | null;
  /** JPEG: number of the SOF marker (0 baseline, 1 extended, 2 progressive, 3 lossless, 55 JPEG-LS); else null. */
  readonly frameType: number | null;
  /** JPEG of three components: what a decoder will take them for. */
  readonly colour: "RGB" | "YBR" | null;
  /** JPEG: nothing in the stream says how its colours are coded. */
  readonly colourUnmarked: boolean;
};

/** Reads the header of a JPEG or JPEG-LS stream; null when there is none. */
export function jpegHeader(bytes: Uint8Array): CodestreamHeader | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  let jfif = false;
  let adobe: number | null = null;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at++; // fill byte
      continue;
    }
    const length = 256 * bytes[at + 2] + bytes[at + 3];
    const text = String.fromCharCode(...bytes.subarray(at + 4, at + 9));
    if (marker === 0xe0 && text.startsWith("JFIF")) jfif = true;
    if (marker === 0xee && text === "Adobe" && at + 15 < bytes.length) adobe = bytes[at + 15];
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame || marker === 0xf7) {
      if (at + 10 > bytes.length) return null;
      const components = bytes[at + 9];
      const ids = String.fromCharCode(...Array.from({ length: components }, (_, i) => bytes[at + 10 + 3 * i]));
      const rgb = !jfif && (adobe === 0 || (adobe === null && ids === "RGB"));
      return {
        bits: bytes[at + 4],
        height: 256 * bytes[at + 5] + bytes[at + 6],
        width: 256 * bytes[at + 7] + bytes[at + 8],
        components,
        signed: null,
        frameType: marker === 0xf7 ? 55 : marker - 0xc0,
        colour: components === 3 ? (rgb ? "RGB" : "YBR") : null,
        colourUnmarked: !jfif && adobe === null && ids !== "RGB",
      };
    }
    at += 2 + length;
  }
  return null;
}

/** Reads the SIZ segment of a JPEG 2000 or HTJ2K codestream (bare, or inside a JP2 file); null when there is none. */
export function jpeg2000Header(bytes: Uint8Array): CodestreamHeader | null {
  const at = findSiz(bytes);
  if (at < 0 || at + 42 > bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const components = view.getUint16(at + 38);
  const depth = bytes[at + 40];
  return {
    width: view.getUint32(at + 6) - view.getUint32(at + 14),
    height: view.getUint32(at + 10) - view.getUint32(at + 18),
    components,
    bits: (depth & 0x7f) + 1,
    signed: (depth & 0x80) !== 0,
    frameType: null,
    colour: null,
    colourUnmarked: false,
  };
}

/** Position of the SIZ marker, which follows SOC. */
function findSiz(bytes: Uint8Array): number {
  const limit = Math.min(bytes.length - 4, 4096);
  for (let i = 0; i <= limit; i++) {
    if (bytes[i] === 0xff && bytes[i + 1] === 0x4f && bytes[i + 2] === 0xff && bytes[i + 3] === 0x51) return i + 2;
  }
  return -1;
}

/** The same JPEG with an Adobe marker that says its three components are RGB. */
export function markedAsRgb(bytes: Uint8Array): Uint8Array {
  const marker = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0];
  const out = new Uint8Array(bytes.length + marker.length);
  out.set(bytes.subarray(0, 2));
  out.set(marker, 2);
  out.set(bytes.subarray(2), 2 + marker.length);
  return out;
}

/** True when the codestream has its end marker (JPEG's EOI, JPEG 2000's EOC: both FFD9), padding aside. */
export function hasEnd(bytes: Uint8Array): boolean {
  for (let i = bytes.length - 2; i >= Math.max(0, bytes.length - 64); i--) {
    if (bytes[i] === 0xff && bytes[i + 1] === 0xd9) return true;
  }
  return false;
}

/** Whether the codestream itself is lossy, whatever the header says; null where it does not show. */
export function isLossyStream(bytes: Uint8Array): boolean | null {
  const jpeg = jpegHeader(bytes);
  if (jpeg) {
    if (jpeg.frameType !== 55) return jpeg.frameType !== 3 && jpeg.frameType !== 11;
    const scan = findMarker(bytes, 2, 0xda);
    // NEAR follows the component selectors of the scan header.
    return scan < 0 ? null : bytes[scan + 5 + 2 * bytes[scan + 4]] > 0;
  }
  const siz = findSiz(bytes);
  if (siz < 0) return null;
  const cod = findMarker(bytes, siz, 0x52);
  // Transformation: 0 is the irreversible 9-7 wavelet. A reversible one may still have been cut off.
  return cod >= 0 && bytes[cod + 13] === 0 ? true : null;
}

/** Position of a marker among the segments from `at` on; -1 when the data begin first. */
function findMarker(bytes: Uint8Array, at: number, marker: number): number {
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    if (bytes[at + 1] === marker) return at;
    if (bytes[at + 1] === 0xda || bytes[at + 1] === 0x90) return -1;
    at += 2 + 256 * bytes[at + 2] + bytes[at + 3];
  }
  return -1;
}
