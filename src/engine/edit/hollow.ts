import { grown, shrunk } from "./distances.ts";
import { operation } from "./operation.ts";

/** Leaves a shell of a segment: inside its surface, outside it, or half and half. Thickness in mm. */
export const hollow = operation({
  id: "hollow",
  group: "shape",
  options: {
    mm: { kind: "number", unit: "mm", min: 0.1, max: 100, initial: 3 },
    side: { kind: "choice", of: ["inside", "outside", "both"], initial: "inside" },
  },
  reach: ({ mm, side }) => (side === "inside" ? 0 : mm),
  apply: (region, { mm, side }) => {
    const { mask } = region;
    const outer = side === "inside" ? mask : grown(mask, side === "both" ? mm / 2 : mm, region);
    const inner = side === "outside" ? mask : shrunk(mask, side === "both" ? mm / 2 : mm, region);
    return { mask: outer.map((v, i) => (v === 1 && inner[i] === 0 ? 1 : 0)) };
  },
});
