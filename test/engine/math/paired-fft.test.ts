import { describe, expect, test } from "vitest";
import { cosinePlan, transformCosines } from "#engine/math/cosine-transform.ts";
import { fftPlan } from "#engine/math/fft.ts";
import { paddedFft, pairedFft } from "#engine/math/paired-fft.ts";
import { seeded } from "../../helpers/seeded.ts";

const lines = 6;
const element = 2 * lines;
/** Where the real part of element k of a line lies; its imaginary part lies two further. */
const place = (k: number, line: number): number => element * k + 2 * line - (line & 1);
const random = seeded(9);
const noise = (length: number): Float64Array => Float64Array.from({ length }, () => random() - 0.5);

/** One frequency of a line by its definition. */
function frequency(data: Float64Array, count: number, length: number, line: number, k: number): [number, number] {
  let [re, im] = [0, 0];
  for (let j = 0; j < count; j++) {
    const angle = (-2 * Math.PI * ((j * k) % length)) / length;
    const i = place(j, line);
    re += data[i] * Math.cos(angle) - data[i + 2] * Math.sin(angle);
    im += data[i] * Math.sin(angle) + data[i + 2] * Math.cos(angle);
  }
  return [re, im];
}

function expectTransform(input: Float64Array, count: number, length: number, found: Float64Array): void {
  for (let line = 0; line < lines; line++) {
    for (let k = 0; k < length; k++) {
      const [re, im] = frequency(input, count, length, line, k);
      expect(found[place(k, line)]).toBeCloseTo(re, 12);
      expect(found[place(k, line) + 2]).toBeCloseTo(im, 12);
    }
  }
}

describe("transforms of pairs of lines, by their definition", () => {
  for (const length of [1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 25, 27, 30, 60, 64]) {
    test(`${length} elements`, () => {
      const input = noise(element * length);
      expectTransform(input, length, length, pairedFft(fftPlan(length), lines, input.slice(), noise(input.length)));
    });
  }

  for (const [length, counts] of [
    [1, [1]],
    [6, [2, 3]],
    [8, [3, 4]],
    [18, [5, 9]],
    [20, [7, 10]],
    [32, [9, 16]],
    [90, [44, 45]],
  ] as const) {
    test(`padded to ${length} elements`, () => {
      for (const count of counts) {
        const gap = element + 4;
        const from = noise(count * gap);
        const input = new Float64Array(element * count);
        for (let k = 0; k < count; k++) input.set(from.subarray(gap * k, gap * k + element), element * k);
        const to = new Float64Array(gap * length);
        const work = [noise(element * length), noise(element * length)] as const;
        paddedFft(fftPlan(length), lines, count, { values: from, at: 0, gap }, { values: to, at: 0, gap }, ...work);
        const found = new Float64Array(element * length);
        for (let k = 0; k < length; k++) found.set(to.subarray(gap * k, gap * k + element), element * k);
        expectTransform(input, count, length, found);
      }
    });
  }

  for (const n of [1, 2, 3, 4, 5, 8, 15]) {
    test(`cosines of an even sequence of ${2 * n}`, () => {
      const input = noise((n + 1) * lines);
      const c = input.slice();
      transformCosines(cosinePlan(fftPlan(2 * n)), lines, c, noise(2 * n * lines), noise(2 * n * lines));
      for (let k = 0; k <= n; k++) {
        for (let line = 0; line < lines; line++) {
          let sum = 0;
          for (let j = 0; j < 2 * n; j++) {
            sum += input[Math.min(j, 2 * n - j) * lines + line] * Math.cos((Math.PI * ((j * k) % (2 * n))) / n);
          }
          expect(c[k * lines + line]).toBeCloseTo(sum, 12);
        }
      }
    });
  }
});
