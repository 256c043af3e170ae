import { squaredDistanceTo } from "./distances.ts";
import { islandsOf } from "./islands.ts";
import { operation, refuse } from "./operation.ts";
import { flood, gradientMagnitude } from "./watershed.ts";

/** Share of the segment's maximum from which a voxel surely belongs to the lesion. */
const CORE = 0.7;

/**
 * PET: the lesion's edge is where uptake falls most steeply. A watershed of the gradient's length, after Geets 2007
 * (doi:10.1007/s00259-006-0363-4) but without its deblurring: one basin starts from the voxels above 70 % of the
 * segment's maximum that are joined to it, the other from all that lies farther than `mm` from the segment. Draw roughly
 * around the lesion, or in its middle; the result may reach `mm` beyond what was drawn.
 */
export const gradientEdge = operation({
  id: "gradient_edge",
  group: "pet",
  options: { mm: { kind: "number", unit: "mm", min: 1, max: 100, initial: 10 } },
  reads: true,
  reach: ({ mm }) => mm + 1,
  apply: ({ mask, intensities, dims, spacing }, { mm }) => {
    let hottest = -1;
    for (let i = 0; i < mask.length; i++)
      if (mask[i] === 1 && (hottest < 0 || intensities[i] > intensities[hottest])) hottest = i;
    if (hottest < 0 || !(intensities[hottest] > 0)) return refuse("not_positive");
    const floor = CORE * intensities[hottest];
    const core = mask.map((v, i) => (v === 1 && intensities[i] >= floor ? 1 : 0));
    const { numbers } = islandsOf({ mask: core, dims });
    const distance = squaredDistanceTo(mask, 1, { dims, spacing });
    const limit = mm * mm * (1 + 1e-9);
    const markers = new Uint8Array(mask.length);
    let outside = 0;
    for (let i = 0; i < markers.length; i++) {
      if (numbers[i] === numbers[hottest]) markers[i] = 1;
      else if (distance[i] > limit) {
        markers[i] = 2;
        outside++;
      }
    }
    if (outside === 0) return refuse("no_outside");
    flood(gradientMagnitude(intensities, dims, spacing), markers, dims);
    return { mask: markers.map((v) => (v === 1 ? 1 : 0)) };
  },
});
