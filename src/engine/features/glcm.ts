import { exp, power } from "../math/same-bits.ts";
import { isReason, type Reason, undefinedBecause } from "../reason.ts";
import type { Aggregation, Recipe } from "../recipe.ts";
import type { Roi } from "../roi.ts";
import type { Family, Feature } from "./family.ts";
import { aggregateDirections, directionalAggregations, is3d } from "./matrices/aggregate.ts";
import { entropyOf, expected, meanOf, varianceOf } from "./matrices/distribution.ts";
import { type Glcm, glcmSums } from "./matrices/glcm-sums.ts";
import { glcmTerms } from "./matrices/glcm-terms.ts";
import { noLevels } from "./matrices/obstacles.ts";
import { pairsInSlices, pairsInVolume } from "./matrices/pairs.ts";
import { counted, directionQuantities, levelQuantities, summed } from "./quantities.ts";

/** The symmetric co-occurrence matrices of a region, normalised. IBSI-1 §3.6 (LFYI). */
function prepare(roi: Roi, recipe: Recipe, aggregation: Aggregation | null): readonly Glcm[] | Reason {
  const problem = noLevels(roi);
  if (problem !== null) return problem;
  const { distance, weighting } = recipe.texture;
  const how = aggregation ?? "3D_mrg";
  const all = recipe.profile === "PyRadiomics";
  const pairs = is3d(how) ? pairsInVolume(roi, distance, all) : pairsInSlices(roi, distance, all);
  const matrices = aggregateDirections(pairs, how, roi.spacing, weighting);
  if (isReason(matrices)) return matrices;
  if (matrices.length === 0) {
    const detail = `No two of the ${roi.voxels} voxels are neighbours at distance ${distance}.`;
    return undefinedBecause(roi.voxels === 1 ? "single_voxel" : "no_neighbours", detail);
  }
  return matrices.map((counts) => glcmSums(counts, roi.ng));
}

const flat = (m: Glcm, what: string): Reason =>
  undefinedBecause("flat_region", `All pairs have grey level ${m.mean}; ${what} is 0 and divides.`);

const zeroLog = "0 log 0 = 0.";
const symmetric = "The matrix is symmetric, so rows and columns have the same mean and variance.";

const features: readonly Feature<Glcm>[] = [
  {
    id: "glcm.joint_maximum",
    name: "Joint maximum",
    ibsi: "GYBY",
    section: "3.6.1",
    unit: "1",
    tex: String.raw`\max_{i,j}\,p_{ij}`,
    about: {
      en: "The share of the most frequent pair of neighbouring grey levels: high where one combination dominates.",
      it: "La quota della coppia di livelli di grigio vicini più frequente: alta se una combinazione domina.",
    },
    tag: "cm_joint_max",
    sum: "greatest_cell",
    compute: (m) => m.maximum,
  },
  {
    id: "glcm.joint_average",
    name: "Joint average",
    ibsi: "60VM",
    section: "3.6.2",
    unit: "1",
    tex: String.raw`\sum_{i,j} i\,p_{ij}`,
    about: {
      en: "The average grey level, each voxel counted as often as it has neighbours in the region.",
      it: "Il livello di grigio medio, contando ogni voxel tante volte quanti vicini ha nella regione.",
    },
    tag: "cm_joint_avg",
    sum: glcmTerms.jointAverage,
    compute: (m) => m.mean,
  },
  {
    id: "glcm.joint_variance",
    name: "Joint variance",
    ibsi: "UR99",
    section: "3.6.3",
    unit: "1",
    tex: String.raw`\sum_{i,j}(i-\mu)^2\,p_{ij}`,
    about: {
      en: "How widely the grey levels of neighbouring voxels spread about their average.",
      it: "Quanto i livelli di grigio dei voxel vicini si disperdono attorno alla loro media.",
    },
    note: "Called sum of squares by some programs.",
    tag: "cm_joint_var",
    sum: glcmTerms.jointVariance,
    compute: (m) => m.variance,
  },
  {
    id: "glcm.joint_entropy",
    name: "Joint entropy",
    ibsi: "TU9B",
    section: "3.6.4",
    unit: "1",
    tex: String.raw`-\sum_{i,j} p_{ij}\log_2 p_{ij}`,
    about: {
      en: "Disorder of the pairs of neighbouring levels, in bits: 0 for a single pair, high where all pairs are alike in number.",
      it: "Disordine delle coppie di livelli vicini, in bit: 0 con una sola coppia, alto se tutte sono ugualmente frequenti.",
    },
    note: zeroLog,
    tag: "cm_joint_entr",
    sum: glcmTerms.jointEntropy,
    compute: (m) => m.entropy,
  },
  {
    id: "glcm.difference_average",
    name: "Difference average",
    ibsi: "TF7R",
    section: "3.6.5",
    unit: "1",
    tex: String.raw`\sum_{k} k\,p_{x-y,k}`,
    about: {
      en: "The average difference in grey level between neighbours: low in smooth tissue.",
      it: "La differenza media di livello di grigio tra vicini: bassa nei tessuti omogenei.",
    },
    note: "Equals dissimilarity.",
    tag: "cm_diff_avg",
    sum: glcmTerms.differenceAverage,
    compute: (m) => meanOf(m.differences),
  },
  {
    id: "glcm.difference_variance",
    name: "Difference variance",
    ibsi: "D3YU",
    section: "3.6.6",
    unit: "1",
    tex: String.raw`\sum_{k}(k-\mu_{x-y})^2\,p_{x-y,k}`,
    about: {
      en: "How much the difference between neighbours varies: high where smooth areas and sharp edges lie side by side.",
      it: "Quanto varia la differenza tra vicini: alta dove zone uniformi e bordi netti convivono.",
    },
    tag: "cm_diff_var",
    sum: glcmTerms.differenceVariance,
    compute: (m) => varianceOf(m.differences),
  },
  {
    id: "glcm.difference_entropy",
    name: "Difference entropy",
    ibsi: "NTRS",
    section: "3.6.7",
    unit: "1",
    tex: String.raw`-\sum_{k} p_{x-y,k}\log_2 p_{x-y,k}`,
    about: {
      en: "Disorder of the differences between neighbours, in bits.",
      it: "Disordine delle differenze tra vicini, in bit.",
    },
    note: zeroLog,
    tag: "cm_diff_entr",
    sum: glcmTerms.differenceEntropy,
    compute: (m) => entropyOf(m.differences),
  },
  {
    id: "glcm.sum_average",
    name: "Sum average",
    ibsi: "ZGXS",
    section: "3.6.8",
    unit: "1",
    tex: String.raw`\sum_{k} k\,p_{x+y,k}`,
    about: {
      en: "The average sum of two neighbouring grey levels: twice the joint average.",
      it: "La somma media di due livelli di grigio vicini: il doppio della media congiunta.",
    },
    tag: "cm_sum_avg",
    sum: glcmTerms.sumAverage,
    compute: (m) => meanOf(m.sums),
  },
  {
    id: "glcm.sum_variance",
    name: "Sum variance",
    ibsi: "OEEB",
    section: "3.6.9",
    unit: "1",
    tex: String.raw`\sum_{k}(k-\mu_{x+y})^2\,p_{x+y,k}`,
    about: {
      en: "How much the sum of neighbouring levels varies: high where bright and dark areas are large.",
      it: "Quanto varia la somma dei livelli vicini: alta se le zone chiare e scure sono estese.",
    },
    note: "Equals cluster tendency.",
    tag: "cm_sum_var",
    sum: glcmTerms.sumVariance,
    compute: (m) => varianceOf(m.sums),
  },
  {
    id: "glcm.sum_entropy",
    name: "Sum entropy",
    ibsi: "P6QZ",
    section: "3.6.10",
    unit: "1",
    tex: String.raw`-\sum_{k} p_{x+y,k}\log_2 p_{x+y,k}`,
    about: {
      en: "Disorder of the sums of neighbouring levels, in bits.",
      it: "Disordine delle somme dei livelli vicini, in bit.",
    },
    note: zeroLog,
    tag: "cm_sum_entr",
    sum: glcmTerms.sumEntropy,
    compute: (m) => entropyOf(m.sums),
  },
  {
    id: "glcm.angular_second_moment",
    name: "Angular second moment",
    ibsi: "8ZQL",
    section: "3.6.11",
    unit: "1",
    tex: String.raw`\sum_{i,j} p_{ij}^2`,
    about: {
      en: "Uniformity of the pairs of levels: 1 in a flat region, low in a disordered one.",
      it: "Uniformità delle coppie di livelli: 1 in una regione piatta, bassa in una disordinata.",
    },
    note: "Also called energy, or joint energy.",
    tag: "cm_energy",
    sum: glcmTerms.energy,
    compute: (m) => m.energy,
  },
  {
    id: "glcm.contrast",
    name: "Contrast",
    ibsi: "ACUI",
    section: "3.6.12",
    unit: "1",
    tex: String.raw`\sum_{i,j}(i-j)^2\,p_{ij}`,
    about: {
      en: "The mean squared difference between neighbours: large steps in grey level weigh most.",
      it: "La differenza quadratica media tra vicini: i salti grandi di livello di grigio pesano di più.",
    },
    tag: "cm_contrast",
    sum: glcmTerms.contrast,
    compute: (m) => expected(m.differences, (k) => k * k),
  },
  {
    id: "glcm.dissimilarity",
    name: "Dissimilarity",
    ibsi: "8S9J",
    section: "3.6.13",
    unit: "1",
    tex: String.raw`\sum_{i,j}|i-j|\,p_{ij}`,
    about: {
      en: "The mean absolute difference between neighbours.",
      it: "La differenza assoluta media tra vicini.",
    },
    note: "Equals difference average.",
    tag: "cm_dissimilarity",
    sum: glcmTerms.dissimilarity,
    compute: (m) => expected(m.differences, (k) => k),
  },
  {
    id: "glcm.inverse_difference",
    name: "Inverse difference",
    ibsi: "IB1Z",
    section: "3.6.14",
    unit: "1",
    tex: String.raw`\sum_{i,j}\frac{p_{ij}}{1+|i-j|}`,
    about: {
      en: "Smoothness: 1 where all neighbours are equal, less the more they differ.",
      it: "Omogeneità: 1 se tutti i vicini sono uguali, minore quanto più differiscono.",
    },
    note: "Called homogeneity by some programs.",
    tag: "cm_inv_diff",
    sum: glcmTerms.inverseDifference,
    compute: (m) => expected(m.differences, (k) => 1 / (1 + k)),
  },
  {
    id: "glcm.normalised_inverse_difference",
    name: "Normalised inverse difference",
    ibsi: "NDRX",
    section: "3.6.15",
    unit: "1",
    tex: String.raw`\sum_{i,j}\frac{p_{ij}}{1+|i-j|/N_g}`,
    about: {
      en: "Smoothness with differences relative to the number of grey levels.",
      it: "Omogeneità con differenze relative al numero di livelli di grigio.",
    },
    note: "N_g is the number of grey levels of the whole region after discretisation, in every slice and direction.",
    tag: "cm_inv_diff_norm",
    sum: glcmTerms.normalisedInverseDifference,
    compute: (m) => expected(m.differences, (k) => 1 / (1 + k / m.ng)),
  },
  {
    id: "glcm.inverse_difference_moment",
    name: "Inverse difference moment",
    ibsi: "WF0Z",
    section: "3.6.16",
    unit: "1",
    tex: String.raw`\sum_{i,j}\frac{p_{ij}}{1+(i-j)^2}`,
    about: {
      en: "Smoothness that falls quickly as neighbours differ: only nearly equal ones count.",
      it: "Omogeneità che cala in fretta se i vicini differiscono: contano solo quelli quasi uguali.",
    },
    note: "Called homogeneity by other programs.",
    tag: "cm_inv_diff_mom",
    sum: glcmTerms.inverseDifferenceMoment,
    compute: (m) => expected(m.differences, (k) => 1 / (1 + k * k)),
  },
  {
    id: "glcm.normalised_inverse_difference_moment",
    name: "Normalised inverse difference moment",
    ibsi: "1QCO",
    section: "3.6.17",
    unit: "1",
    tex: String.raw`\sum_{i,j}\frac{p_{ij}}{1+(i-j)^2/N_g^2}`,
    about: {
      en: "Smoothness by squared differences relative to the number of grey levels.",
      it: "Omogeneità con differenze al quadrato relative al numero di livelli di grigio.",
    },
    note: "N_g is the number of grey levels of the whole region after discretisation, in every slice and direction.",
    tag: "cm_inv_diff_mom_norm",
    sum: glcmTerms.normalisedInverseDifferenceMoment,
    compute: (m) => expected(m.differences, (k) => 1 / (1 + power(k / m.ng, 2))),
  },
  {
    id: "glcm.inverse_variance",
    name: "Inverse variance",
    ibsi: "E8JP",
    section: "3.6.18",
    unit: "1",
    tex: String.raw`2\sum_{i}\sum_{j>i}\frac{p_{ij}}{(i-j)^2}`,
    about: {
      en: "The share of pairs that differ by little, equal pairs left out.",
      it: "La quota di coppie che differiscono di poco, escluse quelle uguali.",
    },
    note: "0 where all neighbours are equal.",
    tag: "cm_inv_var",
    sum: glcmTerms.inverseVariance,
    compute: (m) => expected(m.differences, (k) => (k === 0 ? 0 : 1 / (k * k))),
  },
  {
    id: "glcm.correlation",
    name: "Correlation",
    ibsi: "NI2N",
    section: "3.6.19",
    unit: "1",
    tex: String.raw`\frac{1}{\sigma^2}\Bigl(-\mu^2+\sum_{i,j} i\,j\,p_{ij}\Bigr)`,
    about: {
      en: "How far a voxel's level foretells its neighbour's: near 1 in coarse textures, near 0 in noise.",
      it: "Quanto il livello di un voxel predice quello del vicino: circa 1 nelle tessiture grossolane, circa 0 nel rumore.",
    },
    note: `${symmetric} Not defined where all levels are equal (σ = 0); some programs give 1.`,
    tag: "cm_corr",
    sum: glcmTerms.correlation,
    compute: (m) => (m.variance === 0 ? flat(m, "their variance") : m.covariance / m.variance),
  },
  {
    id: "glcm.autocorrelation",
    name: "Autocorrelation",
    ibsi: "QWB0",
    section: "3.6.20",
    unit: "1",
    tex: String.raw`\sum_{i,j} i\,j\,p_{ij}`,
    about: {
      en: "The mean product of neighbouring levels: high where bright voxels lie next to bright ones.",
      it: "Il prodotto medio dei livelli vicini: alto dove voxel chiari stanno accanto a voxel chiari.",
    },
    tag: "cm_auto_corr",
    sum: glcmTerms.autocorrelation,
    compute: (m) => m.product,
  },
  {
    id: "glcm.cluster_tendency",
    name: "Cluster tendency",
    ibsi: "DG8W",
    section: "3.6.21",
    unit: "1",
    tex: String.raw`\sum_{i,j}(i+j-\mu_x-\mu_y)^2\,p_{ij}`,
    about: {
      en: "Tendency of voxels of like level to lie together in bright or dark groups.",
      it: "Tendenza dei voxel di livello simile a raccogliersi in gruppi chiari o scuri.",
    },
    note: "Equals sum variance.",
    tag: "cm_clust_tend",
    sum: glcmTerms.clusterTendency,
    compute: (m) => clusterMoment(m, 2),
  },
  {
    id: "glcm.cluster_shade",
    name: "Cluster shade",
    ibsi: "7NFM",
    section: "3.6.22",
    unit: "1",
    tex: String.raw`\sum_{i,j}(i+j-\mu_x-\mu_y)^3\,p_{ij}`,
    about: {
      en: "Asymmetry of those groups: positive with few bright groups on a dark ground, negative the other way round.",
      it: "Asimmetria di questi gruppi: positiva con pochi gruppi chiari su fondo scuro, negativa nel caso opposto.",
    },
    tag: "cm_clust_shade",
    sum: glcmTerms.clusterShade,
    compute: (m) => clusterMoment(m, 3),
  },
  {
    id: "glcm.cluster_prominence",
    name: "Cluster prominence",
    ibsi: "AE86",
    section: "3.6.23",
    unit: "1",
    tex: String.raw`\sum_{i,j}(i+j-\mu_x-\mu_y)^4\,p_{ij}`,
    about: {
      en: "How far groups of pairs stand out from the average: governed by the brightest and darkest ones.",
      it: "Quanto i gruppi di coppie si staccano dalla media: contano soprattutto i più chiari e i più scuri.",
    },
    tag: "cm_clust_prom",
    sum: glcmTerms.clusterProminence,
    compute: (m) => clusterMoment(m, 4),
  },
  {
    id: "glcm.information_correlation_1",
    name: "Information correlation 1",
    ibsi: "R8DG",
    section: "3.6.24",
    unit: "1",
    tex: String.raw`\frac{H_{xy}-H_{xy,1}}{H_x}`,
    about: {
      en: "What a voxel's level tells of its neighbour's, in terms of information: 0 for none, −1 for all.",
      it: "Quanto il livello di un voxel informa su quello del vicino: 0 per nulla, −1 del tutto.",
    },
    note: `${symmetric} Hence H_xy,1 = 2 H_x. Not defined where all levels are equal (H_x = 0).`,
    tag: "cm_info_corr1",
    sum: glcmTerms.information1,
    compute: (m) =>
      m.marginalEntropy === 0 ? flat(m, "their entropy") : (m.entropy - 2 * m.marginalEntropy) / m.marginalEntropy,
  },
  {
    id: "glcm.information_correlation_2",
    name: "Information correlation 2",
    ibsi: "JN9H",
    section: "3.6.25",
    unit: "1",
    tex: String.raw`\sqrt{1-\exp\bigl(-2(H_{xy,2}-H_{xy})\bigr)}`,
    about: {
      en: "The same dependence on a scale from 0 (independent neighbours) to 1.",
      it: "La stessa dipendenza su una scala da 0 (vicini indipendenti) a 1.",
    },
    note: `${symmetric} Hence H_xy,2 = 2 H_x. The entropies are in bits, as the manual has them. A difference below 0 by rounding counts as 0.`,
    tag: "cm_info_corr2",
    sum: "function_of_sums",
    compute: (m) => Math.sqrt(1 - exp(-2 * Math.max(0, 2 * m.marginalEntropy - m.entropy))),
  },
];

const clusterMoment = (m: Glcm, order: number): number => expected(m.sums, (k) => power(k - 2 * m.mean, order));

export const glcm: Family<Glcm> = {
  id: "glcm",
  name: "Grey level co-occurrence matrix",
  ibsi: "LFYI",
  section: "3.6",
  aggregations: directionalAggregations,
  prepare,
  describe: (matrices, roi, recipe, aggregation) => [
    ...levelQuantities(roi, recipe),
    ...directionQuantities(matrices.length, roi, aggregation ?? "3D_mrg"),
    counted("matrix_rows", roi.ng),
    counted("matrix_columns", roi.ng),
    summed("matrix_entries", matrices, (m) => m.entries),
    summed("pairs", matrices, (m) => m.total),
  ],
  features,
};
