import { type Icc, type IccModel, icc } from "./icc.ts";
import type { Measurements } from "./measurements.ts";
import { noStatistic, type StatisticReason } from "./statistic.ts";
import { type TrafficLight, trafficLight } from "./traffic-light.ts";
import { repeatabilityCoefficient, type WithinSubjectSd, withinSubjectCv, withinSubjectSd } from "./within-subject.ts";

/** How far a feature is to be trusted, from repeated or perturbed measurements of n subjects. */
export type Robustness = {
  readonly n: number;
  readonly k: number;
  readonly icc: Icc | StatisticReason;
  readonly wsd: WithinSubjectSd | StatisticReason;
  /** A fraction. */
  readonly wcv: number | StatisticReason;
  readonly rc: WithinSubjectSd | StatisticReason;
  readonly light: TrafficLight;
};

/**
 * All statistics of one feature; null marks a measurement without a value. One is enough to refuse: to leave it out would
 * make a feature look stable because it fails where it is not. `model`: "1,1" for perturbations and repeated scans, "2,1"
 * where columns are readers.
 */
export function robustness(table: readonly (readonly (number | null)[])[], model: IccModel = "1,1"): Robustness {
  const n = table.length;
  const k = table[0]?.length ?? 0;
  const missing = table.flat().filter((v) => v === null).length;
  if (missing > 0) {
    const detail = `${missing} of ${n * k} measurements have no value.`;
    const none = noStatistic("missing_values", detail);
    return { n, k, icc: none, wsd: none, wcv: none, rc: none, light: { light: "unknown" } };
  }
  const values = table as Measurements;
  const found = icc(values, model);
  return {
    n,
    k,
    icc: found,
    wsd: withinSubjectSd(values),
    wcv: withinSubjectCv(values),
    rc: repeatabilityCoefficient(values),
    light: trafficLight(found),
  };
}
