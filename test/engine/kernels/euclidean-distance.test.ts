import { expect, test } from "vitest";
import { FAR, squaredDistances } from "#engine/kernels/euclidean-distance.ts";
import { seeded } from "../../helpers/seeded.ts";

const dims = [11, 9, 6] as const;
const [nx, ny, nz] = dims;
const at = (i: number) => [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];

test("squared distances against a look at every source", () => {
  const random = seeded(21);
  for (const share of [0.002, 0.05, 0.5, 0.95]) {
    for (const spacing of [
      [1, 1, 1],
      [0.7, 0.7, 3],
      [5, 0.3, 0.9],
    ] as const) {
      const mask = Uint8Array.from({ length: nx * ny * nz }, () => (random() < share ? 1 : 0));
      for (const value of [0, 1] as const) {
        const found = squaredDistances(mask, value, dims, spacing);
        for (let i = 0; i < mask.length; i++) {
          let nearest = FAR;
          for (let j = 0; j < mask.length; j++) {
            if (mask[j] !== value) continue;
            const [p, q] = [at(i), at(j)];
            const away = p.reduce((sum, x, k) => sum + (spacing[k] * (x - q[k])) ** 2, 0);
            nearest = Math.min(nearest, away);
          }
          expect(found[i] / nearest || 1).toBeCloseTo(1, 13);
          if (nearest === 0) expect(found[i]).toBe(0);
        }
      }
    }
  }
});

test("without a source all is far", () => {
  expect(new Set(squaredDistances(new Uint8Array(60), 1, [3, 4, 5], [1, 1, 1]))).toEqual(new Set([FAR]));
});
