export { checkRecipe, type RecipeProblem, type RecipeProblemCode } from "./check-recipe.ts";
export { extract } from "./extract.ts";
export type { DiagnosticRow, Extraction, ExtractionInput, FeatureRow, Hooks, Warning } from "./extraction.ts";
