import type { FeatureUnit } from "../features/family.ts";
import type { Grid, Vec3 } from "../grid.ts";
import { type Moments, moments } from "../math/moments.ts";
import type { DiagnosticRow } from "../plan/extraction.ts";
import { undefinedBecause } from "../reason.ts";
import { extentDims, maskExtent } from "./crop.ts";
import { type Lattice, newDims, newSpacing } from "./lattice.ts";
import { maskedValues } from "./resegment.ts";

/** A mask at one stage: its voxels, its tight box, and the intensities of its voxels; null where it is empty. */
export type MaskSummary = null | {
  readonly count: number;
  readonly box: Vec3;
  readonly values: Float64Array;
  readonly moments: Moments;
};

/** Sums up a mask in a box of some grid. */
export function summarise(mask: Uint8Array, dims: Vec3, intensities: Float64Array): MaskSummary {
  const box = maskExtent(mask, dims);
  if (box === null) return null;
  const values = maskedValues(intensities, mask);
  return { count: values.length, box: extentDims(box), values, moments: moments(values) };
}

/** The region as it enters, after interpolation, and after re-segmentation (of its intensity mask). */
export type Stages = {
  readonly grid: Grid;
  readonly lattice: Lattice;
  readonly initial: MaskSummary;
  readonly interpolated: MaskSummary;
  readonly resegmented: MaskSummary;
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
  intensity: MaskSummary,
  morphological: MaskSummary,
): DiagnosticRow[] {
  const found = intensity?.moments;
  const box = (kind: string, name: string, mask: MaskSummary) =>
    axes.map((a, i) =>
      row(`${kind}_bb_dim_${a}_${suffix}`, stage, `${name} bounding box dimension ${a}`, "1", mask?.box[i] ?? null),
    );
  return [
    ...axes.map((a, i) => row(`int_mask_dim_${a}_${suffix}`, stage, `Int. mask dimension ${a}`, "1", dims[i])),
    ...box("int_mask", "Int. mask", intensity),
    ...box("morph_mask", "Morph. mask", morphological),
    row(`int_mask_vox_count_${suffix}`, stage, "Int. mask voxel count", "1", intensity?.count ?? 0),
    row(`morph_mask_vox_count_${suffix}`, stage, "Morph. mask voxel count", "1", morphological?.count ?? 0),
    row(`int_mask_mean_int_${suffix}`, stage, "Int. mask mean intensity", "intensity", found?.mean ?? null),
    row(`int_mask_min_int_${suffix}`, stage, "Int. mask minimum intensity", "intensity", found?.min ?? null),
    row(`int_mask_max_int_${suffix}`, stage, "Int. mask maximum intensity", "intensity", found?.max ?? null),
  ];
}
