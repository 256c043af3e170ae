export { asProfile } from "./as-profile.ts";
export { checkRecipe, type RecipeProblem, type RecipeProblemCode } from "./check-recipe.ts";
export { type DefaultReason, defaultReasons, defaultRecipe, type ImageUse } from "./defaults.ts";
export { extract } from "./extract.ts";
export { type BankExtraction, extractBank, filterLabel } from "./extract-bank.ts";
export type {
  DiagnosticRow,
  Extraction,
  ExtractionInput,
  FeatureRow,
  Hooks,
  Intermediates,
  Warning,
} from "./extraction.ts";
export { type IbsiConfiguration, ibsiConfigurations } from "./ibsi-configurations.ts";
