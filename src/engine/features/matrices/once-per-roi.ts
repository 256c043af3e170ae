import type { Roi } from "../../roi.ts";

/**
 * Remembers what `compute` gave for a region and its settings for as long as the region is in use, so that several
 * aggregations and families share one count.
 */
export function oncePerRoi<Settings extends readonly (number | boolean)[], T>(
  compute: (roi: Roi, ...settings: Settings) => T,
): (roi: Roi, ...settings: Settings) => T {
  const known = new WeakMap<Roi, Map<string, T>>();
  return (roi, ...settings) => {
    const results = known.get(roi) ?? new Map<string, T>();
    known.set(roi, results);
    const key = settings.join(" ");
    const old = results.get(key);
    if (old !== undefined) return old;
    const result = compute(roi, ...settings);
    results.set(key, result);
    return result;
  };
}
