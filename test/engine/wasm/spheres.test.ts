import { afterEach, describe, expect, test } from "vitest";
import { sphereMeans } from "#engine/kernels/sphere-means.ts";
import { allowWasm } from "#engine/wasm/instance.ts";
import { seeded } from "../../helpers/seeded.ts";

afterEach(() => allowWasm(true));

type Three = readonly [number, number, number];

/** The same image as a box in a wider one, of other numbers. */
function within(values: Float32Array, [nx, ny, nz]: Three, wider: number) {
  const dims = [nx + wider, ny + 2, nz + 1] as const;
  const data = new Float32Array(dims[0] * dims[1] * dims[2]).fill(12_345);
  for (let i = 0; i < values.length; i++) {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    data[x + 2 + dims[0] * (y + 1 + dims[1] * (z + 1))] = values[i];
  }
  return { data, dims, extent: { lo: [2, 1, 1], hi: [nx + 2, ny + 1, nz + 1] } } as const;
}

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
        const values = Float32Array.from({ length: around[0] * around[1] * around[2] }, () => 2000 * random() - 1000);
        values[values.length >> 1] = Number.NaN;
        const hi = around;
        const alone = { dims: around, extent: { lo: [0, 0, 0], hi } } as const;
        const images = [
          { data: values, ...alone },
          { data: Float64Array.from(values), ...alone },
          within(values, around, 2),
          within(values, around, around[0] + 5),
        ];
        for (const [radius, spacing] of [
          [0.5, [0.7, 0.9, 2.5]],
          [6.2, [0.7, 0.9, 2.5]],
          [6.2, [0.3, 3, 0.4]],
        ] as const) {
          const centres = { mask, dims, offset: [margin, margin, 0] } as const;
          const found = images.flatMap((image) =>
            [false, true].map((wasm) => {
              allowWasm(wasm);
              const numbers: number[] = [];
              sphereMeans({ ...image, spacing, radius }, centres, (index, count, greatest, means, at) =>
                numbers.push(index, greatest, ...means.subarray(at, at + count)),
              );
              return numbers;
            }),
          );
          expect(found[0].length).toBeGreaterThan(0);
          // Every bit counts for toEqual, but those of what is no number.
          for (const other of found) expect(other).toEqual(found[0]);
        }
      }
    });
  }
});
