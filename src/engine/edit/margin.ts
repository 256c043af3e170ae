import { grown, shrunk } from "./distances.ts";
import { operation } from "./operation.ts";

/** Grows a segment by a margin in mm, or shrinks it by a negative one: exact distances between voxel centres. */
export const margin = operation({
  id: "margin",
  group: "shape",
  options: { mm: { kind: "number", unit: "mm", min: -100, max: 100, initial: 3 } },
  reach: ({ mm }) => Math.max(0, mm),
  apply: (region, { mm }) => ({
    mask: mm >= 0 ? grown(region.mask, mm, region) : shrunk(region.mask, -mm, region),
  }),
});
