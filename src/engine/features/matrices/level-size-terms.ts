import { log2, power } from "../../math/same-bits.ts";
import type { Sum, SumOver } from "../sum.ts";
import { type Distribution, meanOf } from "./distribution.ts";
import type { LevelSizes } from "./level-sizes.ts";

type Term = (p: number, x: number, y: number) => number;

/** A sum whose terms need nothing of the matrix but their share. */
const plain = (over: SumOver, tex: string, term: Term): Sum<LevelSizes> => ({ over, tex, term: () => term });

const variance = (letter: "i" | "j", of: (m: LevelSizes) => Distribution): Sum<LevelSizes> => ({
  over: "cell",
  tex: String.raw`(${letter}-\mu)^2\cdot p_{ij}`,
  constants: (m) => {
    const constants = { "\\mu": meanOf(of(m)) };
    return () => constants;
  },
  term: (m) => {
    const mean = meanOf(of(m));
    return (p, i, j) => power((letter === "i" ? i : j) - mean, 2) * p;
  },
});

/** Σ over rows or columns of N_s p². */
const nonUniformity = (over: "row" | "column", share: string): Sum<LevelSizes> => ({
  over,
  tex: String.raw`N_s\cdot ${share}^2`,
  constants: (m) => {
    const constants = { N_s: m.total };
    return () => constants;
  },
  term: (m) => (p) => m.total * p * p,
});

/** The features of GLRLM, GLSZM, GLDZM and NGLDM as sums: p = s/N_s, i the level, j the length, size or distance. */
export const levelSizeTerms = {
  small: plain("cell", String.raw`\frac{p_{ij}}{j^2}`, (p, _, j) => p / (j * j)),
  large: plain("cell", String.raw`j^2\cdot p_{ij}`, (p, _, j) => j * j * p),
  low: plain("cell", String.raw`\frac{p_{ij}}{i^2}`, (p, i) => p / (i * i)),
  high: plain("cell", String.raw`i^2\cdot p_{ij}`, (p, i) => i * i * p),
  smallLow: plain("cell", String.raw`\frac{p_{ij}}{i^2\cdot j^2}`, (p, i, j) => p / (i * i * j * j)),
  smallHigh: plain("cell", String.raw`\frac{i^2\cdot p_{ij}}{j^2}`, (p, i, j) => (i * i * p) / (j * j)),
  largeLow: plain("cell", String.raw`\frac{j^2\cdot p_{ij}}{i^2}`, (p, i, j) => (j * j * p) / (i * i)),
  largeHigh: plain("cell", String.raw`i^2\cdot j^2\cdot p_{ij}`, (p, i, j) => i * i * j * j * p),
  levelNonUniformity: nonUniformity("row", "p_{i}"),
  normalisedLevelNonUniformity: plain("row", "p_{i}^2", (p) => p * p),
  sizeNonUniformity: nonUniformity("column", "p_{j}"),
  normalisedSizeNonUniformity: plain("column", "p_{j}^2", (p) => p * p),
  percentage: {
    over: "cell",
    tex: String.raw`\frac{N_s\cdot p_{ij}}{N_v}`,
    constants: (m) => {
      const constants = { N_s: m.total, N_v: m.voxels };
      return () => constants;
    },
    term: (m) => (p) => (m.total * p) / m.voxels,
  } satisfies Sum<LevelSizes>,
  levelVariance: variance("i", (m) => m.levels),
  sizeVariance: variance("j", (m) => m.sizes),
  entropy: plain("cell", String.raw`-p_{ij}\cdot\log_2 p_{ij}`, (p) => -p * log2(p)),
  energy: plain("cell", "p_{ij}^2", (p) => p * p),
} as const;
