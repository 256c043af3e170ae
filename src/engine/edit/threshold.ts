import { interval } from "./intensities.ts";
import { operation, refuse } from "./operation.ts";

/** Adds every voxel of the image whose intensity lies in a range. */
export const threshold = operation({
  id: "threshold",
  group: "intensity",
  options: interval,
  reach: "image",
  reads: true,
  begins: true,
  apply: ({ mask, intensities }, { low, high }) =>
    low > high
      ? refuse("range_reversed")
      : { mask: mask.map((v, i) => (v === 1 || (intensities[i] >= low && intensities[i] <= high) ? 1 : 0)) },
});
