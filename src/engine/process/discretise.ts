import { type Bins, levelOf } from "../kernels/region-levels.ts";
import type { Reason } from "../reason.ts";
import { undefinedBecause } from "../reason.ts";
import type { Discretisation } from "../recipe.ts";

/** Highest level that a 16-bit level array holds. */
export const MAX_LEVEL = 65_535;

/** Grey levels 1..ng of the values, in their order. `ng` is the highest level that occurs. */
export type Levels = { readonly levels: Uint16Array; readonly ng: number };

/** Least and greatest of some numbers. */
export type Extremes = { readonly min: number; readonly max: number };

/**
 * Grey levels of a region's intensities. IBSI-1 §2.7 (4R0B).
 * FBS (Q3RU): ⌊(x − low) / width⌋ + 1, where `low` is the low end of the re-segmentation range, else the least value;
 * with the origin at zero, the multiple of the width at or below the least value.
 * FBN (K15C): ⌊bins · (x − min) / (max − min)⌋ + 1, and the greatest value belongs to the last bin. A flat region has
 * one level.
 * "none": the values are the levels, and must be whole numbers from 1 on.
 */
export function discretise(values: Float64Array, how: Discretisation, low: number | null): Levels | Reason {
  if (values.length === 0) return undefinedBecause("empty_intensity_mask", "The intensity mask holds no voxel.");
  const bins = how.method === "none" ? wholeBins(values) : binsOf(extremesOf(values), how, low);
  return "reason" in bins ? bins : levelsIn(values, bins);
}

/** The bins of numbers between `extremes`; see `discretise`. */
export function binsOf(
  { min, max }: Extremes,
  how: Exclude<Discretisation, { readonly method: "none" }>,
  low: number | null,
): Bins | Reason {
  if (how.method === "FBN") {
    const { bins } = how;
    if (bins > MAX_LEVEL) return tooMany(bins);
    if (min === max) return { low: min, factor: 1, span: 1, most: 1, edges: null };
    return { low: min, factor: bins, span: max - min, most: bins, edges: null };
  }
  const { width } = how;
  const origin = how.origin === "zero" ? Math.floor(min / width) * width : (low ?? min);
  const most = Math.floor((max - origin) / width) + 1;
  return most <= MAX_LEVEL ? { low: origin, factor: 1, span: width, most, edges: null } : tooMany(most);
}

/** The bins of whole numbers from 1 on that are levels already; why not, where some are not. */
export function wholeBins(values: Float64Array): Bins | Reason {
  let most = 1;
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    if (!Number.isInteger(x) || x < 1) {
      return undefinedBecause(
        "no_bins",
        `Without discretisation intensities must be whole numbers from 1 on; the region holds ${x}.`,
      );
    }
    if (x > MAX_LEVEL) return tooMany(x);
    if (x > most) most = x;
  }
  return { low: 1, factor: 1, span: 1, most, edges: null };
}

/** The levels of numbers by their bins. */
export function levelsIn(values: Float64Array, bins: Bins): Levels {
  const levels = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) levels[i] = levelOf(values[i], bins);
  return { levels, ng: bins.most };
}

export function extremesOf(values: Float64Array): Extremes {
  let min = values[0];
  let max = values[0];
  for (let i = 1; i < values.length; i++) {
    if (values[i] < min) min = values[i];
    if (values[i] > max) max = values[i];
  }
  return { min, max };
}

export const tooMany = (levels: number): Reason =>
  undefinedBecause("too_many_levels", `${levels} grey levels; at most ${MAX_LEVEL} can be told apart.`);
