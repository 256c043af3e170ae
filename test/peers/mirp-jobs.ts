import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Discretisation, Recipe } from "#engine/recipe.ts";
import { aggregations } from "#engine/recipe.ts";
import type { IntensityUnit } from "#engine/volume.ts";

/** A tumour on one image: soft-tissue sarcomas of the IBSI's validation set (TCIA Soft-tissue-Sarcoma, CC BY 3.0). */
export type Case = {
  readonly name: string;
  readonly modality: Modality;
  readonly image: string;
  readonly mask: string;
};

export type Modality = "CT" | "PET" | "MR_T1";

const shared = (path: string) => fileURLToPath(new URL(`../../../shared/${path}`, import.meta.url));

const patients = [
  ["STS_001", "ibsi/ibsi_validation_sts/nifti/STS_001"],
  ["STS_002", "data/series/ibsi-sts002/nifti"],
  ["STS_008", "ibsi/ibsi_validation_sts/nifti/STS_008"],
  ["STS_025", "ibsi/ibsi_validation_sts/nifti/STS_025"],
] as const;

const modalities = ["CT", "PET", "MR_T1"] as const;

/** The cases whose files are on this machine. */
export const cases: readonly Case[] = patients
  .flatMap(([name, folder]) =>
    modalities.map((modality) => ({
      name: `${name} ${modality}`,
      modality,
      image: shared(`${folder}/${modality}_image.nii.gz`),
      mask: shared(`${folder}/${modality}_mask.nii.gz`),
    })),
  )
  .filter(({ image, mask }) => existsSync(image) && existsSync(mask));

export const unitOf: Readonly<Record<Modality, IntensityUnit>> = { CT: "HU", PET: "SUV", MR_T1: "arbitrary" };

/** What differs between modalities: a range that cuts off some voxels of each tumour, bins, and voxel sizes in mm. */
const settings = {
  CT: { range: [-60, 140], width: 10, fine: 2.5, inPlane: 2, isotropic: 2 },
  PET: { range: [1, 15], width: 0.25, fine: 0.1, inPlane: 4, isotropic: 4 },
  MR_T1: { range: [200, 600], width: 12.5, fine: 5, inPlane: 1.5, isotropic: 2 },
} as const;

/** A configuration: what it is in words, its recipe for a modality, and the families it is for (all by default). */
export type Configuration = {
  readonly id: string;
  readonly about: string;
  readonly recipe: (modality: Modality) => Recipe;
  readonly families?: readonly ("glcm" | "ngldm")[];
};

const whole = { range: [null, null], outlierSigma: null } as const;
const texture = { distance: 1, weighting: "none", coarseness: 0 } as const;
const bins = (n: number): Discretisation => ({ method: "FBN", bins: n });
const width = (w: number): Discretisation => ({ method: "FBS", width: w });

/** MIRP takes continuous intensities by fine bins only; whole HU are taken as they are. */
const ivhOf = (modality: Modality): Discretisation =>
  modality === "CT" ? { method: "none" } : modality === "PET" ? width(settings.PET.fine) : bins(1000);

const interpolation = (modality: Modality, how: "2D" | "3D", image: "linear" | "cubic") => {
  const mm = how === "2D" ? settings[modality].inPlane : settings[modality].isotropic;
  return {
    dimensionality: how,
    spacing: [mm, mm, mm] as const,
    image,
    mask: "linear" as const,
    maskThreshold: 0.5,
    round: modality === "CT",
  };
};

/** In the spirit of the IBSI's A to E, and F for the settings of GLCM and NGLDM that those leave alone. */
export const configurations: readonly Configuration[] = [
  {
    id: "A",
    about: "voxels as they are; range; fixed bin size",
    recipe: (m) => ({
      interpolation: null,
      resegmentation: { range: settings[m].range, outlierSigma: null },
      discretisation: width(settings[m].width),
      ivh: ivhOf(m),
      aggregations,
      texture,
    }),
  },
  {
    id: "B",
    about: "linear in the slice; range; 32 bins",
    recipe: (m) => ({
      interpolation: interpolation(m, "2D", "linear"),
      resegmentation: { range: settings[m].range, outlierSigma: null },
      discretisation: bins(32),
      ivh: ivhOf(m),
      // MIRP gives no 3D texture where slices are treated apart.
      aggregations: aggregations.filter((a) => a.startsWith("2")),
      texture,
    }),
  },
  {
    id: "C",
    about: "trilinear; range; fixed bin size, also for the IVH",
    recipe: (m) => ({
      interpolation: interpolation(m, "3D", "linear"),
      resegmentation: { range: settings[m].range, outlierSigma: null },
      discretisation: width(settings[m].width),
      ivh: width(settings[m].fine),
      aggregations,
      texture,
    }),
  },
  {
    id: "D",
    about: "trilinear; outliers beyond 3σ out; 32 bins",
    recipe: (m) => ({
      interpolation: interpolation(m, "3D", "linear"),
      resegmentation: { range: [null, null], outlierSigma: 3 },
      discretisation: bins(32),
      ivh: ivhOf(m),
      aggregations,
      texture,
    }),
  },
  {
    id: "E",
    about: "tricubic; range and outliers beyond 3σ; 32 bins, 1000 for the IVH",
    recipe: (m) => ({
      interpolation: interpolation(m, "3D", "cubic"),
      resegmentation: { range: settings[m].range, outlierSigma: 3 },
      discretisation: bins(32),
      ivh: bins(1000),
      aggregations,
      texture,
    }),
  },
  {
    id: "F",
    about: "voxels as they are; 16 bins; GLCM and NGLDM at distance 2, coarseness 1",
    families: ["glcm", "ngldm"],
    recipe: () => ({
      interpolation: null,
      resegmentation: whole,
      discretisation: bins(16),
      ivh: bins(1000),
      aggregations,
      texture: { ...texture, distance: 2, coarseness: 1 },
    }),
  },
];

/** The same recipe in the words of MIRP's `extract_features`. */
export function mirpSettings(
  recipe: Recipe,
  modality: Modality,
  families?: readonly string[],
): Record<string, unknown> {
  const { interpolation: to, resegmentation: cut, texture: t } = recipe;
  const [x, y, z] = to?.spacing ?? [1, 1, 1];
  return {
    image_modality: { CT: "ct", PET: "pet", MR_T1: "mr" }[modality],
    by_slice: to?.dimensionality === "2D",
    no_approximation: true,
    ...(to && {
      new_spacing: to.dimensionality === "2D" ? [y, x] : [z, y, x],
      spline_order: to.image === "cubic" ? 3 : 1,
    }),
    ...(cut.range[0] !== null && { resegmentation_intensity_range: cut.range }),
    ...(cut.outlierSigma !== null && { resegmentation_sigma: cut.outlierSigma }),
    ...discretisation("base", recipe.discretisation),
    ...discretisation("ivh", recipe.ivh),
    ...(families && { base_feature_families: families }),
    glcm_distance: t.distance,
    ngldm_distance: t.distance,
    ngldm_difference_level: t.coarseness,
  };
}

function discretisation(prefix: "base" | "ivh", how: Discretisation): Record<string, unknown> {
  const method = { none: "none", FBN: "fixed_bin_number", FBS: "fixed_bin_size" }[how.method];
  return {
    [`${prefix}_discretisation_method`]: method,
    ...(how.method === "FBN" && { [`${prefix}_discretisation_n_bins`]: how.bins }),
    ...(how.method === "FBS" && { [`${prefix}_discretisation_bin_width`]: how.width }),
  };
}
