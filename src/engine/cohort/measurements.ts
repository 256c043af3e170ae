import { noStatistic, type StatisticReason } from "./statistic.ts";

/** Repeated measurements of one feature: a row for each subject (or lesion), a column for each repetition or reader. */
export type Measurements = readonly (readonly number[])[];

/** Mean squares of a table of n subjects × k measurements, Σ squares / degrees of freedom. */
export type MeanSquares = {
  readonly n: number;
  readonly k: number;
  readonly mean: number;
  /** Between subjects, n − 1. */
  readonly between: number;
  /** Within subjects, n(k − 1). */
  readonly within: number;
  /** Between columns, k − 1. */
  readonly columns: number;
  /** What subjects and columns leave, (n − 1)(k − 1). */
  readonly residual: number;
};

/** Refuses a table that is ragged, too small or not finite. `least`: number of subjects needed. */
export function checkMeasurements(table: Measurements, least: number): StatisticReason | null {
  const n = table.length;
  const k = n === 0 ? 0 : table[0].length;
  if (n < least) return noStatistic("too_few_subjects", `${n} subjects; at least ${least} are needed.`);
  if (table.some((row) => row.length !== k))
    return noStatistic("ragged_table", "Subjects have unequal numbers of measurements.");
  if (k < 2) return noStatistic("too_few_measurements", `${k} measurements a subject; at least 2 are needed.`);
  const bad = table.flat().filter((v) => !Number.isFinite(v)).length;
  if (bad > 0) return noStatistic("not_finite", `${bad} of ${n * k} measurements are not finite numbers.`);
  return null;
}

const meanOf = (values: readonly number[]): number => {
  const first = values[0];
  return first + values.reduce((sum, v) => sum + (v - first), 0) / values.length;
};

/** Analysis of variance, one-way (subjects) and two-way (subjects × columns). The table must have passed its check. */
export function meanSquares(table: Measurements): MeanSquares {
  const n = table.length;
  const k = table[0].length;
  const rows = table.map(meanOf);
  const columns = table[0].map((_, j) => meanOf(table.map((row) => row[j])));
  const mean = meanOf(rows);
  let between = 0;
  let within = 0;
  let residual = 0;
  for (let i = 0; i < n; i++) {
    between += (rows[i] - mean) ** 2;
    for (let j = 0; j < k; j++) {
      within += (table[i][j] - rows[i]) ** 2;
      residual += (table[i][j] - rows[i] - (columns[j] - mean)) ** 2;
    }
  }
  const overColumns = columns.reduce((sum, c) => sum + (c - mean) ** 2, 0);
  return {
    n,
    k,
    mean,
    between: n > 1 ? (k * between) / (n - 1) : 0,
    within: within / (n * (k - 1)),
    columns: (n * overColumns) / (k - 1),
    residual: n > 1 ? residual / ((n - 1) * (k - 1)) : 0,
  };
}
