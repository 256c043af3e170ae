import type { FamilyId } from "#engine/features/family.ts";
import type { FilterSettings } from "#engine/filters/filter.ts";
import type { Recipe } from "#engine/recipe.ts";

/** Settings to measure with, by name; `recipe` null: chosen for each image. */
export type Configuration = {
  readonly name: string;
  readonly recipe: Recipe | null;
  /** The images that are measured with a recipe that then holds no filter; left out: the recipe's own. */
  readonly images?: readonly BankImage[];
  /** The number of the region that the settings are for, where a mask has numbers; left out: every region. */
  readonly label?: number;
};

/** One image of a bank. */
export type BankImage = {
  /** Null: the image itself. */
  readonly filter: FilterSettings | null;
  /** What it is called, where that is not the filter's own label: "wavelet-LLH". */
  readonly label?: string;
  /** Which families and features are asked for; all where left out. */
  readonly families?: readonly FamilyId[];
  readonly features?: ReadonlySet<string>;
};

/** A recipe of the image itself. */
export function withoutFilter(recipe: Recipe): Recipe {
  const { filter: _, ...plain } = recipe;
  return plain;
}

/** The recipes of a configuration, one for each of its images. */
export const recipesOf = ({ images }: Configuration, recipe: Recipe): Recipe[] =>
  images === undefined ? [recipe] : images.map(({ filter }) => (filter === null ? recipe : { ...recipe, filter }));
