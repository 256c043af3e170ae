import { near, nearOther } from "./near.ts";
import { operation } from "./operation.ts";

/** Takes away what lies within a margin of another segment. */
export const subtract = operation({
  id: "subtract",
  group: "segments",
  options: { ...nearOther, mm: { ...nearOther.mm, initial: 3 } },
  reach: ({ mm }) => mm,
  apply: (region, { mm }) => {
    const close = near(region, mm);
    return { mask: region.mask.map((v, i) => (close[i] === 0 ? v : 0)) };
  },
});
