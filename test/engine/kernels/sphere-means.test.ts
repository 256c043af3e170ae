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
      const found: number[] = [];
      const image = { data: intensities, dims, extent: { lo: [0, 0, 0], hi: dims }, spacing, radius } as const;
      sphereMeans(image, { mask, dims: maskDims, offset }, (index, count, _, means, at) => {
        for (let k = 0; k < count; k++) if (mask[index + k] === 1) found.push(means[at + k]);
      });
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
      expect(found).toEqual(wanted); // whole numbers: exactly
    }
  }
});

test("rows in several blocks, and spheres larger than the image", () => {
  const dims = [3, 40, 2] as const;
  const intensities = Float64Array.from({ length: 240 }, (_, i) => i);
  for (const [spacing, radius, reach] of [
    [[0.01, 1, 0.005], 2.5, 2],
    [[1, 1, 1], 1000, 40],
  ] as const) {
    const found = new Float64Array(240);
    sphereMeans(
      { data: intensities, dims, extent: { lo: [0, 0, 0], hi: dims }, spacing, radius },
      { mask: new Uint8Array(240).fill(1), dims, offset: [0, 0, 0] },
      (index, count, _, means, at) => found.set(means.subarray(at, at + count), index),
    );
    for (let i = 0; i < 240; i++) {
      const y = Math.floor(i / 3) % 40;
      const rows = [Math.max(0, y - reach), Math.min(39, y + reach)];
      expect(found[i]).toBeCloseTo((3 * (rows[0] + rows[1])) / 2 + 1 + 60, 9);
    }
  }
});

test("what is no number stays within its spheres", () => {
  const dims = [30, 1, 1] as const;
  const intensities = new Float64Array(30).fill(7);
  intensities[10] = Number.NaN;
  const found: number[] = [];
  sphereMeans(
    { data: intensities, dims, extent: { lo: [0, 0, 0], hi: dims }, spacing: [1, 1, 1], radius: 3 },
    { mask: new Uint8Array(30).fill(1), dims, offset: [0, 0, 0] },
    (_, count, greatest, means, at) => {
      expect(greatest).toBeNaN();
      found.push(...means.subarray(at, at + count));
    },
  );
  expect(found.map((mean, x) => (Number.isNaN(mean) ? x : -1)).filter((x) => x >= 0)).toEqual([
    7, 8, 9, 10, 11, 12, 13,
  ]);
  expect(found.filter((mean) => mean === 7)).toHaveLength(23);
});
