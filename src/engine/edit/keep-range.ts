import { interval, keepBetween } from "./intensities.ts";
import { operation, refuse } from "./operation.ts";

/** Keeps the voxels of a segment whose intensities lie in a range. */
export const keepRange = operation({
  id: "keep_range",
  group: "intensity",
  options: interval,
  reads: true,
  apply: (region, { low, high }) => (low > high ? refuse("range_reversed") : { mask: keepBetween(region, low, high) }),
});
