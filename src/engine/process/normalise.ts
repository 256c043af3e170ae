import { moments } from "../math/moments.ts";
import type { CompletePyradiomicsSettings } from "../pyradiomics-settings.ts";

/**
 * An image less its mean, over its standard deviation (of a sample: divided by N − 1), cut at ± `removeOutliers`, times
 * `normalizeScale`. Images of whole numbers become 64-bit floats, others stay 32-bit floats at each step, as SimpleITK
 * has it. A flat image stays at 0.
 */
export function normalised(
  data: Float32Array,
  { normalizeScale, removeOutliers }: CompletePyradiomicsSettings,
  whole: boolean,
): Float64Array {
  const { mean, variance, count } = moments(Float64Array.from(data));
  const deviation = Math.sqrt((variance * count) / Math.max(1, count - 1));
  const stored = whole ? (x: number) => x : Math.fround;
  const limit = removeOutliers ?? Number.POSITIVE_INFINITY;
  const scale = deviation === 0 ? 0 : 1 / deviation;
  return Float64Array.from(data, (x) => {
    const y = stored((x - mean) * scale);
    return stored(Math.min(limit, Math.max(-limit, y)) * normalizeScale);
  });
}
