import type { FamilyId } from "#engine/features/family.ts";
import type { Extraction, ExtractionInput } from "#engine/plan/extraction.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { JobOptions, Pool } from "./protocol.ts";
import { sideBySide } from "./side-by-side.ts";

/**
 * How the IBSI's families are shared out, in the manual's order: the largest part first and more parts than most pools
 * have workers, so that whoever is done takes the next. Families that share a matrix or a sorted sample stay together.
 * Each part prepares the region anew, which costs a few per cent of what it saves.
 */
const parts: readonly (readonly FamilyId[])[] = [
  ["morphology"],
  ["local_intensity", "statistics", "histogram", "ivh"],
  ["glcm", "glrlm"],
  ["glszm", "gldzm"],
  ["ngtdm", "ngldm"],
];

/**
 * One region's features, computed by several workers side by side where the pool has them. The numbers are those of a
 * single "extract" job, to the bit: a family sees nothing of the others. Aborts and errors are those of a job.
 */
export async function extractInParts(
  pool: Pool,
  input: ExtractionInput,
  recipe: Recipe,
  options: JobOptions = {},
): Promise<Extraction> {
  // A filter costs more than the features: it is applied once.
  const whole = pool.size === 1 || recipe.filter !== undefined || (recipe.profile ?? "IBSI") !== "IBSI";
  if (whole) return pool.run("extract", { input, recipe }, options);
  const jobs = parts.map((families) => (more: JobOptions) => pool.run("extract", { input, recipe, families }, more));
  return joined(await sideBySide(jobs, options));
}

/** The parts as one extraction; what each of them says of the region itself is said once. */
function joined(found: readonly Extraction[]): Extraction {
  const warnings = new Map(found.flatMap((part) => part.warnings.map((w) => [`${w.code} ${w.detail}`, w] as const)));
  return {
    ...found[0],
    rows: found.flatMap((part) => part.rows),
    intermediates: found.flatMap((part) => part.intermediates),
    warnings: [...warnings.values()],
  };
}
