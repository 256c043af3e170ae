import { completeParams, filterById, isFilterProblem } from "../filters/index.ts";
import { filterGigabytes, MAX_FILTER_BYTES } from "../process/filtered.ts";
import { latticeOf, newDims, newSpacing } from "../process/lattice.ts";
import type { Recipe } from "../recipe.ts";
import type { Volume } from "../volume.ts";
import type { RecipeProblem } from "./check-recipe.ts";

/** Above this ratio of spacings a 3D kernel in voxels is a different one along each axis. */
const ANISOTROPY = 1.5;

/**
 * What is wrong or doubtful in a recipe's filter, on the interpolated image: its parameters, its kernel against the
 * image, and, where the response depends on the whole image, the memory that takes.
 */
export function filterProblems(
  { filter: settings, interpolation }: Recipe,
  image: Pick<Volume, "grid">,
): RecipeProblem[] {
  if (settings === undefined) return [];
  const spacings = interpolation?.spacing ?? [1, 1, 1];
  // A bad spacing is reported by itself; there is no grid then to hold a kernel against.
  if (!spacings.every((s) => s > 0 && Number.isFinite(s))) return [];
  const lattice = latticeOf(image.grid, interpolation);
  const dims = newDims(lattice);
  const spacing = newSpacing(lattice);
  const filter = filterById(settings.id);
  const params = completeParams(settings);
  const problem = filter === undefined || isFilterProblem(params) ? params : filter.problem(params, { dims, spacing });
  if (problem !== null && isFilterProblem(problem)) {
    const { code, param, detail } = problem;
    const fields = { filter: settings.id, param };
    const setting = code === "unknown_filter" ? "filter.id" : `filter.params.${param}`;
    return [{ level: "error", code, setting, detail, fields }];
  }
  if (filter === undefined || isFilterProblem(params)) return [];
  const found: RecipeProblem[] = [];
  // With a reach the region decides how much of the image is needed: it is then refused where it is too much.
  if (filter.halo(params, spacing) === null && filter.reach === undefined) {
    const gigabytes = Number(filterGigabytes(filter, params, dims).toFixed(1));
    if (gigabytes * 2 ** 30 > MAX_FILTER_BYTES) {
      const detail = `The filter works on the whole image of ${dims.join(" × ")} voxels and takes ${gigabytes} GB; at most ${MAX_FILTER_BYTES / 2 ** 30} GB may be taken.`;
      found.push({ level: "error", code: "too_much_memory", setting: "filter", detail, fields: { gigabytes } });
    }
  }
  const ratio = Math.max(...spacing) / Math.min(...spacing);
  if (params.dimensionality === "3D" && dims[2] > 1 && ratio > ANISOTROPY) {
    const detail = `A 3D filter on voxels of ${spacing.map((s) => Number(s.toFixed(3))).join(" × ")} mm mixes distances; interpolate to equal spacing or filter in 2D.`;
    const fields = { ratio: Number(ratio.toFixed(2)) };
    found.push({
      level: "warning",
      code: "filter_anisotropic",
      setting: "filter.params.dimensionality",
      detail,
      fields,
    });
  }
  return found;
}
