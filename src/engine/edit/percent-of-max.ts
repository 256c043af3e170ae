import { keepBetween } from "./intensities.ts";
import { operation, refuse } from "./operation.ts";

/**
 * PET: keeps the voxels of a segment with at least a share of its greatest value; 41 % after the EANM guideline
 * (Boellaard 2015, doi:10.1007/s00259-014-2961-x).
 */
export const percentOfMax = operation({
  id: "percent_of_max",
  group: "pet",
  options: { percent: { kind: "number", unit: "percent", min: 1, max: 100, initial: 41 } },
  reads: true,
  apply: (region, { percent }) => {
    let max = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < region.mask.length; i++)
      if (region.mask[i] === 1 && region.intensities[i] > max) max = region.intensities[i];
    if (!(max > 0)) return refuse("not_positive");
    const low = (percent * max) / 100;
    return { mask: keepBetween(region, low), threshold: low };
  },
});
