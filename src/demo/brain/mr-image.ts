import { gaussianBlur } from "../blur.ts";
import { type Canvas, position } from "../canvas.ts";
import { fillNormal, seeded } from "../random.ts";

/** Stored MR values: the scanner's blur, the coil's uneven sensitivity and Rician noise of deviation `sd`. */
export function mrPixels(on: Canvas, sd: number, seed: number): Uint16Array {
  const { size, values } = on;
  gaussianBlur(values, size, [0.55, 0.55, 0.3]);
  const plane = size[0] * size[1];
  const real = new Float32Array(plane);
  const imaginary = new Float32Array(plane);
  const random = seeded(seed);
  const out = new Uint16Array(values.length);
  for (let k = 0; k < size[2]; k++) {
    const z = position(on, 2, k);
    fillNormal(random, real);
    fillNormal(random, imaginary);
    for (let j = 0; j < size[1]; j++) {
      const y = position(on, 1, j);
      for (let i = 0; i < size[0]; i++) {
        const x = position(on, 0, i);
        const n = j * size[0] + i;
        const coil =
          0.93 + 0.1 * ((x * x + y * y) / 7000) + 0.05 * Math.sin(x / 70 + 0.6) - 0.06 * Math.cos((z + 20) / 60);
        const a = values[k * plane + n] * coil + sd * real[n];
        out[k * plane + n] = Math.min(4095, Math.round(Math.hypot(a, sd * imaginary[n])));
      }
    }
  }
  return out;
}
