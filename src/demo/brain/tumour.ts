import type { Canvas } from "../canvas.ts";
import { type Lesion, nearLesion } from "../lesion.ts";
import { clamp, coverage, mix, smoothstep } from "../shapes.ts";
import { signal } from "./brain.ts";

/** A ring that takes up contrast, uneven in thickness, around a dead middle. */
export function paintTumour(on: Canvas, lesion: Lesion): void {
  const { noise } = lesion;
  nearLesion(on, lesion, 2, (index, depth, x, y, z) => {
    const ring = clamp(4.3 + 1.9 * noise(x / 7 + 10, y / 7, z / 7), 1.8, 9);
    const rim =
      signal.enhanced * (0.93 + 0.1 * noise(x / 2.5, y / 2.5, z / 2.5) + 0.05 * noise(x / 6, y / 6 + 20, z / 6));
    const core = 235 + 38 * noise(x / 3.5, y / 3.5 + 5, z / 3.5) + 30 * noise(x / 9, y / 9, z / 9 + 44);
    const value = mix(rim, core, smoothstep(ring - 1, ring + 1.2, depth));
    on.values[index] = mix(on.values[index], value, coverage(depth, on.spacing[0]));
  });
}
