import { RadiomicaError } from "../errors.ts";
import type { ExtractionInput } from "../plan/extraction.ts";
import { type NormalisationRegions, normalised } from "../process/normalisation/index.ts";
import { isReason } from "../reason.ts";
import type { Recipe } from "../recipe.ts";
import type { Volume } from "../volume.ts";

/** The image that a map is of: normalised where the recipe says so. Throws "InvalidRecipe" where that cannot be. */
export function normalisedOrThrow(
  input: Pick<ExtractionInput, "image"> & NormalisationRegions,
  { normalisation }: Recipe,
): Volume {
  if (normalisation === undefined) return input.image;
  const found = normalised(input.image, normalisation, input);
  if (!isReason(found)) return found.image;
  throw new RadiomicaError("InvalidRecipe", found.detail, { setting: "normalisation", code: found.reason });
}
