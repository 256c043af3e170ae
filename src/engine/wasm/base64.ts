const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The bytes of a text in base64. */
export function bytesOf(text: string): Uint8Array {
  const digits = text.replace(/=+$/, "");
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  const values = new Uint8Array(128);
  for (let k = 0; k < 64; k++) values[DIGITS.charCodeAt(k)] = k;
  let held = 0;
  let bits = 0;
  let at = 0;
  for (let k = 0; k < digits.length; k++) {
    held = ((held << 6) | values[digits.charCodeAt(k)]) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = held >> bits;
  }
  return bytes;
}
