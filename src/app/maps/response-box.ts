import { type Grid, type Vec3, worldToIndex } from "#engine/grid.ts";
import { type Extent, labelExtent } from "#engine/process/crop.ts";
import { latticeOf, newDims, reach } from "#engine/process/lattice.ts";
import type { Recipe } from "#engine/recipe.ts";

/** Around a segment, so much of the response is shown, mm. */
const MARGIN_MM = 15;

/**
 * Where a filter's response is shown, in voxels of the recipe's grid: around a segment, or, where there is none, in
 * the slice in view.
 */
export function responseBox(image: Grid, recipe: Recipe, labels: Uint8Array, label: number, seen?: Vec3): Extent {
  const lattice = latticeOf(image, recipe.interpolation);
  const whole = newDims(lattice);
  const found = label > 0 ? labelExtent(labels, image.dims, label) : null;
  const ends = ([0, 1, 2] as const).map((a): [number, number] => {
    if (found === null && a < 2) return [0, whole[a]];
    const slice = seen ? Math.round(worldToIndex(image, seen)[2]) : Math.floor(image.dims[2] / 2);
    const margin = found ? Math.ceil(MARGIN_MM / image.spacing[a]) : 0;
    const first = Math.max(0, (found?.lo[a] ?? slice) - margin);
    const last = Math.min(image.dims[a] - 1, (found ? found.hi[a] - 1 : slice) + margin);
    const [lo, hi] = reach(lattice[a], first, last);
    return [Math.max(0, lo), Math.min(whole[a], hi)];
  });
  return { lo: [ends[0][0], ends[1][0], ends[2][0]], hi: [ends[0][1], ends[1][1], ends[2][1]] };
}
