import { gaussianBlur, standardise } from "./blur.ts";
import { fillNormal, seeded } from "./random.ts";

/** A smooth random field over space: mean 0, standard deviation about 1. Coordinates in cells of the field. */
export type NoiseField = (x: number, y: number, z: number) => number;

const CELLS = 64;
const MASK = CELLS - 1;

/**
 * Isotropic smooth noise with features about 3 cells wide; it repeats every 64 cells. `band` takes out the slow part,
 * so that all features have about the same width (about 6 cells from crest to crest).
 */
export function smoothNoise(seed: number, band = false): NoiseField {
  const cells = new Float32Array(CELLS ** 3);
  fillNormal(seeded(seed), cells);
  const size = [CELLS, CELLS, CELLS] as const;
  gaussianBlur(cells, size, [1.1, 1.1, 1.1], true);
  if (band) {
    const slow = cells.slice();
    gaussianBlur(slow, size, [1.6, 1.6, 1.6], true);
    for (let i = 0; i < cells.length; i++) cells[i] -= slow[i];
  }
  standardise(cells);
  return (x, y, z) => interpolate(cells, x, y, z);
}

function interpolate(cells: Float32Array, x: number, y: number, z: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const z0 = Math.floor(z);
  const u = x - x0;
  const v = y - y0;
  const w = z - z0;
  const xa = x0 & MASK;
  const xb = (x0 + 1) & MASK;
  const ya = (y0 & MASK) << 6;
  const yb = ((y0 + 1) & MASK) << 6;
  const za = (z0 & MASK) << 12;
  const zb = ((z0 + 1) & MASK) << 12;
  const a = cells[xa + ya + za] * (1 - u) + cells[xb + ya + za] * u;
  const b = cells[xa + yb + za] * (1 - u) + cells[xb + yb + za] * u;
  const c = cells[xa + ya + zb] * (1 - u) + cells[xb + ya + zb] * u;
  const d = cells[xa + yb + zb] * (1 - u) + cells[xb + yb + zb] * u;
  return (a * (1 - v) + b * v) * (1 - w) + (c * (1 - v) + d * v) * w;
}
