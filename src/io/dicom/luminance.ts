import type { Samples } from "./native.ts";

/** How the three samples of a pixel lie, and what they are. */
export type ColourLayout = {
  readonly model: "RGB" | "YBR_FULL" | "YBR_PARTIAL";
  readonly order: "pixel" | "plane" | "422";
};

/** Luminance (Rec. 601) of a colour frame: Y, or 0.299 R + 0.587 G + 0.114 B. */
export function luminance(samples: Samples, pixels: number, { model, order }: ColourLayout): Float64Array {
  const out = new Float64Array(pixels);
  if (model === "RGB") {
    const step = order === "plane" ? 1 : 3;
    const next = order === "plane" ? pixels : 1;
    for (let i = 0; i < pixels; i++) {
      const at = i * step;
      out[i] = 0.299 * samples[at] + 0.587 * samples[at + next] + 0.114 * samples[at + 2 * next];
    }
    return out;
  }
  // Y comes first in a plane, first of three, or twice before Cb and Cr.
  for (let i = 0; i < pixels; i++) {
    const at = order === "plane" ? i : order === "422" ? 4 * (i >> 1) + (i & 1) : 3 * i;
    out[i] = model === "YBR_FULL" ? samples[at] : ((samples[at] - 16) * 255) / 219;
  }
  return out;
}
