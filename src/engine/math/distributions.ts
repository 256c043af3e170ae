import { incompleteBeta } from "./incomplete-beta.ts";
import { incompleteGamma, upperIncompleteGamma } from "./incomplete-gamma.ts";

/**
 * The x in [0, high] where an increasing function reaches p, to the last bits: halving first on the scale of powers of
 * two, so that a root near 0 has all its digits.
 */
function rootOf(f: (x: number) => number, p: number, high: number): number {
  let hi = high;
  let lo = high;
  do {
    hi = lo;
    lo /= 16;
  } while (f(lo) > p && lo > 1e-300);
  for (let n = 0; n < 80; n++) {
    const middle = lo + (hi - lo) / 2;
    if (middle <= lo || middle >= hi) break;
    if (f(middle) < p) lo = middle;
    else hi = middle;
  }
  return hi;
}

/** Odds x/(1 − x) of the p-quantile x of a beta distribution, 0 < p < 1: the half with the smaller end is solved. */
function betaOdds(p: number, a: number, b: number): number {
  if (incompleteBeta(a, b, 0.5, 0.5) >= p) {
    const x = rootOf((v) => incompleteBeta(a, b, v), p, 0.5);
    return x / (1 - x);
  }
  const y = rootOf((v) => incompleteBeta(b, a, v), 1 - p, 0.5);
  return (1 - y) / y;
}

/** p-quantile of Fisher's F with d1 and d2 degrees of freedom (also fractional), 0 < p < 1. */
export const fQuantile = (p: number, d1: number, d2: number): number => (d2 / d1) * betaOdds(p, d1 / 2, d2 / 2);

/** P(F > f) of Fisher's F. */
export const fUpper = (f: number, d1: number, d2: number): number =>
  f <= 0 ? 1 : incompleteBeta(d2 / 2, d1 / 2, d2 / (d2 + d1 * f), (d1 * f) / (d2 + d1 * f));

/** p-quantile of Student's t with `df` degrees of freedom, 0 < p < 1. */
export function tQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  return p > 0.5 ? Math.sqrt(fQuantile(2 * p - 1, 1, df)) : -tQuantile(1 - p, df);
}

/** P(|T| > |t|) of Student's t. */
export const tTwoSided = (t: number, df: number): number => fUpper(t * t, 1, df);

/** p-quantile of χ² with `df` degrees of freedom, 0 < p < 1. */
export function chiSquaredQuantile(p: number, df: number): number {
  const a = df / 2;
  let high = df + 1;
  while (incompleteGamma(a, high / 2) < p) high *= 2;
  // Above the median the upper tail has the digits.
  const f = (x: number) => (p > 0.5 ? 1 - p - upperIncompleteGamma(a, x / 2) : incompleteGamma(a, x / 2) - p);
  return rootOf(f, 0, high);
}

/** p-quantile of the standard normal distribution, 0 < p < 1. */
export function normalQuantile(p: number): number {
  if (p === 0.5) return 0;
  return p > 0.5 ? Math.sqrt(chiSquaredQuantile(2 * p - 1, 1)) : -normalQuantile(1 - p);
}

/** P(X ≤ k) of a binomial distribution of n trials. */
export const binomialAtMost = (k: number, n: number, p: number): number =>
  k < 0 ? 0 : k >= n ? 1 : incompleteBeta(n - k, k + 1, 1 - p, p);
