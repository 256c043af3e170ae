import type { Segment } from "./session.ts";

/** Okabe and Ito's colours (2008), told apart by the colour-blind, ordered for contrast on grey images. */
export const palette = [
  [230, 159, 0],
  [86, 180, 233],
  [0, 158, 115],
  [240, 228, 66],
  [213, 94, 0],
  [204, 121, 167],
  [0, 114, 178],
] as const;

/** The colour least used so far. */
export function nextColor(segments: readonly Segment[]): Segment["color"] {
  const uses = palette.map((c) => segments.filter((s) => s.color.join() === c.join()).length);
  return palette[uses.indexOf(Math.min(...uses))];
}
