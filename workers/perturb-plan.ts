import { isNoStatistic } from "#engine/cohort/statistic.ts";
import { RadiomicaError } from "#engine/errors.ts";
import type { FamilyId } from "#engine/features/family.ts";
import type { PerturbedRun } from "#engine/perturb/measure.ts";
import type { ImageFacts } from "#engine/perturb/perturbation.ts";
import { needsNoiseLevel, type PerturbationJob, type PlanSettings, perturbationPlan } from "#engine/perturb/plan.ts";
import { type PerturbationTable, perturbationTable } from "#engine/perturb/table.ts";
import type { Extraction, ExtractionInput } from "#engine/plan/extraction.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { Volume } from "#engine/volume.ts";
import type { JobOptions, Pool } from "./protocol.ts";

/** A region that is perturbed, and the settings that it is measured with. */
export type PlanSubject = { readonly name: string; readonly input: ExtractionInput; readonly recipe: Recipe };

export type PlanResult = {
  readonly table: PerturbationTable;
  /** The columns of the table; numbers that depend on a subject's image (the noise) are the first one's. */
  readonly jobs: readonly PerturbationJob[];
  /** Of each subject's image; null where no noise at its own level was added. */
  readonly noise: readonly (number | null)[];
};

/**
 * Measures every subject undisturbed and under every job of the plan, one job of the pool each, as many at a time as
 * there are workers: what a worker holds is one perturbed copy of an image. Progress counts measurements. The first error
 * ends the others; a perturbation that a region cannot take is a reason in the table. Throws "InvalidRecipe",
 * "Unsupported" (the noise of an image is not known), "Cancelled".
 */
export async function perturbPlan(
  pool: Pool,
  subjects: readonly PlanSubject[],
  settings: PlanSettings,
  { onProgress, signal, priority }: JobOptions = {},
  families?: readonly FamilyId[],
): Promise<PlanResult> {
  if (subjects.length === 0) throw new RadiomicaError("EmptyRoi", "There is no region to perturb.");
  // Wrong settings are refused before anything is measured.
  perturbationPlan(settings, { noise: 1 });
  const stop = new AbortController();
  const abort = () => stop.abort();
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted) abort();
  const options = { signal: stop.signal, priority };
  const facts = await imageFacts(pool, subjects, settings, options);
  const plans = subjects.map((_, s) => perturbationPlan(settings, facts[s]));
  const runs: PerturbedRun[][] = subjects.map(() => []);
  const baselines: Pick<Extraction, "rows">[] = [];
  const work = subjects.flatMap(({ name, input, recipe }, s) => [
    {
      what: name,
      run: async () => {
        const { rows } = await pool.run("extract", { input, recipe, families }, options);
        baselines[s] = { rows };
      },
    },
    ...plans[s].map((perturbation, n) => ({
      what: `${name}, ${perturbation.label}`,
      run: async () => {
        runs[s][n] = await pool.run("perturb", { input, recipe, perturbation, families }, options);
      },
    })),
  ]);
  let next = 0;
  let done = 0;
  onProgress?.(0, work.length, "");
  const lane = async () => {
    for (let n = next++; n < work.length; n = next++) {
      await work[n].run();
      onProgress?.(++done, work.length, work[n].what);
    }
  };
  const lanes = Array.from({ length: Math.min(pool.size, work.length) }, lane);
  try {
    await Promise.all(lanes);
  } catch (error) {
    abort();
    await Promise.allSettled(lanes);
    throw error;
  } finally {
    signal?.removeEventListener("abort", abort);
  }
  const table = perturbationTable(
    subjects.map(({ name }, s) => ({ name, baseline: baselines[s], perturbed: runs[s] })),
    plans[0].map((job) => job.label),
  );
  return { table, jobs: plans[0], noise: facts.map(({ noise }) => noise) };
}

/** The noise of each subject's image, looked for once an image, where the plan needs it. */
async function imageFacts(
  pool: Pool,
  subjects: readonly PlanSubject[],
  settings: PlanSettings,
  options: JobOptions,
): Promise<ImageFacts[]> {
  if (!needsNoiseLevel(settings)) return subjects.map(() => ({ noise: null }));
  const known = new Map<Volume, Promise<number>>();
  const levelOf = async (image: Volume) => {
    const level = await pool.run("noise_level", { image }, options);
    if (!isNoStatistic(level)) return level;
    const message = `The level of the image's own noise is not known: ${level.detail} Give one, or leave noise out.`;
    throw new RadiomicaError("Unsupported", message, { reason: level.reason });
  };
  return Promise.all(
    subjects.map(async ({ input: { image } }) => {
      const level = known.get(image) ?? levelOf(image);
      known.set(image, level);
      return { noise: await level };
    }),
  );
}
