export { measurePerturbed, type PerturbedRun } from "./measure.ts";
export { noiseLevel } from "./noise-level.ts";
export type { ImageFacts } from "./perturbation.ts";
export { type PerturbationId, type PerturbationSettings, perturbations } from "./perturbations.ts";
export {
  defaultPlan,
  MOST_JOBS,
  needsNoiseLevel,
  type PerturbationJob,
  type PlanSettings,
  perturbationPlan,
  perturbed,
} from "./plan.ts";
export {
  type PerturbationTable,
  type PerturbedFeature,
  type PerturbedSubject,
  perturbationTable,
  robustnessOf,
} from "./table.ts";
