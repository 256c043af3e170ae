/**
 * What only the PyRadiomics profile knows, in PyRadiomics' own words; its defaults apply where a setting is left out.
 * The rest of the recipe means the same in both profiles: `interpolation` (with the corners aligned and the mask
 * nearest), `filter`, `resegmentation.range`, `discretisation` (bins at multiples of the width, or a number of bins).
 * `ivh`, `aggregations`, `texture` and `resegmentation.outlierSigma` have no counterpart there and are not read.
 */
export type PyradiomicsSettings = {
  /** Image minus its mean, over its standard deviation, of all voxels of the image, before anything else. Default false. */
  readonly normalize?: boolean;
  /** Factor on the normalised image, > 0. Default 1. */
  readonly normalizeScale?: number;
  /** Normalised intensities beyond ± this many standard deviations are set to that limit; null (default) is off. */
  readonly removeOutliers?: number | null;
  /**
   * The type of the image's voxels, which tells how interpolated ones are stored: "integer" cuts off what follows the
   * point (as SimpleITK does for images of whole numbers), "float" is 32 bits. "auto" (default): integer where every
   * voxel of the image is a whole number.
   */
  readonly pixelType?: "auto" | "integer" | "float";
  /** How `resegmentation.range` is meant: in intensities (default), shares of the maximum, or deviations from the mean. */
  readonly resegmentMode?: "absolute" | "relative" | "sigma";
  /** Shape is taken from the re-segmented mask too. Default false. */
  readonly resegmentShape?: boolean;
  /** Fewest axes along which the region must be longer than a voxel, 1 to 3. Default 2. */
  readonly minimumROIDimensions?: number;
  /** The region must have more voxels than this; null (default) is off. */
  readonly minimumROISize?: number | null;
  /** Voxels around the region that filters see after resampling or cropping. Default 5. */
  readonly padDistance?: number;
  /** Crop the image to the region (and `padDistance`) before it is filtered, where it is not resampled. Default false. */
  readonly preCrop?: boolean;
  /** Textures without neighbours along `force2Ddimension`. Default false. */
  readonly force2D?: boolean;
  /** The axis that is left out with `force2D`, in NumPy's order: 0 is z (default), 1 is y, 2 is x. */
  readonly force2Ddimension?: 0 | 1 | 2;
  /** Chebyshev distances in voxels of GLCM, GLDM and NGTDM: exactly these, not up to them. Default [1]. */
  readonly distances?: readonly number[];
  /**
   * null (default): GLCM and GLRLM features are averaged over directions. A norm: directions are merged, weighted by
   * exp(−d²) in GLCM and by d in GLRLM, d in mm. "no_weighting": merged with equal weights.
   */
  readonly weightingNorm?: null | "manhattan" | "euclidean" | "infinity" | "no_weighting";
  /** Pairs are counted both ways. Default true. */
  readonly symmetricalGLCM?: boolean;
  /** Greatest level difference of dependent voxels in GLDM. Default 0. */
  readonly gldm_a?: number;
  /** Added to intensities in Energy, TotalEnergy and RootMeanSquared. Default 0. */
  readonly voxelArrayShift?: number;
};

/** Every setting has a value. */
export type CompletePyradiomicsSettings = Required<PyradiomicsSettings>;

export const pyradiomicsDefaults: CompletePyradiomicsSettings = {
  normalize: false,
  normalizeScale: 1,
  removeOutliers: null,
  pixelType: "auto",
  resegmentMode: "absolute",
  resegmentShape: false,
  minimumROIDimensions: 2,
  minimumROISize: null,
  padDistance: 5,
  preCrop: false,
  force2D: false,
  force2Ddimension: 0,
  distances: [1],
  weightingNorm: null,
  symmetricalGLCM: true,
  gldm_a: 0,
  voxelArrayShift: 0,
};

/** The settings with PyRadiomics' defaults where they are left out. */
export const completed = (settings: PyradiomicsSettings | undefined): CompletePyradiomicsSettings => ({
  ...pyradiomicsDefaults,
  ...settings,
});
