import type { ImageUse } from "#engine/plan/defaults.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { Volume } from "#engine/volume.ts";

export type SettingValue = number | string;

/** What a setting may be: numbers in steps, or a few words. */
export type NumberDomain = {
  readonly kind: "number";
  readonly min: number;
  readonly max: number;
  readonly step: number;
};
export type Domain = NumberDomain | { readonly kind: "choice"; readonly options: readonly string[] };

/** What the range of a setting depends on beside the recipe. */
export type Scene = {
  readonly image: Pick<Volume, "grid" | "unit">;
  readonly use: ImageUse;
  /** Lowest and highest intensity in the segments. */
  readonly intensities: readonly [number, number];
};

export type SettingId =
  | "bin_width"
  | "bin_count"
  | "spacing"
  | "interpolation"
  | "mask_threshold"
  | "range_low"
  | "range_high"
  | "outliers"
  | "distance"
  | "weighting"
  | "coarseness"
  | "aggregation"
  | "ivh_width"
  | "ivh_bins"
  | `filter.${string}`;

/** One setting of a recipe as a slider. */
export type Setting = {
  readonly id: SettingId;
  /** What its numbers are in; "intensity" becomes HU, SUV … */
  readonly unit: "intensity" | "mm" | "voxels" | "levels" | "sigma" | "degrees" | "1";
  /** A name of its own, for parameters of filters; the others are named by the interface's texts. */
  readonly label?: { readonly en: string; readonly it: string };
  readonly domain: (recipe: Recipe, scene: Scene) => Domain;
  /** What the recipe says; null where it says nothing (off, or another method). */
  readonly value: (recipe: Recipe) => SettingValue | null;
  /** Where the slider stands when the recipe says nothing. */
  readonly start: (recipe: Recipe, scene: Scene) => SettingValue;
  readonly apply: (recipe: Recipe, value: SettingValue, scene: Scene) => Recipe;
};

/** 1, 2 or 5 times a power of ten, the greatest that is not above x. */
export function niceStep(x: number): number {
  const power = 10 ** Math.floor(Math.log10(x));
  const size = [5, 2, 1].find((s) => s * power <= x * (1 + 1e-12)) ?? 1;
  return Number((size * power).toPrecision(1));
}

/** Steps from about a quarter to four times the value, on a lattice of nice numbers that the value lies on if it can. */
export function around(value: number, least = 0, most = Number.POSITIVE_INFINITY): NumberDomain {
  const steps = [10, 25, 50].map((n) => niceStep(value / n));
  const step = steps.find((s) => Math.abs(value / s - Math.round(value / s)) < 1e-9) ?? steps[0];
  const min = Math.max(least, tidy(step * Math.max(1, Math.floor(value / 4 / step))));
  return { kind: "number", min, max: Math.min(most, tidy(Math.ceil((4 * value) / step) * step)), step };
}

/** Without the dust that sums of decimals leave. */
export const tidy = (x: number): number => Number(x.toPrecision(12));

/** n values over the domain, on its steps, with `include` among them where it lies within; every word of a choice. */
export function sweepValues(domain: Domain, n: number, include: SettingValue | null): readonly SettingValue[] {
  if (domain.kind === "choice") return domain.options;
  const { min, max, step } = domain;
  const at = (i: number) => tidy(min + Math.round(((max - min) * i) / Math.max(1, n - 1) / step) * step);
  const values = Array.from({ length: n }, (_, i) => Math.min(max, at(i)));
  if (typeof include === "number" && include >= min && include <= max) values.push(include);
  return [...new Set(values)].sort((a, b) => a - b);
}
