import { inflateSync } from "fflate";
import { decodeRle } from "../dicom/rle.ts";

/** Unpacks one compressed frame of a mask to `length` bytes; `undefined` where it is damaged or holds fewer. */
export function unpackFrame(
  codec: "rle" | "deflate",
  stored: Uint8Array,
  length: number,
  bytesPerSample: number,
): Uint8Array | undefined {
  try {
    // One-bit pixels are packed into bytes before they are run-length coded.
    const size = Math.max(1, bytesPerSample);
    const bytes = codec === "rle" ? decodeRle(stored, length / size, 1, size) : inflateSync(stored);
    return bytes.length < length ? undefined : bytes;
  } catch {
    return undefined;
  }
}
