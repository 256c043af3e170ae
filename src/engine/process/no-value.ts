import type { Warning } from "../plan/extraction.ts";
import { type Reason, undefinedBecause } from "../reason.ts";
import type { Volume } from "../volume.ts";

/** What voxels without a value (padding) do to a region: a reason not to measure, a warning, or nothing. */
export type Missing = { readonly reason: Reason | null; readonly warnings: readonly Warning[] };

export const noneMissing: Missing = { reason: null, warnings: [] };

/**
 * Looks at a region's intensities before re-segmentation. On the image's own grid a range leaves voxels without a value
 * out, as it would by their padding, and a warning says how many. Interpolation carries them into their neighbours,
 * which have then lost a measurement that they had: nothing is measured from such a region.
 */
export function missingValues(
  { padding }: Pick<Volume, "padding">,
  intensities: Float64Array,
  mask: Uint8Array,
  intensityMask: Uint8Array,
  isInterpolated: boolean,
): Missing {
  if (padding === undefined) return noneMissing;
  let missing = 0;
  let kept = 0;
  let total = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    total++;
    if (!Number.isNaN(intensities[i])) continue;
    missing++;
    if (intensityMask[i] === 1) kept++;
  }
  if (missing === 0) return noneMissing;
  const what = `${missing} of the ${total} voxels have no value: the file fills them with padding${isInterpolated ? ", or interpolation reached padding" : ""}.`;
  if (kept === 0 && !isInterpolated) return { reason: null, warnings: [{ code: "no_value", detail: what }] };
  const advice = isInterpolated
    ? "Keep the region off them."
    : "Keep the region off them, or leave them out by a re-segmentation range.";
  return { reason: undefinedBecause("no_value", `${what} ${advice}`), warnings: [] };
}

/** Why the values of a region cannot be measured: some are no finite numbers; with padding, because a filter reached it. */
export function finiteProblem(values: Float64Array, isPadded: boolean): Reason | null {
  let bad = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) bad++;
  if (bad === 0) return null;
  return isPadded
    ? undefinedBecause("no_value", `${bad} of the ${values.length} voxels have no value: the filter reached padding.`)
    : undefinedBecause("failed", `${bad} of the ${values.length} voxels hold no finite number.`);
}

/** The voxels of an image without those that have no value, which become NaN; the same array where all have one. */
export function withoutPadding({ data, padding }: Pick<Volume, "data" | "padding">): Float32Array {
  if (padding === undefined) return data;
  const [low, high] = padding;
  return data.map((value) => (value >= low && value <= high ? Number.NaN : value));
}
