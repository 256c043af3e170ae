import { RadiomicaError } from "../errors.ts";
import { seededRandom } from "../math/random.ts";
import type { ExtractionInput } from "../plan/extraction.ts";
import type { ImageFacts, Perturbation, Variant } from "./perturbation.ts";
import { type PerturbationId, type PerturbationSettings, perturbations } from "./perturbations.ts";
import { inputOf, sceneOf } from "./scene.ts";

/** Which perturbations, in which chains; plain JSON. */
export type PlanSettings = PerturbationSettings & {
  /** Same seed, same perturbations. */
  readonly seed: number;
  /** Each is applied from its first to its last; every combination of their variants is a job. */
  readonly chains: readonly (readonly PerturbationId[])[];
  /** How far around the region the image is perturbed, mm; null is the whole image (filters of wide support). */
  readonly marginMm: number | null;
};

/** One perturbed measurement: all that travels to a worker. */
export type PerturbationJob = {
  /** "rotation −6°, volume +10 %": the same for every subject. */
  readonly label: string;
  readonly steps: readonly { readonly id: PerturbationId; readonly variant: Variant }[];
  readonly seed: number;
  /** The job's place in its plan: its own stream of random numbers. */
  readonly stream: number;
  readonly marginMm: number | null;
};

/** More jobs than this are a mistake in the settings. */
export const MOST_JOBS = 2000;

/** Each perturbation by itself, as a first choice. */
export const defaultPlan: PlanSettings = {
  seed: 1,
  chains: perturbations.map(({ id }) => [id]),
  marginMm: 30,
  ...(Object.fromEntries(perturbations.map(({ id, initial }) => [id, initial])) as PerturbationSettings),
};

const recordOf = (id: PerturbationId): Perturbation<PerturbationId, unknown> => {
  const found = perturbations.find((p) => p.id === id);
  if (found === undefined) throw new RadiomicaError("UnknownId", `There is no perturbation "${id}".`, { id });
  return found as unknown as Perturbation<PerturbationId, unknown>;
};

/** Whether a plan needs the level of the image's own noise. */
export const needsNoiseLevel = (settings: PlanSettings): boolean =>
  settings.noise.sigma === null && settings.chains.some((chain) => chain.includes("noise"));

/**
 * The jobs of a plan, in order. Their number, order and labels depend on the settings alone, so that they are the columns of
 * a table of subjects. Throws RadiomicaError "InvalidRecipe" or "UnknownId".
 */
export function perturbationPlan(settings: PlanSettings, facts: ImageFacts): PerturbationJob[] {
  const { seed, marginMm } = settings;
  const invalid = (why: string) => new RadiomicaError("InvalidRecipe", `${why}.`, { setting: "perturbations" });
  if (!Number.isInteger(seed)) throw invalid(`The seed must be a whole number; it is ${seed}`);
  if (marginMm !== null && !(marginMm >= 0)) throw invalid(`The margin must not be negative; it is ${marginMm} mm`);
  const all = settings.chains.map((chain) => combinations(chain, settings, facts, invalid));
  const combined = all.flat();
  if (combined.length === 0) throw invalid("The plan has no perturbation");
  if (combined.length > MOST_JOBS)
    throw invalid(`The plan has ${combined.length} perturbations, more than ${MOST_JOBS}`);
  return combined.map((steps, stream) => ({
    label: steps.map((step) => step.label).join(", "),
    steps: steps.map(({ id, variant }) => ({ id, variant })),
    seed,
    stream,
    marginMm,
  }));
}

type Step = { readonly id: PerturbationId; readonly variant: Variant; readonly label: string };

function combinations(
  chain: readonly PerturbationId[],
  settings: PlanSettings,
  facts: ImageFacts,
  invalid: (why: string) => RadiomicaError,
): Step[][] {
  if (chain.length === 0) throw invalid("A chain has no perturbation");
  if (new Set(chain).size < chain.length) throw invalid(`The chain ${chain.join(", ")} names one perturbation twice`);
  let found: Step[][] = [[]];
  for (const id of chain) {
    const { problem, variants, label } = recordOf(id);
    const why = problem(settings[id]);
    if (why !== null) throw invalid(`Perturbation ${id}: ${why}`);
    const steps = variants(settings[id], facts).map((variant, n) => ({ id, variant, label: label(variant, n) }));
    if (found.length * steps.length > MOST_JOBS) {
      throw invalid(`The chain ${chain.join(", ")} has more than ${MOST_JOBS} combinations`);
    }
    found = found.flatMap((before) => steps.map((step) => [...before, step]));
  }
  return found;
}

/**
 * The perturbed image and region of a job, for `extract`. The input's memory is left as it is. Throws RadiomicaError
 * "EmptyRoi" where nothing of the region is left, "Unsupported" where it leaves its box.
 */
export function perturbed(input: ExtractionInput, job: PerturbationJob): ExtractionInput {
  const random = seededRandom(job.seed, job.stream);
  const scene = job.steps.reduce(
    (before, { id, variant }) => recordOf(id).apply(before, variant, random),
    sceneOf(input, job.marginMm),
  );
  return inputOf(scene, input);
}
