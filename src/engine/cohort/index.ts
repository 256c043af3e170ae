export { type BlandAltman, blandAltman } from "./bland-altman.ts";
export { type Concordance, concordance } from "./concordance.ts";
export { type Correlation, pearson, ranks, spearman } from "./correlation.ts";
export { type Icc, type IccModel, icc } from "./icc.ts";
export type { Measurements } from "./measurements.ts";
export { type PairAgreement, pairAgreement } from "./pair-agreement.ts";
export { REFERENCE_SUBJECTS, type ReferenceInterval, referenceInterval } from "./reference-interval.ts";
export { type Robustness, robustness } from "./robustness.ts";
export {
  CONFIDENCE,
  type Interval,
  isNoStatistic,
  type StatisticReason,
  type StatisticReasonCode,
} from "./statistic.ts";
export { type Reliability, type TrafficLight, trafficLight } from "./traffic-light.ts";
export { VOLUME_CORRELATION, volumeInDisguise } from "./volume-in-disguise.ts";
export {
  repeatabilityCoefficient,
  type WithinSubjectSd,
  withinSubjectCv,
  withinSubjectSd,
} from "./within-subject.ts";
