export { boxAlong } from "./box-along";
export { convolveLines, convolveRows, resample } from "./convolve";
export { fft } from "./fft";
export { pairSums } from "./pair-sums";
export { prefilterLines, prefilterRows } from "./prefilter";
export { mix, recursionLines, recursionRows } from "./recursion";
export { sphereMeans } from "./sphere-means";
export { countDependences, countPairs, countRuns, narrow, sumDifferences } from "./textures";
export { borderDistances, zones } from "./zones";
