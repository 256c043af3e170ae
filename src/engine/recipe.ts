import type { FilterSettings } from "./filters/filter.ts";
import type { Normalisation } from "./process/normalisation/settings.ts";
import type { PyradiomicsSettings } from "./pyradiomics-settings.ts";

/**
 * Every setting of an extraction, with the IBSI's terms (IBSI-1 §2). A recipe is plain JSON: it is what a form edits,
 * a file stores, a command line reads and provenance repeats.
 */
export type Recipe = {
  /** Whose definitions: the IBSI's (default), or PyRadiomics', for comparison with published work. */
  readonly profile?: Profile;
  /** What only the PyRadiomics profile knows; left out: its defaults. */
  readonly pyradiomics?: PyradiomicsSettings;
  /** Intensities without a unit of their own made comparable, before interpolation. Left out: as they are. */
  readonly normalisation?: Normalisation;
  /** Image and mask interpolation; null keeps the voxels as they are. IBSI-1 §2.4 (VTM2). */
  readonly interpolation: null | {
    /** 2D leaves the slice distance alone; 3D resamples all axes. */
    readonly dimensionality: "2D" | "3D";
    /** New spacing in mm: [x, y, z]; z is ignored in 2D. */
    readonly spacing: readonly [number, number, number];
    readonly image: "nearest" | "linear" | "cubic";
    readonly mask: "nearest" | "linear";
    /** Partial volume from which an interpolated mask voxel belongs to the region, 0..1. */
    readonly maskThreshold: number;
    /** Round interpolated intensities to whole numbers (CT). */
    readonly round: boolean;
    /** Which points of the old and the new grid coincide: their centres (3VDU, default), or the outer corner of voxel 0. */
    readonly alignment?: "centre" | "corner";
  };
  /** Image filter (IBSI-2), after interpolation. Left out: the image itself is measured. */
  readonly filter?: FilterSettings;
  /** IBSI-1 §2.5 (IMBP): voxels outside leave the intensity mask. */
  readonly resegmentation: {
    /** [low, high], both inclusive, in the image's unit; null leaves an end open. USB3. */
    readonly range: readonly [number | null, number | null];
    /** Voxels farther than this many standard deviations from the mean leave; null is off. 7ACA. */
    readonly outlierSigma: number | null;
  };
  /** Grey levels for histogram and textures. IBSI-1 §2.7. */
  readonly discretisation: Discretisation;
  /** Grey levels for the intensity-volume histogram. "none": the intensities as they are. */
  readonly ivh: Discretisation;
  /** Which aggregations the texture families give. */
  readonly aggregations: readonly Aggregation[];
  readonly texture: {
    /** Chebyshev distance δ in voxels for GLCM, NGTDM and NGLDM, ≥ 1. */
    readonly distance: number;
    /** GLCM and GLRLM distance weighting. IBSI-1 §3.6 (weights by norm). */
    readonly weighting: "none" | "manhattan" | "euclidean" | "chebyshev";
    /** NGLDM coarseness α ≥ 0: greatest level difference that still counts as dependent. */
    readonly coarseness: number;
  };
};

export type Profile = "IBSI" | "PyRadiomics";

/**
 * "FBS": fixed bin size `width`, first bin starting at the low end of the re-segmentation range, else at the region's
 * minimum (Q3RU); with `origin` "zero" bins lie between multiples of the width and the region's lowest bin is level 1
 * (always so in the PyRadiomics profile). "FBN": fixed bin number `bins` (K15C). "none": the intensities are whole
 * levels already.
 */
export type Discretisation =
  | { readonly method: "none" }
  | { readonly method: "FBS"; readonly width: number; readonly origin?: "region" | "zero" }
  | { readonly method: "FBN"; readonly bins: number };

/** How texture matrices of slices and directions are brought together, by the IBSI's codes (IBSI-1 §3.6). */
export type Aggregation =
  | "2D_avg" // BTW3: each slice, each direction, features averaged (GLSZM …: each slice, 8QNN)
  | "2D_mrg" // SUJT: directions merged in each slice
  | "2.5D_dir" // JJUI: slices merged for each direction
  | "2.5D_mrg" // ZW7Z: slices and directions merged (GLSZM …: slices merged, 62GR)
  | "3D_avg" // ITBB: each 3D direction, features averaged
  | "3D_mrg"; // IAZD: 3D directions merged (GLSZM …: 3D, KOBO)

export const aggregations = ["2D_avg", "2D_mrg", "2.5D_dir", "2.5D_mrg", "3D_avg", "3D_mrg"] as const;
