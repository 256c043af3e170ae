import { fQuantile } from "../math/distributions.ts";
import { checkMeasurements, type MeanSquares, type Measurements, meanSquares } from "./measurements.ts";
import { CONFIDENCE, type Interval, noStatistic, type StatisticReason } from "./statistic.ts";

/**
 * Of single measurements (Shrout and Fleiss 1979, doi:10.1037/0033-2909.86.2.420). "1,1": repetitions are exchangeable,
 * such as perturbations; "2,1": readers are a sample of readers, absolute agreement; "3,1": these readers, consistency.
 */
export type IccModel = "1,1" | "2,1" | "3,1";

export type Icc = {
  readonly model: IccModel;
  readonly n: number;
  readonly k: number;
  readonly value: number;
} & Interval;

/**
 * Intraclass correlation coefficient of n subjects × k measurements, with its interval of confidence (Shrout and Fleiss
 * 1979; model 2 by McGraw and Wong 1996, doi:10.1037/1082-989X.1.1.30). Not cut off at 0: a negative value says that
 * repetitions differ more than subjects.
 */
export function icc(table: Measurements, model: IccModel = "1,1", confidence = CONFIDENCE): Icc | StatisticReason {
  const refused = checkMeasurements(table, 2);
  if (refused) return refused;
  const squares = meanSquares(table);
  const { n, k } = squares;
  const noise = model === "1,1" ? squares.within : squares.residual;
  if (squares.between === 0 && noise === 0) {
    return noStatistic("no_variance", `All ${n} subjects have the same value in all ${k} measurements.`);
  }
  const { value, low, high } = estimates[model](squares, 1 - (1 - confidence) / 2);
  if (![value, low, high].every(Number.isFinite)) {
    return noStatistic("not_estimable", "The mean squares do not give a finite coefficient.");
  }
  return { model, n, k, value, low, high };
}

type Estimate = { readonly value: number } & Interval;

/** (F − 1)/(F + k − 1), also where F is infinite. */
const fromF = (between: number, noise: number, k: number): number => (between - noise) / (between + (k - 1) * noise);

const estimates: Record<IccModel, (squares: MeanSquares, p: number) => Estimate> = {
  "1,1": ({ n, k, between, within }, p) => ({
    value: fromF(between, within, k),
    low: fromF(between, within * fQuantile(p, n - 1, n * (k - 1)), k),
    high: fromF(between * fQuantile(p, n * (k - 1), n - 1), within, k),
  }),
  "2,1": ({ n, k, between, columns, residual }, p) => {
    const value = (between - residual) / (between + (k - 1) * residual + (k * (columns - residual)) / n);
    if (residual === 0 && columns === 0) return { value, low: 1, high: 1 };
    // Satterthwaite's degrees of freedom, with the ratio of mean squares multiplied out: the residual may be 0.
    const a = k * value * columns;
    const b = (n * (1 + (k - 1) * value) - k * value) * residual;
    const df = ((k - 1) * (n - 1) * (a + b) ** 2) / ((n - 1) * a * a + b * b);
    // No degrees of freedom, no interval: the caller says that it cannot be estimated.
    if (!(df > 0)) return { value, low: Number.NaN, high: Number.NaN };
    const up = fQuantile(p, n - 1, df);
    const down = fQuantile(p, df, n - 1);
    const rest = k * columns + (k * n - k - n) * residual;
    return {
      value,
      low: (n * (between - up * residual)) / (up * rest + n * between),
      high: (n * (down * between - residual)) / (rest + n * down * between),
    };
  },
  "3,1": ({ n, k, between, residual }, p) => {
    const df = (n - 1) * (k - 1);
    return {
      value: fromF(between, residual, k),
      low: fromF(between, residual * fQuantile(p, n - 1, df), k),
      high: fromF(between * fQuantile(p, df, n - 1), residual, k),
    };
  },
};
