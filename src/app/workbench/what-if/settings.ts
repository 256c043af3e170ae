import type { FilterParam, FilterSettings } from "#engine/filters/filter.ts";
import { completeParams, filterById, isFilterProblem } from "#engine/filters/index.ts";
import { asProfile } from "#engine/plan/as-profile.ts";
import { checkRecipe } from "#engine/plan/check-recipe.ts";
import { aggregations, type Recipe } from "#engine/recipe.ts";
import { around, niceStep, type Scene, type Setting, type SettingValue, tidy } from "./setting.ts";

// Values come from a domain of numbers or of words, so the other kind cannot occur.
const number = (value: SettingValue): number => Number(value);
const oneOf = <T extends string>(options: readonly T[], value: SettingValue): T =>
  options.find((o) => o === value) ?? options[0];

const methods = ["nearest", "linear", "cubic"] as const;
const weights = ["none", "manhattan", "euclidean", "chebyshev"] as const;

/** Bin widths to begin with, where the recipe has none: the usual one of the unit, else a 32nd of the intensities. */
function usualWidth({ image, intensities: [low, high] }: Scene): number {
  if (image.unit === "HU") return 25;
  if (image.unit === "SUV") return 0.5;
  return high > low ? niceStep((high - low) / 32) : 1;
}

function usualSpacing({ image: { grid }, use }: Scene): number {
  const axes = use === "slices" || grid.dims[2] === 1 ? grid.spacing.slice(0, 2) : grid.spacing;
  return Number(axes.reduce((product, s) => product * s, 1).toPrecision(12)) ** (1 / axes.length);
}

/** No finer than half the finest axis: beyond, interpolation makes voxels and no detail. */
function aroundSpacing(value: number, { image: { grid } }: Scene) {
  const domain = around(value);
  const { step } = domain;
  const least = tidy(step * Math.max(1, Math.ceil(Math.min(...grid.spacing) / 2 / step)));
  return { ...domain, min: Math.min(Math.max(domain.min, least), value) };
}

/** The recipe's interpolation; where it has none, the one that the slider turns on. */
function interpolationOf(recipe: Recipe, scene: Scene): NonNullable<Recipe["interpolation"]> {
  if (recipe.interpolation) return recipe.interpolation;
  const { grid, unit } = scene.image;
  const flat = scene.use === "slices" || grid.dims[2] === 1;
  const side = Number(usualSpacing(scene).toFixed(2));
  return {
    dimensionality: flat ? "2D" : "3D",
    spacing: flat ? [side, side, grid.spacing[2]] : [side, side, side],
    image: "linear",
    mask: "linear",
    maskThreshold: 0.5,
    round: unit === "HU",
  };
}

/** Steps over the segments' intensities. */
function overIntensities({ intensities: [low, high] }: Scene) {
  const step = high > low ? niceStep((high - low) / 50) : 1;
  const snap = (x: number, round: (x: number) => number) => tidy(round(x / step) * step);
  return { kind: "number", min: snap(low, Math.floor), max: snap(high, Math.ceil), step } as const;
}

/** Every setting but those of the filter, in the order of the IBSI's chain. */
const fixed: readonly Setting[] = [
  {
    id: "spacing",
    unit: "mm",
    domain: (recipe, scene) => aroundSpacing(recipe.interpolation?.spacing[0] ?? usualSpacing(scene), scene),
    value: ({ interpolation }) => interpolation?.spacing[0] ?? null,
    start: (_, scene) => Number(usualSpacing(scene).toFixed(2)),
    apply(recipe, value, scene) {
      const now = interpolationOf(recipe, scene);
      const side = number(value);
      return {
        ...recipe,
        interpolation: { ...now, spacing: [side, side, now.dimensionality === "2D" ? now.spacing[2] : side] },
      };
    },
  },
  {
    id: "interpolation",
    unit: "1",
    domain: () => ({ kind: "choice", options: methods }),
    value: ({ interpolation }) => interpolation?.image ?? null,
    start: () => "linear",
    apply: (recipe, value, scene) => ({
      ...recipe,
      interpolation: { ...interpolationOf(recipe, scene), image: oneOf(methods, value) },
    }),
  },
  {
    id: "mask_threshold",
    unit: "1",
    domain: () => ({ kind: "number", min: 0.05, max: 1, step: 0.05 }),
    value: ({ interpolation }) => (interpolation?.mask === "linear" ? interpolation.maskThreshold : null),
    start: () => 0.5,
    apply: (recipe, value, scene) => ({
      ...recipe,
      interpolation: { ...interpolationOf(recipe, scene), mask: "linear", maskThreshold: number(value) },
    }),
  },
  {
    id: "range_low",
    unit: "intensity",
    domain: (_, scene) => overIntensities(scene),
    value: ({ resegmentation }) => resegmentation.range[0],
    start: (_, scene) => overIntensities(scene).min,
    apply: ({ resegmentation, ...recipe }, value) => ({
      ...recipe,
      resegmentation: { ...resegmentation, range: [number(value), resegmentation.range[1]] },
    }),
  },
  {
    id: "range_high",
    unit: "intensity",
    domain: (_, scene) => overIntensities(scene),
    value: ({ resegmentation }) => resegmentation.range[1],
    start: (_, scene) => overIntensities(scene).max,
    apply: ({ resegmentation, ...recipe }, value) => ({
      ...recipe,
      resegmentation: { ...resegmentation, range: [resegmentation.range[0], number(value)] },
    }),
  },
  {
    id: "outliers",
    unit: "sigma",
    domain: () => ({ kind: "number", min: 0.5, max: 5, step: 0.1 }),
    value: ({ resegmentation }) => resegmentation.outlierSigma,
    start: () => 3,
    apply: ({ resegmentation, ...recipe }, value) => ({
      ...recipe,
      resegmentation: { ...resegmentation, outlierSigma: number(value) },
    }),
  },
  {
    id: "bin_width",
    unit: "intensity",
    domain: ({ discretisation: d }, scene) => around(d.method === "FBS" ? d.width : usualWidth(scene)),
    value: ({ discretisation: d }) => (d.method === "FBS" ? d.width : null),
    start: (_, scene) => usualWidth(scene),
    apply: ({ discretisation: d, ...recipe }, value) => ({
      ...recipe,
      discretisation: { ...(d.method === "FBS" ? d : {}), method: "FBS", width: number(value) },
    }),
  },
  {
    id: "bin_count",
    unit: "levels",
    domain: ({ discretisation: d }) => ({
      kind: "number",
      min: 2,
      max: d.method === "FBN" && d.bins > 128 ? 2 * d.bins : 128,
      step: 1,
    }),
    value: ({ discretisation: d }) => (d.method === "FBN" ? d.bins : null),
    start: () => 32,
    apply: (recipe, value) => ({ ...recipe, discretisation: { method: "FBN", bins: number(value) } }),
  },
  {
    id: "ivh_width",
    unit: "intensity",
    domain: ({ ivh }, scene) => around(ivh.method === "FBS" ? ivh.width : usualWidth(scene) / 10),
    value: ({ ivh }) => (ivh.method === "FBS" ? ivh.width : null),
    start: (_, scene) => tidy(usualWidth(scene) / 10),
    apply: (recipe, value) => ({ ...recipe, ivh: { method: "FBS", width: number(value) } }),
  },
  {
    id: "ivh_bins",
    unit: "levels",
    domain: () => ({ kind: "number", min: 50, max: 2000, step: 50 }),
    value: ({ ivh }) => (ivh.method === "FBN" ? ivh.bins : null),
    start: () => 1000,
    apply: (recipe, value) => ({ ...recipe, ivh: { method: "FBN", bins: number(value) } }),
  },
  {
    id: "aggregation",
    unit: "1",
    domain: (_, { image, use }) => ({
      kind: "choice",
      options: aggregations.filter((a) => !a.startsWith("3D") || (use === "volume" && image.grid.dims[2] > 1)),
    }),
    value: ({ aggregations: [only, ...others] }) => (others.length === 0 ? (only ?? null) : null),
    start: ({ aggregations: asked }) => asked.at(-1) ?? "3D_mrg",
    apply: (recipe, value) => ({ ...recipe, aggregations: [oneOf(aggregations, value)] }),
  },
  {
    id: "distance",
    unit: "voxels",
    domain: () => ({ kind: "number", min: 1, max: 5, step: 1 }),
    value: ({ texture }) => texture.distance,
    start: () => 1,
    apply: ({ texture, ...recipe }, value) => ({ ...recipe, texture: { ...texture, distance: number(value) } }),
  },
  {
    id: "weighting",
    unit: "1",
    domain: () => ({ kind: "choice", options: weights }),
    value: ({ texture }) => texture.weighting,
    start: () => "none",
    apply: ({ texture, ...recipe }, value) => ({
      ...recipe,
      texture: { ...texture, weighting: oneOf(weights, value) },
    }),
  },
  {
    id: "coarseness",
    unit: "levels",
    domain: () => ({ kind: "number", min: 0, max: 5, step: 1 }),
    value: ({ texture }) => texture.coarseness,
    start: () => 0,
    apply: ({ texture, ...recipe }, value) => ({ ...recipe, texture: { ...texture, coarseness: number(value) } }),
  },
];

/** What PyRadiomics has no word for, or takes from its own settings. */
const ibsiOnly: ReadonlySet<string> = new Set([
  "mask_threshold",
  "outliers",
  "ivh_width",
  "ivh_bins",
  "aggregation",
  "coarseness",
]);

/** The filter that its slider turns on where the recipe has none. */
const usualFilter: FilterSettings = { id: "log", params: {} };

/** A parameter of the recipe's filter (without one: the scale of a Laplacian of Gaussian) as a setting. */
function ofFilter(settings: FilterSettings, param: FilterParam): Setting | null {
  if (param.kind === "text") return null;
  const complete = completeParams(settings);
  const value = isFilterProblem(complete) ? param.default : (complete[param.id] ?? param.default);
  const name = filterById(settings.id)?.name ?? settings.id;
  const shown = (v: number | string | boolean): SettingValue => (typeof v === "boolean" ? (v ? "on" : "off") : v);
  const stored = (v: SettingValue) => (param.kind === "switch" ? v === "on" : v);
  return {
    id: `filter.${param.id}`,
    unit: param.kind === "number" ? filterUnit(param.unit) : "1",
    label: { en: `${name}: ${param.label.en}`, it: `${name}: ${param.label.it}` },
    domain() {
      if (param.kind === "choice") return { kind: "choice", options: param.options };
      if (param.kind === "switch") return { kind: "choice", options: ["off", "on"] };
      const middle = Math.max(Number(value), param.integer ? 1 : 0.1);
      const { min, max, step } = around(middle, param.min, param.max);
      return {
        kind: "number",
        min: param.integer ? Math.ceil(min) : min,
        max,
        step: param.integer ? Math.max(1, step) : step,
      };
    },
    value: ({ filter }) => (filter ? shown(value) : null),
    start: () => shown(value),
    apply: (recipe, next) => ({
      ...recipe,
      filter: { id: settings.id, params: { ...settings.params, [param.id]: stored(next) } },
    }),
  };
}

const filterUnit = (unit: string): Setting["unit"] =>
  unit === "mm" || unit === "voxels" || unit === "degrees" ? unit : "1";

/**
 * The settings that this recipe and image have a slider for: those whose value, once applied, gives the engine
 * no new reason to refuse. To add one: its record above, and its name in the interface's texts.
 */
export function settingsFor(recipe: Recipe, scene: Scene): readonly Setting[] {
  const filter = recipe.filter ?? usualFilter;
  const params = filterById(filter.id)?.params ?? [];
  const shown = recipe.filter ? params : params.filter((p) => p.id === "sigma");
  const all = [...fixed, ...shown.flatMap((param) => ofFilter(filter, param) ?? [])];
  const errors = (r: Recipe) => checkRecipe(r, scene.image).filter((p) => p.level === "error");
  // What is wrong with the recipe itself is no setting's fault: one of them may mend it.
  const before = new Set(errors(recipe).map((p) => p.code));
  return all.filter((setting) => {
    if (recipe.profile === "PyRadiomics" && ibsiOnly.has(setting.id)) return false;
    const value = setting.value(recipe) ?? setting.start(recipe, scene);
    return errors(withSetting(setting, recipe, value, scene)).every((p) => before.has(p.code));
  });
}

/** The recipe with a setting changed, as its profile has it. */
export function withSetting(setting: Setting, recipe: Recipe, value: SettingValue, scene: Scene): Recipe {
  const next = setting.apply(recipe, value, scene);
  return recipe.profile === "PyRadiomics" ? asProfile(next, "PyRadiomics") : next;
}
