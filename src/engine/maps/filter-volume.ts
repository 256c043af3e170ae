import { RadiomicaError } from "../errors.ts";
import type { FilterSettings } from "../filters/filter.ts";
import { type Grid, indexToWorld, type Vec3 } from "../grid.ts";
import { checkRecipe } from "../plan/check-recipe.ts";
import type { Hooks } from "../plan/extraction.ts";
import { type Extent, extentDims } from "../process/crop.ts";
import { filterResponse, readyFilter } from "../process/filtered.ts";
import { latticeOf, newDims, newSpacing, positionOf } from "../process/lattice.ts";
import { interpolatedIntensities } from "../process/region-source.ts";
import type { Recipe } from "../recipe.ts";
import type { IntensityUnit, Volume } from "../volume.ts";
import { normalisedOrThrow } from "./normalised-input.ts";
import { boxProblem } from "./settings.ts";

/** The response of a filter to look at: the numbers that an extraction with the same recipe measures. */
export type FilterVolume = {
  /** The response's own grid: the box asked for, on the grid after interpolation. */
  readonly grid: Grid;
  readonly extent: Extent;
  readonly values: Float32Array<ArrayBuffer>;
  /** The image's where the filter keeps it, else arbitrary. */
  readonly unit: IntensityUnit;
};

/**
 * The recipe's filter on a box of the interpolated image (in its voxels; left out: all of it), with the image around
 * it as the filter needs. Throws "InvalidRecipe" for a recipe without a filter or with one that does not suit the
 * image, "Unsupported" for a box outside it or a response that single precision cannot hold, "OutOfMemory" with the
 * figure, "Cancelled" when the hooks say so.
 */
export function filterVolume(loaded: Volume, recipe: Recipe, box?: Extent, hooks: Hooks = {}): FilterVolume {
  if (recipe.filter === undefined) throw new RadiomicaError("InvalidRecipe", "The recipe has no filter to show.");
  const wrong = checkRecipe(recipe, loaded).find(
    (p) => p.level === "error" && /^(normalisation|filter|interpolation)/.test(p.setting),
  );
  if (wrong) throw new RadiomicaError("InvalidRecipe", wrong.detail, { setting: wrong.setting, code: wrong.code });
  const image = normalisedOrThrow({ image: loaded }, recipe);
  const lattice = latticeOf(image.grid, recipe.interpolation);
  const whole = newDims(lattice);
  const extent = box ?? { lo: [0, 0, 0], hi: whole };
  const outside = boxProblem(extent, whole);
  if (outside !== null)
    throw new RadiomicaError("Unsupported", outside.detail, { ...outside.fields, code: outside.code });
  const ready = readyFilter(recipe.filter, lattice, extent);
  const spacing = newSpacing(lattice);
  const response = filterResponse(
    ready,
    spacing,
    extent,
    (part) => interpolatedIntensities({ image }, recipe, lattice, part),
    (done) => {
      if (hooks.cancelled?.()) throw new RadiomicaError("Cancelled", "The filter was cancelled.");
      hooks.onProgress?.(done, 1, ready.filter.id);
    },
  );
  const values = Float32Array.from(response);
  const bad = values.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) {
    const detail = `The response is ${response[bad]} in a voxel; single precision cannot hold it.`;
    throw new RadiomicaError("Unsupported", detail, { value: String(response[bad]) });
  }
  const at = (a: 0 | 1 | 2) => positionOf(lattice[a], extent.lo[a]);
  return {
    grid: {
      dims: extentDims(extent),
      spacing,
      origin: indexToWorld(image.grid, [at(0), at(1), at(2)]),
      direction: image.grid.direction,
    },
    extent,
    values,
    unit: ready.filter.keepsUnit ? image.unit : "arbitrary",
  };
}

/** The kernel of a linear filter, mirrored: its response to a single voxel of 1 in the middle of `dims` voxels (odd). */
export function impulseResponse(filter: FilterSettings, spacing: Vec3, dims: Vec3): Float64Array {
  const data = new Float64Array(dims[0] * dims[1] * dims[2]);
  data[(data.length - 1) / 2] = 1;
  const grid: Grid = { dims, spacing, origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  const lattice = latticeOf(grid, null);
  const extent: Extent = { lo: [0, 0, 0], hi: dims };
  return filterResponse(readyFilter(filter, lattice, extent), spacing, extent, () => data);
}
