import { moments } from "../math/moments.ts";
import type { Recipe } from "../recipe.ts";
import { countOnes } from "./crop.ts";
import { maskRuns, SHORT_RUN } from "./mask-runs.ts";

/** The intensities of the voxels that are 1 in the mask, in storage order. */
export function maskedValues(intensities: Float64Array, mask: Uint8Array): Float64Array {
  const values = new Float64Array(countOnes(mask));
  const runs = maskRuns(mask);
  for (let r = 0, o = 0; r < runs.length; r += 2) {
    const [from, to] = [runs[r], runs[r + 1]];
    if (to - from >= SHORT_RUN) {
      values.set(intensities.subarray(from, to), o);
      o += to - from;
    } else for (let i = from; i < to; i++) values[o++] = intensities[i];
  }
  return values;
}

/**
 * The intensity mask after re-segmentation (IBSI-1 §2.5, IMBP): what lies in the range (USB3, both ends inclusive) and
 * is no outlier (7ACA: farther than `outlierSigma` population standard deviations from the mean). Both rules look at
 * the region as drawn, so that the result is the intersection of their ranges, as the manual has it, in any order.
 * The morphological mask is not touched.
 */
export function resegment(intensities: Float64Array, mask: Uint8Array, rule: Recipe["resegmentation"]): Uint8Array {
  const low = rule.range[0] ?? Number.NEGATIVE_INFINITY;
  const high = rule.range[1] ?? Number.POSITIVE_INFINITY;
  const values = rule.outlierSigma === null ? null : maskedValues(intensities, mask);
  if (rule.outlierSigma === null || values === null || values.length === 0) {
    return keepWithin(intensities, mask, low, high);
  }
  const { mean, variance } = moments(values);
  // Voxels that are no numbers leave no standard deviation: they stay, to be reported.
  if (!Number.isFinite(variance)) return new Uint8Array(mask);
  const limit = rule.outlierSigma * Math.sqrt(variance);
  return keepWithin(intensities, mask, Math.max(low, mean - limit), Math.min(high, mean + limit));
}

/** The voxels of a mask whose intensity lies in [low, high]. */
export function keepWithin(intensities: Float64Array, mask: Uint8Array, low: number, high: number): Uint8Array {
  const out = new Uint8Array(mask);
  if (low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY) return out;
  for (let i = 0; i < out.length; i++) {
    // Written so that a voxel that is not a number leaves, too.
    if (out[i] === 1 && !(intensities[i] >= low && intensities[i] <= high)) out[i] = 0;
  }
  return out;
}
