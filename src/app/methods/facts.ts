import type { FamilyId } from "#engine/features/family.ts";
import { familiesOf, familyById } from "#engine/features/index.ts";
import { completeParams, type Filter, type FilterParams, filterById, isFilterProblem } from "#engine/filters/index.ts";
import type { FeatureRow } from "#engine/plan/extraction.ts";
import { type CompletePyradiomicsSettings, completed } from "#engine/pyradiomics-settings.ts";
import type { Aggregation, Recipe } from "#engine/recipe.ts";
import type { Series } from "#io/series.ts";
import type { SuvMethod } from "./suv.ts";

/** What the methods paragraph is written from. */
export type MethodsInput = {
  readonly series: Pick<Series, "modality" | "manufacturer" | "use" | "valueChain" | "suv"> & {
    readonly image: Pick<Series["image"], "grid" | "unit">;
  };
  readonly recipe: Recipe;
  /** The measured rows of each region; none measured yet: what the recipe would give. */
  readonly measured: readonly (readonly FeatureRow[])[];
  readonly version: { readonly app: string; readonly engine: string };
};

/** Features of a family: how many there are, and in how many aggregations each. */
export type FamilyCount = {
  readonly id: FamilyId;
  /** English name from the registry, for families that a language has no word for. */
  readonly name: string;
  readonly features: number;
  readonly aggregations: readonly { readonly id: Aggregation; readonly code: string }[];
};

/** What a paragraph says, before it is in any language. */
export type Facts = {
  readonly modality: "CT" | "PET" | "MR" | "mammography" | null;
  readonly modalityCode: string;
  readonly unit: MethodsInput["series"]["image"]["unit"];
  /** The unit after normalisation, of re-segmentation; and after the filter, of discretisation. */
  readonly normalisedUnit: MethodsInput["series"]["image"]["unit"];
  readonly measuredUnit: MethodsInput["series"]["image"]["unit"];
  readonly suv: SuvMethod | null;
  readonly manufacturer: string;
  readonly dims: readonly [number, number, number];
  readonly spacing: readonly [number, number, number];
  /** A single image: pixels, not voxels. */
  readonly flat: boolean;
  /** Several slices that do not form a volume. */
  readonly sliceBySlice: boolean;
  readonly recipe: Recipe;
  /** Null in the IBSI profile. */
  readonly pyradiomics: CompletePyradiomicsSettings | null;
  readonly filter: { readonly filter: Filter | null; readonly id: string; readonly params: FilterParams } | null;
  readonly families: readonly FamilyCount[];
  /** Different features, and values a region when each aggregation counts. */
  readonly features: number;
  readonly values: number;
  readonly regions: number;
  /** Values without a number, over all regions. */
  readonly undefined: number;
  readonly version: MethodsInput["version"];
};

const modalities: Readonly<Record<string, Facts["modality"]>> = { CT: "CT", PT: "PET", MR: "MR", MG: "mammography" };

/** Draws the facts together. */
export function factsOf({ series, recipe, measured, version }: MethodsInput): Facts {
  const { grid, unit } = series.image;
  const counts = measured.length > 0 ? fromRows(measured[0]) : fromRecipe(recipe);
  const single = grid.dims[2] === 1;
  const pyradiomics = recipe.profile === "PyRadiomics" ? completed(recipe.pyradiomics) : null;
  const filter = filterFacts(recipe);
  const normalisedUnit = pyradiomics?.normalize || recipe.normalisation ? "arbitrary" : unit;
  const keeps = filter === null || (pyradiomics === null && (filter.filter?.keepsUnit ?? false));
  return {
    modality: modalities[series.modality] ?? null,
    modalityCode: series.modality,
    unit,
    normalisedUnit,
    measuredUnit: keeps ? normalisedUnit : "arbitrary",
    suv: series.suv?.type ? { type: series.suv.type, supplied: series.suv.supplied } : null,
    manufacturer: series.manufacturer.trim(),
    dims: grid.dims,
    spacing: grid.spacing,
    flat: single,
    sliceBySlice: !single && series.use === "slices",
    recipe,
    pyradiomics,
    filter,
    families: counts,
    features: counts.reduce((n, f) => n + f.features, 0),
    values: counts.reduce((n, f) => n + f.features * Math.max(1, f.aggregations.length), 0),
    regions: measured.length,
    undefined: measured.flat().filter((row) => !("value" in row)).length,
    version,
  };
}

function filterFacts({ filter }: Recipe): Facts["filter"] {
  if (!filter) return null;
  const complete = completeParams(filter);
  return {
    id: filter.id,
    filter: filterById(filter.id) ?? null,
    params: isFilterProblem(complete) ? filter.params : complete,
  };
}

function fromRows(rows: readonly FeatureRow[]): FamilyCount[] {
  return [...new Set(rows.map((row) => row.family))].map((id) => {
    const own = rows.filter((row) => row.family === id);
    const aggregations = new Map(
      own.flatMap((row) => (row.aggregation === null ? [] : [[row.aggregation, row.aggregationCode] as const])),
    );
    return {
      id,
      name: familyById(id)?.name ?? id,
      features: new Set(own.map((row) => row.id)).size,
      aggregations: Array.from(aggregations, ([aggregation, code]) => ({ id: aggregation, code })),
    };
  });
}

function fromRecipe(recipe: Recipe): FamilyCount[] {
  return familiesOf(recipe.profile ?? "IBSI").flatMap((family) => {
    const known = Object.keys(family.aggregations).length > 0;
    const chosen = recipe.aggregations.flatMap((id) => {
      const code = family.aggregations[id];
      return code === undefined ? [] : [{ id, code }];
    });
    if (known && chosen.length === 0) return [];
    return [{ id: family.id, name: family.name, features: family.features.length, aggregations: chosen }];
  });
}
