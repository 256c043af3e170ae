import { normalQuantile } from "../math/distributions.ts";
import { checkPairs, sumsOf } from "./pairs.ts";
import { CONFIDENCE, type Interval, noStatistic, type StatisticReason } from "./statistic.ts";

export type Concordance = { readonly n: number; readonly value: number } & Interval;

/**
 * Lin's concordance correlation coefficient of two measurements, with its interval by Fisher's transformation (Lin 1989,
 * doi:10.2307/2532051, with the correction of 2000, doi:10.1111/j.0006-341X.2000.00324.x). Variances divide by n.
 */
export function concordance(
  x: readonly number[],
  y: readonly number[],
  confidence = CONFIDENCE,
): Concordance | StatisticReason {
  const refused = checkPairs(x, y, 4);
  if (refused) return refused;
  const { n, meanX, meanY, xx, yy, xy } = sumsOf(x, y);
  const shift = (meanX - meanY) ** 2;
  if (xx === 0 || yy === 0)
    return noStatistic("no_variance", "One of the two measurements is the same in all subjects.");
  const c = (2 * xy) / (xx + yy + n * shift);
  if (xy === 0) return noStatistic("not_estimable", "The measurements are uncorrelated: the interval is not defined.");
  if (c * c >= 1) return { n, value: c, low: c, high: c };
  const r = xy / Math.sqrt(xx * yy);
  const u2 = (n * shift) / Math.sqrt(xx * yy);
  const c2 = c * c;
  const rest = 1 - c2;
  const variance =
    (((1 - r * r) * c2) / (rest * r * r) +
      (2 * c2 * c * (1 - c) * u2) / (r * rest * rest) -
      (c2 * c2 * u2 * u2) / (2 * r * r * rest * rest)) /
    (n - 2);
  const half = normalQuantile(1 - (1 - confidence) / 2) * Math.sqrt(Math.max(0, variance));
  return { n, value: c, low: Math.tanh(Math.atanh(c) - half), high: Math.tanh(Math.atanh(c) + half) };
}
