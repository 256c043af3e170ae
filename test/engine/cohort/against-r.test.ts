import { expect, test } from "vitest";
import {
  blandAltman,
  concordance,
  icc,
  isNoStatistic,
  pearson,
  referenceInterval,
  repeatabilityCoefficient,
  type StatisticReason,
  spearman,
  withinSubjectCv,
  withinSubjectSd,
} from "#engine/cohort/index.ts";
import reference from "../../fixtures/reference/cohort.json" with { type: "json" };

/** Fails where a value differs from R's by more than `tolerance`, relative (absolute below 1). */
function near(found: number, expected: number, tolerance: number, what: string): void {
  expect(Math.abs(found - expected) / Math.max(1, Math.abs(expected)), `${what}: ${found}, R ${expected}`).toBeLessThan(
    tolerance,
  );
}
const relative = (found: number, expected: number, tolerance: number, what: string) =>
  near(found / expected, 1, tolerance, what);

type Found = { readonly value: number; readonly low: number; readonly high: number } | { readonly reason: string };
function triple(found: Found, expected: readonly number[], what: string): void {
  if ("reason" in found) throw new Error(`${what}: ${found.reason}`);
  [found.value, found.low, found.high].forEach((v, i) => {
    near(v, expected[i], 1e-8, `${what} ${i}`);
  });
}
function sure<T>(found: T): Exclude<T, StatisticReason> {
  if (isNoStatistic(found)) throw new Error(found.detail);
  return found as Exclude<T, StatisticReason>;
}

test.for(reference.repeated.map((r, i) => [i, r] as const))("repeated measurements %i: psych and lme4", ([, r]) => {
  triple(icc(r.rows), r.icc1, "ICC(1,1)");
  triple(icc(r.rows, "2,1"), r.icc2, "ICC(2,1)");
  triple(icc(r.rows, "3,1"), r.icc3, "ICC(3,1)");
  triple(withinSubjectSd(r.rows), r.wsd, "wSD");
  triple(repeatabilityCoefficient(r.rows), r.rc, "RC");
  near(sure(withinSubjectCv(r.rows)), r.wcv, 1e-10, "wCV");
  near(sure(withinSubjectSd(r.rows)).value, r.lme4.wsd, 1e-8, "lme4 sigma");
  near(sure(icc(r.rows)).value, r.lme4.icc, 1e-8, "lme4 ICC");
});

test.for(reference.paired.map((r, i) => [i, r] as const))("paired measurements %i", ([, r]) => {
  const agreement = sure(blandAltman(r.x, r.y));
  triple(agreement.bias, r.bias, "bias");
  near(agreement.deviation, r.sd, 1e-10, "SD of differences");
  triple(agreement.lower, r.lower, "lower limit");
  triple(agreement.upper, r.upper, "upper limit");
  triple(pearson(r.x, r.y), r.pearson, "Pearson");
  relative(sure(pearson(r.x, r.y)).p, r.pearson_p, 1e-9, "P of Pearson");
  near(sure(spearman(r.x, r.y)).value, r.spearman, 1e-10, "Spearman");
  relative(sure(spearman(r.x, r.y)).p, r.spearman_p, 1e-9, "P of Spearman");
  triple(concordance(r.x, r.y), r.ccc, "concordance (epiR)");
});

test.for(reference.population.map((r, i) => [i, r] as const))("reference interval %i", ([, r]) => {
  const found = sure(referenceInterval(r.values));
  const sorted = [...r.values].sort((a, b) => a - b);
  [found.lower.value, found.median, found.upper.value].forEach((v, i) => {
    near(v, r.quantiles[i], 1e-12, `quantile ${i}`);
  });
  const [from, to] = r.low_ranks;
  expect(found.lower.interval).toEqual({ low: sorted[from - 1], high: sorted[to - 1] });
  const n = sorted.length;
  expect(found.upper.interval).toEqual({ low: sorted[n - to], high: sorted[n - from] });
  expect(found.few).toBe(false);
});
