import { afterEach, describe, expect, test } from "vitest";
import { convexHull } from "#engine/kernels/hull.ts";
import { type Field, fourierPairSums } from "#engine/kernels/pair-sums.ts";
import { smallestBox } from "#engine/kernels/smallest-box.ts";
import { sphereMeans } from "#engine/kernels/sphere-means.ts";
import { complex, fft, fftPlan } from "#engine/math/fft.ts";
import { allowWasm, hasWasm } from "#engine/wasm/instance.ts";
import { hexOf } from "../../helpers/bits.ts";
import { seeded } from "../../helpers/seeded.ts";

/** What a kernel gives plain and in WebAssembly, bit for bit. */
function both(run: () => ArrayLike<number>): void {
  allowWasm(false);
  const plain = Array.from(run(), hexOf);
  allowWasm(true);
  const wasm = Array.from(run(), hexOf);
  expect(wasm).toEqual(plain);
  expect(plain.length).toBeGreaterThan(0);
}

afterEach(() => allowWasm(true));

test("WebAssembly runs here, and can be switched off", () => {
  expect(hasWasm()).toBe(true);
  allowWasm(false);
  expect(hasWasm()).toBe(false);
});

describe("the same bits from WebAssembly and plain TypeScript", () => {
  const random = seeded(5);

  test("Fourier transform: every radix, odd and even numbers of lines", () => {
    for (const length of [60, 64, 75, 81, 90, 96, 125, 128, 240]) {
      for (const lines of [1, 2, 3, 16, 31]) {
        const n = length * lines;
        const input = Float64Array.from({ length: 2 * n }, () => random() - 0.5);
        both(() => {
          const data = { re: input.slice(0, n), im: input.slice(n) };
          const { re, im } = fft(fftPlan(length), lines, data, complex(n));
          return [...re, ...im];
        });
      }
    }
  });

  const dims: Field["dims"][] = [
    [1, 1, 2],
    [1, 40, 1],
    [40, 1, 1],
    [5, 1, 65],
    [31, 1, 17],
    [9, 8, 7],
    [20, 23, 11],
    [33, 30, 12],
  ];
  for (const [nx, ny, nz] of dims) {
    const n = nx * ny * nz;
    const mask = Uint8Array.from({ length: n }, () => (random() < 0.6 ? 1 : 0));
    mask[0] = mask[n - 1] = 1;

    test(`sums over pairs: ${nx} × ${ny} × ${nz}`, () => {
      const values = Float64Array.from(mask, (m) => m * (1000 * random() - 400));
      for (const numbers of [1, 1 << 22]) {
        both(() => {
          const field = { mask, values, dims: [nx, ny, nz], spacing: [0.7, 0.9, 2.5] } as const;
          const { weights, products, squares } = fourierPairSums(field, numbers);
          return [weights, products, squares];
        });
      }
    });

    test(`sphere means: ${nx} × ${ny} × ${nz}`, () => {
      for (const margin of [0, 3, 12]) {
        const around = [nx + 2 * margin, ny + margin, nz + margin] as const;
        const intensities = Float64Array.from(
          { length: around[0] * around[1] * around[2] },
          () => 2000 * random() - 1000,
        );
        for (const radius of [0.5, 6.2]) {
          const input = { intensities, dims: around, spacing: [0.7, 0.9, 2.5], radius } as const;
          both(() => sphereMeans(input, mask, [nx, ny, nz], [margin, margin, 0]));
        }
      }
    });
  }

  test("smallest box", () => {
    for (const count of [8, 40, 300]) {
      const points = Int32Array.from({ length: 3 * count }, () => Math.round(60 * (random() + random() + random())));
      const hull = convexHull(points, count);
      if (hull === null) throw new Error("A flat cloud of points.");
      both(() =>
        smallestBox(
          Float64Array.from(points, (p, k) => p * [0.4, 0.4, 1][k % 3]),
          hull,
        ),
      );
    }
  });
});
