import { type Reason, undefinedBecause } from "../../reason.ts";
import type { Roi } from "../../roi.ts";
import { type Counts, totalOf } from "./counts.ts";

/** Why no texture matrix can be made of a region at all, or null. */
export function noLevels(roi: Roi): Reason | null {
  if (roi.values.length === 0) return undefinedBecause("empty_intensity_mask", "The intensity mask holds no voxel.");
  return roi.ng === 0 ? undefinedBecause("no_bins", "The region has no grey levels.") : null;
}

/** Below this the weighted counts have lost their digits. */
const LEAST_TOTAL = 1e-290;

export const weightsVanish = (matrix: Counts): boolean => totalOf(matrix) < LEAST_TOTAL;

export const vanished: Reason = undefinedBecause(
  "zero_denominator",
  "Voxels are so large that exp(−‖m‖²) vanishes for every direction; measure without distance weighting.",
);
