import { power } from "../math/same-bits.ts";
import { type Reason, undefinedBecause } from "../reason.ts";
import type { Aggregation, Recipe } from "../recipe.ts";
import type { Roi } from "../roi.ts";
import type { Family, Feature } from "./family.ts";
import { spatialAggregations } from "./matrices/aggregate.ts";
import { noLevels } from "./matrices/obstacles.ts";
import { type ToneDifferences, toneDifferences } from "./matrices/tone-differences.ts";
import { toneTerms } from "./matrices/tone-terms.ts";
import { counted, levelQuantities, neighbourQuantity, sliceQuantities, summed } from "./quantities.ts";

/**
 * The neighbourhood grey tone difference matrices of a region. IBSI-1 §3.10 (IPET). Voxels without a neighbour in the
 * region do not count; a neighbourhood that the border cuts is averaged over what is left.
 */
function prepare(roi: Roi, recipe: Recipe, aggregation: Aggregation | null): readonly ToneDifferences[] | Reason {
  const problem = noLevels(roi);
  if (problem !== null) return problem;
  const { distance } = recipe.texture;
  const matrices = toneDifferences(roi, distance, aggregation ?? "3D_mrg");
  if (matrices.length > 0) return matrices;
  const detail = `None of the ${roi.voxels} voxels has a neighbour within distance ${distance}.`;
  return undefinedBecause(roi.voxels === 1 ? "single_voxel" : "no_neighbours", detail);
}

/** Σ p_i s_i. */
function weightedDifferences({ n, s, voxels }: ToneDifferences): number {
  let sum = 0;
  for (let k = 0; k < n.length; k++) sum += (n[k] / voxels) * s[k];
  return sum;
}

function totalDifference({ s }: ToneDifferences): number {
  let sum = 0;
  for (let k = 0; k < s.length; k++) sum += s[k];
  return sum;
}

/** The manual's greatest coarseness, for regions where no voxel differs from its neighbours. */
const MAX_COARSENESS = 1e6;

/** Σ Σ p p′ (i − i′)² = 2 (variance of the levels), as Σ p = 1. */
function levelSpread({ i, n, voxels }: ToneDifferences): number {
  let mean = 0;
  for (let k = 0; k < i.length; k++) mean += (n[k] / voxels) * i[k];
  let variance = 0;
  for (let k = 0; k < i.length; k++) variance += (n[k] / voxels) * power(i[k] - mean, 2);
  return 2 * variance;
}

/** Σ Σ |i p − i′ p′|: sorted, each value is added as often as others lie below it, and taken off for those above. */
function productSpread({ i, n, voxels }: ToneDifferences): number {
  const products = i.map((level, k) => level * n[k]).sort();
  let sum = 0;
  for (let k = 0; k < products.length; k++) sum += (2 * k + 1 - products.length) * products[k];
  return (2 * sum) / voxels;
}

/**
 * Σ Σ |i − i′| (p s + p′ s′) / (p + p′) = 2 Σ p s Σ′ |i − i′| / (p + p′). Levels with equal counts share a denominator,
 * and the distances to them follow from how many lie below and their sum: so the cost is levels × different counts,
 * not levels squared.
 */
function complexitySum({ i, n, s }: ToneDifferences): number {
  const groups = new Map<number, number>();
  for (const count of n) if (!groups.has(count)) groups.set(count, groups.size);
  const size = [...groups.keys()];
  const all = new Float64Array(size.length);
  const allLevels = new Float64Array(size.length);
  const group = Array.from(n, (count) => groups.get(count) ?? 0);
  for (let k = 0; k < i.length; k++) {
    all[group[k]]++;
    allLevels[group[k]] += i[k];
  }
  const below = new Float64Array(size.length);
  const belowLevels = new Float64Array(size.length);
  let sum = 0;
  for (let k = 0; k < i.length; k++) {
    let inner = 0;
    for (let g = 0; g < size.length; g++) {
      const distances = i[k] * (2 * below[g] - all[g]) + allLevels[g] - 2 * belowLevels[g];
      inner += distances / (n[k] + size[g]);
    }
    sum += n[k] * s[k] * inner;
    below[group[k]]++;
    belowLevels[group[k]] += i[k];
  }
  return 2 * sum;
}

/** Σ Σ (p + p′)(i − i′)² = 2 Σ p Σ′ (i − i′)², with levels taken from their mean. */
function strengthSum({ i, n, voxels }: ToneDifferences): number {
  let mean = 0;
  for (let k = 0; k < i.length; k++) mean += i[k] / i.length;
  let linear = 0;
  let square = 0;
  for (let k = 0; k < i.length; k++) {
    linear += i[k] - mean;
    square += power(i[k] - mean, 2);
  }
  let sum = 0;
  for (let k = 0; k < i.length; k++) {
    const level = i[k] - mean;
    sum += (n[k] / voxels) * (i.length * level * level - 2 * level * linear + square);
  }
  return 2 * sum;
}

const features: readonly Feature<ToneDifferences>[] = [
  {
    id: "ngtdm.coarseness",
    name: "Coarseness",
    ibsi: "QCDE",
    section: "3.10.1",
    unit: "1",
    tex: String.raw`\frac{1}{\sum_{i} p_i\,s_i}`,
    about: {
      en: "How slowly grey levels change from place to place: high in coarse textures with wide even areas.",
      it: "Quanto lentamente cambiano i livelli di grigio: alta nelle tessiture grossolane con ampie zone uniformi.",
    },
    note: "At most 1 000 000, as the manual sets it: the value where no voxel differs from its neighbours.",
    tag: "ngt_coarseness",
    sum: "reciprocal",
    compute: (m) => Math.min(MAX_COARSENESS, 1 / weightedDifferences(m)),
  },
  {
    id: "ngtdm.contrast",
    name: "Contrast",
    ibsi: "65HE",
    section: "3.10.2",
    unit: "1",
    tex: String.raw`\Bigl(\frac{1}{N_{g,p}(N_{g,p}-1)}\sum_{i_1,i_2} p_{i_1}p_{i_2}(i_1-i_2)^2\Bigr)\Bigl(\frac{1}{N_{v,c}}\sum_{i} s_i\Bigr)`,
    about: {
      en: "High where the range of grey levels is wide and voxels differ from their surroundings.",
      it: "Alto se i livelli di grigio coprono un intervallo ampio e i voxel si staccano dal loro intorno.",
    },
    note: "0 for a single grey level (N_g,p = 1), as the manual sets it.",
    tag: "ngt_contrast",
    sum: toneTerms.contrast,
    compute: (m) => {
      const levels = m.i.length;
      if (levels === 1) return 0;
      return (levelSpread(m) / (levels * (levels - 1))) * (totalDifference(m) / m.voxels);
    },
  },
  {
    id: "ngtdm.busyness",
    name: "Busyness",
    ibsi: "NQ30",
    section: "3.10.3",
    unit: "1",
    tex: String.raw`\frac{\sum_{i} p_i\,s_i}{\sum_{i_1}\sum_{i_2}\left|i_1 p_{i_1}-i_2 p_{i_2}\right|},\quad p_{i_1},p_{i_2}\ne 0`,
    about: {
      en: "High where grey levels change rapidly between neighbours, low in calm textures.",
      it: "Alta se i livelli di grigio cambiano rapidamente tra vicini, bassa nelle tessiture calme.",
    },
    note: "0 for a single grey level, as the manual sets it; not defined where level × share is the same for all levels.",
    tag: "ngt_busyness",
    sum: toneTerms.busyness,
    compute: (m) => {
      if (m.i.length === 1) return 0;
      const spread = productSpread(m);
      return spread === 0
        ? undefinedBecause("zero_denominator", "Grey level times share is the same for all levels.")
        : weightedDifferences(m) / spread;
    },
  },
  {
    id: "ngtdm.complexity",
    name: "Complexity",
    ibsi: "HDEZ",
    section: "3.10.4",
    unit: "1",
    tex: String.raw`\frac{1}{N_{v,c}}\sum_{i_1}\sum_{i_2}\left|i_1-i_2\right|\frac{p_{i_1}s_{i_1}+p_{i_2}s_{i_2}}{p_{i_1}+p_{i_2}},\quad p_{i_1},p_{i_2}\ne 0`,
    about: {
      en: "High where many different grey levels change rapidly: rich, irregular textures.",
      it: "Alta se molti livelli di grigio diversi cambiano rapidamente: tessiture ricche e irregolari.",
    },
    note: "0 for a single grey level.",
    tag: "ngt_complexity",
    sum: toneTerms.complexity,
    compute: (m) => complexitySum(m) / m.voxels,
  },
  {
    id: "ngtdm.strength",
    name: "Strength",
    ibsi: "1X9X",
    section: "3.10.5",
    unit: "1",
    tex: String.raw`\frac{\sum_{i_1}\sum_{i_2}(p_{i_1}+p_{i_2})(i_1-i_2)^2}{\sum_{i} s_i},\quad p_{i_1},p_{i_2}\ne 0`,
    about: {
      en: "High where the elements of a texture are clear to see: distinct levels that change slowly.",
      it: "Alta se gli elementi della tessitura sono ben visibili: livelli distinti che cambiano lentamente.",
    },
    note: "0 where no voxel differs from its neighbours, as the manual sets it.",
    tag: "ngt_strength",
    sum: toneTerms.strength,
    compute: (m) => {
      const sum = totalDifference(m);
      return sum === 0 ? 0 : strengthSum(m) / sum;
    },
  },
];

export const ngtdm: Family<ToneDifferences> = {
  id: "ngtdm",
  name: "Neighbourhood grey tone difference matrix",
  ibsi: "IPET",
  section: "3.10",
  aggregations: spatialAggregations,
  prepare,
  describe: (matrices, roi, recipe, aggregation) => [
    ...levelQuantities(roi, recipe),
    ...sliceQuantities(matrices.length, roi, aggregation ?? "3D_mrg"),
    neighbourQuantity(recipe.texture.distance, aggregation ?? "3D_mrg"),
    counted("matrix_rows", roi.ng),
    summed("matrix_entries", matrices, (m) => m.i.length),
    summed("voxels_with_neighbours", matrices, (m) => m.voxels),
  ],
  features,
};
