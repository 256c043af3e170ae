import { afterEach, describe, expect, test } from "vitest";
import { sphereMeans } from "#engine/kernels/sphere-means.ts";
import { allowWasm } from "#engine/wasm/instance.ts";
import { seeded } from "../../helpers/seeded.ts";

afterEach(() => allowWasm(true));

describe("the same sphere means from WebAssembly and plain TypeScript", () => {
  const random = seeded(6);
  for (const dims of [
    [1, 1, 2],
    [1, 40, 1],
    [40, 1, 1],
    [5, 1, 65],
    [31, 9, 17],
    [33, 30, 12],
    [200, 70, 3],
  ] as const) {
    test(dims.join(" × "), () => {
      const n = dims[0] * dims[1] * dims[2];
      const mask = Uint8Array.from({ length: n }, () => (random() < 0.1 ? 1 : 0));
      mask[0] = mask[n - 1] = 1;
      for (const margin of [0, 3, 12]) {
        const around = [dims[0] + 2 * margin, dims[1] + margin, dims[2] + margin] as const;
        const intensities = Float64Array.from(
          { length: around[0] * around[1] * around[2] },
          () => 2000 * random() - 1000,
        );
        intensities[intensities.length >> 1] = Number.NaN;
        for (const [radius, spacing] of [
          [0.5, [0.7, 0.9, 2.5]],
          [6.2, [0.7, 0.9, 2.5]],
          [6.2, [0.3, 3, 0.4]],
        ] as const) {
          const means = () => {
            const found: number[] = [];
            const centres = { mask, dims, offset: [margin, margin, 0] } as const;
            sphereMeans({ intensities, dims: around, spacing, radius }, centres, (index, row, count) =>
              found.push(index, ...row.subarray(0, count)),
            );
            return found;
          };
          allowWasm(false);
          const plain = means();
          allowWasm(true);
          expect(plain.length).toBeGreaterThan(0);
          // Bit for bit: every bit counts for toEqual, but the sign of what is no number.
          expect(means()).toEqual(plain);
        }
      }
    });
  }
});
