import type { Series } from "#io/series.ts";
import type { en } from "../i18n/en.ts";

/** A proposal for the intensities that a threshold brush paints. */
export type IntensityRange = {
  readonly name: keyof typeof en.tools.range;
  readonly range: readonly [number, number] | null;
};

/** Proposals by the image's unit; upper ends reach the image's maximum. */
export function intensityRanges({ image, range }: Pick<Series, "image" | "range">): readonly IntensityRange[] {
  const any: IntensityRange = { name: "any", range: null };
  const [lowest, highest] = range;
  if (image.unit === "HU") {
    return [
      any,
      { name: "nodule", range: [-400, 500] },
      { name: "soft_tissue", range: [-150, 250] },
      { name: "fat", range: [-190, -30] },
      { name: "bone", range: [150, 3000] },
    ];
  }
  if (image.unit === "SUV") {
    const above = (limit: number): readonly [number, number] => [limit, Math.max(limit, highest)];
    return [any, { name: "suv25", range: above(2.5) }, { name: "suv40", range: above(4) }];
  }
  return [any, { name: "upper_half", range: [(lowest + highest) / 2, highest] }];
}
