import type { ExtractionInput } from "#engine/plan/extraction.ts";
import { referenceRegion } from "#engine/process/normalisation/index.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { ImportedSegmentation, Series } from "#io/series.ts";
import { refusal } from "./exit.ts";

/**
 * The region that a recipe's normalisation names, among all masks of the series, whichever are measured. Throws a
 * refusal where there is none, or more than one, of that name.
 */
export function referenceIn(
  segmentations: readonly ImportedSegmentation[],
  series: Series,
  { normalisation }: Recipe,
): Pick<ExtractionInput, "reference"> {
  const name = referenceRegion(normalisation)?.trim();
  if (name === undefined) return {};
  const own = segmentations.filter((s) => s.seriesId === series.id).flatMap((s) => s.segments);
  const found = own.filter((s) => s.name.trim() === name);
  if (found.length === 1) return { reference: { labels: found[0].mask, label: 1 } };
  const list = own.map((s) => `"${s.name}"`).join(", ") || "none";
  const what = found.length === 0 ? "no region has that name" : `${found.length} regions have that name`;
  throw refusal("reference_unknown", `The settings normalise by the region "${name}", but ${what}. Regions: ${list}.`);
}
