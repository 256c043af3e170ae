export { spreadRows } from "./border";
export { convolve, moveRows, padRows } from "./convolve";
export { distancesAlongRows, leastAlongColumns } from "./euclidean-distance";
export { freeFrom } from "./free-from";
export { moduli, transformMargins } from "./gabor";
export { labelBox } from "./label-box";
export { lanczos } from "./lanczos";
export {
  countDependences,
  countDependencesAround,
  sumDifferences,
  sumDifferencesAround,
} from "./neighbourhoods";
export { sumPlanes, transformKernel, transformRows } from "./pair-sums";
export { pairedFft } from "./paired-fft";
export { countPairs } from "./pairs";
export { prefilterLines, prefilterRows } from "./prefilter";
export { recursion, turn } from "./recursion";
export { countRows, filledCells, gatherRows, keepRows, markRows, sumRows } from "./region";
export { divideRows, lookUpRows } from "./region-levels";
export {
  blendDoubles,
  blendSingles,
  inForm,
  maskOf,
  reaches,
  resampleSlice,
  widenDoubles,
  widenSingles,
} from "./resample";
export { countRuns } from "./runs";
export { sortNumbers } from "./sort";
export { filterLines, invertPlane, transformPlane } from "./spectrum";
export { addDiscs, divideSums } from "./sphere-discs";
export { windowStatistics } from "./window-statistics";
export { borderDistances, zones } from "./zones";
