import { gaussianBlur, standardise } from "../blur.ts";
import type { Canvas } from "../canvas.ts";
import { fillNormal, seeded } from "../random.ts";

/** Independent planes of noise that are drawn; each slice takes one of them, shifted and turned. */
const PLANES = 12;

/** Stored CT values (HU + 1024, 12 bits) of a canvas: the scanner's blur and its band-passed noise are added. */
export function ctPixels(on: Canvas, sharpness: number, noise: number, seed: number): Uint16Array {
  const [nx, ny, nz] = on.size;
  const plane = nx * ny;
  const image = on.values;
  gaussianBlur(image, [nx, ny, nz], [sharpness, sharpness, 0]);
  const grain = ctNoise(nx, ny, seed);
  const random = seeded(seed + 1);
  const out = new Uint16Array(image.length);
  for (let k = 0; k < nz; k++) {
    const from = Math.floor(random() * PLANES) * plane;
    const dx = Math.floor(random() * nx);
    const dy = Math.floor(random() * ny);
    const sign = random() < 0.5 ? -1 : 1;
    for (let j = 0; j < ny; j++) {
      const row = from + ((j + dy) % ny) * nx;
      const v = (2 * j) / ny - 1;
      for (let i = 0; i < nx; i++) {
        const index = k * plane + j * nx + i;
        const u = (2 * i) / nx - 1;
        const hu = image[index];
        // Noise is greatest where rays cross most tissue, and small in air.
        const sd = noise * (1.25 - 0.55 * (u * u + v * v)) * (hu < -950 ? 0.35 : 1);
        const shown = hu + sign * sd * grain[row + ((i + dx) % nx)];
        out[index] = Math.max(0, Math.min(4095, Math.round(shown + 1024)));
      }
    }
  }
  return out;
}

/** White noise with its slow part and its finest part taken out, as filtered back projection leaves it. */
function ctNoise(nx: number, ny: number, seed: number): Float32Array {
  const grain = new Float32Array(nx * ny * PLANES);
  const size = [nx, ny, PLANES] as const;
  fillNormal(seeded(seed), grain);
  gaussianBlur(grain, size, [0.6, 0.6, 0], true);
  const slow = grain.slice();
  gaussianBlur(slow, size, [2.2, 2.2, 0], true);
  for (let i = 0; i < grain.length; i++) grain[i] -= slow[i];
  standardise(grain);
  return grain;
}
