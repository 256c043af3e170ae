import { byIsland, islandsOf } from "./islands.ts";
import { operation } from "./operation.ts";

/** Removes the islands of a segment that are smaller than a volume in mm³. */
export const removeSmall = operation({
  id: "remove_small",
  group: "islands",
  options: { mm3: { kind: "number", unit: "mm3", min: 0, max: 1e7, initial: 100 } },
  apply: (region, { mm3 }) => {
    const { numbers, sizes } = islandsOf(region);
    const voxel = region.spacing[0] * region.spacing[1] * region.spacing[2];
    const least = (mm3 / voxel) * (1 - 1e-9);
    return {
      mask: byIsland(
        numbers,
        Uint8Array.from(sizes, (size, n) => (n > 0 && size >= least ? 1 : 0)),
      ),
    };
  },
});
