import { byIsland, bySize, islandsOf } from "./islands.ts";
import { operation } from "./operation.ts";

/** Keeps the largest island of a segment (voxels joined by faces). */
export const keepLargest = operation({
  id: "keep_largest",
  group: "islands",
  options: {},
  apply: (region) => {
    const { numbers, sizes } = islandsOf(region);
    const largest = bySize(sizes)[0];
    return {
      mask: byIsland(
        numbers,
        Uint8Array.from(sizes, (_, n) => (n === largest ? 1 : 0)),
      ),
    };
  },
});
