import type { ExtractionInput } from "#engine/plan/extraction.ts";
import { referenceRegion } from "#engine/process/normalisation/index.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { SessionStore } from "#session/store.ts";

/** The label of the segment that a recipe's normalisation names; undefined where none is named, or it is not there. */
export function referenceLabel(store: SessionStore, seriesId: string, recipe: Recipe): number | undefined {
  const name = referenceRegion(recipe.normalisation);
  return name === undefined
    ? undefined
    : store.state.series[seriesId]?.segments.find((s) => s.name.trim() === name.trim())?.label;
}

/** Its voxels, as an extraction takes them beside its own region. */
export function referenceOf(store: SessionStore, seriesId: string, recipe: Recipe): Pick<ExtractionInput, "reference"> {
  const label = referenceLabel(store, seriesId, recipe);
  const map = label === undefined ? undefined : store.mapOf(seriesId, label);
  return label === undefined || map === undefined ? {} : { reference: { labels: map.committed, label } };
}
