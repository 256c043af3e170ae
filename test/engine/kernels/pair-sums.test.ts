import { describe, expect, test } from "vitest";
import { fourierPairSums } from "#engine/kernels/fourier-pair-sums.ts";
import { directPairSums, type Field, pairSums } from "#engine/kernels/pair-sums.ts";
import { complex, fft, fftLength, fftPlan } from "#engine/math/fft.ts";
import { seeded } from "../../helpers/seeded.ts";

function field(dims: Field["dims"], spacing: Field["spacing"], share: number): Field {
  const random = seeded(dims[0] * 100 + dims[1] * 10 + dims[2]);
  const n = dims[0] * dims[1] * dims[2];
  const mask = Uint8Array.from({ length: n }, () => (random() < share ? 1 : 0));
  mask[0] = mask[n - 1] = 1;
  const values = Float64Array.from(mask, (m, i) => m * (1000 * random() + i)).filter((_, i) => mask[i] === 1);
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return { mask, values, mean, dims, spacing };
}

describe("sums over all pairs of voxels", () => {
  test("two voxels 3 mm apart, by hand", () => {
    const { weights, products, squares } = directPairSums({
      mask: Uint8Array.of(1, 0, 1),
      values: Float64Array.of(5, 2),
      mean: 3,
      dims: [1, 1, 3],
      spacing: [1, 1, 1.5],
    });
    expect(weights).toBeCloseTo(2 / 3, 15);
    expect(products).toBeCloseTo((2 * -2) / 3, 15);
    expect(squares).toBeCloseTo((4 + 1) / 3, 15);
  });

  for (const dims of [
    [1, 1, 2],
    [2, 1, 1],
    [3, 2, 5],
    [27, 1, 1],
    [16, 4, 1],
    [1, 40, 1],
    [31, 1, 17],
    [9, 8, 7],
    [20, 23, 11],
  ] as const) {
    test(`by Fourier transform and pair by pair: ${dims.join(" × ")}`, () => {
      for (const share of [0.3, 1]) {
        const f = field(dims, [0.9, 1.1, 3], share);
        const wanted = directPairSums(f);
        // The last one in classes of two frequencies.
        for (const found of [fourierPairSums(f), pairSums(f), fourierPairSums(f, 1)]) {
          expect(Math.abs(found.weights / wanted.weights - 1)).toBeLessThan(1e-12);
          expect(Math.abs(found.products / wanted.products - 1)).toBeLessThan(1e-10);
          expect(Math.abs(found.squares / wanted.squares - 1)).toBeLessThan(1e-12);
        }
      }
    });
  }
});

test("Fourier transform against its definition, for all radices", () => {
  const random = seeded(6);
  for (const n of [2, 3, 4, 5, 6, 8, 9, 10, 12, 16, 25, 30, 60]) {
    const lines = 3;
    const data = complex(n * lines);
    for (let i = 0; i < n * lines; i++) [data.re[i], data.im[i]] = [random() - 0.5, random() - 0.5];
    const input = { re: data.re.slice(), im: data.im.slice() };
    const found = data;
    fft(fftPlan(n), lines, data);
    for (let line = 0; line < lines; line++) {
      for (let k = 0; k < n; k++) {
        let [re, im] = [0, 0];
        for (let j = 0; j < n; j++) {
          const angle = (-2 * Math.PI * ((j * k) % n)) / n;
          const [x, y] = [input.re[j * lines + line], input.im[j * lines + line]];
          re += x * Math.cos(angle) - y * Math.sin(angle);
          im += x * Math.sin(angle) + y * Math.cos(angle);
        }
        expect(found.re[k * lines + line]).toBeCloseTo(re, 12);
        expect(found.im[k * lines + line]).toBeCloseTo(im, 12);
      }
    }
  }
});

test("lengths are even products of 2, 3 and 5", () => {
  expect([1, 2, 3, 7, 11, 13, 97, 255].map(fftLength)).toEqual([2, 2, 4, 8, 12, 16, 100, 256]);
});
