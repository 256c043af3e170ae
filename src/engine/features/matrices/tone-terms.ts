import { power } from "../../math/same-bits.ts";
import type { Sum } from "../sum.ts";
import type { ToneDifferences } from "./tone-differences.ts";

/**
 * NGTDM features as sums over grey levels, each term with its inner sum over the other levels carried out. Here the
 * plain double sums of the manual stand; the features have quicker ones.
 */
const rows = (
  tex: string,
  where: string,
  term: (m: ToneDifferences) => (k: number) => number,
  constants?: (m: ToneDifferences) => (k: number) => Readonly<Record<string, number>>,
): Sum<ToneDifferences> => ({
  over: "row",
  tex,
  where,
  ...(constants === undefined
    ? {}
    : {
        constants: (m) => {
          const [at, of] = [indexOf(m), constants(m)];
          return (i) => of(at(i));
        },
      }),
  term: (m) => {
    const [at, of] = [indexOf(m), term(m)];
    return (_, i) => of(at(i));
  },
});

const indexOf = ({ i }: ToneDifferences): ((level: number) => number) => {
  const known = new Map(Array.from(i, (level, k) => [level, k] as const));
  return (level) => known.get(level) ?? -1;
};

/** Σ over the levels i′ that occur. */
function inner({ i }: ToneDifferences, f: (k: number) => number): number {
  let sum = 0;
  for (let k = 0; k < i.length; k++) sum += f(k);
  return sum;
}

const totalOf = (m: ToneDifferences): number => inner(m, (k) => m.s[k]);

export const toneTerms = {
  contrast: rows(
    String.raw`\frac{p_{i}\cdot D_i\cdot S}{N_{g,p}\cdot(N_{g,p}-1)\cdot N_{v,c}}`,
    String.raw`D_i=\sum_{i'}p_{i'}(i-i')^2,\quad S=\sum_i s_i`,
    (m) => {
      const levels = m.i.length;
      const factor = levels === 1 ? 0 : totalOf(m) / (levels * (levels - 1) * m.voxels);
      return (k) => (m.n[k] / m.voxels) * spread(m, k) * factor;
    },
    (m) => {
      const total = totalOf(m);
      return (k) => ({ D_i: spread(m, k), S: total, "N_{g,p}": m.i.length, "N_{v,c}": m.voxels });
    },
  ),
  busyness: rows(
    String.raw`\frac{p_{i}\cdot s_{i}}{B}`,
    String.raw`B=\sum_i\sum_{i'}\left|i\,p_i-i'p_{i'}\right|`,
    (m) => {
      const below = products(m);
      return (k) => (m.i.length === 1 ? 0 : ((m.n[k] / m.voxels) * m.s[k]) / below);
    },
    (m) => {
      const below = products(m);
      return (k) => ({ "s_{i}": m.s[k], B: below });
    },
  ),
  complexity: rows(
    String.raw`\frac{C_i}{N_{v,c}}`,
    String.raw`C_i=\sum_{i'}\left|i-i'\right|\frac{p_i s_i+p_{i'}s_{i'}}{p_i+p_{i'}}`,
    (m) => (k) => complexityAt(m, k) / m.voxels,
    (m) => (k) => ({ C_i: complexityAt(m, k), "N_{v,c}": m.voxels }),
  ),
  strength: rows(
    String.raw`\frac{D_i}{S}`,
    String.raw`D_i=\sum_{i'}(p_i+p_{i'})(i-i')^2,\quad S=\sum_i s_i`,
    (m) => {
      const total = totalOf(m);
      return (k) => (total === 0 ? 0 : strengthAt(m, k) / total);
    },
    (m) => {
      const total = totalOf(m);
      return (k) => ({ D_i: strengthAt(m, k), S: total });
    },
  ),
} as const;

/** Σ′ p′ (i − i′)². */
const spread = (m: ToneDifferences, k: number): number =>
  inner(m, (o) => (m.n[o] / m.voxels) * power(m.i[k] - m.i[o], 2));

/** Σ Σ |i p − i′ p′|. */
const products = (m: ToneDifferences): number =>
  inner(m, (k) => inner(m, (o) => Math.abs(m.i[k] * m.n[k] - m.i[o] * m.n[o]))) / m.voxels;

/** Σ′ |i − i′| (p s + p′ s′) / (p + p′). */
const complexityAt = (m: ToneDifferences, k: number): number =>
  inner(m, (o) => (Math.abs(m.i[k] - m.i[o]) * (m.n[k] * m.s[k] + m.n[o] * m.s[o])) / (m.n[k] + m.n[o]));

/** Σ′ (p + p′)(i − i′)². */
const strengthAt = (m: ToneDifferences, k: number): number =>
  inner(m, (o) => ((m.n[k] + m.n[o]) / m.voxels) * power(m.i[k] - m.i[o], 2));
