import { type Reason, undefinedBecause } from "../reason.ts";

/**
 * Features that depend on how far apart slices lie. Where slices form no volume, or there is only one, that distance is
 * not known: these would be numbers of a depth that somebody made up. What lies within the slice is measured all the
 * same: axes, elongation, distances of centres.
 */
const needsDepth: ReadonlySet<string> = new Set(
  [
    ...["volume_mesh", "volume_voxel_counting", "surface_area_mesh", "surface_to_volume_ratio"],
    ...["compactness_1", "compactness_2", "spherical_disproportion", "sphericity", "asphericity"],
    ...["maximum_3d_diameter", "least_axis_length", "flatness", "integrated_intensity"],
    ...["aabb", "ombb", "aee", "mvee", "convex_hull"].flatMap((body) => [
      `volume_density_${body}`,
      `area_density_${body}`,
    ]),
  ].map((name) => `morphology.${name}`),
);

/** Why a feature is not measured on slices that form no volume; null where it can be. */
export function depthProblem(id: string, slices: number): Reason | null {
  if (!needsDepth.has(id)) return null;
  const what = slices === 1 ? "The image is a single slice" : "The slices form no even volume";
  return undefinedBecause("needs_3d", `${what}: how deep a voxel is, and with it any volume or surface, is not known.`);
}
