import { type Bins, levelOf } from "../kernels/region-levels.ts";
import { isReason, type Reason, undefinedBecause } from "../reason.ts";
import type { Discretisation } from "../recipe.ts";
import { type Extremes, extremesOf, type Levels, levelsIn, MAX_LEVEL, tooMany } from "./discretise.ts";

/**
 * Grey levels as PyRadiomics makes them with NumPy: edges are computed first, to the last digit as NumPy does, and a
 * value belongs to the bin whose lower edge it reaches.
 * FBS: edges at low + k·width, low being the multiple of the width at or below the least value. FBN: `bins` + 1 evenly
 * spaced edges from the least to the greatest value, which lies in the last bin; where all values are equal, from half
 * below to half above. `single`: the values are 32-bit floats, and so are the edges of FBN.
 */
export function numpyLevels(values: Float64Array, how: Discretisation, single: boolean): Levels | Reason {
  if (values.length === 0) return undefinedBecause("empty_intensity_mask", "The intensity mask holds no voxel.");
  const bins = numpyBins(extremesOf(values), how, single);
  return isReason(bins) ? bins : { levels: levelsIn(values, bins).levels, ng: bins.ng };
}

/** The bins of numbers between `extremes`, the greatest of which has level `ng`; see `numpyLevels`. */
export function numpyBins(
  { min, max }: Extremes,
  how: Discretisation,
  single: boolean,
): (Bins & { readonly ng: number }) | Reason {
  if (how.method === "none") return undefinedBecause("no_bins", "PyRadiomics always discretises.");
  const bins = how.method === "FBN" ? countedBins(min, max, how.bins, single) : sizedBins(min, max, how.width);
  return isReason(bins) ? bins : { ...bins, ng: levelOf(max, bins) };
}

function countedBins(min: number, max: number, most: number, single: boolean): Bins {
  const [first, last] = min === max ? [min - 0.5, max + 0.5] : [min, max];
  const step = (last - first) / most;
  const stored = single ? Math.fround : (x: number) => x;
  const edges = Float64Array.from({ length: most + 1 }, (_, k) => stored(k === most ? last + 1 : k * step + first));
  return { low: min, factor: 1, span: step, most, edges };
}

function sizedBins(min: number, max: number, width: number): Bins | Reason {
  const low = min - floorModulo(min, width);
  const most = Math.ceil((max + 2 * width - low) / width) - 1;
  if (!(most <= MAX_LEVEL)) return tooMany(most);
  // numpy.arange: the step is what is left of the width beside the first edge.
  const step = low + width - low;
  return { low, factor: 1, span: step, most, edges: Float64Array.from({ length: most + 1 }, (_, k) => low + k * step) };
}

/** The remainder with the sign of the divisor. */
const floorModulo = (a: number, b: number): number => {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
};
