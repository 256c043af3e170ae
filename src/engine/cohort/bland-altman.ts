import { normalQuantile, tQuantile } from "../math/distributions.ts";
import { checkPairs, sumsOf } from "./pairs.ts";
import { CONFIDENCE, type Interval, type StatisticReason } from "./statistic.ts";

type WithInterval = { readonly value: number } & Interval;

export type BlandAltman = {
  readonly n: number;
  /** Mean of x − y. */
  readonly bias: WithInterval;
  /** Standard deviation of the differences (n − 1). */
  readonly deviation: number;
  /** bias ∓ 1.96 SD: 95 % of differences lie between. */
  readonly lower: WithInterval;
  readonly upper: WithInterval;
  /** What a plot shows: [mean of the pair, difference] of each subject. */
  readonly points: readonly (readonly [number, number])[];
};

/**
 * Agreement of two measurements of the same subjects: bias and 95 % limits of agreement, with intervals of confidence
 * (Bland and Altman 1999, doi:10.1177/096228029900800204: the limits' variance is s²(1/n + z²/2(n − 1)), t on n − 1).
 */
export function blandAltman(
  x: readonly number[],
  y: readonly number[],
  confidence = CONFIDENCE,
): BlandAltman | StatisticReason {
  const refused = checkPairs(x, y, 3);
  if (refused) return refused;
  const differences = x.map((v, i) => v - y[i]);
  const { n, meanX: mean, xx } = sumsOf(differences, differences);
  const deviation = Math.sqrt(xx / (n - 1));
  const t = tQuantile(1 - (1 - confidence) / 2, n - 1);
  const z = normalQuantile(0.975);
  const around = (value: number, error: number) => ({ value, low: value - t * error, high: value + t * error });
  const ofLimit = deviation * Math.sqrt(1 / n + (z * z) / (2 * (n - 1)));
  return {
    n,
    bias: around(mean, deviation / Math.sqrt(n)),
    deviation,
    lower: around(mean - z * deviation, ofLimit),
    upper: around(mean + z * deviation, ofLimit),
    points: x.map((v, i) => [(v + y[i]) / 2, v - y[i]] as const),
  };
}
