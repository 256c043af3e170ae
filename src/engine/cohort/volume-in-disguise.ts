import { type Correlation, spearman } from "./correlation.ts";
import type { StatisticReason } from "./statistic.ts";

/** |Spearman| with volume from which a feature says little that volume does not. */
export const VOLUME_CORRELATION = 0.8;

/**
 * A feature against the region's volume over subjects (Welch 2019, doi:10.1016/j.radonc.2018.10.027). `disguised`: the
 * correlation's lower bound of confidence, in size, is beyond the limit; `suspect`: only the correlation itself is.
 */
export function volumeInDisguise(
  feature: readonly number[],
  volume: readonly number[],
  limit = VOLUME_CORRELATION,
): (Correlation & { readonly verdict: "disguised" | "suspect" | "independent" }) | StatisticReason {
  const found = spearman(feature, volume);
  if ("reason" in found) return found;
  const nearest = found.value >= 0 ? found.low : -found.high;
  const verdict = nearest >= limit ? "disguised" : Math.abs(found.value) >= limit ? "suspect" : "independent";
  return { ...found, verdict };
}
