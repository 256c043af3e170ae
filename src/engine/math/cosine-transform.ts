import { type FftPlan, fftPlan } from "./fft.ts";
import { pairedFft } from "./paired-fft.ts";

/** Transforms of even sequences of 2·half.length numbers, of which half.length + 1 say everything. */
export type CosinePlan = { readonly half: FftPlan; readonly full: FftPlan };

export const cosinePlan = (full: FftPlan): CosinePlan => ({ half: fftPlan(full.length / 2), full });

/**
 * The Fourier transform of real, even sequences, which is real and even, in place: N + 1 elements of `lines` real numbers
 * (an even number), element j of an even sequence c of 2N. Even frequencies are the transform of N numbers
 * g(j) = c(j) + c(N − j), odd ones that of h(j) = c(j) − c(N − j), turned by exp(−πij/N). Both are real, so they go
 * through together, one as the real part, one as the imaginary. `a` and `b` hold 2·N·lines numbers each.
 */
export function transformCosines(
  { half, full }: CosinePlan,
  lines: number,
  c: Float64Array,
  a: Float64Array,
  b: Float64Array,
): void {
  const n = half.length;
  for (let j = 0; j < n; j++) {
    const [cos, sin] = [full.cos[j], full.sin[j]];
    const back = lines * (n - j);
    for (let l = 0; l < lines; l++) {
      const low = c[j * lines + l];
      const high = c[back + l];
      const h = low - high;
      const o = 2 * (j * lines + l) - (l & 1);
      a[o] = low + high - h * sin;
      a[o + 2] = h * cos;
    }
  }
  const result = pairedFft(half, lines, a, b);
  for (let k = 0; k <= n; k++) {
    const part = 2 * lines * (k >> 1) + 2 * (k & 1);
    for (let l = 0; l < lines; l++) c[k * lines + l] = result[part + 2 * l - (l & 1)];
  }
}
