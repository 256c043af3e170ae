import { byIsland, bySize, islandsOf } from "./islands.ts";
import { operation, refuse } from "./operation.ts";

/** Makes a segment of each island; the largest stays the segment, the others follow by size. */
export const splitIslands = operation({
  id: "split_islands",
  group: "islands",
  options: {},
  apply: (region) => {
    const { numbers, sizes } = islandsOf(region);
    const order = bySize(sizes);
    if (order.length === 1) return refuse("one_island");
    if (order.length > 254) return refuse("too_many");
    const place = new Uint8Array(sizes.length);
    order.forEach((number, at) => {
      place[number] = at + 1;
    });
    return { mask: byIsland(numbers, place) };
  },
});
