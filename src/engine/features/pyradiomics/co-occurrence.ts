import { type Counts, totalOf } from "../matrices/counts.ts";
import {
  type Distribution,
  distributionOf,
  entropyOf,
  entropyOfWeights,
  meanOf,
  varianceOf,
} from "../matrices/distribution.ts";
import type { Glcm } from "../matrices/glcm-sums.ts";

/** A co-occurrence matrix that need not be symmetric: what the IBSI's features read of it, and what the others need. */
export type CoOccurrence = Glcm & {
  readonly counts: Counts;
  /** Grey levels that occur in the region, be they in this matrix or not. */
  readonly occurring: number;
  /** p(·j): the distribution of the neighbours' levels; `marginal` is that of the voxels'. */
  readonly columns: Distribution;
  /** −Σ Σ p_x p_y log₂(p_x p_y), which is also −Σ Σ p log₂(p_x p_y): in bits. */
  readonly productEntropy: number;
};

/** Reads a matrix once. It must not be empty. */
export function coOccurrence(counts: Counts, ng: number, occurring: number): CoOccurrence {
  const { i, j, n } = counts;
  const total = totalOf(counts);
  let low = i[0];
  let high = i[0];
  for (let k = 0; k < n.length; k++) {
    low = Math.min(low, i[k], j[k]);
    high = Math.max(high, i[k], j[k]);
  }
  const span = high - low + 1;
  const rows = new Float64Array(span);
  const columns = new Float64Array(span);
  const differences = new Float64Array(span);
  const sums = new Float64Array(2 * span - 1);
  let [maximum, energy, product] = [0, 0, 0];
  for (let k = 0; k < n.length; k++) {
    const weight = n[k];
    const [row, column] = [i[k] - low, j[k] - low];
    const p = weight / total;
    rows[row] += weight;
    columns[column] += weight;
    differences[row < column ? column - row : row - column] += weight;
    sums[row + column] += weight;
    if (p > maximum) maximum = p;
    energy += p * p;
    product += i[k] * j[k] * p;
  }
  const marginal = distributionOf(rows, low, total);
  const across = distributionOf(columns, low, total);
  const mean = meanOf(marginal);
  const acrossMean = meanOf(across);
  let covariance = 0;
  for (let k = 0; k < n.length; k++) covariance += (i[k] - mean) * (j[k] - acrossMean) * n[k];
  const marginalEntropy = entropyOf(marginal);
  return {
    entries: n.length,
    total,
    ng,
    marginal,
    mean,
    variance: varianceOf(marginal),
    marginalEntropy,
    differences: distributionOf(differences, 0, total),
    sums: distributionOf(sums, 2 * low, total),
    maximum,
    energy,
    entropy: entropyOfWeights(n, total),
    product,
    covariance: covariance / total,
    counts,
    occurring,
    columns: across,
    // Independent rows and columns: the logarithm of the product is the sum of the logarithms, in both means.
    productEntropy: marginalEntropy + entropyOf(across),
  };
}
