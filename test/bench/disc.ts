/** The image of the painting bench, 512² × 300: a disc that moves, none of its slices flat. */
export const SIDE = 512;
export const SLICES = 300;
/** Millimetres of a pixel. */
export const PIXEL = 0.8;

/** Stored values of slice k; HU are 1024 less. */
export function discSlice(k: number): Int16Array<ArrayBuffer> {
  const pixels = new Int16Array(SIDE * SIDE);
  const [cx, cy] = [SIDE / 2 + 60 * Math.cos(k / 90), SIDE / 2 + 60 * Math.sin(k / 90)];
  for (let y = 0, i = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++, i++)
      pixels[i] = (x - cx) ** 2 + (y - cy) ** 2 < 150 ** 2 ? 1000 + ((x ^ y ^ k) & 127) : 24;
  return pixels;
}
