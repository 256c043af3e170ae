import type { FeatureUnit } from "../features/family.ts";
import type { Grid, Vec3 } from "../grid.ts";
import { moments } from "../math/moments.ts";
import type { DiagnosticRow } from "../plan/extraction.ts";
import { undefinedBecause } from "../reason.ts";
import { type Extent, extentDims, maskExtent } from "./crop.ts";
import { type Lattice, newDims, newSpacing } from "./lattice.ts";
import { maskedValues } from "./resegment.ts";

/** A mask in a box of some grid, and the intensities of that box. */
export type MaskedBox = {
  readonly extent: Extent;
  readonly mask: Uint8Array;
  readonly intensities: Float64Array;
};

/** The region as it enters, after interpolation, and after re-segmentation; null where it is empty. */
export type Stages = {
  readonly grid: Grid;
  readonly lattice: Lattice;
  readonly initial: MaskedBox | null;
  readonly interpolated: MaskedBox | null;
  readonly resegmented: MaskedBox | null;
};

type Stage = DiagnosticRow["stage"];

/**
 * The diagnostics of IBSI-1 §4.2 that cost no more than the region: 54 of the 60 (the mean, minimum and maximum of
 * the whole image before and after interpolation are given by `describeImage`).
 */
export function describeStages({ grid, lattice, initial, interpolated, resegmented }: Stages): DiagnosticRow[] {
  const after = newDims(lattice);
  return [
    ...imageRows("initial image", "init_img", grid.dims, grid.spacing),
    ...imageRows("interpolated image", "interp_img", after, newSpacing(lattice)),
    ...regionRows("initial ROI", "init_roi", grid.dims, initial, initial),
    ...regionRows("interpolated ROI", "interp_roi", after, interpolated, interpolated),
    ...regionRows("re-segmented ROI", "reseg_roi", after, resegmented, interpolated),
  ];
}

const axes = ["x", "y", "z"] as const;

function row(tag: string, stage: Stage, name: string, unit: FeatureUnit, value: number | null): DiagnosticRow {
  const identity = { tag, stage, name, unit };
  if (value === null) return { ...identity, ...undefinedBecause("empty_region", "The mask holds no voxel.") };
  if (!Number.isFinite(value)) {
    return { ...identity, ...undefinedBecause("failed", "The voxels hold values that are no finite numbers.") };
  }
  return { ...identity, value };
}

function imageRows(stage: Stage, suffix: string, dims: Vec3, spacing: Vec3): DiagnosticRow[] {
  return [
    ...axes.map((a, i) => row(`img_dim_${a}_${suffix}`, stage, `Image dimension ${a}`, "1", dims[i])),
    ...axes.map((a, i) => row(`vox_dim_${a}_${suffix}`, stage, `Voxel dimension ${a}`, "mm", spacing[i])),
  ];
}

/** Mean, minimum and maximum of an image at a stage, from its sums. */
export function imageIntensityRows(
  stage: Stage,
  suffix: string,
  found: { readonly mean: number; readonly min: number; readonly max: number },
): DiagnosticRow[] {
  return [
    row(`mean_int_${suffix}`, stage, "Mean intensity", "intensity", found.mean),
    row(`min_int_${suffix}`, stage, "Minimum intensity", "intensity", found.min),
    row(`max_int_${suffix}`, stage, "Maximum intensity", "intensity", found.max),
  ];
}

function regionRows(
  stage: Stage,
  suffix: string,
  dims: Vec3,
  intensity: MaskedBox | null,
  morphological: MaskedBox | null,
): DiagnosticRow[] {
  const values = intensity && maskedValues(intensity.intensities, intensity.mask);
  const found = values !== null && values.length > 0 ? moments(values) : null;
  const intensityBox = boxOf(intensity);
  const morphologicalBox = boxOf(morphological);
  const box = (kind: string, name: string, size: Vec3 | null) =>
    axes.map((a, i) =>
      row(`${kind}_bb_dim_${a}_${suffix}`, stage, `${name} bounding box dimension ${a}`, "1", size?.[i] ?? null),
    );
  return [
    ...axes.map((a, i) => row(`int_mask_dim_${a}_${suffix}`, stage, `Int. mask dimension ${a}`, "1", dims[i])),
    ...box("int_mask", "Int. mask", intensityBox),
    ...box("morph_mask", "Morph. mask", morphologicalBox),
    row(`int_mask_vox_count_${suffix}`, stage, "Int. mask voxel count", "1", found?.count ?? 0),
    row(`morph_mask_vox_count_${suffix}`, stage, "Morph. mask voxel count", "1", ones(morphological)),
    row(`int_mask_mean_int_${suffix}`, stage, "Int. mask mean intensity", "intensity", found?.mean ?? null),
    row(`int_mask_min_int_${suffix}`, stage, "Int. mask minimum intensity", "intensity", found?.min ?? null),
    row(`int_mask_max_int_${suffix}`, stage, "Int. mask maximum intensity", "intensity", found?.max ?? null),
  ];
}

function boxOf(masked: MaskedBox | null): Vec3 | null {
  const tight = masked && maskExtent(masked.mask, extentDims(masked.extent));
  return tight && extentDims(tight);
}

function ones(masked: MaskedBox | null): number {
  if (masked === null) return 0;
  let n = 0;
  for (let i = 0; i < masked.mask.length; i++) n += masked.mask[i];
  return n;
}
