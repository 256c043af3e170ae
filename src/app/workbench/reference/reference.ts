import { isRadiomicaError } from "#engine/errors.ts";
import type { Recipe } from "#engine/recipe.ts";
import { type ReferenceTable, readReferenceTable } from "#io/readers/reference-table.ts";
import { recipeHash } from "#io/writers/provenance.ts";
import { cell } from "../../state/cell.ts";
import type { FeatureKey } from "../chosen.ts";
import type { WorkbenchHost } from "../workbench.ts";

export type ReferenceState = {
  readonly table: ReferenceTable | null;
  /** Of the file. */
  readonly name: string;
  /** Why the last file was not taken; "" where there is nothing to say. */
  readonly problem: string;
  /** Compare with values of other settings all the same. */
  readonly anyway: boolean;
  /** Empty: all that the file knows. */
  readonly features: readonly FeatureKey[];
  /** Hashes of recipes, by their JSON. */
  readonly hashes: Readonly<Record<string, string>>;
};

/** A cohort's values to compare a case with. It stays for the life of the page; no file of it is kept. */
export function createReference({ messages }: Pick<WorkbenchHost, "messages">) {
  const state = cell<ReferenceState>({ table: null, name: "", problem: "", anyway: false, features: [], hashes: {} });
  const set = (patch: Partial<ReferenceState>) => state.update((now) => ({ ...now, ...patch }));
  return {
    state,
    async load(file: { readonly name: string; text(): Promise<string> }): Promise<void> {
      try {
        const table = readReferenceTable(await file.text());
        set({ table, name: file.name, problem: "", anyway: false, features: [] });
      } catch (error) {
        if (isRadiomicaError(error, "Parse")) set({ table: null, name: file.name, problem: error.message });
        else messages.fail(error);
      }
    },
    remove: (): void => set({ table: null, name: "", problem: "", anyway: false, features: [] }),
    choose: (patch: Partial<Pick<ReferenceState, "anyway" | "features">>): void => set(patch),
    /** Sees to it that the hash of a recipe is known: it takes a moment. */
    async hashOf(recipe: Recipe): Promise<string> {
      const key = JSON.stringify(recipe);
      const known = state.value.hashes[key];
      if (known) return known;
      const hash = await recipeHash(recipe);
      set({ hashes: { ...state.value.hashes, [key]: hash } });
      return hash;
    },
  };
}
export type ReferenceBook = ReturnType<typeof createReference>;
