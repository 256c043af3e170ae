// The engine's public API. Everything else in src/engine is its own affair.
export { type ErrorTag, isRadiomicaError, RadiomicaError } from "./errors.ts";
export type { Family, FamilyId, Feature, FeatureUnit, Quantity, QuantityCode } from "./features/family.ts";
export { aggregationCode, families, familiesOf, familyById, featureById } from "./features/index.ts";
export type { Filter, FilterId, FilterParam, FilterSettings } from "./filters/filter.ts";
export { filterById, filters } from "./filters/index.ts";
export { type Grid, indexToWorld, type Vec3, voxelCount, worldToIndex } from "./grid.ts";
export { ENGINE_VERSION, IBSI_1 } from "./ibsi.ts";
export {
  countStates,
  type FilterVolume,
  filledMap,
  filterVolume,
  type Kmeans,
  kmeans,
  type MapInput,
  type MapOut,
  type MapProblem,
  type MapSettings,
  type MapSlab,
  mapFamilies,
  mapOrder,
  mapProblem,
  mapSlab,
  type PreparedMap,
  prepareMap,
  reasonOf,
  slabMapper,
  thresholdMap,
} from "./maps/index.ts";
export {
  asProfile,
  type BankExtraction,
  checkRecipe,
  type DefaultReason,
  type DiagnosticRow,
  defaultReasons,
  defaultRecipe,
  type Extraction,
  type ExtractionInput,
  extract,
  extractBank,
  type FeatureRow,
  filterLabel,
  type Hooks,
  type IbsiConfiguration,
  type ImageUse,
  type Intermediates,
  ibsiConfigurations,
  type RecipeProblem,
  type RecipeProblemCode,
  type Warning,
} from "./plan/index.ts";
export { describeImage, type PreparedRoi, prepareRoi } from "./process/index.ts";
export { isReason, type Reason, type ReasonCode, undefinedBecause } from "./reason.ts";
export { type Aggregation, aggregations, type Discretisation, type Recipe } from "./recipe.ts";
export type { Box, Roi } from "./roi.ts";
export type { IntensityUnit, Labels, Volume } from "./volume.ts";
