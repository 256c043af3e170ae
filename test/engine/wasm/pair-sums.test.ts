import { describe, expect, test } from "vitest";
import type { Vec3 } from "#engine/grid.ts";
import { fourierPairSums } from "#engine/kernels/fourier-pair-sums.ts";
import { allowWasm, hasWasm } from "#engine/wasm/instance.ts";
import { seeded } from "../../helpers/seeded.ts";

const sizes: readonly Vec3[] = [
  [1, 1, 1],
  [1, 1, 2],
  [2, 2, 2],
  [1, 40, 1],
  [40, 1, 1],
  [1, 13, 7],
  [5, 1, 65],
  [31, 1, 17],
  [9, 8, 7],
  [27, 4, 3],
  [20, 23, 11],
  [33, 30, 12],
];

describe.skipIf(!hasWasm())("sums over pairs of voxels: the same bits plain and in WebAssembly", () => {
  const random = seeded(31);
  for (const dims of sizes) {
    for (const share of [0.05, 0.6, 1]) {
      test(`${dims.join(" × ")}, ${100 * share} % inside`, () => {
        const mask = Uint8Array.from({ length: dims[0] * dims[1] * dims[2] }, () => (random() < share ? 1 : 0));
        mask[0] = mask[mask.length - 1] = 1;
        const values = Float64Array.from(mask.filter((m) => m === 1)).map(() => 1000 * random() - 400);
        const field = { mask, values, mean: 97.3, dims, spacing: [0.7, 0.9, 2.5] } as const;
        // In classes of as many frequencies as is best, and of two.
        for (const bytes of [1 << 24, 1]) {
          const [plain, wasm] = [false, true].map((on) => {
            allowWasm(on);
            const { weights, products, squares } = fourierPairSums(field, bytes);
            return new BigUint64Array(Float64Array.of(weights, products, squares).buffer);
          });
          expect(wasm).toEqual(plain);
        }
      });
    }
  }
});
