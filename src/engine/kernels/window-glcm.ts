import { LOGS, MOST, PAIRS, SQUARES, SUM, TOTALS } from "./window-pairs.ts";

/** The 25 features of IBSI-1 §3.6, in the manual's order; correlation and information correlation 1 may be undefined. */
export const GLCM_FEATURES = 25;
export const CORRELATION = 18;
export const INFORMATION_1 = 23;

/** Weights of a difference k = |i − j| that need a division, for k ≤ ng: five rows of ng + 1. */
export const differenceWeightsLength = (ng: number): number => 5 * (ng + 1);

export function differenceWeights(ng: number, out: Float64Array): void {
  const n = ng + 1;
  for (let k = 0; k <= ng; k++) {
    out[k] = 1 / (1 + k);
    out[n + k] = 1 / (1 + k / ng);
    out[2 * n + k] = 1 / (1 + k * k);
    out[3 * n + k] = 1 / (1 + (k / ng) * (k / ng));
    out[4 * n + k] = k === 0 ? 0 : 1 / (k * k);
  }
}

/**
 * Adds the features of table t of a window (see `slideColumn`) to `out` (25 cells). Returns −1 for a table without
 * pairs (nothing is added), 0 where all pairs have one level (correlation and information correlation 1 are left out),
 * else 1. The cost is that of the levels between the least and the greatest of the window. `log2[n]` and
 * `countLogs[n]` = n log₂ n for all counts.
 */
export function addGlcmFeatures(
  t: number,
  ng: number,
  scale: number,
  log2: Float64Array,
  countLogs: Float64Array,
  weights: Float64Array,
  sums: Int32Array,
  differences: Int32Array,
  marginals: Int32Array,
  totals: Float64Array,
  out: Float64Array,
): number {
  const n = totals[t * TOTALS + PAIRS];
  if (n === 0) return -1;
  const sum = totals[t * TOTALS + SUM];
  const levelsAt = t * (ng + 1);
  const sumsAt = t * (2 * ng + 1);
  let low = 1;
  while (marginals[levelsAt + low] === 0) low++;
  let high = ng;
  while (marginals[levelsAt + high] === 0) high--;

  // No branches on empty cells: 0 adds nothing, and a guess that fails costs more than the sums.
  let marginalLogs = 0;
  for (let k = low; k <= high; k++) marginalLogs += countLogs[marginals[levelsAt + k]];
  const rows = ng + 1;
  const span = high - low;
  let distance = 0;
  let distance2 = 0;
  let differenceLogs = 0;
  let inverse = 0;
  let inverseNormalised = 0;
  let moment = 0;
  let momentNormalised = 0;
  let inverseVariance = 0;
  for (let k = 0; k <= span; k++) {
    const c = differences[levelsAt + k];
    distance += c * k;
    distance2 += c * k * k;
    differenceLogs += countLogs[c];
    inverse += c * weights[k];
    inverseNormalised += c * weights[rows + k];
    moment += c * weights[2 * rows + k];
    momentNormalised += c * weights[3 * rows + k];
    inverseVariance += c * weights[4 * rows + k];
  }
  const sumMean = sum / n;
  let sum2 = 0;
  let sumLogs = 0;
  let shade = 0;
  let prominence = 0;
  for (let k = 2 * low; k <= 2 * high; k++) {
    const c = sums[sumsAt + k];
    sum2 += c * k * k;
    sumLogs += countLogs[c];
    const d = k - sumMean;
    const cube = c * d * d * d;
    shade += cube;
    prominence += cube * d;
  }
  // Whole numbers until the division: a window of one level has a variance of exactly 0.
  const spread = n * (sum2 + distance2) - sum * sum;
  const common = n * (sum2 - distance2) - sum * sum;
  const sumSpread = n * sum2 - sum * sum;
  const distanceSpread = n * distance2 - distance * distance;
  const sumVariance = sumSpread / (n * n);
  const count = 2 * n;
  const entropy = spread === 0 ? 0 : log2[count] - totals[t * TOTALS + LOGS] / scale / count;
  const marginalEntropy = spread === 0 ? 0 : log2[count] - marginalLogs / count;
  const mutual = 2 * marginalEntropy - entropy;
  out[0] += totals[t * TOTALS + MOST] / count;
  out[1] += sumMean / 2;
  out[2] += spread / (4 * n * n);
  out[3] += entropy;
  out[4] += distance / n;
  out[5] += distanceSpread / (n * n);
  out[6] += distanceSpread === 0 ? 0 : log2[n] - differenceLogs / n;
  out[7] += sumMean;
  out[8] += sumVariance;
  out[9] += sumSpread === 0 ? 0 : log2[n] - sumLogs / n;
  out[10] += totals[t * TOTALS + SQUARES] / (count * count);
  out[11] += distance2 / n;
  out[12] += distance / n;
  out[13] += inverse / n;
  out[14] += inverseNormalised / n;
  out[15] += moment / n;
  out[16] += momentNormalised / n;
  out[17] += inverseVariance / n;
  out[19] += (sum2 - distance2) / (4 * n);
  out[20] += sumVariance;
  out[21] += shade / n;
  out[22] += prominence / n;
  out[24] += Math.sqrt(1 - Math.exp(-2 * (mutual > 0 ? mutual : 0)));
  if (spread === 0) return 0;
  out[CORRELATION] += common / spread;
  out[INFORMATION_1] += -mutual / marginalEntropy;
  return 1;
}
