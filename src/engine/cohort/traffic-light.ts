import type { Icc } from "./icc.ts";
import type { StatisticReason } from "./statistic.ts";

/** Reliability by Koo and Li (2016, doi:10.1016/j.jcm.2016.02.012): below 0.5, 0.75, 0.9, and above. */
export type Reliability = "poor" | "moderate" | "good" | "excellent";

export type TrafficLight = {
  readonly light: "green" | "amber" | "red" | "unknown";
  /** The class of each end of the interval of confidence; they are what a report quotes ("moderate to good"). */
  readonly from?: Reliability;
  readonly to?: Reliability;
};

const classOf = (v: number): Reliability =>
  v < 0.5 ? "poor" : v < 0.75 ? "moderate" : v <= 0.9 ? "good" : "excellent";

/**
 * The light of an ICC, by its 95 % interval and not by its estimate, as Koo and Li ask. Green: the whole interval is
 * excellent (above 0.9). Red: its lower end is poor (below 0.5). Amber: anything between. No ICC, no light.
 */
export function trafficLight(found: Icc | StatisticReason): TrafficLight {
  if ("reason" in found) return { light: "unknown" };
  const from = classOf(found.low);
  const to = classOf(found.high);
  return { light: from === "excellent" ? "green" : from === "poor" ? "red" : "amber", from, to };
}
