import { isRadiomicaError } from "../errors.ts";
import type { FamilyId } from "../features/family.ts";
import { extract } from "../plan/extract.ts";
import type { ExtractionInput, FeatureRow, Hooks } from "../plan/extraction.ts";
import type { Recipe } from "../recipe.ts";
import { type PerturbationJob, perturbed } from "./plan.ts";

/** Features under one perturbation, or why they could not be had; of an extraction only what a table needs. */
export type PerturbedRun = { readonly rows: readonly FeatureRow[] } | { readonly failed: string };

/**
 * Perturbs and measures. Where the perturbation leaves nothing of the region, or the region leaves its box, that is a
 * result ("failed"), not an error. Throws what `extract` throws: "InvalidRecipe", "Cancelled" …
 */
export function measurePerturbed(
  input: ExtractionInput,
  recipe: Recipe,
  job: PerturbationJob,
  families?: readonly FamilyId[],
  hooks: Hooks = {},
): PerturbedRun {
  try {
    return { rows: extract(perturbed(input, job), recipe, families, hooks).rows };
  } catch (error) {
    if (isRadiomicaError(error, "EmptyRoi") || isRadiomicaError(error, "Unsupported")) return { failed: error.message };
    throw error;
  }
}
