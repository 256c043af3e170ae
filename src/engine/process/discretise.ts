import type { Reason } from "../reason.ts";
import { undefinedBecause } from "../reason.ts";
import type { Discretisation } from "../recipe.ts";

/** Highest level that a 16-bit level array holds. */
export const MAX_LEVEL = 65_535;

/** Grey levels 1..ng of the values, in their order. `ng` is the highest level that occurs. */
export type Levels = { readonly levels: Uint16Array; readonly ng: number };

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
  switch (how.method) {
    case "none":
      return wholeLevels(values);
    case "FBS":
      return fixedSize(values, how.width, how.origin === "zero" ? multipleBelow(values, how.width) : low);
    case "FBN":
      return fixedNumber(values, how.bins);
  }
}

function extremes(values: Float64Array): [number, number] {
  let min = values[0];
  let max = values[0];
  for (let i = 1; i < values.length; i++) {
    if (values[i] < min) min = values[i];
    if (values[i] > max) max = values[i];
  }
  return [min, max];
}

const multipleBelow = (values: Float64Array, width: number): number => Math.floor(extremes(values)[0] / width) * width;

function wholeLevels(values: Float64Array): Levels | Reason {
  const levels = new Uint16Array(values.length);
  let ng = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    if (!Number.isInteger(x) || x < 1) {
      return undefinedBecause(
        "no_bins",
        `Without discretisation intensities must be whole numbers from 1 on; the region holds ${x}.`,
      );
    }
    if (x > MAX_LEVEL) return tooMany(x);
    levels[i] = x;
    if (x > ng) ng = x;
  }
  return { levels, ng };
}

function fixedSize(values: Float64Array, width: number, low: number | null): Levels | Reason {
  const [min, max] = extremes(values);
  const origin = low ?? min;
  const ng = Math.floor((max - origin) / width) + 1;
  if (!(ng <= MAX_LEVEL)) return tooMany(ng);
  const levels = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) levels[i] = Math.floor((values[i] - origin) / width) + 1;
  return { levels, ng };
}

function fixedNumber(values: Float64Array, bins: number): Levels | Reason {
  if (bins > MAX_LEVEL) return tooMany(bins);
  const [min, max] = extremes(values);
  const levels = new Uint16Array(values.length);
  if (min === max) {
    levels.fill(1);
    return { levels, ng: 1 };
  }
  const span = max - min;
  for (let i = 0; i < values.length; i++) {
    // The product first: where bins · (x − min) is exact, so is the edge between two bins. Not negative: | 0 is ⌊ ⌋.
    const level = (((bins * (values[i] - min)) / span) | 0) + 1;
    levels[i] = level > bins ? bins : level;
  }
  return { levels, ng: bins };
}

const tooMany = (levels: number): Reason =>
  undefinedBecause("too_many_levels", `${levels} grey levels; at most ${MAX_LEVEL} can be told apart.`);
