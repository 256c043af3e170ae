import { afterEach, describe, expect, test } from "vitest";
import { squaredDistances } from "#engine/kernels/euclidean-distance.ts";
import { allowWasm } from "#engine/wasm/instance.ts";
import { seeded } from "../../helpers/seeded.ts";

afterEach(() => allowWasm(true));

describe("the same distances from WebAssembly and plain TypeScript", () => {
  const random = seeded(31);
  for (const dims of [
    [1, 1, 1],
    [1, 1, 9],
    [1, 30, 2],
    [8, 8, 8],
    [17, 1, 5],
    [33, 20, 12],
    [130, 41, 3],
  ] as const) {
    test(dims.join(" × "), () => {
      for (const share of [0, 0.001, 0.02, 0.5, 0.98, 1]) {
        const mask = Uint8Array.from({ length: dims[0] * dims[1] * dims[2] }, () => (random() < share ? 1 : 0));
        mask[mask.length - 1] = share > 0 ? 1 : 0;
        for (const spacing of [
          [1, 1, 1],
          [0.9765625, 0.9765625, 3],
          [0.31, 7, 0.017],
        ] as const) {
          for (const value of [0, 1] as const) {
            allowWasm(false);
            const plain = squaredDistances(mask, value, dims, spacing);
            allowWasm(true);
            expect(squaredDistances(mask, value, dims, spacing)).toEqual(plain);
          }
        }
      }
    });
  }
});
