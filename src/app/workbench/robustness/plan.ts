import { RadiomicaError } from "#engine/errors.ts";
import {
  defaultPlan,
  type PerturbationId,
  type PerturbationSettings,
  type PlanSettings,
  perturbationPlan,
  perturbations,
} from "#engine/perturb/index.ts";
import type { Series } from "#io/series.ts";

/** What a person chooses: which perturbations, how much, and whether one after the other. */
export type PlanChoice = {
  readonly on: readonly PerturbationId[];
  /** All of them in one chain: every combination. Off: each by itself. */
  readonly chained: boolean;
  readonly amounts: PerturbationSettings;
  readonly seed: number;
};

const ids: readonly PerturbationId[] = perturbations.map(({ id }) => id);

/** A plan of a few seconds on a small lesion; the engine's own defaults are the literature's, and longer. */
export const firstChoice: PlanChoice = {
  on: ids,
  chained: false,
  amounts: {
    noise: { repetitions: 4, sigma: null },
    translation: { fractions: [0.25, 0.75], axes: "2D" },
    rotation: { degrees: [-4, 4] },
    volume: { fractions: [-0.1, 0.1] },
    contour: { ...defaultPlan.contour, repetitions: 4 },
  },
  seed: 1,
};

/** What can be done to a series: uneven slices have no volume to grow, to move across or to cut into supervoxels. */
export function possibleFor({ use, image }: Pick<Series, "use" | "image">): readonly PerturbationId[] {
  return use === "volume" || image.grid.dims[2] === 1 ? ids : ["noise", "translation", "rotation"];
}

/** A plan for a series. One slice, or slices that form no volume, are moved within their plane. */
export function planFor(choice: PlanChoice, series: Pick<Series, "use" | "image">, isFiltered: boolean): PlanSettings {
  const possible = possibleFor(series);
  const on = ids.filter((id) => choice.on.includes(id) && possible.includes(id));
  const flat = series.use !== "volume" || series.image.grid.dims[2] === 1;
  const { translation } = choice.amounts;
  return {
    ...choice.amounts,
    translation: flat ? { ...translation, axes: "2D" } : translation,
    seed: choice.seed,
    chains: on.length === 0 ? [] : choice.chained ? [on] : on.map((id) => [id]),
    // A filter looks further than any margin.
    marginMm: isFiltered ? null : defaultPlan.marginMm,
  };
}

/** How many perturbations a plan has, or what is wrong with it. */
export function planSize(settings: PlanSettings): number | RadiomicaError {
  try {
    return perturbationPlan(settings, { noise: 1 }).length;
  } catch (error) {
    if (error instanceof RadiomicaError) return error;
    throw error;
  }
}

/**
 * Numbers as a person types them, "−6; −2; 2,5" or "0.25 0.75"; null where something is no number. A comma between
 * digits is a decimal comma.
 */
export function numbersOf(text: string): readonly number[] | null {
  const parts = text
    .replaceAll("−", "-")
    .split(/\s*;\s*|,?\s+|,(?=-)/)
    .filter((part) => part !== "");
  const numbers = parts.map((part) => Number(part.replace(",", ".")));
  return numbers.length > 0 && numbers.every(Number.isFinite) ? numbers : null;
}

export const numbersText = (numbers: readonly number[]): string =>
  numbers.map((n) => String(n).replace("-", "−")).join("; ");
