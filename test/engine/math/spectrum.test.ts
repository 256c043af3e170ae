import { describe, expect, test } from "vitest";
import { complex } from "#engine/math/fft.ts";
import { anyFft, anyFftLength, anyFftPlan } from "#engine/math/fft-any.ts";
import { inverse, signedFrequency, spectrumOf, transform } from "#engine/math/spectrum.ts";

/** Numbers without a pattern, the same every time. */
function noise(count: number): Float64Array {
  let state = 12345;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

describe("a transform of any length is the sum that defines it", () => {
  for (const n of [1, 2, 3, 4, 5, 6, 7, 11, 13, 16, 17, 19, 30, 49, 67, 101, 197, 204]) {
    test(`${n}`, () => {
      const lines = 3;
      const plan = anyFftPlan(n);
      const data = complex(anyFftLength(plan, lines));
      const [re, im] = [noise(n * lines), noise(2 * n * lines).slice(n * lines)];
      data.re.set(re);
      data.im.set(im);
      anyFft(plan, lines, data);
      let worst = 0;
      for (let b = 0; b < lines; b++) {
        for (let k = 0; k < n; k++) {
          let [sr, si] = [0, 0];
          for (let j = 0; j < n; j++) {
            const angle = (-2 * Math.PI * ((j * k) % n)) / n;
            sr += re[j * lines + b] * Math.cos(angle) - im[j * lines + b] * Math.sin(angle);
            si += re[j * lines + b] * Math.sin(angle) + im[j * lines + b] * Math.cos(angle);
          }
          worst = Math.max(worst, Math.abs(sr - data.re[k * lines + b]), Math.abs(si - data.im[k * lines + b]));
        }
      }
      expect(worst).toBeLessThan(2e-14 * n + 1e-14);
    });
  }
});

describe("the half spectrum of a real box", () => {
  for (const dims of [
    [1, 1, 1],
    [6, 1, 1],
    [7, 3, 1],
    [8, 5, 4],
    [5, 4, 7],
    [1, 6, 2],
    [2, 1, 9],
  ] as const) {
    test(`${dims.join(" × ")}: the defining sum, and back`, () => {
      const [nx, ny, nz] = dims;
      const box = noise(nx * ny * nz);
      const spectrum = spectrumOf(dims);
      transform(box, 0, spectrum);
      let worst = 0;
      for (let c = 0; c < nz; c++)
        for (let b = 0; b < ny; b++)
          for (let a = 0; a < spectrum.columns; a++) {
            let [sr, si] = [0, 0];
            for (let z = 0, i = 0; z < nz; z++)
              for (let y = 0; y < ny; y++)
                for (let x = 0; x < nx; x++, i++) {
                  const angle = -2 * Math.PI * ((a * x) / nx + (b * y) / ny + (c * z) / nz);
                  sr += box[i] * Math.cos(angle);
                  si += box[i] * Math.sin(angle);
                }
            const at = a + spectrum.columns * (b + ny * c);
            worst = Math.max(worst, Math.abs(sr - spectrum.values.re[at]), Math.abs(si - spectrum.values.im[at]));
          }
      expect(worst).toBeLessThan(1e-12);
      const back = new Float64Array(box.length);
      inverse(spectrum, back, 0);
      expect(Math.max(...back.map((v, i) => Math.abs(v - box[i])))).toBeLessThan(1e-14);
    });
  }

  test("many rows, more than one block, odd in number", () => {
    const dims = [9, 19, 17] as const;
    const box = noise(9 * 19 * 17);
    const spectrum = spectrumOf(dims);
    transform(box, 0, spectrum);
    const back = new Float64Array(box.length);
    inverse(spectrum, back, 0);
    expect(Math.max(...back.map((v, i) => Math.abs(v - box[i])))).toBeLessThan(1e-14);
  });

  test("signed frequencies", () => {
    expect([0, 1, 2, 3].map((k) => signedFrequency(k, 4))).toEqual([0, 1, -2, -1]);
    expect([0, 1, 2, 3, 4].map((k) => signedFrequency(k, 5))).toEqual([0, 1, 2, -2, -1]);
  });
});
