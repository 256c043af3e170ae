import {
  isNoStatistic,
  type PairAgreement,
  pairAgreement,
  type Robustness,
  robustness,
  type TrafficLight,
} from "#engine/cohort/index.ts";
import { featureById } from "#engine/features/index.ts";
import { type PerturbationTable, type PerturbedFeature, robustnessOf } from "#engine/perturb/index.ts";
import type { FeatureSelection } from "../../state/selection.ts";
import { type FeatureKey, featureKey } from "../chosen.ts";

/** Perturbed, scanned twice, or drawn by two readers. */
export type TrustMode = "perturb" | "retest" | "readers";

/** A feature in one aggregation and how far it is to be trusted. */
export type TrustRow = {
  readonly key: FeatureKey;
  readonly name: string;
  readonly feature: PerturbedFeature;
  readonly robustness: Robustness;
  /** Where regions were measured twice. */
  readonly pairs?: PairAgreement;
  /** What a search looks in, lower case. */
  readonly text: string;
};

/** Perturbations that a region could not take, and why: no feature has a value there. */
export function failuresOf({ subjects, jobs, features }: PerturbationTable, columns?: readonly number[]) {
  const [first] = features;
  return subjects.flatMap((subject, s) =>
    jobs.flatMap((job, j) => {
      const value = first?.values[s][j];
      const failed = typeof value === "object" && value.reason === "failed" && (columns?.includes(j) ?? true);
      return failed ? [{ subject, job, detail: value.detail }] : [];
    }),
  );
}

const known = (values: PerturbedFeature["values"]) =>
  values.map((row) => row.map((v) => (typeof v === "number" ? v : null)));

/** Statistics of every feature; `columns`: only over these perturbations. */
export function trustRows(
  features: readonly PerturbedFeature[],
  mode: TrustMode,
  columns?: readonly number[],
): readonly TrustRow[] {
  return features.map((feature): TrustRow => {
    const name = featureById(feature.id)?.feature.name ?? feature.id;
    const { id, aggregation, ibsi, aggregationCode } = feature;
    const common = {
      key: featureKey(id, aggregation),
      name,
      feature,
      text: `${name} ${ibsi ?? ""} ${id} ${aggregation ?? ""} ${aggregationCode}`.toLowerCase(),
    };
    if (mode === "perturb") return { ...common, robustness: robustnessOf(feature, columns) };
    const table = known(feature.values);
    // Two scans of a patient are exchangeable, two readers are not.
    const model = mode === "readers" ? "2,1" : "1,1";
    return { ...common, robustness: robustness(table, model), pairs: pairAgreement(table) };
  });
}

export const sortColumns = ["order", "name", "light", "icc", "wcv", "wsd", "rc", "ccc"] as const;
export type SortColumn = (typeof sortColumns)[number];

const lights: readonly TrafficLight["light"][] = ["green", "amber", "red", "unknown"];
const estimateOf = (found: { readonly value: number } | { readonly reason: string } | undefined): number | null =>
  found && "value" in found ? found.value : null;

/** What a column sorts by; null, where there is nothing, comes last whichever way it is sorted. */
function sortValue(row: TrustRow, by: SortColumn): number | string | null {
  const { icc, wsd, wcv, rc, light } = row.robustness;
  switch (by) {
    case "order":
      return 0;
    case "name":
      return row.name;
    case "light":
      return light.light === "unknown" ? null : lights.indexOf(light.light);
    case "icc":
      return estimateOf(icc);
    case "wsd":
      return estimateOf(wsd);
    case "rc":
      return estimateOf(rc);
    case "wcv":
      return isNoStatistic(wcv) ? null : wcv;
    case "ccc":
      return estimateOf(row.pairs?.ccc);
  }
}

export function sorted(rows: readonly TrustRow[], by: SortColumn, descending: boolean): readonly TrustRow[] {
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [x, y] = [sortValue(a, by), sortValue(b, by)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return sign * (typeof x === "string" && typeof y === "string" ? x.localeCompare(y) : Number(x) - Number(y));
  });
}

/** The features whose whole interval of ICC reaches the limit, or that vary by no more than it. */
export function stableKeys(rows: readonly TrustRow[], { what, limit }: FeatureSelection["by"]): readonly FeatureKey[] {
  return rows
    .filter(({ robustness: { icc, wcv } }) =>
      what === "icc" ? !isNoStatistic(icc) && icc.low > limit : !isNoStatistic(wcv) && wcv <= limit,
    )
    .map(({ key }) => key);
}
