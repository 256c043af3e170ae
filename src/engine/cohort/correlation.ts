import { normalQuantile, tTwoSided } from "../math/distributions.ts";
import { checkPairs, sumsOf } from "./pairs.ts";
import { CONFIDENCE, type Interval, noStatistic, type StatisticReason } from "./statistic.ts";

export type Correlation = {
  readonly n: number;
  readonly value: number;
  /** Two-sided P of no correlation, by Student's t on n − 2 degrees of freedom. */
  readonly p: number;
} & Interval;

/** Pearson's product-moment correlation; the interval is Fisher's. */
export const pearson = (x: readonly number[], y: readonly number[], confidence = CONFIDENCE) =>
  correlation(x, y, confidence, () => 1);

/**
 * Spearman's rank correlation, ties at their mean rank. Its interval is Fisher's with the variance of Bonett and Wright
 * (2000, doi:10.1007/BF02294183).
 */
export function spearman(
  x: readonly number[],
  y: readonly number[],
  confidence = CONFIDENCE,
): Correlation | StatisticReason {
  const refused = checkPairs(x, y, 4);
  if (refused) return refused;
  return correlation(ranks(x), ranks(y), confidence, (r) => 1 + (r * r) / 2);
}

function correlation(
  x: readonly number[],
  y: readonly number[],
  confidence: number,
  spread: (r: number) => number,
): Correlation | StatisticReason {
  const refused = checkPairs(x, y, 4);
  if (refused) return refused;
  const { n, xx, yy, xy } = sumsOf(x, y);
  if (xx === 0 || yy === 0) return noStatistic("no_variance", "One of the two is the same in all subjects.");
  const r = Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
  if (Math.abs(r) === 1) return { n, value: r, p: 0, low: r, high: r };
  const half = normalQuantile(1 - (1 - confidence) / 2) * Math.sqrt(spread(r) / (n - 3));
  const t = r * Math.sqrt((n - 2) / (1 - r * r));
  const z = Math.atanh(r);
  return { n, value: r, p: tTwoSided(t, n - 2), low: Math.tanh(z - half), high: Math.tanh(z + half) };
}

/** Ranks from 1; equal values share their mean rank. */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
  const out = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let i = from; i < to; i++) out[order[i]] = (from + 1 + to) / 2;
    from = to;
  }
  return out;
}
