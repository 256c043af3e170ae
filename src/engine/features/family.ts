import type { Reason } from "../reason.ts";
import type { Aggregation, Recipe } from "../recipe.ts";
import type { Roi } from "../roi.ts";
import type { NoSum, Sum } from "./sum.ts";

/**
 * The unit of a feature in terms of the image's. "intensity" becomes HU, SUV …; powers and products are written out,
 * so that the unit of a variance reads HU².
 */
export type FeatureUnit =
  | "1"
  | "mm"
  | "mm2"
  | "mm3"
  | "1/mm"
  | "intensity"
  | "intensity2"
  | "intensity.mm3"
  | "intensity2.mm3"
  | "bins"
  | "bins2"
  | "percent";

/** One feature: its names, its formula, and the code that computes it from what the family prepared. */
export type Feature<P> = {
  /** `family.feature_name`, stable for ever: a column name. With a parameter: `ivh.volume_fraction_at_10_percent`. */
  readonly id: string;
  /** The IBSI's name. */
  readonly name: string;
  /** The IBSI's four-character code; null outside the standard (then `source` says where from). */
  readonly ibsi: string | null;
  /** Section of the manual (version in `ibsi.ts`), such as "3.6.4". */
  readonly section: string;
  readonly unit: FeatureUnit;
  /** Formula, TeX. */
  readonly tex: string;
  /** What it tells, one or two sentences a radiologist understands. */
  readonly about: { readonly en: string; readonly it: string };
  /** Choices the manual leaves open, and known departures of other programs. */
  readonly note?: string;
  readonly source?: string;
  /** The tag of the IBSI's reference tables, where it has one ("cm_joint_max"); the second witness of identity. */
  readonly tag: string;
  readonly compute: (prepared: P) => number | Reason;
  /** The value taken apart, for features of a matrix: its sum, or why there is none. */
  readonly sum?: Sum<P> | NoSum;
};

/** The ids of families, in the manual's order. */
export type FamilyId =
  | "morphology"
  | "local_intensity"
  | "statistics"
  | "histogram"
  | "ivh"
  | "glcm"
  | "glrlm"
  | "glszm"
  | "gldzm"
  | "ngtdm"
  | "ngldm"
  | PyradiomicsFamilyId;

/** The ids of PyRadiomics' feature classes. */
export type PyradiomicsFamilyId =
  | "pyradiomics.shape"
  | "pyradiomics.shape2D"
  | "pyradiomics.firstorder"
  | "pyradiomics.glcm"
  | "pyradiomics.glrlm"
  | "pyradiomics.glszm"
  | "pyradiomics.gldm"
  | "pyradiomics.ngtdm";

/** What a quantity counts or measures; the interface's texts have a name for each. */
export type QuantityCode =
  | "morphological_voxels"
  | "intensity_voxels"
  | "voxel_volume"
  | "mesh_vertices"
  | "mesh_faces"
  | "hull_vertices"
  | "sphere_radius"
  | "sphere_voxels"
  | "distinct_intensities"
  | "lowest_intensity"
  | "highest_intensity"
  | "intensity_step"
  | "bin_width"
  | "first_bin_edge"
  | "last_bin_edge"
  | "levels"
  | "levels_occupied"
  | "matrices"
  | "slices"
  | "directions"
  | "neighbours"
  | "matrix_rows"
  | "matrix_columns"
  | "matrix_entries"
  | "pairs"
  | "runs"
  | "zones"
  | "neighbourhoods"
  | "voxels_with_neighbours";

/**
 * A number on the way to a feature, for whoever wants to trace it. Where a family averages over several matrices,
 * counts are sums over all of them, and `each` gives the least and the greatest of one.
 */
export type Quantity = {
  readonly code: QuantityCode;
  readonly value: number;
  readonly unit: FeatureUnit;
  readonly each?: readonly [number, number];
};

/**
 * A family: `prepare` computes the shared intermediate (matrices, histogram, mesh), the features read it.
 * For aggregations that average, `prepare` gives several; a feature's value is the mean over them, where matrices
 * without any entry (an empty slice) have been left out by `prepare`.
 */
export type Family<P> = {
  readonly id: FamilyId;
  readonly name: string;
  readonly ibsi: string;
  readonly section: string;
  /** The aggregations this family knows, with the IBSI's code for each; empty for families without. */
  readonly aggregations: Readonly<Partial<Record<Aggregation, string>>>;
  readonly prepare: (roi: Roi, recipe: Recipe, aggregation: Aggregation | null) => readonly P[] | Reason;
  /** The quantities behind the features, from what `prepare` gave (never empty); cheap. */
  readonly describe?: (
    prepared: readonly P[],
    roi: Roi,
    recipe: Recipe,
    aggregation: Aggregation | null,
  ) => readonly Quantity[];
  readonly features: readonly Feature<P>[];
};
