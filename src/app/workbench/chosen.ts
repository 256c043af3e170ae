import type { FamilyId } from "#engine/features/family.ts";
import { familiesOf, featureById } from "#engine/features/index.ts";
import type { FeatureRow } from "#engine/plan/extraction.ts";
import { type Reason, undefinedBecause } from "#engine/reason.ts";
import { type Aggregation, aggregations, type Recipe } from "#engine/recipe.ts";

/** A feature in one aggregation, as columns of exports write it: `glcm.contrast@3D_mrg`, or the id alone. */
export type FeatureKey = string;

export const featureKey = (id: string, aggregation: Aggregation | null): FeatureKey =>
  aggregation === null ? id : `${id}@${aggregation}`;

/** The two halves of a key; an unknown aggregation stays part of the id, which then is unknown. */
export function partsOf(key: FeatureKey): { readonly id: string; readonly aggregation: Aggregation | null } {
  const at = key.lastIndexOf("@");
  const aggregation = aggregations.find((a) => a === key.slice(at + 1)) ?? null;
  return aggregation === null ? { id: key, aggregation } : { id: key.slice(0, at), aggregation };
}

/** Every feature that the recipe gives, in the manual's order. */
export const keysOf = (recipe: Recipe): readonly FeatureKey[] =>
  familiesOf(recipe.profile ?? "IBSI").flatMap((family) => {
    const known = Object.keys(family.aggregations).length > 0;
    const chosen: readonly (Aggregation | null)[] = known
      ? recipe.aggregations.filter((a) => a in family.aggregations)
      : [null];
    return family.features.flatMap(({ id }) => chosen.map((a) => featureKey(id, a)));
  });

/**
 * The keys that the recipe gives, in another of its aggregations where need be; none left: those of `usual` that it
 * gives, at most `least`.
 */
export function keptKeys(
  keys: readonly FeatureKey[],
  recipe: Recipe,
  usual: readonly string[],
  least = 1,
): FeatureKey[] {
  const given = keysOf(recipe);
  const same = (id: string) => given.filter((key) => partsOf(key).id === id).at(-1);
  const kept = keys.flatMap((key) => (given.includes(key) ? key : (same(partsOf(key).id) ?? [])));
  if (kept.length > 0) return [...new Set(kept)];
  return usual.flatMap((id) => same(id) ?? []).slice(0, least);
}

/** The families that the keys need, so that no other is computed. */
export const familiesFor = (keys: readonly FeatureKey[]): readonly FamilyId[] => [
  ...new Set(keys.flatMap((key) => featureById(partsOf(key).id)?.family.id ?? [])),
];

/** The feature's value among measured rows, or why it has none. */
export function valueIn(rows: readonly FeatureRow[], key: FeatureKey): number | Reason {
  const { id, aggregation } = partsOf(key);
  const row = rows.find((r) => r.id === id && r.aggregation === aggregation);
  if (!row) return undefinedBecause("not_defined", "The feature was not measured with these settings.");
  return "value" in row ? row.value : { reason: row.reason, detail: row.detail };
}
