import { near, nearOther } from "./near.ts";
import { operation } from "./operation.ts";

/** Keeps only what lies within a margin of another segment. */
export const intersect = operation({
  id: "intersect",
  group: "segments",
  options: { ...nearOther, mm: { ...nearOther.mm, initial: 3 } },
  reach: ({ mm }) => mm,
  apply: (region, { mm }) => {
    const close = near(region, mm);
    return { mask: region.mask.map((v, i) => (close[i] === 1 ? v : 0)) };
  },
});
