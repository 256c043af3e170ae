/** Why a statistic of a cohort has no value; never NaN. `detail` is a short English sentence with the numbers in it. */
export type StatisticReasonCode =
  | "too_few_subjects"
  | "too_few_measurements"
  | "no_variance"
  | "zero_mean"
  | "missing_values"
  | "not_finite"
  | "ragged_table"
  | "unequal_lengths"
  | "not_estimable";
export type StatisticReason = { readonly reason: StatisticReasonCode; readonly detail: string };

export const noStatistic = (reason: StatisticReasonCode, detail: string): StatisticReason => ({ reason, detail });

export const isNoStatistic = (value: unknown): value is StatisticReason =>
  typeof value === "object" && value !== null && "reason" in value;

/** An interval of confidence. */
export type Interval = { readonly low: number; readonly high: number };

/** Confidence of all intervals unless another is asked for. */
export const CONFIDENCE = 0.95;
