import { type Complex, complex, type FftPlan, fft, fftLength, fftPlan } from "./fft.ts";

/**
 * Prepares transforms of any length. Lengths whose prime factors are 2, 3 and 5 go through `fft` as they are; the others
 * by Bluestein's identity jk = (j² + k² − (k − j)²) / 2, which makes of a transform a circular convolution of a length
 * that `fft` can do, with w(j) = exp(−πi j² / length).
 */
export type AnyFftPlan = {
  readonly length: number;
  readonly inner: FftPlan;
  /** w(j), and the transform of conj w by `inner`, over its length; null where `inner` does it alone. */
  readonly chirp: null | { readonly w: Complex; readonly kernel: Complex };
};

export function anyFftPlan(length: number): AnyFftPlan {
  if (isSmooth(length)) return { length, inner: fftPlan(length), chirp: null };
  const inner = fftPlan(fftLength(2 * length - 1));
  const n = inner.length;
  const w = complex(length);
  const conj = complex(n);
  for (let j = 0; j < length; j++) {
    // j² is taken modulo 2·length, so that the angle stays small and exact.
    const angle = (Math.PI * ((j * j) % (2 * length))) / length;
    w.re[j] = Math.cos(angle);
    w.im[j] = -Math.sin(angle);
    for (const at of j === 0 ? [0] : [j, n - j]) {
      conj.re[at] = w.re[j] / n;
      conj.im[at] = -w.im[j] / n;
    }
  }
  fft(inner, 1, conj);
  return { length, inner, chirp: { w, kernel: conj } };
}

/** Elements that the array of `anyFft` must hold for so many lines. */
export const anyFftLength = (plan: AnyFftPlan, lines: number): number =>
  lines * Math.max(plan.length, plan.inner.length);

/**
 * Transforms `lines` lines in place, X(k) = Σ x(j)·exp(−2πi jk / length), not divided by anything. Element k of line b lies
 * at `k * lines + b`; the array holds `anyFftLength` elements.
 */
export function anyFft({ length, inner, chirp }: AnyFftPlan, lines: number, data: Complex): void {
  if (chirp === null) {
    fft(inner, lines, data);
    return;
  }
  const { w, kernel } = chirp;
  for (let j = 0; j < length; j++) multiply(data, j * lines, lines, w.re[j], w.im[j]);
  data.re.fill(0, length * lines, inner.length * lines);
  data.im.fill(0, length * lines, inner.length * lines);
  fft(inner, lines, data);
  // The inverse transform is the forward one of the conjugate, conjugated.
  for (let j = 0; j < inner.length; j++) multiply(data, j * lines, lines, kernel.re[j], kernel.im[j], -1);
  fft(inner, lines, data);
  for (let k = 0; k < length; k++) {
    for (let i = k * lines; i < (k + 1) * lines; i++) data.im[i] = -data.im[i];
    multiply(data, k * lines, lines, w.re[k], w.im[k]);
  }
}

/** Multiplies a run of numbers by c + i·s; with sign −1 the product is conjugated. */
function multiply({ re, im }: Complex, from: number, count: number, c: number, s: number, sign: 1 | -1 = 1): void {
  for (let i = from; i < from + count; i++) {
    const a = re[i];
    re[i] = a * c - im[i] * s;
    im[i] = sign * (a * s + im[i] * c);
  }
}

function isSmooth(n: number): boolean {
  let rest = n;
  for (const p of [2, 3, 5]) while (rest % p === 0) rest /= p;
  return rest === 1;
}
