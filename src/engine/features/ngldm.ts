import type { Reason } from "../reason.ts";
import type { Aggregation, Recipe } from "../recipe.ts";
import type { Roi } from "../roi.ts";
import type { Family, Feature } from "./family.ts";
import { spatialAggregations } from "./matrices/aggregate.ts";
import { dependences } from "./matrices/dependences.ts";
import { expected, varianceOf } from "./matrices/distribution.ts";
import { levelSizeTerms } from "./matrices/level-size-terms.ts";
import { concentration, jointEmphasis, jointEnergy, jointEntropy, type LevelSizes } from "./matrices/level-sizes.ts";
import { noLevels } from "./matrices/obstacles.ts";
import { levelQuantities, neighbourQuantity, sizeQuantities, sliceQuantities } from "./quantities.ts";

/**
 * The dependence matrices of a region: s(i, j) voxels of level i have j − 1 neighbours whose level differs by at most
 * α. IBSI-1 §3.11 (REK0). The voxel itself counts, so j ≥ 1.
 */
function prepare(roi: Roi, recipe: Recipe, aggregation: Aggregation | null): readonly LevelSizes[] | Reason {
  const { distance, coarseness } = recipe.texture;
  return noLevels(roi) ?? dependences(roi, distance, coarseness, aggregation ?? "3D_mrg");
}

const features: readonly Feature<LevelSizes>[] = [
  {
    id: "ngldm.low_dependence_emphasis",
    name: "Low dependence emphasis",
    ibsi: "SODN",
    section: "3.11.1",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j}\frac{s_{ij}}{j^2}`,
    about: {
      en: "Weight of voxels with few neighbours like themselves: high in restless textures.",
      it: "Peso dei voxel con pochi vicini simili: alto nelle tessiture irregolari.",
    },
    note: "The voxel itself counts as one of its neighbourhood.",
    tag: "ngl_lde",
    sum: levelSizeTerms.small,
    compute: (m) => expected(m.sizes, (j) => 1 / (j * j)),
  },
  {
    id: "ngldm.high_dependence_emphasis",
    name: "High dependence emphasis",
    ibsi: "IMOQ",
    section: "3.11.2",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j} j^2\,s_{ij}`,
    about: {
      en: "Weight of voxels with many neighbours like themselves: high in uniform textures.",
      it: "Peso dei voxel con molti vicini simili: alto nelle tessiture uniformi.",
    },
    note: "The voxel itself counts as one of its neighbourhood.",
    tag: "ngl_hde",
    sum: levelSizeTerms.large,
    compute: (m) => expected(m.sizes, (j) => j * j),
  },
  {
    id: "ngldm.low_grey_level_count_emphasis",
    name: "Low grey level count emphasis",
    ibsi: "TL9H",
    section: "3.11.3",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j}\frac{s_{ij}}{i^2}`,
    about: {
      en: "Weight of voxels at low grey levels: high in dark regions.",
      it: "Peso dei voxel a bassi livelli di grigio: alto nelle regioni scure.",
    },
    tag: "ngl_lgce",
    sum: levelSizeTerms.low,
    compute: (m) => expected(m.levels, (i) => 1 / (i * i)),
  },
  {
    id: "ngldm.high_grey_level_count_emphasis",
    name: "High grey level count emphasis",
    ibsi: "OAE7",
    section: "3.11.4",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j} i^2\,s_{ij}`,
    about: {
      en: "Weight of voxels at high grey levels: high in bright regions.",
      it: "Peso dei voxel ad alti livelli di grigio: alto nelle regioni chiare.",
    },
    tag: "ngl_hgce",
    sum: levelSizeTerms.high,
    compute: (m) => expected(m.levels, (i) => i * i),
  },
  {
    id: "ngldm.low_dependence_low_grey_level_emphasis",
    name: "Low dependence low grey level emphasis",
    ibsi: "EQ3F",
    section: "3.11.5",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j}\frac{s_{ij}}{i^2 j^2}`,
    about: {
      en: "Weight of dark voxels with few neighbours like themselves.",
      it: "Peso dei voxel scuri con pochi vicini simili.",
    },
    tag: "ngl_ldlge",
    sum: levelSizeTerms.smallLow,
    compute: (m) => jointEmphasis(m, -2, -2),
  },
  {
    id: "ngldm.low_dependence_high_grey_level_emphasis",
    name: "Low dependence high grey level emphasis",
    ibsi: "JA6D",
    section: "3.11.6",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j}\frac{i^2\,s_{ij}}{j^2}`,
    about: {
      en: "Weight of bright voxels with few neighbours like themselves.",
      it: "Peso dei voxel chiari con pochi vicini simili.",
    },
    tag: "ngl_ldhge",
    sum: levelSizeTerms.smallHigh,
    compute: (m) => jointEmphasis(m, 2, -2),
  },
  {
    id: "ngldm.high_dependence_low_grey_level_emphasis",
    name: "High dependence low grey level emphasis",
    ibsi: "NBZI",
    section: "3.11.7",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j}\frac{j^2\,s_{ij}}{i^2}`,
    about: {
      en: "Weight of dark voxels with many neighbours like themselves: uniform dark areas.",
      it: "Peso dei voxel scuri con molti vicini simili: zone scure uniformi.",
    },
    tag: "ngl_hdlge",
    sum: levelSizeTerms.largeLow,
    compute: (m) => jointEmphasis(m, -2, 2),
  },
  {
    id: "ngldm.high_dependence_high_grey_level_emphasis",
    name: "High dependence high grey level emphasis",
    ibsi: "9QMG",
    section: "3.11.8",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j} i^2 j^2\,s_{ij}`,
    about: {
      en: "Weight of bright voxels with many neighbours like themselves: uniform bright areas.",
      it: "Peso dei voxel chiari con molti vicini simili: zone chiare uniformi.",
    },
    tag: "ngl_hdhge",
    sum: levelSizeTerms.largeHigh,
    compute: (m) => jointEmphasis(m, 2, 2),
  },
  {
    id: "ngldm.grey_level_non_uniformity",
    name: "Grey level non-uniformity",
    ibsi: "FP8K",
    section: "3.11.9",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i}\Bigl(\sum_{j}s_{ij}\Bigr)^2`,
    about: {
      en: "Unevenness of the voxels over the grey levels: low where all levels are as frequent.",
      it: "Disuguaglianza dei voxel tra i livelli di grigio: bassa se tutti sono ugualmente frequenti.",
    },
    note: "Grows with the number of voxels.",
    tag: "ngl_glnu",
    sum: levelSizeTerms.levelNonUniformity,
    compute: (m) => m.total * concentration(m.levels),
  },
  {
    id: "ngldm.normalised_grey_level_non_uniformity",
    name: "Normalised grey level non-uniformity",
    ibsi: "5SPA",
    section: "3.11.10",
    unit: "1",
    tex: String.raw`\frac{1}{N_s^2}\sum_{i}\Bigl(\sum_{j}s_{ij}\Bigr)^2`,
    about: {
      en: "The same unevenness as a share, so that regions of different size compare.",
      it: "La stessa disuguaglianza come quota, per confrontare regioni di grandezza diversa.",
    },
    note: "Equals the uniformity of the intensity histogram where every voxel is counted.",
    tag: "ngl_glnu_norm",
    sum: levelSizeTerms.normalisedLevelNonUniformity,
    compute: (m) => concentration(m.levels),
  },
  {
    id: "ngldm.dependence_count_non_uniformity",
    name: "Dependence count non-uniformity",
    ibsi: "Z87G",
    section: "3.11.11",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{j}\Bigl(\sum_{i}s_{ij}\Bigr)^2`,
    about: {
      en: "Unevenness of the voxels over the number of neighbours like themselves.",
      it: "Disuguaglianza dei voxel rispetto al numero di vicini simili.",
    },
    note: "Grows with the number of voxels.",
    tag: "ngl_dcnu",
    sum: levelSizeTerms.sizeNonUniformity,
    compute: (m) => m.total * concentration(m.sizes),
  },
  {
    id: "ngldm.normalised_dependence_count_non_uniformity",
    name: "Normalised dependence count non-uniformity",
    ibsi: "OKJI",
    section: "3.11.12",
    unit: "1",
    tex: String.raw`\frac{1}{N_s^2}\sum_{j}\Bigl(\sum_{i}s_{ij}\Bigr)^2`,
    about: {
      en: "The same unevenness of dependence counts as a share.",
      it: "La stessa disuguaglianza dei conteggi di dipendenza come quota.",
    },
    tag: "ngl_dcnu_norm",
    sum: levelSizeTerms.normalisedSizeNonUniformity,
    compute: (m) => concentration(m.sizes),
  },
  {
    id: "ngldm.dependence_count_percentage",
    name: "Dependence count percentage",
    ibsi: "6XV8",
    section: "3.11.13",
    unit: "1",
    tex: String.raw`\frac{N_s}{N_v}`,
    about: {
      en: "Neighbourhoods per voxel: always 1, as every voxel of the region has one.",
      it: "Intorni per voxel: sempre 1, perché ogni voxel della regione ne ha uno.",
    },
    note: "Incomplete neighbourhoods at the border are counted too, hence 1.",
    tag: "ngl_dc_perc",
    sum: levelSizeTerms.percentage,
    compute: (m) => m.total / m.voxels,
  },
  {
    id: "ngldm.grey_level_variance",
    name: "Grey level variance",
    ibsi: "1PFV",
    section: "3.11.14",
    unit: "1",
    tex: String.raw`\sum_{i,j}(i-\mu)^2\,p_{ij},\quad\mu=\sum_{i,j}i\,p_{ij}`,
    about: {
      en: "How widely the grey levels of the voxels spread.",
      it: "Quanto si disperdono i livelli di grigio dei voxel.",
    },
    tag: "ngl_gl_var",
    sum: levelSizeTerms.levelVariance,
    compute: (m) => varianceOf(m.levels),
  },
  {
    id: "ngldm.dependence_count_variance",
    name: "Dependence count variance",
    ibsi: "DNX2",
    section: "3.11.15",
    unit: "1",
    tex: String.raw`\sum_{i,j}(j-\mu)^2\,p_{ij},\quad\mu=\sum_{i,j}j\,p_{ij}`,
    about: {
      en: "How widely the number of neighbours like themselves spreads.",
      it: "Quanto si disperde il numero di vicini simili.",
    },
    tag: "ngl_dc_var",
    sum: levelSizeTerms.sizeVariance,
    compute: (m) => varianceOf(m.sizes),
  },
  {
    id: "ngldm.dependence_count_entropy",
    name: "Dependence count entropy",
    ibsi: "FCBV",
    section: "3.11.16",
    unit: "1",
    tex: String.raw`-\sum_{i,j}p_{ij}\log_2 p_{ij}`,
    about: {
      en: "Disorder of the voxels over levels and number of like neighbours, in bits.",
      it: "Disordine dei voxel tra livelli e numero di vicini simili, in bit.",
    },
    note: "0 log 0 = 0.",
    tag: "ngl_dc_entr",
    sum: levelSizeTerms.entropy,
    compute: jointEntropy,
  },
  {
    id: "ngldm.dependence_count_energy",
    name: "Dependence count energy",
    ibsi: "CAS9",
    section: "3.11.17",
    unit: "1",
    tex: String.raw`\sum_{i,j}p_{ij}^2`,
    about: {
      en: "Uniformity of the voxels over levels and number of like neighbours: 1 where all are the same.",
      it: "Uniformità dei voxel tra livelli e numero di vicini simili: 1 se sono tutti uguali.",
    },
    note: "Called second moment by its authors.",
    tag: "ngl_dc_energy",
    sum: levelSizeTerms.energy,
    compute: jointEnergy,
  },
];

export const ngldm: Family<LevelSizes> = {
  id: "ngldm",
  name: "Neighbouring grey level dependence matrix",
  ibsi: "REK0",
  section: "3.11",
  aggregations: spatialAggregations,
  prepare,
  describe: (matrices, roi, recipe, aggregation) => [
    ...levelQuantities(roi, recipe),
    ...sliceQuantities(matrices.length, roi, aggregation ?? "3D_mrg"),
    neighbourQuantity(recipe.texture.distance, aggregation ?? "3D_mrg"),
    ...sizeQuantities(matrices, "neighbourhoods", roi.ng),
  ],
  features,
};
