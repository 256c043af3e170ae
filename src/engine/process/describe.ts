import type { FeatureUnit } from "../features/family.ts";
import type { Grid, Vec3 } from "../grid.ts";
import type { DiagnosticRow } from "../plan/extraction.ts";
import { undefinedBecause } from "../reason.ts";
import type { Volume } from "../volume.ts";
import { cropImage, type Extent, extentDims } from "./crop.ts";
import { type Lattice, newDims, newSpacing } from "./lattice.ts";
import { keptMask, type Mask } from "./region-passes.ts";
import { boxed, type Stored } from "./stored.ts";
import { type Survey, surveyed } from "./survey.ts";

/** A mask at one stage, and the intensities of its voxels summed up; null where it is empty. */
export type MaskSummary = null | (Survey & { readonly count: number; readonly box: Vec3 });

/** Sums up the intensities of a mask. */
export function summarise(stored: Stored, mask: Mask): MaskSummary {
  if (mask.box === null) return null;
  return { ...surveyed(stored, mask), count: mask.count, box: extentDims(mask.box) };
}

/**
 * Sums up an image in a mask. The numbers are read where they lie, unless a voxel of the mask holds padding: then from a
 * copy of the box with NaN there.
 */
export function summariseImage(
  { data, grid, padding }: Pick<Volume, "grid" | "padding"> & { readonly data: Stored["data"] },
  extent: Extent,
  mask: Mask,
): { readonly stored: Stored; readonly summary: MaskSummary } {
  const raw: Stored = { data, dims: grid.dims, extent };
  const summary = summarise(raw, mask);
  if (padding === undefined || summary === null || !reaches(summary, raw, mask, padding)) {
    return { stored: raw, summary };
  }
  const stored = boxed(cropImage(data, grid.dims, extent, "nearest", padding), extentDims(extent));
  return { stored, summary: summarise(stored, mask) };
}

function reaches({ min, max, tally }: Survey, stored: Stored, mask: Mask, [low, high]: readonly [number, number]) {
  if (max < low || min > high) return false;
  if (tally !== null) return tally.values.some((x) => x >= low && x <= high);
  return keptMask(stored, mask, low, high).count > 0;
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
    row(`int_mask_mean_int_${suffix}`, stage, "Int. mask mean intensity", "intensity", intensity?.mean ?? null),
    row(`int_mask_min_int_${suffix}`, stage, "Int. mask minimum intensity", "intensity", intensity?.min ?? null),
    row(`int_mask_max_int_${suffix}`, stage, "Int. mask maximum intensity", "intensity", intensity?.max ?? null),
  ];
}
