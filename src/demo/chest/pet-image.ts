import { gaussianBlur, standardise } from "../blur.ts";
import { type Canvas, position } from "../canvas.ts";
import type { NoiseField } from "../noise.ts";
import { fillNormal, seeded } from "../random.ts";
import { tissue } from "./tissue.ts";

/** Usual FDG uptake an hour after injection, SUV. */
const uptake: Readonly<Record<number, number>> = {
  [tissue.air]: 0,
  [tissue.table]: 0,
  [tissue.airway]: 0.15,
  [tissue.fat]: 0.28,
  [tissue.muscle]: 0.75,
  [tissue.cartilage]: 0.6,
  [tissue.lung]: 0.42,
  [tissue.vessel]: 1.2,
  [tissue.blood]: 1.75,
  [tissue.myocardium]: 3.1,
  [tissue.bone]: 1.25,
  [tissue.liver]: 2.45,
  [tissue.spleen]: 2.0,
  [tissue.stomach]: 2.3,
  [tissue.content]: 0.8,
  [tissue.oesophagus]: 1.9,
  [tissue.kidney]: 3.4,
  [tissue.pelvis]: 22,
};

export type PetGrid = Pick<Canvas, "size" | "spacing" | "origin">;

/** Uptake that the tissue map does not give: a lesion's, the left ventricle's. `null`: look it up. */
export type Hot = (kind: number, x: number, y: number, z: number) => number | null;

/**
 * SUV on the PET's grid: uptake by tissue, averaged over each PET voxel, blurred by the scanner (`fwhm` mm) and with
 * noise that grows with the root of the signal. The two grids must share their slices.
 */
export function petSuv(
  on: Canvas,
  grid: PetGrid,
  hot: Hot,
  fwhm: number,
  noise: NoiseField,
  seed: number,
): Float32Array {
  const [nx, ny, nz] = grid.size;
  const suv = new Float32Array(nx * ny * nz);
  const hits = new Uint16Array(suv.length);
  const [cx, cy] = on.size;
  for (let k = 0; k < nz; k++) {
    const z = position(on, 2, k);
    for (let j = 0; j < cy; j++) {
      const y = position(on, 1, j);
      const row = Math.round((y - grid.origin[1]) / grid.spacing[1]);
      if (row < 0 || row >= ny) continue;
      for (let i = 0; i < cx; i++) {
        const x = position(on, 0, i);
        const column = Math.round((x - grid.origin[0]) / grid.spacing[0]);
        if (column < 0 || column >= nx) continue;
        const kind = on.tissue[i + cx * (j + cy * k)];
        const index = column + nx * (row + ny * k);
        const patchy = 1 + 0.09 * noise(x / 12, y / 12, z / 12);
        suv[index] += hot(kind, x, y, z) ?? (uptake[kind] ?? 0) * patchy;
        hits[index]++;
      }
    }
  }
  for (let n = 0; n < suv.length; n++) if (hits[n] > 0) suv[n] /= hits[n];
  const sigma = fwhm / 2.3548;
  gaussianBlur(suv, [nx, ny, nz], [sigma / grid.spacing[0], sigma / grid.spacing[1], sigma / grid.spacing[2]]);
  const grain = new Float32Array(suv.length);
  fillNormal(seeded(seed), grain);
  gaussianBlur(grain, [nx, ny, nz], [0.75, 0.75, 0.6]);
  standardise(grain);
  for (let n = 0; n < suv.length; n++) {
    suv[n] = Math.max(0, suv[n] + 0.085 * Math.sqrt(suv[n] + 0.02) * grain[n]);
  }
  return suv;
}
