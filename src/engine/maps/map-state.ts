import type { ReasonCode } from "../reason.ts";

/** What a voxel of a map is: not (yet) computed, a value, or undefined for a reason (2 + its place in the list). */
export const NOT_COMPUTED = 0;
export const DEFINED = 1;

/** Reasons a window may give, in a fixed order: a state of 2 + k stands for the k-th. New ones go to the end. */
export const mapReasons: readonly ReasonCode[] = [
  "empty_intensity_mask",
  "single_voxel",
  "too_few_voxels",
  "flat_region",
  "zero_mean",
  "zero_denominator",
  "single_slice",
  "no_neighbours",
  "no_bins",
  "too_many_levels",
  "needs_3d",
  "needs_2d",
  "not_defined",
  "degenerate_shape",
  "failed",
  "empty_region",
  "no_value",
  "not_normalised",
];

/** The state of a voxel that has no value for a reason. */
export const stateOf = (reason: ReasonCode): number => 2 + Math.max(0, mapReasons.indexOf(reason));

/** The reason behind a state, or null for a value or a voxel that was not computed. */
export const reasonOf = (state: number): ReasonCode | null => (state < 2 ? null : mapReasons[state - 2]);

/** How many voxels have a value, and how many have none for each reason. */
export type MapCount = {
  readonly defined: number;
  readonly undefinedBy: Readonly<Partial<Record<ReasonCode, number>>>;
};

export function countStates(state: Uint8Array): MapCount {
  const counts = new Uint32Array(256);
  for (let i = 0; i < state.length; i++) counts[state[i]]++;
  const undefinedBy: Partial<Record<ReasonCode, number>> = {};
  mapReasons.forEach((reason, k) => {
    if (counts[2 + k] > 0) undefinedBy[reason] = counts[2 + k];
  });
  return { defined: counts[DEFINED], undefinedBy };
}
