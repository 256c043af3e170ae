import type { FamilyId } from "#engine/features/family.ts";
import type { FamilyCount } from "./facts.ts";

const directional: ReadonlySet<FamilyId> = new Set(["glcm", "glrlm"]);
const withDistance: ReadonlySet<FamilyId> = new Set(["glcm", "ngtdm", "ngldm"]);

/** Families whose matrices have directions: their aggregations have other codes. */
export const isDirectional = (id: FamilyId): boolean => directional.has(id);
/** Families that read the distance of the recipe. */
export const readsDistance = (id: FamilyId): boolean => withDistance.has(id);

/** Families that are aggregated alike: their abbreviations, and one of them. */
export function groupsOf(textured: readonly FamilyCount[]): (readonly [string[], FamilyCount])[] {
  const groups = new Map<string, FamilyCount[]>();
  for (const family of textured) {
    const key = `${isDirectional(family.id)} ${family.aggregations.map((a) => a.code).join()}`;
    groups.set(key, [...(groups.get(key) ?? []), family]);
  }
  return Array.from(groups.values(), (list) => [list.map((family) => family.id.toUpperCase()), list[0]] as const);
}
