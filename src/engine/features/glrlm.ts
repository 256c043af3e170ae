import { isReason, type Reason } from "../reason.ts";
import type { Aggregation, Recipe } from "../recipe.ts";
import type { Roi } from "../roi.ts";
import type { Family, Feature } from "./family.ts";
import { aggregateDirections, directionalAggregations, is3d } from "./matrices/aggregate.ts";
import { expected, varianceOf } from "./matrices/distribution.ts";
import { levelSizeTerms } from "./matrices/level-size-terms.ts";
import {
  concentration,
  jointEmphasis,
  jointEntropy,
  type LevelSizes,
  levelSizes,
  voxelsIn,
} from "./matrices/level-sizes.ts";
import { noLevels } from "./matrices/obstacles.ts";
import { runsInSlices, runsInVolume } from "./matrices/runs.ts";
import { directionQuantities, levelQuantities, sizeQuantities } from "./quantities.ts";

/**
 * The run length matrices of a region: r(i, j) runs of level i are j voxels long. IBSI-1 §3.7 (TP0I).
 * In each direction a voxel belongs to one run, so N_v is what the runs hold together.
 */
function prepare(roi: Roi, recipe: Recipe, aggregation: Aggregation | null): readonly LevelSizes[] | Reason {
  const problem = noLevels(roi);
  if (problem !== null) return problem;
  const how = aggregation ?? "3D_mrg";
  const runs = is3d(how) ? runsInVolume(roi) : runsInSlices(roi);
  const matrices = aggregateDirections(runs, how, roi.spacing, recipe.texture.weighting);
  if (isReason(matrices)) return matrices;
  return matrices.map((counts) => levelSizes(counts, voxelsIn(counts)));
}

const features: readonly Feature<LevelSizes>[] = [
  {
    id: "glrlm.short_runs_emphasis",
    name: "Short runs emphasis",
    ibsi: "22OV",
    section: "3.7.1",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j}\frac{r_{ij}}{j^2}`,
    about: {
      en: "Weight of short runs of equal voxels: high in fine, broken textures.",
      it: "Peso delle sequenze corte di voxel uguali: alto nelle tessiture fini e frammentate.",
    },
    tag: "rlm_sre",
    sum: levelSizeTerms.small,
    compute: (m) => expected(m.sizes, (j) => 1 / (j * j)),
  },
  {
    id: "glrlm.long_runs_emphasis",
    name: "Long runs emphasis",
    ibsi: "W4KF",
    section: "3.7.2",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j} j^2\,r_{ij}`,
    about: {
      en: "Weight of long runs of equal voxels: high in coarse, uniform textures.",
      it: "Peso delle sequenze lunghe di voxel uguali: alto nelle tessiture grossolane e uniformi.",
    },
    tag: "rlm_lre",
    sum: levelSizeTerms.large,
    compute: (m) => expected(m.sizes, (j) => j * j),
  },
  {
    id: "glrlm.low_grey_level_run_emphasis",
    name: "Low grey level run emphasis",
    ibsi: "V3SW",
    section: "3.7.3",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j}\frac{r_{ij}}{i^2}`,
    about: {
      en: "Weight of runs at low grey levels: high where dark runs prevail.",
      it: "Peso delle sequenze a bassi livelli di grigio: alto se prevalgono quelle scure.",
    },
    tag: "rlm_lgre",
    sum: levelSizeTerms.low,
    compute: (m) => expected(m.levels, (i) => 1 / (i * i)),
  },
  {
    id: "glrlm.high_grey_level_run_emphasis",
    name: "High grey level run emphasis",
    ibsi: "G3QZ",
    section: "3.7.4",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j} i^2\,r_{ij}`,
    about: {
      en: "Weight of runs at high grey levels: high where bright runs prevail.",
      it: "Peso delle sequenze ad alti livelli di grigio: alto se prevalgono quelle chiare.",
    },
    tag: "rlm_hgre",
    sum: levelSizeTerms.high,
    compute: (m) => expected(m.levels, (i) => i * i),
  },
  {
    id: "glrlm.short_run_low_grey_level_emphasis",
    name: "Short run low grey level emphasis",
    ibsi: "HTZT",
    section: "3.7.5",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j}\frac{r_{ij}}{i^2 j^2}`,
    about: {
      en: "Weight of runs that are both short and dark.",
      it: "Peso delle sequenze insieme corte e scure.",
    },
    tag: "rlm_srlge",
    sum: levelSizeTerms.smallLow,
    compute: (m) => jointEmphasis(m, -2, -2),
  },
  {
    id: "glrlm.short_run_high_grey_level_emphasis",
    name: "Short run high grey level emphasis",
    ibsi: "GD3A",
    section: "3.7.6",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j}\frac{i^2\,r_{ij}}{j^2}`,
    about: {
      en: "Weight of runs that are both short and bright.",
      it: "Peso delle sequenze insieme corte e chiare.",
    },
    tag: "rlm_srhge",
    sum: levelSizeTerms.smallHigh,
    compute: (m) => jointEmphasis(m, 2, -2),
  },
  {
    id: "glrlm.long_run_low_grey_level_emphasis",
    name: "Long run low grey level emphasis",
    ibsi: "IVPO",
    section: "3.7.7",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j}\frac{j^2\,r_{ij}}{i^2}`,
    about: {
      en: "Weight of runs that are both long and dark: large dark areas.",
      it: "Peso delle sequenze insieme lunghe e scure: ampie zone scure.",
    },
    tag: "rlm_lrlge",
    sum: levelSizeTerms.largeLow,
    compute: (m) => jointEmphasis(m, -2, 2),
  },
  {
    id: "glrlm.long_run_high_grey_level_emphasis",
    name: "Long run high grey level emphasis",
    ibsi: "3KUM",
    section: "3.7.8",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i,j} i^2 j^2\,r_{ij}`,
    about: {
      en: "Weight of runs that are both long and bright: large bright areas.",
      it: "Peso delle sequenze insieme lunghe e chiare: ampie zone chiare.",
    },
    tag: "rlm_lrhge",
    sum: levelSizeTerms.largeHigh,
    compute: (m) => jointEmphasis(m, 2, 2),
  },
  {
    id: "glrlm.grey_level_non_uniformity",
    name: "Grey level non-uniformity",
    ibsi: "R5YN",
    section: "3.7.9",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{i}\Bigl(\sum_{j}r_{ij}\Bigr)^2`,
    about: {
      en: "Unevenness of the runs over the grey levels: low where all levels have as many runs.",
      it: "Disuguaglianza delle sequenze tra i livelli di grigio: bassa se tutti i livelli ne hanno altrettante.",
    },
    note: "Grows with the number of runs, so it is larger where directions or slices are merged.",
    tag: "rlm_glnu",
    sum: levelSizeTerms.levelNonUniformity,
    compute: (m) => m.total * concentration(m.levels),
  },
  {
    id: "glrlm.normalised_grey_level_non_uniformity",
    name: "Normalised grey level non-uniformity",
    ibsi: "OVBL",
    section: "3.7.10",
    unit: "1",
    tex: String.raw`\frac{1}{N_s^2}\sum_{i}\Bigl(\sum_{j}r_{ij}\Bigr)^2`,
    about: {
      en: "The same unevenness as a share, so that regions of different size compare.",
      it: "La stessa disuguaglianza come quota, per confrontare regioni di grandezza diversa.",
    },
    tag: "rlm_glnu_norm",
    sum: levelSizeTerms.normalisedLevelNonUniformity,
    compute: (m) => concentration(m.levels),
  },
  {
    id: "glrlm.run_length_non_uniformity",
    name: "Run length non-uniformity",
    ibsi: "W92Y",
    section: "3.7.11",
    unit: "1",
    tex: String.raw`\frac{1}{N_s}\sum_{j}\Bigl(\sum_{i}r_{ij}\Bigr)^2`,
    about: {
      en: "Unevenness of the runs over the lengths: low where all lengths are as frequent.",
      it: "Disuguaglianza delle sequenze tra le lunghezze: bassa se tutte sono ugualmente frequenti.",
    },
    note: "Grows with the number of runs, so it is larger where directions or slices are merged.",
    tag: "rlm_rlnu",
    sum: levelSizeTerms.sizeNonUniformity,
    compute: (m) => m.total * concentration(m.sizes),
  },
  {
    id: "glrlm.normalised_run_length_non_uniformity",
    name: "Normalised run length non-uniformity",
    ibsi: "IC23",
    section: "3.7.12",
    unit: "1",
    tex: String.raw`\frac{1}{N_s^2}\sum_{j}\Bigl(\sum_{i}r_{ij}\Bigr)^2`,
    about: {
      en: "The same unevenness of lengths as a share.",
      it: "La stessa disuguaglianza delle lunghezze come quota.",
    },
    tag: "rlm_rlnu_norm",
    sum: levelSizeTerms.normalisedSizeNonUniformity,
    compute: (m) => concentration(m.sizes),
  },
  {
    id: "glrlm.run_percentage",
    name: "Run percentage",
    ibsi: "9ZK5",
    section: "3.7.13",
    unit: "1",
    tex: String.raw`\frac{N_s}{N_v}`,
    about: {
      en: "Runs per voxel: 1 where no two neighbours along a direction are equal, low in uniform regions.",
      it: "Sequenze per voxel: 1 se lungo una direzione non ci sono vicini uguali, bassa nelle regioni uniformi.",
    },
    note: "With directions merged a voxel counts once for each, so the value stays at most 1.",
    tag: "rlm_r_perc",
    sum: levelSizeTerms.percentage,
    compute: (m) => m.total / m.voxels,
  },
  {
    id: "glrlm.grey_level_variance",
    name: "Grey level variance",
    ibsi: "8CE5",
    section: "3.7.14",
    unit: "1",
    tex: String.raw`\sum_{i,j}(i-\mu)^2\,p_{ij},\quad\mu=\sum_{i,j}i\,p_{ij}`,
    about: {
      en: "How widely the grey levels of the runs spread.",
      it: "Quanto si disperdono i livelli di grigio delle sequenze.",
    },
    tag: "rlm_gl_var",
    sum: levelSizeTerms.levelVariance,
    compute: (m) => varianceOf(m.levels),
  },
  {
    id: "glrlm.run_length_variance",
    name: "Run length variance",
    ibsi: "SXLW",
    section: "3.7.15",
    unit: "1",
    tex: String.raw`\sum_{i,j}(j-\mu)^2\,p_{ij},\quad\mu=\sum_{i,j}j\,p_{ij}`,
    about: {
      en: "How widely the lengths of the runs spread.",
      it: "Quanto si disperdono le lunghezze delle sequenze.",
    },
    tag: "rlm_rl_var",
    sum: levelSizeTerms.sizeVariance,
    compute: (m) => varianceOf(m.sizes),
  },
  {
    id: "glrlm.run_entropy",
    name: "Run entropy",
    ibsi: "HJ9O",
    section: "3.7.16",
    unit: "1",
    tex: String.raw`-\sum_{i,j}p_{ij}\log_2 p_{ij}`,
    about: {
      en: "Disorder of the runs over levels and lengths, in bits.",
      it: "Disordine delle sequenze tra livelli e lunghezze, in bit.",
    },
    note: "0 log 0 = 0.",
    tag: "rlm_rl_entr",
    sum: levelSizeTerms.entropy,
    compute: jointEntropy,
  },
];

export const glrlm: Family<LevelSizes> = {
  id: "glrlm",
  name: "Grey level run length matrix",
  ibsi: "TP0I",
  section: "3.7",
  aggregations: directionalAggregations,
  prepare,
  describe: (matrices, roi, recipe, aggregation) => [
    ...levelQuantities(roi, recipe),
    ...directionQuantities(matrices.length, roi, aggregation ?? "3D_mrg"),
    ...sizeQuantities(matrices, "runs", roi.ng),
  ],
  features,
};
