import type { Reason } from "../reason.ts";
import type { Aggregation, Recipe } from "../recipe.ts";
import type { Roi } from "../roi.ts";
import type { Family, Feature } from "./family.ts";
import { spatialAggregations } from "./matrices/aggregate.ts";
import { expected, varianceOf } from "./matrices/distribution.ts";
import { levelSizeTerms } from "./matrices/level-size-terms.ts";
import { concentration, jointEmphasis, jointEntropy, type LevelSizes } from "./matrices/level-sizes.ts";
import { noLevels } from "./matrices/obstacles.ts";
import { zoneDistances } from "./matrices/zones.ts";
import { levelQuantities, sizeQuantities, sliceQuantities } from "./quantities.ts";

/**
 * The distance zone matrices of a region: d(i, j) zones of level i come within j voxels of the region's border.
 * IBSI-1 §3.9 (VMDZ).
 */
function prepare(roi: Roi, _recipe: Recipe, aggregation: Aggregation | null): readonly LevelSizes[] | Reason {
  return noLevels(roi) ?? zoneDistances(roi, aggregation ?? "3D_mrg");
}

const features: readonly Feature<LevelSizes>[] = [
  {
    id: "gldzm.small_distance_emphasis",
    name: "Small distance emphasis",
    ibsi: "0GBI",
    section: "3.9.1",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j}\frac{d_{ij}}{j^2}`,
    about: {
      en: "Weight of zones near the border of the region.",
      it: "Peso delle zone vicine al bordo della regione.",
    },
    note: "The distance is in voxels along the axes, to the border of the region before re-segmentation; a border voxel has distance 1.",
    tag: "dzm_sde",
    sum: levelSizeTerms.small,
    compute: (m) => expected(m.sizes, (j) => 1 / (j * j)),
  },
  {
    id: "gldzm.large_distance_emphasis",
    name: "Large distance emphasis",
    ibsi: "MB4I",
    section: "3.9.2",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j} j^2\,d_{ij}`,
    about: {
      en: "Weight of zones deep inside the region.",
      it: "Peso delle zone profonde nella regione.",
    },
    note: "The distance is in voxels along the axes, to the border of the region before re-segmentation; a border voxel has distance 1.",
    tag: "dzm_lde",
    sum: levelSizeTerms.large,
    compute: (m) => expected(m.sizes, (j) => j * j),
  },
  {
    id: "gldzm.low_grey_level_emphasis",
    name: "Low grey level emphasis",
    ibsi: "S1RA",
    section: "3.9.3",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j}\frac{d_{ij}}{i^2}`,
    about: {
      en: "Weight of zones at low grey levels: high where dark zones prevail.",
      it: "Peso delle zone a bassi livelli di grigio: alto se prevalgono quelle scure.",
    },
    tag: "dzm_lgze",
    sum: levelSizeTerms.low,
    compute: (m) => expected(m.levels, (i) => 1 / (i * i)),
  },
  {
    id: "gldzm.high_grey_level_emphasis",
    name: "High grey level emphasis",
    ibsi: "K26C",
    section: "3.9.4",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j} i^2\,d_{ij}`,
    about: {
      en: "Weight of zones at high grey levels: high where bright zones prevail.",
      it: "Peso delle zone ad alti livelli di grigio: alto se prevalgono quelle chiare.",
    },
    tag: "dzm_hgze",
    sum: levelSizeTerms.high,
    compute: (m) => expected(m.levels, (i) => i * i),
  },
  {
    id: "gldzm.small_distance_low_grey_level_emphasis",
    name: "Small distance low grey level emphasis",
    ibsi: "RUVG",
    section: "3.9.5",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j}\frac{d_{ij}}{i^2 j^2}`,
    about: {
      en: "Weight of dark zones near the border: a dark rim.",
      it: "Peso delle zone scure vicine al bordo: un orlo scuro.",
    },
    note: "The distance is in voxels along the axes, to the border of the region before re-segmentation; a border voxel has distance 1.",
    tag: "dzm_sdlge",
    sum: levelSizeTerms.smallLow,
    compute: (m) => jointEmphasis(m, -2, -2),
  },
  {
    id: "gldzm.small_distance_high_grey_level_emphasis",
    name: "Small distance high grey level emphasis",
    ibsi: "DKNJ",
    section: "3.9.6",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j}\frac{i^2\,d_{ij}}{j^2}`,
    about: {
      en: "Weight of bright zones near the border: a bright rim.",
      it: "Peso delle zone chiare vicine al bordo: un orlo chiaro.",
    },
    note: "The distance is in voxels along the axes, to the border of the region before re-segmentation; a border voxel has distance 1.",
    tag: "dzm_sdhge",
    sum: levelSizeTerms.smallHigh,
    compute: (m) => jointEmphasis(m, 2, -2),
  },
  {
    id: "gldzm.large_distance_low_grey_level_emphasis",
    name: "Large distance low grey level emphasis",
    ibsi: "A7WM",
    section: "3.9.7",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j}\frac{j^2\,d_{ij}}{i^2}`,
    about: {
      en: "Weight of dark zones deep inside: a dark core.",
      it: "Peso delle zone scure in profondità: un nucleo scuro.",
    },
    note: "The distance is in voxels along the axes, to the border of the region before re-segmentation; a border voxel has distance 1.",
    tag: "dzm_ldlge",
    sum: levelSizeTerms.largeLow,
    compute: (m) => jointEmphasis(m, -2, 2),
  },
  {
    id: "gldzm.large_distance_high_grey_level_emphasis",
    name: "Large distance high grey level emphasis",
    ibsi: "KLTH",
    section: "3.9.8",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j} i^2 j^2\,d_{ij}`,
    about: {
      en: "Weight of bright zones deep inside: a bright core.",
      it: "Peso delle zone chiare in profondità: un nucleo chiaro.",
    },
    note: "The distance is in voxels along the axes, to the border of the region before re-segmentation; a border voxel has distance 1.",
    tag: "dzm_ldhge",
    sum: levelSizeTerms.largeHigh,
    compute: (m) => jointEmphasis(m, 2, 2),
  },
  {
    id: "gldzm.grey_level_non_uniformity",
    name: "Grey level non-uniformity",
    ibsi: "VFT7",
    section: "3.9.9",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i}\Bigl(\sum_{j}d_{ij}\Bigr)^2`,
    about: {
      en: "Unevenness of the zones over the grey levels: low where all levels have as many zones.",
      it: "Disuguaglianza delle zone tra i livelli di grigio: bassa se tutti i livelli ne hanno altrettante.",
    },
    note: "Grows with the number of zones; equals that of the size zone matrix.",
    tag: "dzm_glnu",
    sum: levelSizeTerms.levelNonUniformity,
    compute: (m) => m.total * concentration(m.levels),
  },
  {
    id: "gldzm.normalised_grey_level_non_uniformity",
    name: "Normalised grey level non-uniformity",
    ibsi: "7HP3",
    section: "3.9.10",
    unit: "1",
    tex: String.raw`\frac{1}{N_s^2}\sum_{i}\Bigl(\sum_{j}d_{ij}\Bigr)^2`,
    about: {
      en: "The same unevenness as a share, so that regions of different size compare.",
      it: "La stessa disuguaglianza come quota, per confrontare regioni di grandezza diversa.",
    },
    tag: "dzm_glnu_norm",
    sum: levelSizeTerms.normalisedLevelNonUniformity,
    compute: (m) => concentration(m.levels),
  },
  {
    id: "gldzm.zone_distance_non_uniformity",
    name: "Zone distance non-uniformity",
    ibsi: "V294",
    section: "3.9.11",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{j}\Bigl(\sum_{i}d_{ij}\Bigr)^2`,
    about: {
      en: "Unevenness of the zones over the distances to the border: low where all depths have as many zones.",
      it: "Disuguaglianza delle zone tra le distanze dal bordo: bassa se tutte le profondità ne hanno altrettante.",
    },
    note: "Grows with the number of zones.",
    tag: "dzm_zdnu",
    sum: levelSizeTerms.sizeNonUniformity,
    compute: (m) => m.total * concentration(m.sizes),
  },
  {
    id: "gldzm.normalised_zone_distance_non_uniformity",
    name: "Normalised zone distance non-uniformity",
    ibsi: "IATH",
    section: "3.9.12",
    unit: "1",
    tex: String.raw`\frac{1}{N_s^2}\sum_{j}\Bigl(\sum_{i}d_{ij}\Bigr)^2`,
    about: {
      en: "The same unevenness of distances as a share.",
      it: "La stessa disuguaglianza delle distanze come quota.",
    },
    tag: "dzm_zdnu_norm",
    sum: levelSizeTerms.normalisedSizeNonUniformity,
    compute: (m) => concentration(m.sizes),
  },
  {
    id: "gldzm.zone_percentage",
    name: "Zone percentage",
    ibsi: "VIWW",
    section: "3.9.13",
    unit: "1",
    tex: String.raw`\frac{N_s}{N_v}`,
    about: {
      en: "Zones per voxel: 1 where no two neighbours are equal, near 0 in a uniform region.",
      it: "Zone per voxel: 1 se non ci sono vicini uguali, vicina a 0 in una regione uniforme.",
    },
    note: "Equals that of the size zone matrix: the voxels counted are those of the intensity mask.",
    tag: "dzm_z_perc",
    sum: levelSizeTerms.percentage,
    compute: (m) => m.total / m.voxels,
  },
  {
    id: "gldzm.grey_level_variance",
    name: "Grey level variance",
    ibsi: "QK93",
    section: "3.9.14",
    unit: "1",
    tex: String.raw`\sum_{i,j}(i-\mu)^2\,p_{ij},\quad\mu=\sum_{i,j}i\,p_{ij}`,
    about: {
      en: "How widely the grey levels of the zones spread.",
      it: "Quanto si disperdono i livelli di grigio delle zone.",
    },
    tag: "dzm_gl_var",
    sum: levelSizeTerms.levelVariance,
    compute: (m) => varianceOf(m.levels),
  },
  {
    id: "gldzm.zone_distance_variance",
    name: "Zone distance variance",
    ibsi: "7WT1",
    section: "3.9.15",
    unit: "1",
    tex: String.raw`\sum_{i,j}(j-\mu)^2\,p_{ij},\quad\mu=\sum_{i,j}j\,p_{ij}`,
    about: {
      en: "How widely the zones spread in depth.",
      it: "Quanto le zone si disperdono in profondità.",
    },
    note: "The distance is in voxels along the axes, to the border of the region before re-segmentation; a border voxel has distance 1.",
    tag: "dzm_zd_var",
    sum: levelSizeTerms.sizeVariance,
    compute: (m) => varianceOf(m.sizes),
  },
  {
    id: "gldzm.zone_distance_entropy",
    name: "Zone distance entropy",
    ibsi: "GBDU",
    section: "3.9.16",
    unit: "1",
    tex: String.raw`-\sum_{i,j}p_{ij}\log_2 p_{ij}`,
    about: {
      en: "Disorder of the zones over levels and depths, in bits.",
      it: "Disordine delle zone tra livelli e profondità, in bit.",
    },
    note: "0 log 0 = 0.",
    tag: "dzm_zd_entr",
    sum: levelSizeTerms.entropy,
    compute: jointEntropy,
  },
];

export const gldzm: Family<LevelSizes> = {
  id: "gldzm",
  name: "Grey level distance zone matrix",
  ibsi: "VMDZ",
  section: "3.9",
  aggregations: spatialAggregations,
  prepare,
  describe: (matrices, roi, recipe, aggregation) => [
    ...levelQuantities(roi, recipe),
    ...sliceQuantities(matrices.length, roi, aggregation ?? "3D_mrg"),
    ...sizeQuantities(matrices, "zones", roi.ng),
  ],
  features,
};
