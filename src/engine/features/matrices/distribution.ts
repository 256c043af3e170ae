import { log2, power } from "../../math/same-bits.ts";

/** A discrete distribution: value `at[k]` has probability `p[k]` > 0. */
export type Distribution = { readonly at: Float64Array; readonly p: Float64Array };

/** Σ p·f(value). */
export function expected({ at, p }: Distribution, f: (value: number) => number): number {
  let total = 0;
  for (let k = 0; k < at.length; k++) total += p[k] * f(at[k]);
  return total;
}

/** Mean, taken from the first value so that a single one is exact. */
export function meanOf(d: Distribution): number {
  const first = d.at[0];
  return first + expected(d, (value) => value - first);
}

/** Variance; exactly 0 for a single value. */
export function varianceOf(d: Distribution): number {
  const mean = meanOf(d);
  return expected(d, (value) => power(value - mean, 2));
}

/** Entropy in bits. 0 log 0 does not arise: only values that occur are listed. */
export function entropyOf({ p }: Distribution): number {
  let total = 0;
  for (let k = 0; k < p.length; k++) total -= p[k] * log2(p[k]);
  return total;
}

/** Weights below this are looked up. */
const LOOKED_UP = 1024;

/**
 * Entropy in bits of what has the weights `n`, of `total` together. A matrix holds the same small counts over and over:
 * their terms are worked out once.
 */
export function entropyOfWeights(n: Float64Array, total: number): number {
  const known = new Float64Array(LOOKED_UP);
  let sum = 0;
  for (let k = 0; k < n.length; k++) {
    const weight = n[k];
    const p = weight / total;
    if (!(weight < LOOKED_UP && Number.isInteger(weight))) {
      sum -= p * log2(p);
      continue;
    }
    if (known[weight] === 0) known[weight] = p * log2(p);
    sum -= known[weight];
  }
  return sum;
}

/** The distribution of a table of weights, where cell k stands for the value first + k. */
export function distributionOf(weights: Float64Array, first: number, total: number): Distribution {
  let length = 0;
  for (let k = 0; k < weights.length; k++) if (weights[k] !== 0) length++;
  const at = new Float64Array(length);
  const p = new Float64Array(length);
  let n = 0;
  for (let k = 0; k < weights.length; k++) {
    if (weights[k] === 0) continue;
    at[n] = first + k;
    p[n++] = weights[k] / total;
  }
  return { at, p };
}
