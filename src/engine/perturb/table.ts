import { type Robustness, robustness } from "../cohort/robustness.ts";
import type { Extraction, FeatureRow } from "../plan/extraction.ts";
import { isReason, type Reason, undefinedBecause } from "../reason.ts";
import type { PerturbedRun } from "./measure.ts";

/** A subject's measurements: undisturbed, and under each job of the plan (or why that could not be had). */
export type PerturbedSubject = {
  readonly name: string;
  readonly baseline: Pick<Extraction, "rows">;
  readonly perturbed: readonly PerturbedRun[];
};

/** One feature, in one aggregation, over subjects and perturbations. */
export type PerturbedFeature = Pick<
  FeatureRow,
  "id" | "family" | "ibsi" | "aggregation" | "aggregationCode" | "unit"
> & {
  /** Undisturbed, for each subject. */
  readonly baseline: readonly (number | Reason)[];
  /** [subject][job]. */
  readonly values: readonly (readonly (number | Reason)[])[];
};

export type PerturbationTable = {
  readonly subjects: readonly string[];
  readonly jobs: readonly string[];
  readonly features: readonly PerturbedFeature[];
};

const keyOf = ({ id, aggregationCode }: FeatureRow): string => `${id} ${aggregationCode}`;
const measured = (row: FeatureRow | undefined): number | Reason => {
  if (row === undefined) return undefinedBecause("failed", "The feature was not measured here.");
  return "value" in row ? row.value : { reason: row.reason, detail: row.detail };
};

/** Puts measurements together, a row for each feature of the first subject. */
export function perturbationTable(subjects: readonly PerturbedSubject[], jobs: readonly string[]): PerturbationTable {
  const lookUp = (extraction: Pick<Extraction, "rows">) => new Map(extraction.rows.map((row) => [keyOf(row), row]));
  const baselines = subjects.map(({ baseline }) => lookUp(baseline));
  const runs = subjects.map(({ perturbed }) =>
    perturbed.map((run) => ("failed" in run ? undefinedBecause("failed", run.failed) : lookUp(run))),
  );
  const features = (subjects[0]?.baseline.rows ?? []).map((row): PerturbedFeature => {
    const { id, family, ibsi, aggregation, aggregationCode, unit } = row;
    const key = keyOf(row);
    return {
      id,
      family,
      ibsi,
      aggregation,
      aggregationCode,
      unit,
      baseline: baselines.map((rows) => measured(rows.get(key))),
      values: runs.map((of) => of.map((run) => (isReason(run) ? run : measured(run.get(key))))),
    };
  });
  return { subjects: subjects.map(({ name }) => name), jobs: [...jobs], features };
}

/**
 * ICC(1,1), within-subject SD and CoV, repeatability and light of a feature over its perturbations, or over some of them:
 * `jobs` are columns of the table.
 */
export const robustnessOf = ({ values }: PerturbedFeature, jobs?: readonly number[]): Robustness =>
  robustness(values.map((row) => (jobs?.map((j) => row[j]) ?? row).map((v) => (typeof v === "number" ? v : null))));
