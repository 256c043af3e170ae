import { log2, power } from "../../math/same-bits.ts";
import type { Sum, SumOver } from "../sum.ts";
import { type Distribution, meanOf, varianceOf } from "./distribution.ts";
import type { Glcm } from "./glcm-sums.ts";

type Term = (p: number, x: number, y: number) => number;

/** A sum whose terms need nothing of the matrix but their share. */
const plain = (over: SumOver, tex: string, term: Term): Sum<Glcm> => ({ over, tex, term: () => term });

/** One whose terms need a number of the matrix, `symbol` in the formula. */
const about = (
  over: SumOver,
  tex: string,
  symbol: string,
  number: (m: Glcm) => number,
  term: (p: number, x: number, y: number, c: number) => number,
): Sum<Glcm> => ({
  over,
  tex,
  constants: (m) => {
    const constants = { [symbol]: number(m) };
    return () => constants;
  },
  term: (m) => {
    const c = number(m);
    return (p, x, y) => term(p, x, y, c);
  },
});

const entropy: Term = (p) => -p * log2(p);
const cluster = (order: number) =>
  about(
    "cell",
    String.raw`(i+j-\mu_{x+y})^${order}\cdot p_{ij}`,
    String.raw`\mu_{x+y}`,
    (m) => meanOf(m.sums),
    (p, i, j, mean) => power(i + j - mean, order) * p,
  );

/** Share of each value of a distribution. */
function shares({ at, p }: Distribution): (value: number) => number {
  const known = new Map(Array.from(at, (value, k) => [value, p[k]] as const));
  return (value) => known.get(value) ?? 0;
}

/** −Σ p log₂(p / (p_i p_j)) / H: the information that neighbours share, over `most(m)`. */
export const sharedInformation = <M extends Glcm>(columns: (m: M) => Distribution, most: (m: M) => number): Sum<M> => ({
  over: "cell",
  tex: String.raw`-\frac{p_{ij}}{H}\cdot\log_2\frac{p_{ij}}{p_{i}\cdot p_{j}}`,
  where: String.raw`H=\max(H_x,H_y)`,
  constants: (m) => {
    const [row, column, h] = [shares(m.marginal), shares(columns(m)), most(m)];
    return (i, j) => ({ H: h, "p_{i}": row(i), "p_{j}": column(j) });
  },
  term: (m) => {
    const [row, column, h] = [shares(m.marginal), shares(columns(m)), most(m)];
    return (p, i, j) => (-p * log2(p / (row(i) * column(j)))) / h;
  },
});

/** Σ (i − μ_x)(j − μ_y) p / (σ_x σ_y). */
export const covarianceTerms = <M extends Glcm>(columns: (m: M) => Distribution): Sum<M> => {
  const numbers = (m: M) => {
    const across = columns(m);
    const spread = Math.sqrt(m.variance) * Math.sqrt(varianceOf(across));
    return { x: m.mean, y: meanOf(across), spread };
  };
  return {
    over: "cell",
    tex: String.raw`\frac{(i-\mu_x)\cdot(j-\mu_y)\cdot p_{ij}}{\sigma_x\cdot\sigma_y}`,
    constants: (m) => {
      const { x, y } = numbers(m);
      const constants = {
        "\\mu_x": x,
        "\\mu_y": y,
        "\\sigma_x": Math.sqrt(m.variance),
        "\\sigma_y": Math.sqrt(varianceOf(columns(m))),
      };
      return () => constants;
    },
    term: (m) => {
      const { x, y, spread } = numbers(m);
      return (p, i, j) => ((i - x) * (j - y) * p) / spread;
    },
  };
};

/** The co-occurrence features as sums. Those over cells hold for matrices that count one way, too. */
export const glcmTerms = {
  jointAverage: plain("cell", String.raw`i\cdot p_{ij}`, (p, i) => i * p),
  jointVariance: about(
    "cell",
    String.raw`(i-\mu)^2\cdot p_{ij}`,
    String.raw`\mu`,
    (m) => m.mean,
    (p, i, _, mean) => power(i - mean, 2) * p,
  ),
  jointEntropy: plain("cell", String.raw`-p_{ij}\cdot\log_2 p_{ij}`, entropy),
  differenceAverage: plain("difference", String.raw`k\cdot p_{x-y,k}`, (p, k) => k * p),
  differenceVariance: about(
    "difference",
    String.raw`(k-\mu_{x-y})^2\cdot p_{x-y,k}`,
    String.raw`\mu_{x-y}`,
    (m) => meanOf(m.differences),
    (p, k, _, mean) => power(k - mean, 2) * p,
  ),
  differenceEntropy: plain("difference", String.raw`-p_{x-y,k}\cdot\log_2 p_{x-y,k}`, entropy),
  sumAverage: plain("sum", String.raw`k\cdot p_{x+y,k}`, (p, k) => k * p),
  sumVariance: about(
    "sum",
    String.raw`(k-\mu_{x+y})^2\cdot p_{x+y,k}`,
    String.raw`\mu_{x+y}`,
    (m) => meanOf(m.sums),
    (p, k, _, mean) => power(k - mean, 2) * p,
  ),
  sumEntropy: plain("sum", String.raw`-p_{x+y,k}\cdot\log_2 p_{x+y,k}`, entropy),
  energy: plain("cell", "p_{ij}^2", (p) => p * p),
  contrast: plain("cell", String.raw`(i-j)^2\cdot p_{ij}`, (p, i, j) => power(i - j, 2) * p),
  dissimilarity: plain("cell", String.raw`\left|i-j\right|\cdot p_{ij}`, (p, i, j) => Math.abs(i - j) * p),
  inverseDifference: plain(
    "cell",
    String.raw`\frac{p_{ij}}{1+\left|i-j\right|}`,
    (p, i, j) => p / (1 + Math.abs(i - j)),
  ),
  normalisedInverseDifference: about(
    "cell",
    String.raw`\frac{p_{ij}}{1+\left|i-j\right|/N_g}`,
    "N_g",
    (m) => m.ng,
    (p, i, j, ng) => p / (1 + Math.abs(i - j) / ng),
  ),
  inverseDifferenceMoment: plain("cell", String.raw`\frac{p_{ij}}{1+(i-j)^2}`, (p, i, j) => p / (1 + power(i - j, 2))),
  normalisedInverseDifferenceMoment: about(
    "cell",
    String.raw`\frac{p_{ij}}{1+(i-j)^2/N_g^2}`,
    "N_g",
    (m) => m.ng,
    (p, i, j, ng) => p / (1 + power((i - j) / ng, 2)),
  ),
  // The manual's 2 Σ over j > i is the sum over both triangles.
  inverseVariance: plain("cell", String.raw`\frac{p_{ij}}{(i-j)^2}`, (p, i, j) => (i === j ? 0 : p / power(i - j, 2))),
  correlation: covarianceTerms<Glcm>((m) => m.marginal),
  autocorrelation: plain("cell", String.raw`i\cdot j\cdot p_{ij}`, (p, i, j) => i * j * p),
  clusterTendency: cluster(2),
  clusterShade: cluster(3),
  clusterProminence: cluster(4),
  information1: sharedInformation<Glcm>(
    (m) => m.marginal,
    (m) => m.marginalEntropy,
  ),
} as const;
