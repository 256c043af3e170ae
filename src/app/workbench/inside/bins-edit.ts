import { type Bins, binsOf } from "#engine/inspect/bins.ts";
import type { InspectedRegion } from "#engine/inspect/region.ts";
import { maskedValues, resegment } from "#engine/process/resegment.ts";
import type { Reason } from "#engine/reason.ts";
import type { Discretisation, Recipe } from "#engine/recipe.ts";
import { niceStep, roundTo } from "../../ui/scale.ts";

/** No drag makes more bins than this. */
const MOST = 1024;

/** The discretisation in which edge k (1 to ng) lies nearest to x, with a number that people would write. */
export function draggedBins(how: Discretisation, { edges, ng }: Bins, k: number, x: number): Discretisation {
  const [first, span] = [edges[0], edges[ng] - edges[0]];
  const wide = Math.max((x - first) / k, span / MOST);
  if (how.method === "FBS") {
    const step = niceStep(wide / 20);
    return { ...how, width: Math.max(step, roundTo(wide, step)) };
  }
  return how.method === "FBN" ? { method: "FBN", bins: Math.min(MOST, Math.max(2, Math.round(span / wide))) } : how;
}

/** One step wider (1) or narrower (−1): what an arrow key does. */
export function steppedBins(how: Discretisation, direction: 1 | -1): Discretisation {
  if (how.method === "FBN") return { method: "FBN", bins: Math.min(MOST, Math.max(2, how.bins - direction)) };
  if (how.method !== "FBS") return how;
  const step = niceStep(how.width / 10);
  return { ...how, width: Math.max(step, roundTo(how.width + direction * step, step)) };
}

type Range = Recipe["resegmentation"]["range"];

/** The range with one end (0 low, 1 high) at x; beyond the values it is open. Ends do not pass each other. */
export function draggedRange(range: Range, end: 0 | 1, x: number, all: Float64Array): Range {
  const [min, max] = [all[0], all[all.length - 1]];
  const value = roundTo(x, niceStep((max - min) / 100 || 1));
  const [low, high] = range;
  if (end === 0) return [value <= min ? null : Math.min(value, high ?? max), high];
  return [low, value >= max ? null : Math.max(value, low ?? min)];
}

/** The intensities that would be measured with another re-segmentation, ascending: by the code that re-segments. */
export function measuredWith(region: InspectedRegion, rule: Recipe["resegmentation"]): Float64Array {
  const now = region.recipe.resegmentation;
  if (
    region.recipe.filter !== undefined ||
    (rule.range.join() === now.range.join() && rule.outlierSigma === now.outlierSigma)
  )
    return region.sorted;
  const all = region.before ?? region.sorted;
  return maskedValues(all, resegment(all, new Uint8Array(all.length).fill(1), rule));
}

/** The bins that settings would make of a region, before anything is measured with them. */
export const binsWith = (region: InspectedRegion, recipe: Recipe): Bins | Reason =>
  binsOf(measuredWith(region, recipe.resegmentation), recipe, region.single);

/**
 * What re-segmentation leaves out, in bins of the same width on both sides: counts by the first bin's number (bin 0 is
 * the first of the region's). Empty where nothing is left out, or the bins would be too many to draw.
 */
export function leftOut(all: Float64Array, measured: Float64Array, { edges, ng }: Bins): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  const width = (edges[ng] - edges[0]) / ng;
  const bin = (x: number) => Math.floor((x - edges[0]) / width);
  if (all.length === measured.length || bin(all[all.length - 1]) - bin(all[0]) > 2 * MOST) return counts;
  for (const x of all) counts.set(bin(x), (counts.get(bin(x)) ?? 0) + 1);
  for (const x of measured) counts.set(bin(x), (counts.get(bin(x)) ?? 0) - 1);
  for (const [k, count] of counts) if (count <= 0) counts.delete(k);
  return counts;
}
