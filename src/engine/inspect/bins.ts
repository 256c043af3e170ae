import { discretise } from "../process/discretise.ts";
import { numpyLevels } from "../process/numpy-bins.ts";
import { isReason, type Reason } from "../reason.ts";
import type { Recipe } from "../recipe.ts";

/** The bins of a histogram, as grey levels see them. */
export type Bins = {
  readonly ng: number;
  /** Voxels of level k + 1. */
  readonly counts: Uint32Array;
  /** ng + 1 edges; level k lies between edges[k − 1] and edges[k]. */
  readonly edges: Float64Array;
};

/**
 * The bins that a recipe's discretisation makes of intensities in ascending order: counted by the code that discretises,
 * so that a bin holds exactly the voxels of its level. `single`: see `numpyLevels`.
 */
export function binsOf(sorted: Float64Array, recipe: Recipe, single = false): Bins | Reason {
  const { discretisation: how, resegmentation, filter } = recipe;
  const numpy = recipe.profile === "PyRadiomics";
  const low = filter === undefined ? resegmentation.range[0] : null;
  const levels = numpy ? numpyLevels(sorted, how, single) : discretise(sorted, how, low);
  if (isReason(levels)) return levels;
  const { ng } = levels;
  const counts = new Uint32Array(ng);
  for (let k = 0; k < levels.levels.length; k++) counts[levels.levels[k] - 1]++;
  const [min, max] = [sorted[0], sorted[sorted.length - 1]];
  const edge = (): ((k: number) => number) => {
    if (how.method === "none") return (k) => k + 0.5;
    if (how.method === "FBN") {
      const [first, last] = min === max ? [min - 0.5, max + 0.5] : [min, max];
      return (k) => first + (k * (last - first)) / ng;
    }
    const atZero = numpy || how.origin === "zero";
    const first = atZero ? Math.floor(min / how.width) * how.width : (low ?? min);
    return (k) => first + k * how.width;
  };
  const at = edge();
  return { ng, counts, edges: Float64Array.from({ length: ng + 1 }, (_, k) => at(k)) };
}
