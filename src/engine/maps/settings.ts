import type { Family, FamilyId, Feature } from "../features/family.ts";
import { featureById } from "../features/index.ts";
import type { Vec3 } from "../grid.ts";
import type { ExtractionInput } from "../plan/extraction.ts";
import type { Extent } from "../process/crop.ts";
import type { Aggregation, Recipe } from "../recipe.ts";
import type { Labels, Volume } from "../volume.ts";

/** What a feature map is made with, beside the recipe. Plain JSON. */
export type MapSettings = {
  /** The window reaches so many voxels (of the recipe's grid) to either side: 1..5. It is a cube, or a square in 2D. */
  readonly radius: number;
  /** "2D": the window lies in the slice. */
  readonly dimensionality: "2D" | "3D";
  /** Only voxels of the region count in a window; otherwise all of the image around it, see `prepareMap`. */
  readonly masked: boolean;
  /** Directions of GLCM and GLRLM merged into one matrix, or features of each direction averaged. */
  readonly directions: "merged" | "averaged";
};

/** The voxels that get a value: those of a label, or those of a box in voxels of the image (`hi` exclusive). */
export type MapTarget = { readonly labels: Labels; readonly label: number } | { readonly box: Extent };

export type MapInput = {
  readonly image: Volume;
  /** As in `ExtractionInput`. */
  readonly reference?: ExtractionInput["reference"];
} & MapTarget;

/** Why there can be no such map: a sentence with the numbers in it. */
export type MapProblem = {
  readonly code: MapProblemCode;
  readonly detail: string;
  readonly fields: Readonly<Record<string, string | number>>;
};

export type MapProblemCode =
  | "no_feature"
  | "unknown_feature"
  | "family_without_maps"
  | "radius_outside"
  | "radius_exceeds_region"
  | "radius_exceeds_image"
  | "distance_exceeds_window"
  | "box_outside"
  | "profile_without_maps"
  | "too_much_memory";

export const MAX_RADIUS = 5;

/** The families that have a value in a window. The others describe a body as a whole, or want more voxels. */
export const mapFamilies: readonly FamilyId[] = [
  "statistics",
  "histogram",
  "glcm",
  "glrlm",
  "glszm",
  "gldzm",
  "ngtdm",
  "ngldm",
];

/** Size of a window: 2r + 1 voxels along each axis, one slice in 2D. */
export function windowSize({ radius, dimensionality }: Pick<MapSettings, "radius" | "dimensionality">): Vec3 {
  const side = 2 * radius + 1;
  return [side, side, dimensionality === "2D" ? 1 : side];
}

/** The aggregation by which a family is computed in a window; null where it has none. */
export function aggregationOf(
  family: Pick<Family<unknown>, "aggregations">,
  { dimensionality, directions }: Pick<MapSettings, "dimensionality" | "directions">,
): Aggregation | null {
  const merged: Aggregation = dimensionality === "2D" ? "2D_mrg" : "3D_mrg";
  const averaged: Aggregation = dimensionality === "2D" ? "2D_avg" : "3D_avg";
  const wanted = directions === "merged" ? [merged, averaged] : [averaged, merged];
  // Families without directions know one of the two: slices by themselves in 2D, the volume in 3D.
  return wanted.find((a) => a in family.aggregations) ?? null;
}

/** A chosen feature and its family. */
export type MapFeature = { readonly family: Family<unknown>; readonly feature: Feature<unknown> };

/** The features of ids that `mapProblems` found nothing against. */
export const mapFeatures = (ids: readonly string[]): MapFeature[] =>
  ids.flatMap((id) => {
    const found = featureById(id);
    return found === undefined ? [] : [found];
  });

const problem = (code: MapProblemCode, detail: string, fields: Record<string, string | number> = {}): MapProblem => ({
  code,
  detail,
  fields,
});

/** What can be told from the settings alone: features and radius. Null: nothing against them. */
export function settingsProblem(
  settings: MapSettings,
  featureIds: readonly string[],
  distance: number,
): MapProblem | null {
  const { radius } = settings;
  if (!(Number.isInteger(radius) && radius >= 1 && radius <= MAX_RADIUS)) {
    const detail = `The radius must be a whole number of voxels from 1 to ${MAX_RADIUS}; it is ${radius}.`;
    return problem("radius_outside", detail, { radius });
  }
  if (featureIds.length === 0) return problem("no_feature", "No feature was chosen for the map.");
  for (const id of featureIds) {
    const found = featureById(id);
    if (found === undefined) return problem("unknown_feature", `No feature is called "${id}".`, { id });
    if (!mapFamilies.includes(found.family.id)) {
      const detail = `${found.family.name} describes a region as a whole; it has no value in a window of voxels.`;
      return problem("family_without_maps", detail, { id, family: found.family.id });
    }
    if (found.family.id === "glcm" && distance > 2 * radius) {
      const detail = `No two voxels of a window of radius ${radius} are ${distance} voxels apart.`;
      return problem("distance_exceeds_window", detail, { radius, distance });
    }
  }
  return null;
}

/** A window that is larger than the body it moves in never holds what its size says: refused, not cut. */
export function radiusProblem(settings: MapSettings, dims: Vec3, what: "region" | "image"): MapProblem | null {
  const size = windowSize(settings);
  if (size.every((n, a) => n <= dims[a])) return null;
  const window = size.join(" × ");
  const found = dims.join(" × ");
  const detail = `A window of ${window} voxels does not fit the ${what} of ${found} voxels; choose a smaller radius.`;
  return problem(what === "region" ? "radius_exceeds_region" : "radius_exceeds_image", detail, {
    radius: settings.radius,
    window,
    found,
  });
}

export const memoryProblem = (bytes: number, limit: number): MapProblem | null => {
  if (bytes <= limit) return null;
  const megabytes = Math.ceil(bytes / 2 ** 20);
  const limitMegabytes = Math.floor(limit / 2 ** 20);
  const detail = `These maps would take ${megabytes} MB; at most ${limitMegabytes} MB are allowed. Choose fewer features or a smaller region.`;
  return problem("too_much_memory", detail, { megabytes, limitMegabytes });
};

/** PyRadiomics cuts and resamples windows by rules of its own: its maps would look right and be wrong. */
export const profileProblem = (recipe: Recipe): MapProblem | null =>
  (recipe.profile ?? "IBSI") === "IBSI"
    ? null
    : problem("profile_without_maps", "Maps are made by the IBSI's definitions; choose the IBSI profile for them.");

export const boxProblem = ({ lo, hi }: Extent, dims: Vec3): MapProblem | null => {
  const inside = [0, 1, 2].every(
    (a) => Number.isInteger(lo[a]) && Number.isInteger(hi[a]) && lo[a] >= 0 && lo[a] < hi[a] && hi[a] <= dims[a],
  );
  if (inside) return null;
  const detail = `The box from (${lo.join(", ")}) to (${hi.join(", ")}) is empty or leaves the image of ${dims.join(" × ")} voxels.`;
  return problem("box_outside", detail, { lo: lo.join(" "), hi: hi.join(" ") });
};
