import { type NormalisationId, usualPercentiles } from "#engine/process/normalisation/index.ts";
import type { PyradiomicsSettings } from "#engine/pyradiomics-settings.ts";
import { aggregations } from "#engine/recipe.ts";

/** What a setting may be. `nullable`: null switches it off. */
export type Shape =
  | { readonly kind: "choice"; readonly options: readonly string[]; readonly nullable?: true }
  | { readonly kind: "number"; readonly nullable?: true }
  | { readonly kind: "switch" }
  /** So many numbers; `open`: null is allowed for each. */
  | { readonly kind: "numbers"; readonly count: number; readonly open?: true }
  /** Numbers, as many as wanted. */
  | { readonly kind: "list" }
  | { readonly kind: "choices"; readonly options: readonly string[] }
  | { readonly kind: "text" }
  /** Names with a number, text or switch each: a filter checks its own. */
  | { readonly kind: "parameters" }
  /** Several filters; see `filterList`. */
  | { readonly kind: "filters" }
  | { readonly kind: "group"; readonly settings: readonly Setting[]; readonly nullable?: true }
  /** A group whose `method` decides which settings it has. */
  | { readonly kind: "methods"; readonly of: Readonly<Record<string, readonly Setting[]>> };

/**
 * One setting of a recipe file: what it may be, what it means, and what it is when the file leaves it out. Without
 * `fallback` it must be given, unless it is `optional`: then leaving it out is a choice of its own.
 */
export type Setting = {
  readonly key: string;
  readonly shape: Shape;
  readonly help: string;
  readonly fallback?: unknown;
  readonly optional?: true;
};

const levels = {
  none: [],
  FBS: [
    {
      key: "width",
      shape: { kind: "number" },
      help: "Width of a bin in the image's unit (HU, SUV …). The first bin begins at the low end of resegmentation.range, else at the region's minimum.",
    },
    {
      key: "origin",
      shape: { kind: "choice", options: ["region", "zero"] },
      optional: true,
      help: "zero: bins lie between multiples of the width, as in PyRadiomics. Left out: region.",
    },
  ],
  FBN: [{ key: "bins", shape: { kind: "number" }, help: "Number of bins between the region's minimum and maximum." }],
} as const satisfies Readonly<Record<string, readonly Setting[]>>;

const number = { kind: "number" } as const;
const orOff = { kind: "number", nullable: true } as const;
const onOff = { kind: "switch" } as const;
const own = (key: keyof PyradiomicsSettings, shape: Shape, help: string): Setting => ({
  key,
  shape,
  help,
  optional: true,
});

const pyradiomics: readonly Setting[] = [
  own("normalize", onOff, "Image minus its mean, over its standard deviation, before anything else."),
  own("normalizeScale", number, "Factor on the normalised image."),
  own("removeOutliers", orOff, "Normalised intensities beyond so many standard deviations are cut; null is off."),
  own("pixelType", { kind: "choice", options: ["auto", "integer", "float"] }, "How interpolated voxels are stored."),
  own(
    "resegmentMode",
    { kind: "choice", options: ["absolute", "relative", "sigma"] },
    "How resegmentation.range is meant: intensities, shares of the maximum, deviations from the mean.",
  ),
  own("resegmentShape", onOff, "Shape is taken from the re-segmented mask too."),
  own("minimumROIDimensions", number, "Fewest axes along which the region must be longer than a voxel, 1 to 3."),
  own("minimumROISize", orOff, "The region must have more voxels than this; null is off."),
  own("padDistance", number, "Voxels around the region that filters see."),
  own("preCrop", onOff, "Crop the image to the region before it is filtered."),
  own("force2D", onOff, "Textures without neighbours along force2Ddimension."),
  own("force2Ddimension", number, "The axis left out with force2D: 0 is z, 1 is y, 2 is x."),
  own("distances", { kind: "list" }, "Distances in voxels of GLCM, GLDM and NGTDM."),
  own(
    "weightingNorm",
    { kind: "choice", options: ["manhattan", "euclidean", "infinity", "no_weighting"], nullable: true },
    "How directions of GLCM and GLRLM are merged; null: features are averaged over directions.",
  ),
  own("symmetricalGLCM", onOff, "Pairs are counted both ways."),
  own("gldm_a", number, "Greatest level difference of dependent voxels in GLDM."),
  own("voxelArrayShift", number, "Added to intensities in Energy, TotalEnergy and RootMeanSquared."),
];

const normalisation = {
  z_score: [
    {
      key: "over",
      shape: { kind: "choice", options: ["image", "foreground", "region"] },
      help: "Whose mean and standard deviation: of every voxel, of those above the image's mean, or of the region that is measured.",
      fallback: "foreground",
    },
  ],
  reference: [
    {
      key: "region",
      shape: { kind: "text" },
      help: "Name of the reference region, such as muscle, in the image's masks.",
    },
    {
      key: "scale",
      shape: { kind: "choice", options: ["z", "ratio"] },
      help: "z: less its mean, over its standard deviation; ratio: over its mean.",
      fallback: "z",
    },
  ],
  nyul: [
    { key: "percentiles", shape: { kind: "list" }, help: "Percentiles of the foreground.", fallback: usualPercentiles },
    {
      key: "landmarks",
      shape: { kind: "list" },
      help: "What they become: the standard scale, learned from images of one kind.",
    },
  ],
  white_stripe: [
    {
      key: "contrast",
      shape: { kind: "choice", options: ["T1", "T2"] },
      help: "T1: white matter is the last peak of the histogram; T2: the tallest.",
    },
    {
      key: "width",
      shape: { kind: "number" },
      help: "Half width of the stripe, as a share of the voxels.",
      fallback: 0.05,
    },
    {
      key: "region",
      shape: { kind: "text" },
      optional: true,
      help: "Name of the region that holds the brain. Left out: the foreground.",
    },
  ],
} as const satisfies Readonly<Record<NormalisationId, readonly Setting[]>>;

/** Every setting a recipe file can hold. Help, checks and defaults of recipe files are read from here. */
export const recipeSettings: readonly Setting[] = [
  {
    key: "profile",
    shape: { kind: "choice", options: ["IBSI", "PyRadiomics"] },
    optional: true,
    help: "Whose definitions: the IBSI's, or PyRadiomics' for comparison with published work. Left out: IBSI.",
  },
  {
    key: "pyradiomics",
    optional: true,
    help: "What only the PyRadiomics profile knows, by PyRadiomics' own names; left out: its defaults.",
    shape: { kind: "group", settings: pyradiomics },
  },
  {
    key: "normalisation",
    optional: true,
    help: "Intensities without a unit of their own (MR) made comparable, before interpolation. Left out: as they are.",
    shape: { kind: "methods", of: normalisation },
  },
  {
    key: "interpolation",
    help: "Image and mask are interpolated to a new spacing; null keeps the voxels as they are (IBSI-1 2.4).",
    fallback: null,
    shape: {
      kind: "group",
      nullable: true,
      settings: [
        {
          key: "dimensionality",
          shape: { kind: "choice", options: ["2D", "3D"] },
          help: "2D interpolates within slices, 3D across them as well.",
        },
        {
          key: "spacing",
          shape: { kind: "numbers", count: 3 },
          help: "New distance of voxels in mm: [x, y, z]; z is not used in 2D.",
        },
        {
          key: "image",
          shape: { kind: "choice", options: ["nearest", "linear", "cubic"] },
          help: "How intensities are interpolated.",
          fallback: "linear",
        },
        {
          key: "mask",
          shape: { kind: "choice", options: ["nearest", "linear"] },
          help: "How the mask is interpolated.",
          fallback: "linear",
        },
        {
          key: "maskThreshold",
          shape: { kind: "number" },
          help: "Partial volume, above 0 to 1, from which a voxel of a linearly interpolated mask is inside.",
          fallback: 0.5,
        },
        {
          key: "round",
          shape: { kind: "switch" },
          help: "Round interpolated intensities to whole numbers: usual for CT.",
          fallback: false,
        },
        {
          key: "alignment",
          shape: { kind: "choice", options: ["centre", "corner"] },
          optional: true,
          help: "Which points of the old and the new grid coincide: the centres, or the outer corner of the first voxel. Left out: centre.",
        },
      ],
    },
  },
  {
    key: "filter",
    optional: true,
    help: "An image filter (IBSI-2), after interpolation. Left out: the image itself is measured.",
    shape: {
      kind: "group",
      settings: [
        { key: "id", shape: { kind: "text" }, help: "Which filter: log, laws, gabor, wavelet …" },
        { key: "params", shape: { kind: "parameters" }, help: "Its parameters, by name.", fallback: {} },
      ],
    },
  },
  {
    key: "filters",
    optional: true,
    help: 'In place of filter: several images measured with the same settings. A parameter given as a list makes a filter for each of its values: [null, {"id": "log", "params": {"sigma": [1, 2, 3]}}, {"id": "wavelet", "params": {"band": ["LLH", "LHL"]}}].',
    shape: { kind: "filters" },
  },
  {
    key: "resegmentation",
    help: "Voxels of the intensity mask that are left out by their intensity (IBSI-1 2.5).",
    fallback: { range: [null, null], outlierSigma: null },
    shape: {
      kind: "group",
      settings: [
        {
          key: "range",
          shape: { kind: "numbers", count: 2, open: true },
          help: "[low, high] in the image's unit, both inclusive; null leaves an end open.",
          fallback: [null, null],
        },
        {
          key: "outlierSigma",
          shape: { kind: "number", nullable: true },
          help: "Voxels farther than this many standard deviations from the mean leave; null is off.",
          fallback: null,
        },
      ],
    },
  },
  {
    key: "discretisation",
    shape: { kind: "methods", of: levels },
    help: "Grey levels of histogram and textures: FBS has bins of a fixed width, FBN a fixed number of bins, none takes intensities as they are (IBSI-1 2.7).",
  },
  {
    key: "ivh",
    shape: { kind: "methods", of: levels },
    help: "The same for the intensity-volume histogram.",
    fallback: { method: "none" },
  },
  {
    key: "aggregations",
    shape: { kind: "choices", options: aggregations },
    help: "How texture matrices are brought together: by slice (2D), slices merged (2.5D) or as a volume (3D); averaged over directions (avg), by direction (dir) or merged (mrg).",
    fallback: ["3D_avg", "3D_mrg"],
  },
  {
    key: "texture",
    help: "Neighbourhoods of textures.",
    fallback: { distance: 1, weighting: "none", coarseness: 0 },
    shape: {
      kind: "group",
      settings: [
        {
          key: "distance",
          shape: { kind: "number" },
          help: "Distance in voxels for GLCM, NGTDM and NGLDM: 1 to 10.",
          fallback: 1,
        },
        {
          key: "weighting",
          shape: { kind: "choice", options: ["none", "manhattan", "euclidean", "chebyshev"] },
          help: "Norm by which directions of GLCM and GLRLM are weighted.",
          fallback: "none",
        },
        {
          key: "coarseness",
          shape: { kind: "number" },
          help: "NGLDM: greatest difference of grey levels that still counts as alike.",
          fallback: 0,
        },
      ],
    },
  },
];
