export { filledMap } from "./fill.ts";
export { type FilterVolume, filterVolume, impulseResponse } from "./filter-volume.ts";
export { type Kmeans, type KmeansMap, type KmeansSettings, kmeans } from "./kmeans.ts";
export { type MapOut, mapSlab, slabMapper } from "./map-slab.ts";
export { countStates, DEFINED, type MapCount, mapReasons, NOT_COMPUTED, reasonOf } from "./map-state.ts";
export { type MapSlab, mapOrder } from "./order.ts";
export { DEFAULT_MAX_BYTES, mapProblem, type PreparedMap, prepareMap } from "./prepare-map.ts";
export {
  aggregationOf,
  type MapInput,
  type MapProblem,
  type MapProblemCode,
  type MapSettings,
  type MapTarget,
  mapFamilies,
  windowSize,
} from "./settings.ts";
export { thresholdMap } from "./threshold.ts";
export { windowRoi } from "./window-roi.ts";
