import type { Grid, Vec3 } from "#engine/grid.ts";
import type { ExtractionInput } from "#engine/plan/extraction.ts";
import { seeded } from "../helpers/seeded.ts";

/** A smooth field with noise, whole numbers like HU, and an ellipsoid (label 1) in its middle. Radii in voxels. */
export function phantom(dims: Vec3, spacing: Vec3, radii: Vec3): ExtractionInput {
  const random = seeded(1);
  const [nx, ny, nz] = dims;
  const data = new Float32Array(nx * ny * nz);
  const labels = new Uint8Array(data.length);
  for (let i = 0, z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) {
        const smooth = 120 * Math.sin(x / 9) * Math.cos(y / 11) * Math.cos(z / 7);
        data[i] = Math.round(smooth + 60 * (random() + random() + random() - 1.5));
        const u = (x - nx / 2 + 0.5) / radii[0];
        const v = (y - ny / 2 + 0.5) / radii[1];
        const w = (z - nz / 2 + 0.5) / radii[2];
        if (u * u + v * v + w * w <= 1) labels[i] = 1;
      }
    }
  }
  const grid: Grid = { dims, spacing, origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  return { image: { grid, data, unit: "HU" }, labels, label: 1 };
}

/** A ball in a cube of n³ voxels of 1 mm. */
export const ball = (n: number, radius = n / 2): ExtractionInput =>
  phantom([n, n, n], [1, 1, 1], [radius, radius, radius]);

export const countVoxels = ({ labels }: ExtractionInput): number => labels.reduce((sum, label) => sum + label, 0);
