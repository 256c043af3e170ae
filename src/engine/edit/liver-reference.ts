import { keepBetween } from "./intensities.ts";
import { operation, refuse } from "./operation.ts";

/**
 * PET: keeps the voxels of a segment with at least factor × mean + 2 standard deviations (n − 1) of a reference segment.
 * PERCIST asks 1.5 × mean + 2 SD of a 3 cm sphere in the liver, in SUL (Wahl 2009, doi:10.2967/jnumed.108.057307); here
 * the values are the image's own.
 */
export const liverReference = operation({
  id: "liver_reference",
  group: "pet",
  options: {
    other: { kind: "segment" },
    factor: { kind: "number", unit: "1", min: 0.1, max: 10, initial: 1.5 },
  },
  reads: true,
  apply: (region, { factor }) => {
    const { reference } = region;
    if (!reference || reference.count < 2) return refuse("too_few_voxels");
    const low = factor * reference.mean + 2 * reference.deviation;
    return { mask: keepBetween(region, low), threshold: low };
  },
});
