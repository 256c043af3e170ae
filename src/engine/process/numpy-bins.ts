import { type Reason, undefinedBecause } from "../reason.ts";
import type { Discretisation } from "../recipe.ts";
import { type Levels, MAX_LEVEL } from "./discretise.ts";

/**
 * Grey levels as PyRadiomics makes them with NumPy: edges are computed first, to the last digit as NumPy does, and a
 * value belongs to the bin whose lower edge it reaches.
 * FBS: edges at low + k·width, low being the multiple of the width at or below the least value. FBN: `bins` + 1 evenly
 * spaced edges from the least to the greatest value, which lies in the last bin; where all values are equal, from half
 * below to half above. `single`: the values are 32-bit floats, and so are the edges of FBN.
 */
export function numpyLevels(values: Float64Array, how: Discretisation, single: boolean): Levels | Reason {
  if (values.length === 0) return undefinedBecause("empty_intensity_mask", "The intensity mask holds no voxel.");
  let min = values[0];
  let max = values[0];
  for (const x of values) {
    if (x < min) min = x;
    if (x > max) max = x;
  }
  if (how.method === "FBN") return assign(values, countedEdges(min, max, how.bins, single), min);
  if (how.method === "none") return undefinedBecause("no_bins", "PyRadiomics always discretises.");
  const { width } = how;
  const low = min - floorModulo(min, width);
  const count = Math.ceil((max + 2 * width - low) / width) - 1;
  if (!(count <= MAX_LEVEL)) {
    return undefinedBecause("too_many_levels", `${count} grey levels; at most ${MAX_LEVEL} can be told apart.`);
  }
  // numpy.arange: the step is what is left of the width beside the first edge.
  const step = low + width - low;
  return assign(values, { count, at: (k) => low + k * step, step }, low);
}

type Edges = { readonly count: number; readonly at: (k: number) => number; readonly step: number };

function countedEdges(min: number, max: number, bins: number, single: boolean): Edges {
  const [first, last] = min === max ? [min - 0.5, max + 0.5] : [min, max];
  const step = (last - first) / bins;
  const stored = single ? Math.fround : (x: number) => x;
  return { count: bins, at: (k) => stored(k === bins ? last + 1 : k * step + first), step };
}

/** The remainder with the sign of the divisor. */
const floorModulo = (a: number, b: number): number => {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
};

function assign(values: Float64Array, { count, at, step }: Edges, low: number): Levels {
  const levels = new Uint16Array(values.length);
  // Looked up, not asked for: twice a voxel.
  const edges = Float64Array.from({ length: count + 1 }, (_, k) => at(k));
  let ng = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    // From 0 to `count` steps: | 0 is ⌊ ⌋.
    let level = (((x - low) / step) | 0) + 1;
    if (level > count) level = count;
    // Division may be off by the last digit; the edges decide.
    while (level < count && x >= edges[level]) level++;
    while (level > 1 && x < edges[level - 1]) level--;
    levels[i] = level;
    if (level > ng) ng = level;
  }
  return { levels, ng };
}
