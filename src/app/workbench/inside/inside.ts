import type { WorkbenchHost } from "../workbench.ts";
import { createLights } from "./lights.ts";
import { createMatrix } from "./matrix.ts";
import { createRegion } from "./region.ts";

/** Inside a feature: the region as it is measured, its matrices, and what both light up in the image. */
export function createInside(host: WorkbenchHost) {
  const region = createRegion(host);
  const lights = createLights(host, region);
  return { region, lights, matrix: createMatrix(host, region, lights) };
}
