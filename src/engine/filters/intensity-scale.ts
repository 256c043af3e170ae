import type { Filter } from "./filter.ts";

/** The largest |x| of an image. */
export function largestMagnitude(data: Float64Array): number {
  let max = 0;
  for (let i = 0; i < data.length; i++) max = Math.max(max, Math.abs(data[i]));
  return max;
}

/** What the filters have in common that map each intensity by itself, scaled by the whole image's largest magnitude. */
export const intensityMap = {
  ibsi: null,
  section: "",
  source: "PyRadiomics 3.0.1, image types",
  params: [],
  problem: () => null,
  halo: () => null,
  bytes: (_params, voxels) => 8 * voxels,
  keepsUnit: false,
} satisfies Partial<Filter>;
