import { type Moments, moments } from "../math/moments.ts";
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
 * What re-segmentation leaves (IBSI-1 §2.5, IMBP), as the ends of a range, both inclusive: what lies in the rule's own
 * (USB3) and is no outlier (7ACA: farther than `outlierSigma` population standard deviations from the mean). Both rules
 * look at the region as drawn, whose moments are given, so that the result is the intersection of their ranges, as the
 * manual has it, in any order. Null: all voxels stay.
 */
export function limitsOf(
  { range, outlierSigma }: Recipe["resegmentation"],
  region: () => Pick<Moments, "mean" | "variance">,
): readonly [number, number] | null {
  const low = range[0] ?? Number.NEGATIVE_INFINITY;
  const high = range[1] ?? Number.POSITIVE_INFINITY;
  if (outlierSigma === null) return range[0] === null && range[1] === null ? null : [low, high];
  const { mean, variance } = region();
  // Voxels that are no numbers leave no standard deviation: they stay, to be reported.
  if (!Number.isFinite(variance)) return null;
  const limit = outlierSigma * Math.sqrt(variance);
  return [Math.max(low, mean - limit), Math.min(high, mean + limit)];
}

/** The intensity mask after re-segmentation. The mask given, the morphological one, is not touched. */
export function resegment(intensities: Float64Array, mask: Uint8Array, rule: Recipe["resegmentation"]): Uint8Array {
  if (!mask.includes(1)) return new Uint8Array(mask);
  const limits = limitsOf(rule, () => moments(maskedValues(intensities, mask)));
  return limits === null ? new Uint8Array(mask) : keepWithin(intensities, mask, ...limits);
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
