import { chiSquaredQuantile, normalQuantile } from "../math/distributions.ts";
import { checkMeasurements, type Measurements, meanSquares } from "./measurements.ts";
import { CONFIDENCE, type Interval, noStatistic, type StatisticReason } from "./statistic.ts";

export type WithinSubjectSd = { readonly value: number; readonly df: number } & Interval;

/**
 * Within-subject standard deviation: the root of the mean variance of a subject's measurements, in the feature's unit,
 * with its χ² interval on n(k − 1) degrees of freedom (Raunig 2015, doi:10.1177/0962280214537344). One subject is enough.
 */
export function withinSubjectSd(table: Measurements, confidence = CONFIDENCE): WithinSubjectSd | StatisticReason {
  const refused = checkMeasurements(table, 1);
  if (refused) return refused;
  const { n, k, within } = meanSquares(table);
  const df = n * (k - 1);
  const end = (1 - confidence) / 2;
  const sum = df * within;
  return {
    value: Math.sqrt(within),
    df,
    low: Math.sqrt(sum / chiSquaredQuantile(1 - end, df)),
    high: Math.sqrt(sum / chiSquaredQuantile(end, df)),
  };
}

/**
 * Repeatability coefficient z·√2·wSD (2.77 wSD): two measurements of an unchanged subject differ by less in 95 % of
 * cases (Bland and Altman 1999, doi:10.1177/096228029900800204).
 */
export function repeatabilityCoefficient(
  table: Measurements,
  confidence = CONFIDENCE,
): WithinSubjectSd | StatisticReason {
  const sd = withinSubjectSd(table, confidence);
  if ("reason" in sd) return sd;
  const factor = Math.SQRT2 * normalQuantile(0.975);
  return { ...sd, value: factor * sd.value, low: factor * sd.low, high: factor * sd.high };
}

/**
 * Within-subject coefficient of variation, a fraction: root mean square of each subject's SD over |mean| (Obuchowski and
 * Bullen 2018, doi:10.1177/0962280217693662). It means something for quantities with a true zero only: subjects whose
 * means differ in sign are refused.
 */
export function withinSubjectCv(table: Measurements): number | StatisticReason {
  const refused = checkMeasurements(table, 1);
  if (refused) return refused;
  let sum = 0;
  let signs = 0;
  for (const row of table) {
    const { mean, within } = meanSquares([row]);
    if (mean === 0) return noStatistic("zero_mean", "A subject's mean is 0: there is nothing to relate its spread to.");
    signs += Math.sign(mean);
    sum += within / (mean * mean);
  }
  if (Math.abs(signs) !== table.length) {
    return noStatistic("zero_mean", "Subjects' means lie on both sides of 0: their spread has no common scale.");
  }
  const value = Math.sqrt(sum / table.length);
  return Number.isFinite(value) ? value : noStatistic("zero_mean", "A subject's mean is too near 0.");
}
