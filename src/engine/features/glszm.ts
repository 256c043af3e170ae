import type { Reason } from "../reason.ts";
import type { Aggregation, Recipe } from "../recipe.ts";
import type { Roi } from "../roi.ts";
import type { Family, Feature } from "./family.ts";
import { spatialAggregations } from "./matrices/aggregate.ts";
import { expected, varianceOf } from "./matrices/distribution.ts";
import { levelSizeTerms } from "./matrices/level-size-terms.ts";
import { concentration, jointEmphasis, jointEntropy, type LevelSizes } from "./matrices/level-sizes.ts";
import { noLevels } from "./matrices/obstacles.ts";
import { zoneSizes } from "./matrices/zones.ts";
import { levelQuantities, sizeQuantities, sliceQuantities } from "./quantities.ts";

/** The size zone matrices of a region: s(i, j) zones of level i have j voxels. IBSI-1 §3.8 (9SAK). */
function prepare(roi: Roi, _recipe: Recipe, aggregation: Aggregation | null): readonly LevelSizes[] | Reason {
  return noLevels(roi) ?? zoneSizes(roi, aggregation ?? "3D_mrg");
}

const features: readonly Feature<LevelSizes>[] = [
  {
    id: "glszm.small_zone_emphasis",
    name: "Small zone emphasis",
    ibsi: "5QRC",
    section: "3.8.1",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j}\frac{s_{ij}}{j^2}`,
    about: {
      en: "Weight of small zones of equal voxels: high in fine textures.",
      it: "Peso delle zone piccole di voxel uguali: alto nelle tessiture fini.",
    },
    tag: "szm_sze",
    sum: levelSizeTerms.small,
    compute: (m) => expected(m.sizes, (j) => 1 / (j * j)),
  },
  {
    id: "glszm.large_zone_emphasis",
    name: "Large zone emphasis",
    ibsi: "48P8",
    section: "3.8.2",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j} j^2\,s_{ij}`,
    about: {
      en: "Weight of large zones of equal voxels: high in coarse, uniform textures.",
      it: "Peso delle zone grandi di voxel uguali: alto nelle tessiture grossolane e uniformi.",
    },
    tag: "szm_lze",
    sum: levelSizeTerms.large,
    compute: (m) => expected(m.sizes, (j) => j * j),
  },
  {
    id: "glszm.low_grey_level_emphasis",
    name: "Low grey level emphasis",
    ibsi: "XMSY",
    section: "3.8.3",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j}\frac{s_{ij}}{i^2}`,
    about: {
      en: "Weight of zones at low grey levels: high where dark zones prevail.",
      it: "Peso delle zone a bassi livelli di grigio: alto se prevalgono quelle scure.",
    },
    tag: "szm_lgze",
    sum: levelSizeTerms.low,
    compute: (m) => expected(m.levels, (i) => 1 / (i * i)),
  },
  {
    id: "glszm.high_grey_level_emphasis",
    name: "High grey level emphasis",
    ibsi: "5GN9",
    section: "3.8.4",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j} i^2\,s_{ij}`,
    about: {
      en: "Weight of zones at high grey levels: high where bright zones prevail.",
      it: "Peso delle zone ad alti livelli di grigio: alto se prevalgono quelle chiare.",
    },
    tag: "szm_hgze",
    sum: levelSizeTerms.high,
    compute: (m) => expected(m.levels, (i) => i * i),
  },
  {
    id: "glszm.small_zone_low_grey_level_emphasis",
    name: "Small zone low grey level emphasis",
    ibsi: "5RAI",
    section: "3.8.5",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j}\frac{s_{ij}}{i^2 j^2}`,
    about: {
      en: "Weight of zones that are both small and dark.",
      it: "Peso delle zone insieme piccole e scure.",
    },
    tag: "szm_szlge",
    sum: levelSizeTerms.smallLow,
    compute: (m) => jointEmphasis(m, -2, -2),
  },
  {
    id: "glszm.small_zone_high_grey_level_emphasis",
    name: "Small zone high grey level emphasis",
    ibsi: "HW1V",
    section: "3.8.6",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j}\frac{i^2\,s_{ij}}{j^2}`,
    about: {
      en: "Weight of zones that are both small and bright.",
      it: "Peso delle zone insieme piccole e chiare.",
    },
    tag: "szm_szhge",
    sum: levelSizeTerms.smallHigh,
    compute: (m) => jointEmphasis(m, 2, -2),
  },
  {
    id: "glszm.large_zone_low_grey_level_emphasis",
    name: "Large zone low grey level emphasis",
    ibsi: "YH51",
    section: "3.8.7",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j}\frac{j^2\,s_{ij}}{i^2}`,
    about: {
      en: "Weight of zones that are both large and dark, such as necrosis.",
      it: "Peso delle zone insieme grandi e scure, come la necrosi.",
    },
    tag: "szm_lzlge",
    sum: levelSizeTerms.largeLow,
    compute: (m) => jointEmphasis(m, -2, 2),
  },
  {
    id: "glszm.large_zone_high_grey_level_emphasis",
    name: "Large zone high grey level emphasis",
    ibsi: "J17V",
    section: "3.8.8",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j} i^2 j^2\,s_{ij}`,
    about: {
      en: "Weight of zones that are both large and bright.",
      it: "Peso delle zone insieme grandi e chiare.",
    },
    tag: "szm_lzhge",
    sum: levelSizeTerms.largeHigh,
    compute: (m) => jointEmphasis(m, 2, 2),
  },
  {
    id: "glszm.grey_level_non_uniformity",
    name: "Grey level non-uniformity",
    ibsi: "JNSA",
    section: "3.8.9",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i}\Bigl(\sum_{j}s_{ij}\Bigr)^2`,
    about: {
      en: "Unevenness of the zones over the grey levels: low where all levels have as many zones.",
      it: "Disuguaglianza delle zone tra i livelli di grigio: bassa se tutti i livelli ne hanno altrettante.",
    },
    note: "Grows with the number of zones.",
    tag: "szm_glnu",
    sum: levelSizeTerms.levelNonUniformity,
    compute: (m) => m.total * concentration(m.levels),
  },
  {
    id: "glszm.normalised_grey_level_non_uniformity",
    name: "Normalised grey level non-uniformity",
    ibsi: "Y1RO",
    section: "3.8.10",
    unit: "1",
    tex: String.raw`\frac{1}{N_s^2}\sum_{i}\Bigl(\sum_{j}s_{ij}\Bigr)^2`,
    about: {
      en: "The same unevenness as a share, so that regions of different size compare.",
      it: "La stessa disuguaglianza come quota, per confrontare regioni di grandezza diversa.",
    },
    tag: "szm_glnu_norm",
    sum: levelSizeTerms.normalisedLevelNonUniformity,
    compute: (m) => concentration(m.levels),
  },
  {
    id: "glszm.zone_size_non_uniformity",
    name: "Zone size non-uniformity",
    ibsi: "4JP3",
    section: "3.8.11",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{j}\Bigl(\sum_{i}s_{ij}\Bigr)^2`,
    about: {
      en: "Unevenness of the zones over the sizes: low where all sizes are as frequent.",
      it: "Disuguaglianza delle zone tra le grandezze: bassa se tutte sono ugualmente frequenti.",
    },
    note: "Grows with the number of zones.",
    tag: "szm_zsnu",
    sum: levelSizeTerms.sizeNonUniformity,
    compute: (m) => m.total * concentration(m.sizes),
  },
  {
    id: "glszm.normalised_zone_size_non_uniformity",
    name: "Normalised zone size non-uniformity",
    ibsi: "VB3A",
    section: "3.8.12",
    unit: "1",
    tex: String.raw`\frac{1}{N_s^2}\sum_{j}\Bigl(\sum_{i}s_{ij}\Bigr)^2`,
    about: {
      en: "The same unevenness of sizes as a share.",
      it: "La stessa disuguaglianza delle grandezze come quota.",
    },
    tag: "szm_zsnu_norm",
    sum: levelSizeTerms.normalisedSizeNonUniformity,
    compute: (m) => concentration(m.sizes),
  },
  {
    id: "glszm.zone_percentage",
    name: "Zone percentage",
    ibsi: "P30P",
    section: "3.8.13",
    unit: "1",
    tex: String.raw`\frac{N_s}{N_v}`,
    about: {
      en: "Zones per voxel: 1 where no two neighbours are equal, near 0 in a uniform region.",
      it: "Zone per voxel: 1 se non ci sono vicini uguali, vicina a 0 in una regione uniforme.",
    },
    tag: "szm_z_perc",
    sum: levelSizeTerms.percentage,
    compute: (m) => m.total / m.voxels,
  },
  {
    id: "glszm.grey_level_variance",
    name: "Grey level variance",
    ibsi: "BYLV",
    section: "3.8.14",
    unit: "1",
    tex: String.raw`\sum_{i,j}(i-\mu)^2\,p_{ij},\quad\mu=\sum_{i,j}i\,p_{ij}`,
    about: {
      en: "How widely the grey levels of the zones spread.",
      it: "Quanto si disperdono i livelli di grigio delle zone.",
    },
    tag: "szm_gl_var",
    sum: levelSizeTerms.levelVariance,
    compute: (m) => varianceOf(m.levels),
  },
  {
    id: "glszm.zone_size_variance",
    name: "Zone size variance",
    ibsi: "3NSA",
    section: "3.8.15",
    unit: "1",
    tex: String.raw`\sum_{i,j}(j-\mu)^2\,p_{ij},\quad\mu=\sum_{i,j}j\,p_{ij}`,
    about: {
      en: "How widely the sizes of the zones spread.",
      it: "Quanto si disperdono le grandezze delle zone.",
    },
    tag: "szm_zs_var",
    sum: levelSizeTerms.sizeVariance,
    compute: (m) => varianceOf(m.sizes),
  },
  {
    id: "glszm.zone_size_entropy",
    name: "Zone size entropy",
    ibsi: "GU8N",
    section: "3.8.16",
    unit: "1",
    tex: String.raw`-\sum_{i,j}p_{ij}\log_2 p_{ij}`,
    about: {
      en: "Disorder of the zones over levels and sizes, in bits.",
      it: "Disordine delle zone tra livelli e grandezze, in bit.",
    },
    note: "0 log 0 = 0.",
    tag: "szm_zs_entr",
    sum: levelSizeTerms.entropy,
    compute: jointEntropy,
  },
];

export const glszm: Family<LevelSizes> = {
  id: "glszm",
  name: "Grey level size zone matrix",
  ibsi: "9SAK",
  section: "3.8",
  aggregations: spatialAggregations,
  prepare,
  describe: (matrices, roi, recipe, aggregation) => [
    ...levelQuantities(roi, recipe),
    ...sliceQuantities(matrices.length, roi, aggregation ?? "3D_mrg"),
    ...sizeQuantities(matrices, "zones", roi.ng),
  ],
  features,
};
