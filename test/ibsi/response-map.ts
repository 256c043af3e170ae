import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  completeParams,
  type FilterImage,
  type FilterSettings,
  filterById,
  isFilterProblem,
} from "#engine/filters/index.ts";
import { readNifti } from "./nifti.ts";

const folder = (name: string) => fileURLToPath(new URL(`../../../shared/ibsi/${name}`, import.meta.url));
const mapPath = (test: string) => folder(`ibsi2_reference_response_maps/${test.replaceAll(".", "_")}-ValidCRM.nii.gz`);

/** True where the IBSI-2 phantoms and maps are on this machine. */
export const hasResponseMaps = existsSync(mapPath("5.a.1"));

/** A digital phantom of IBSI-2 by its name, such as "impulse". */
export function phantom(name: string): FilterImage {
  const path = [`${name}.nii.gz`, `${name}.nii`].map((file) => folder(`ibsi2_digital_phantoms/${file}`));
  const found = path.find(existsSync) ?? path[0];
  const { grid, data } = readNifti(found);
  return { dims: grid.dims, spacing: grid.spacing, data: Float64Array.from(data) };
}

/** The greatest deviation of a filter's response from the map of a phase-1 test, in percent of the map's range. */
export function deviation(test: string, image: FilterImage, settings: FilterSettings): number {
  const response = respond(image, settings);
  const { data } = readNifti(mapPath(test));
  let [low, high, worst] = [Infinity, -Infinity, 0];
  data.forEach((v, i) => {
    low = Math.min(low, v);
    high = Math.max(high, v);
    worst = Math.max(worst, Math.abs(response[i] - v));
  });
  return (100 * worst) / (high - low);
}

/** A filter's response; throws where there is none. */
export function respond(image: FilterImage, settings: FilterSettings): Float64Array {
  const params = completeParams(settings);
  if (isFilterProblem(params)) throw new Error(params.detail);
  const filter = filterById(settings.id);
  const problem = filter?.problem(params, image) ?? null;
  if (filter === undefined || problem !== null) throw new Error(problem?.detail ?? settings.id);
  return filter.apply(image, params);
}
