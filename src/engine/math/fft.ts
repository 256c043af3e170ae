import { pairedFftInWasm } from "../wasm/fft.ts";
import { pairedFft } from "./paired-fft.ts";

/** A transform of one length: its stages and its turns. */
export type FftPlan = {
  readonly length: number;
  readonly factors: readonly number[];
  /** cos and −sin of 2πk / length. */
  readonly cos: Float64Array;
  readonly sin: Float64Array;
};

/** The smallest even length ≥ n that has no prime factors but 2, 3 and 5. */
export function fftLength(n: number): number {
  for (let length = Math.max(2, n + (n % 2)); ; length += 2) {
    let rest = length;
    for (const p of [2, 3, 5]) while (rest % p === 0) rest /= p;
    if (rest === 1) return length;
  }
}

/** The stages of a transform of a length whose prime factors are 2, 3 and 5. */
export function radicesOf(length: number): number[] {
  const radices: number[] = [];
  let rest = length;
  for (const p of [4, 2, 3, 5]) {
    while (rest % p === 0) {
      radices.push(p);
      rest /= p;
    }
  }
  return radices;
}

/** Prepares transforms of a length whose prime factors are 2, 3 and 5. */
export function fftPlan(length: number): FftPlan {
  const cos = new Float64Array(length);
  const sin = new Float64Array(length);
  for (let k = 0; k < length; k++) {
    cos[k] = Math.cos((2 * Math.PI * k) / length);
    sin[k] = -Math.sin((2 * Math.PI * k) / length);
  }
  return { length, factors: radicesOf(length), cos, sin };
}

/** A complex array in two parts. */
export type Complex = { re: Float64Array; im: Float64Array };

export const complex = (length: number): Complex => ({ re: new Float64Array(length), im: new Float64Array(length) });

/**
 * Transforms `lines` lines in place, X(k) = Σ x(j)·exp(−2πi jk / length), not divided by anything. Element k of line b
 * lies at `k * lines + b`.
 */
export function fft(plan: FftPlan, lines: number, data: Complex): void {
  const even = lines + (lines & 1);
  const a = new Float64Array(2 * even * plan.length);
  for (let k = 0; k < plan.length; k++) {
    for (let b = 0, i = k * lines; b < lines; b++, i++) {
      const o = 2 * (k * even + b) - (b & 1);
      a[o] = data.re[i];
      a[o + 2] = data.im[i];
    }
  }
  const result = pairedFftInWasm(plan, even, a) ?? pairedFft(plan, even, a, new Float64Array(a.length));
  for (let k = 0; k < plan.length; k++) {
    for (let b = 0, i = k * lines; b < lines; b++, i++) {
      const o = 2 * (k * even + b) - (b & 1);
      data.re[i] = result[o];
      data.im[i] = result[o + 2];
    }
  }
}
