import { keepBetween } from "./intensities.ts";
import { operation } from "./operation.ts";

/** PET: keeps the voxels of a segment with at least a fixed SUV. */
export const fixedSuv = operation({
  id: "fixed_suv",
  group: "pet",
  options: { suv: { kind: "number", unit: "intensity", min: 0, max: 1000, initial: 4 } },
  reads: true,
  apply: (region, { suv }) => ({ mask: keepBetween(region, suv), threshold: suv }),
});
