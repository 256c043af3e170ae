import { type Counts, totalOf } from "./counts.ts";
import { type Distribution, distributionOf, entropyOf, entropyOfWeights, meanOf, varianceOf } from "./distribution.ts";

/** What the features of a symmetric co-occurrence matrix p(i, j) need of it. IBSI-1 §3.6. */
export type Glcm = {
  /** Number of grey levels of the region. */
  readonly ng: number;
  /** Entries that are not zero, and their sum: each pair counts both ways. */
  readonly entries: number;
  readonly total: number;
  /** p(i·): the distribution of levels, the same for rows and columns. Its mean, variance and entropy follow. */
  readonly marginal: Distribution;
  readonly mean: number;
  readonly variance: number;
  readonly marginalEntropy: number;
  /** Distributions of |i − j| (diagonal probabilities) and of i + j (cross-diagonal probabilities). */
  readonly differences: Distribution;
  readonly sums: Distribution;
  readonly maximum: number;
  /** Σ p². */
  readonly energy: number;
  /** −Σ p log₂ p. */
  readonly entropy: number;
  /** Σ i·j·p. */
  readonly product: number;
  /** Σ (i − μ)(j − μ)·p. */
  readonly covariance: number;
};

/** Reads a matrix once; its cost is that of its entries. The matrix must not be empty. */
export function glcmSums({ i, j, n }: Counts, ng: number): Glcm {
  const length = n.length;
  const total = totalOf({ i, j, n });
  const low = i[0];
  const span = i[length - 1] - low + 1;
  const marginals = new Float64Array(span);
  const differences = new Float64Array(span);
  const sums = new Float64Array(2 * span - 1);
  let maximum = 0;
  let energy = 0;
  let product = 0;
  for (let k = 0; k < length; k++) {
    const weight = n[k];
    const [row, column] = [i[k] - low, j[k] - low];
    const p = weight / total;
    marginals[row] += weight;
    differences[row < column ? column - row : row - column] += weight;
    sums[row + column] += weight;
    if (p > maximum) maximum = p;
    energy += p * p;
    product += i[k] * j[k] * p;
  }
  const marginal = distributionOf(marginals, low, total);
  const mean = meanOf(marginal);
  let covariance = 0;
  for (let k = 0; k < length; k++) covariance += (i[k] - mean) * (j[k] - mean) * n[k];
  return {
    ng,
    entries: length,
    total,
    marginal,
    mean,
    variance: varianceOf(marginal),
    marginalEntropy: entropyOf(marginal),
    differences: distributionOf(differences, 0, total),
    sums: distributionOf(sums, 2 * low, total),
    maximum,
    energy,
    entropy: entropyOfWeights(n, total),
    product,
    covariance: covariance / total,
  };
}
