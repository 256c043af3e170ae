import { RadiomicaError } from "../errors.ts";
import type { Family, FamilyId, Feature, FeatureUnit } from "../features/family.ts";
import { aggregationCode, familiesOf, familyById } from "../features/index.ts";
import { filterById } from "../filters/index.ts";
import { latticeOf, newDims } from "../process/lattice.ts";
import { type PreparedRoi, prepareRoi, type SharedSource } from "../process/prepare-roi.ts";
import { isReason, type Reason, undefinedBecause } from "../reason.ts";
import type { Aggregation, Recipe } from "../recipe.ts";
import { checkRecipe } from "./check-recipe.ts";
import type { Extraction, ExtractionInput, FeatureRow, Hooks, Intermediates, Warning } from "./extraction.ts";
import { depthProblem } from "./flat-image.ts";

/**
 * Features of one region: a row for every feature of the families asked for (all by default) and every aggregation
 * of the recipe that the family knows. A row holds a finite value or the reason why there is none.
 * With `recipe.filter` they are those of the filter's response. `source` is what several filters of a region share.
 * Throws RadiomicaError "InvalidRecipe", "GridMismatch", "UnknownId", "OutOfMemory", or "Cancelled" when the
 * hooks say so.
 */
export function extract(
  input: ExtractionInput,
  recipe: Recipe,
  families?: readonly FamilyId[],
  hooks: Hooks = {},
  source?: SharedSource,
): Extraction {
  refuseBadRecipe(recipe, input.image);
  const { flat, grid } = input.image;
  const jobs = jobsOf(families, recipe);
  const total = jobs.length + 1;
  step(hooks, 0, total, "region");
  const prepared = prepareOrSay(input, recipe, hooks, source);
  const measured = measuredRecipe(recipe);
  const rows: FeatureRow[] = [];
  const intermediates: Intermediates[] = [];
  const warnings: Warning[] = [...prepared.warnings];
  jobs.forEach(({ family, aggregation }, i) => {
    step(hooks, i + 1, total, family.id);
    const found = measure(family, aggregation, prepared, measured, hooks, warnings, intermediates);
    rows.push(...(flat ? found.map((row) => withoutDepth(row, grid.dims[2])) : found));
  });
  step(hooks, total, total, "");
  const { diagnostics, normalisation } = prepared;
  return { rows, diagnostics, intermediates, warnings, recipe, ...(normalisation ? { normalisation } : {}) };
}

/** Throws "InvalidRecipe" with the first error that `checkRecipe` finds. */
export function refuseBadRecipe(recipe: Recipe, image: ExtractionInput["image"]): void {
  const problem = checkRecipe(recipe, image).find((p) => p.level === "error");
  if (problem === undefined) return;
  throw new RadiomicaError("InvalidRecipe", problem.detail, { setting: problem.setting, code: problem.code });
}

/** The re-segmentation range is one of the image's intensities: a filter's response has none. */
const measuredRecipe = (recipe: Recipe): Recipe =>
  recipe.filter === undefined
    ? recipe
    : { ...recipe, resegmentation: { ...recipe.resegmentation, range: [null, null] } };

function prepareOrSay(input: ExtractionInput, recipe: Recipe, hooks: Hooks, source?: SharedSource): PreparedRoi {
  const pulse = () => {
    if (hooks.cancelled?.()) throw new RadiomicaError("Cancelled", "The extraction was cancelled.");
  };
  return orOutOfMemory(input, recipe, () => prepareRoi(input, recipe, source, pulse));
}

/** An array that cannot be allocated is a RangeError; the caller should hear how large the region was. */
export function orOutOfMemory<T>({ image }: ExtractionInput, recipe: Recipe, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const size = newDims(latticeOf(image.grid, recipe.interpolation)).join(" × ");
    const message = "There is not enough memory for the region; choose a larger spacing or a smaller region.";
    throw new RadiomicaError("OutOfMemory", message, { size }, error);
  }
}

type Job = { readonly family: Family<unknown>; readonly aggregation: Aggregation | null };

function jobsOf(ids: readonly FamilyId[] | undefined, recipe: Recipe): Job[] {
  const all = familiesOf(recipe.profile ?? "IBSI");
  const chosen = ids === undefined ? all : ids.map((id) => familyOrThrow(id, all));
  return chosen.flatMap((family): Job[] => {
    if (Object.keys(family.aggregations).length === 0) return [{ family, aggregation: null }];
    return recipe.aggregations.filter((a) => a in family.aggregations).map((aggregation) => ({ family, aggregation }));
  });
}

function familyOrThrow(id: FamilyId, all: readonly Family<unknown>[]): Family<unknown> {
  const family = familyById(id);
  if (family !== undefined && !all.includes(family)) {
    throw new RadiomicaError("UnknownId", `The family "${id}" belongs to the other profile.`, { id });
  }
  if (family === undefined) throw new RadiomicaError("UnknownId", `No family is called "${id}".`, { id });
  return family;
}

function step(hooks: Hooks, done: number, total: number, what: string): void {
  if (hooks.cancelled?.()) throw new RadiomicaError("Cancelled", "The extraction was cancelled.");
  hooks.onProgress?.(done, total, what);
}

/** Families that read grey levels; for the others an impossible discretisation is no obstacle. */
const readsLevels: ReadonlySet<FamilyId> = new Set([
  "histogram",
  ...(["glcm", "glrlm", "glszm", "gldzm", "ngtdm", "ngldm"] as const),
  ...(["pyradiomics.glcm", "pyradiomics.glrlm", "pyradiomics.glszm"] as const),
  ...(["pyradiomics.gldm", "pyradiomics.ngtdm"] as const),
]);
const readsMaskOnly: ReadonlySet<FamilyId> = new Set(["morphology", "pyradiomics.shape", "pyradiomics.shape2D"]);

/** Why a whole family has no value here, or null. Morphology alone can do without intensities. */
function obstacle(family: Family<unknown>, prepared: PreparedRoi): Reason | null {
  if (prepared.regionReason !== null) return prepared.regionReason;
  if (readsMaskOnly.has(family.id)) return null;
  return prepared.intensityReason ?? (readsLevels.has(family.id) ? prepared.levelsReason : null);
}

function measure(
  family: Family<unknown>,
  aggregation: Aggregation | null,
  prepared: PreparedRoi,
  recipe: Recipe,
  hooks: Hooks,
  warnings: Warning[],
  intermediates: Intermediates[],
): FeatureRow[] {
  const parts = obstacle(family, prepared) ?? attempt(() => family.prepare(prepared.roi, recipe, aggregation));
  if (!isReason(parts) && parts.length > 0) {
    const quantities = attempt(() => family.describe?.(parts, prepared.roi, recipe, aggregation) ?? []);
    if (!isReason(quantities)) {
      const inUnits = quantities.map((q) => ({ ...q, unit: measuredUnit(q.unit, recipe) }));
      intermediates.push({ family: family.id, aggregation, quantities: inUnits });
    }
  }
  const partial: string[] = [];
  const rows = family.features.map((feature): FeatureRow => {
    if (hooks.cancelled?.()) throw new RadiomicaError("Cancelled", "The extraction was cancelled.");
    const identity = {
      id: feature.id,
      family: family.id,
      ibsi: feature.ibsi,
      aggregation,
      aggregationCode: aggregationCode(family, aggregation),
      unit: unitOf(feature, recipe),
    };
    const { result, missing } = isReason(parts) ? { result: parts, missing: 0 } : average(feature, parts);
    if (missing > 0) partial.push(`${feature.id} (${missing} missing)`);
    return typeof result === "number"
      ? { ...identity, value: result }
      : { ...identity, reason: result.reason, detail: result.detail };
  });
  if (partial.length > 0 && !isReason(parts)) {
    const detail = `Some of the ${parts.length} matrices of ${aggregation} give no value; the mean is over the others: ${partial.join(", ")}.`;
    warnings.push({ code: "partial_average", detail });
  }
  return rows;
}

/** A value that would need the distance of the slices gives way to the reason. */
function withoutDepth(row: FeatureRow, slices: number): FeatureRow {
  const problem = depthProblem(row.id, slices);
  if (problem === null || isReason(row)) return row;
  const { value: _, ...identity } = row;
  return { ...identity, ...problem };
}

/** The levels of an intensity-volume histogram with a fixed bin number are bins, not intensities. */
const unitOf = ({ id, unit }: Feature<unknown>, recipe: Recipe): FeatureUnit =>
  id.startsWith("ivh.") && unit === "intensity" && recipe.ivh.method === "FBN" ? "bins" : measuredUnit(unit, recipe);

/** A normalised image has no unit, and neither has a filter's response, unless it keeps the image's. */
function measuredUnit(unit: FeatureUnit, { profile, pyradiomics, filter, normalisation }: Recipe): FeatureUnit {
  const normalised = (profile === "PyRadiomics" && pyradiomics?.normalize) || normalisation !== undefined;
  if (!normalised && (filter === undefined || filterById(filter.id)?.keepsUnit)) return unit;
  if (unit === "intensity.mm3" || unit === "intensity2.mm3") return "mm3";
  return unit === "intensity" || unit === "intensity2" ? "1" : unit;
}

/** Mean of a feature over what its family prepared; parts without a value are left out and counted. */
export function average(
  feature: Feature<unknown>,
  parts: readonly unknown[],
): { result: number | Reason; missing: number } {
  let total = 0;
  let count = 0;
  let first: Reason | null = null;
  for (const part of parts) {
    const value = finite(attempt(() => feature.compute(part)));
    if (typeof value === "number") {
      total += value;
      count++;
    } else first ??= value;
  }
  if (count > 0) return { result: finite(total / count), missing: parts.length - count };
  return { result: first ?? undefinedBecause("not_defined", "The region gives no matrix."), missing: 0 };
}

const finite = (value: number | Reason): number | Reason =>
  typeof value !== "number" || Number.isFinite(value)
    ? value
    : undefinedBecause("failed", `The computation gave ${value}, which is no finite number.`);

/** A bug in one feature must not cost the others: what it throws becomes its reason. Cancelling passes through. */
function attempt<T>(compute: () => T): T | Reason {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RadiomicaError && error.tag === "Cancelled") throw error;
    return undefinedBecause("failed", error instanceof Error ? error.message : String(error));
  }
}
