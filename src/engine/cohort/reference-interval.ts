import { binomialAtMost } from "../math/distributions.ts";
import { noStatistic, type StatisticReason } from "./statistic.ts";

/** Fewest subjects of a nonparametric reference interval with 90 % confidence of its limits (CLSI EP28-A3c). */
export const REFERENCE_SUBJECTS = 120;
/** From here on the 2.5th percentile lies between two subjects at all. */
const LEAST_SUBJECTS = 39;

type Limit = {
  readonly value: number;
  readonly interval: { readonly low: number; readonly high: number } | StatisticReason;
};

export type ReferenceInterval = {
  readonly n: number;
  /** 2.5th and 97.5th percentile. */
  readonly lower: Limit;
  readonly median: number;
  readonly upper: Limit;
  /** Fewer than 120 subjects: whoever shows it must say so. */
  readonly few: boolean;
};

/**
 * The central 95 % of a reference population, without a distribution assumed: ranks p(n + 1), limits with 90 %
 * intervals from the binomial distribution of ranks (CLSI EP28-A3c). Refused under 120 subjects, unless `allowFew`;
 * then flagged `few`, and refused under 39, where the percentiles lie beyond the data.
 */
export function referenceInterval(
  values: readonly number[],
  { allowFew = false, confidence = 0.9 }: { allowFew?: boolean; confidence?: number } = {},
): ReferenceInterval | StatisticReason {
  const n = values.length;
  const least = allowFew ? LEAST_SUBJECTS : REFERENCE_SUBJECTS;
  if (n < least) return noStatistic("too_few_subjects", `${n} subjects; a reference interval needs at least ${least}.`);
  const bad = values.filter((v) => !Number.isFinite(v)).length;
  if (bad > 0) return noStatistic("not_finite", `${bad} of ${n} values are not finite numbers.`);
  const sorted = [...values].sort((a, b) => a - b);
  return {
    n,
    lower: limitOf(sorted, 0.025, confidence),
    median: percentile(sorted, 0.5),
    upper: limitOf(sorted, 0.975, confidence),
    few: n < REFERENCE_SUBJECTS,
  };
}

/** Type 6 of Hyndman and Fan; p(n + 1) must lie within 1 … n. */
function percentile(sorted: readonly number[], p: number): number {
  const rank = p * (sorted.length + 1);
  const below = Math.min(sorted.length - 1, Math.floor(rank));
  const share = rank - below;
  const low = sorted[below - 1];
  return share === 0 ? low : low + share * (sorted[below] - low);
}

function limitOf(sorted: readonly number[], p: number, confidence: number): Limit {
  const n = sorted.length;
  const tail = (1 - confidence) / 2;
  // The r-th value lies above the percentile with the probability that fewer than r values lie below it.
  let r = 0;
  while (binomialAtMost(r, n, p) <= tail) r++;
  let s = r;
  while (1 - binomialAtMost(s - 1, n, p) > tail) s++;
  const value = percentile(sorted, p);
  if (r < 1 || s > n) {
    const detail = `${n} subjects are too few for a ${100 * confidence} % interval of the limit.`;
    return { value, interval: noStatistic("too_few_subjects", detail) };
  }
  return { value, interval: { low: sorted[r - 1], high: sorted[s - 1] } };
}
