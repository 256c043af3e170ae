import { expect, test } from "vitest";
import { sphereMeans } from "#engine/kernels/sphere-means.ts";
import { seeded } from "../../helpers/seeded.ts";

test("means in spheres against a look at every voxel of the image", () => {
  const random = seeded(13);
  const dims = [17, 12, 9] as const;
  const intensities = Float64Array.from({ length: 17 * 12 * 9 }, () => Math.floor(2000 * random()) - 1000);
  const maskDims = [8, 7, 6] as const;
  const offset = [9, 0, 2] as const; // at the edge of the image on two sides
  const mask = Uint8Array.from({ length: 8 * 7 * 6 }, () => (random() < 0.4 ? 1 : 0));
  for (const spacing of [
    [2, 2, 2],
    [0.977, 0.977, 3],
    [1, 1, 7],
  ] as const) {
    for (const radius of [6.2035, 5, 0.5]) {
      const found = sphereMeans({ intensities, dims, spacing, radius }, mask, maskDims, offset);
      const wanted: number[] = [];
      for (let i = 0; i < mask.length; i++) {
        if (mask[i] === 0) continue;
        const centre = [i % 8, Math.floor(i / 8) % 7, Math.floor(i / 56)].map((p, k) => p + offset[k]);
        let [total, voxels] = [0, 0];
        for (let j = 0; j < intensities.length; j++) {
          const at = [j % 17, Math.floor(j / 17) % 12, Math.floor(j / 204)];
          if (Math.hypot(...at.map((p, k) => (p - centre[k]) * spacing[k])) > radius + 1e-9) continue;
          total += intensities[j];
          voxels++;
        }
        wanted.push(total / voxels);
      }
      expect([...found]).toEqual(wanted); // whole numbers: exactly
    }
  }
});
