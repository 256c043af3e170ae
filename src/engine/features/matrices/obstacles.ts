import { type Reason, undefinedBecause } from "../../reason.ts";
import type { Roi } from "../../roi.ts";

/** Why no texture matrix can be made of a region at all, or null. */
export function noLevels(roi: Roi): Reason | null {
  if (roi.voxels === 0) return undefinedBecause("empty_intensity_mask", "The intensity mask holds no voxel.");
  return roi.ng === 0 ? undefinedBecause("no_bins", "The region has no grey levels.") : null;
}
