import { noStatistic, type StatisticReason } from "./statistic.ts";

/** Means, sums of squares about them and of products, of paired values. */
export type Pairs = {
  readonly n: number;
  readonly meanX: number;
  readonly meanY: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
};

/** Refuses pairs that are too few, unequal in number or not finite. */
export function checkPairs(x: readonly number[], y: readonly number[], least: number): StatisticReason | null {
  if (x.length !== y.length) return noStatistic("unequal_lengths", `${x.length} values against ${y.length}.`);
  if (x.length < least) return noStatistic("too_few_subjects", `${x.length} subjects; at least ${least} are needed.`);
  const bad = x.filter((v, i) => !Number.isFinite(v) || !Number.isFinite(y[i])).length;
  return bad > 0 ? noStatistic("not_finite", `${bad} of ${x.length} pairs hold a value that is not finite.`) : null;
}

/** Sums of checked pairs, about the means. */
export function sumsOf(x: readonly number[], y: readonly number[]): Pairs {
  const n = x.length;
  const meanX = x[0] + x.reduce((s, v) => s + (v - x[0]), 0) / n;
  const meanY = y[0] + y.reduce((s, v) => s + (v - y[0]), 0) / n;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < n; i++) {
    const dx = x[i] - meanX;
    const dy = y[i] - meanY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return { n, meanX, meanY, xx, yy, xy };
}
