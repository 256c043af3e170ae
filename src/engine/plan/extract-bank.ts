import { RadiomicaError } from "../errors.ts";
import type { FamilyId } from "../features/family.ts";
import type { FilterSettings } from "../filters/filter.ts";
import { completeParams, filterById, isFilterProblem } from "../filters/index.ts";
import type { Extent } from "../process/crop.ts";
import { readyFilter } from "../process/filtered.ts";
import { sharedSource } from "../process/prepare-roi.ts";
import type { RegionSource } from "../process/region-source.ts";
import type { Recipe } from "../recipe.ts";
import { extract, orOutOfMemory, refuseBadRecipe } from "./extract.ts";
import type { Extraction, ExtractionInput, Hooks } from "./extraction.ts";

/** The features of one image of a bank. */
export type BankExtraction = {
  /** The column prefix: the filter's label, or "original" for the image itself. Unique in the bank. */
  readonly label: string;
  /** Null: the image itself. */
  readonly filter: FilterSettings | null;
  /** Its recipe holds the filter. */
  readonly extraction: Extraction;
};

/** Families of all images of a bank, or a list for each of them; left out: all families. */
export type BankFamilies = readonly FamilyId[] | readonly (readonly FamilyId[])[];

/** True for a list of families for each image. */
export const areLists = (families: BankFamilies): families is readonly (readonly FamilyId[])[] =>
  families.some((one) => typeof one !== "string");

const familiesAt = (families: BankFamilies | undefined, n: number): readonly FamilyId[] | undefined => {
  if (families === undefined) return undefined;
  return areLists(families) ? families[n] : families;
};

/** The column prefix of a filter's features: its label; "original" without a filter. Its id where parameters are bad. */
export function filterLabel(settings: FilterSettings | null | undefined): string {
  if (settings === null || settings === undefined) return "original";
  const params = completeParams(settings);
  return isFilterProblem(params) ? settings.id : (filterById(settings.id)?.label(params) ?? settings.id);
}

/** Labels of a bank: the second of two that read alike gets "-2". */
export function bankLabels(bank: readonly (FilterSettings | null)[]): string[] {
  const seen = new Map<string, number>();
  return bank.map((settings) => {
    const label = filterLabel(settings);
    const n = (seen.get(label) ?? 0) + 1;
    seen.set(label, n);
    return n === 1 ? label : `${label}-${n}`;
  });
}

/**
 * The places of a bank's images in at most `count` parts of about equal size, for workers side by side. Filters that
 * share work stay together where that leaves no part more than twice as large as it must be.
 */
export function bankParts(bank: readonly (FilterSettings | null)[], count: number): number[][] {
  const groups = new Map<string, number[]>();
  bank.forEach((settings, n) => {
    const key = sharedKey(settings) ?? `${n}`;
    groups.set(key, [...(groups.get(key) ?? []), n]);
  });
  const most = Math.ceil(bank.length / Math.max(1, count));
  const pieces = [...groups.values()].flatMap((group) => {
    const cuts = Math.ceil(group.length / (2 * most));
    const size = Math.ceil(group.length / cuts);
    return Array.from({ length: cuts }, (_, k) => group.slice(k * size, (k + 1) * size));
  });
  const parts = Array.from({ length: Math.min(Math.max(1, count), bank.length) }, (): number[] => []);
  // The largest first, each where least is.
  for (const piece of pieces.toSorted((a, b) => b.length - a.length)) {
    parts.reduce((least, part) => (part.length < least.length ? part : least)).push(...piece);
  }
  return parts.filter((part) => part.length > 0).map((part) => part.toSorted((a, b) => a - b));
}

function sharedKey(settings: FilterSettings | null): string | null {
  if (settings === null) return null;
  const params = completeParams(settings);
  const together = filterById(settings.id)?.together;
  return together === undefined || isFilterProblem(params) ? null : `${settings.id} ${together.key(params)}`;
}

/**
 * Features of one region on several filtered images (null: the image itself), in the bank's order. Interpolated image
 * and mask are made once, and filters share what they can (the bands of a wavelet their passes), to the bits that each
 * has alone. All filters are checked before the first one works. `recipe.filter` is not read.
 * Throws as `extract` does; progress counts the bank's steps through, named "label: family".
 */
export function extractBank(
  input: ExtractionInput,
  recipe: Recipe,
  bank: readonly (FilterSettings | null)[],
  families?: BankFamilies,
  hooks: Hooks = {},
): BankExtraction[] {
  const labels = bankLabels(bank);
  const recipes = bank.map((filter) => withFilter(recipe, filter));
  for (const one of recipes) refuseBadRecipe(one, input.image);
  const filters = bank.filter((filter) => filter !== null);
  const source = orOutOfMemory(input, recipe, () => sharedSource(input, recipe, filters));
  if (source.profile === "IBSI" && source.region !== null) takeLargest(source, filters);
  return bank.map((filter, n) => {
    const onProgress: Hooks["onProgress"] = (done, total, what) =>
      hooks.onProgress?.(n * total + done, bank.length * total, what === "" ? labels[n] : `${labels[n]}: ${what}`);
    const extraction = extract(input, recipes[n], familiesAt(families, n), { ...hooks, onProgress }, source);
    return { label: labels[n], filter, extraction };
  });
}

function withFilter(recipe: Recipe, filter: FilterSettings | null): Recipe {
  const { filter: _, ...plain } = recipe;
  return filter === null ? plain : { ...plain, filter };
}

/** Interpolates once the box that holds what every filter needs; an array too large is a RangeError, and said so. */
function takeLargest(source: RegionSource, filters: readonly FilterSettings[]): void {
  const boxes = filters.map((filter) => readyFilter(filter, source.lattice, source.outer).needs);
  if (boxes.length === 0) return;
  const least = (a: 0 | 1 | 2) => Math.min(...boxes.map((b) => b.lo[a]));
  const most = (a: 0 | 1 | 2) => Math.max(...boxes.map((b) => b.hi[a]));
  const all: Extent = { lo: [least(0), least(1), least(2)], hi: [most(0), most(1), most(2)] };
  try {
    source.image(all);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const size = all.hi.map((hi, a) => hi - all.lo[a]).join(" × ");
    const message = `There is not enough memory for the ${size} voxels the filters need.`;
    throw new RadiomicaError("OutOfMemory", message, { size }, error);
  }
}
