/** Why a feature has no value. Shown in its row in place of a number; never NaN, never zero. */
export type ReasonCode =
  | "empty_region"
  | "empty_intensity_mask"
  | "single_voxel"
  | "too_few_voxels"
  | "flat_region"
  | "zero_mean"
  | "zero_denominator"
  | "single_slice"
  | "no_neighbours"
  | "no_bins"
  | "too_many_levels"
  | "needs_3d"
  | "needs_2d"
  | "not_defined"
  | "degenerate_shape"
  | "no_value"
  | "not_normalised"
  | "failed";

/** A typed reason; `detail` is a short English sentence with the numbers in it. */
export type Reason = { readonly reason: ReasonCode; readonly detail: string };

export const undefinedBecause = (reason: ReasonCode, detail: string): Reason => ({ reason, detail });

export const isReason = (value: unknown): value is Reason =>
  typeof value === "object" && value !== null && "reason" in value;
