import { type Counted, countedMean, countedQuantile } from "../math/counted.ts";
import { log2, power } from "../math/same-bits.ts";
import { type Reason, undefinedBecause } from "../reason.ts";
import type { Family, Feature } from "./family.ts";
import { levelQuantities } from "./quantities.ts";

/** The histogram of a region's grey levels, and what its features share. */
export type Histogram = Counted & {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly variance: number;
  readonly p10: number;
  readonly p25: number;
  readonly median: number;
  readonly p75: number;
  readonly p90: number;
};

/** The histogram of `total` voxels, not none, of which `counts[k]` have level k + 1. */
export function histogramOf(counts: Float64Array, total: number): Histogram {
  const counted: Counted = { counts, total };
  const min = counts.findIndex((n) => n > 0) + 1;
  const max = counts.findLastIndex((n) => n > 0) + 1;
  // From the lowest level, so that a single level has a variance of exactly 0.
  const mean = min + countedMean(counted, (level) => level - min);
  return {
    ...counted,
    min,
    max,
    mean,
    variance: countedMean(counted, (level) => power(level - mean, 2)),
    p10: countedQuantile(counted, 0.1),
    p25: countedQuantile(counted, 0.25),
    median: countedQuantile(counted, 0.5),
    p75: countedQuantile(counted, 0.75),
    p90: countedQuantile(counted, 0.9),
  };
}

function modeOf(h: Histogram): number {
  let mode = 1;
  for (let level = 2; level <= h.counts.length; level++) {
    const more = h.counts[level - 1] - h.counts[mode - 1];
    if (more > 0 || (more === 0 && Math.abs(level - h.mean) < Math.abs(mode - h.mean))) mode = level;
  }
  return mode;
}

function robustDeviation(h: Histogram): number | Reason {
  const centre = countedMean(h, (level) => level, h.p10, h.p90);
  if (Number.isNaN(centre)) return undefinedBecause("too_few_voxels", "No level lies between the two percentiles.");
  return countedMean(h, (level) => Math.abs(level - centre), h.p10, h.p90);
}

/** The greatest (sign 1) or least (sign −1) histogram gradient, or the level where it stands. */
function steepest({ counts, mean }: Histogram, sign: 1 | -1, what: "value" | "level"): number | Reason {
  const n = counts.length;
  if (n < 2) return undefinedBecause("no_bins", `A gradient needs two levels; all voxels have level ${mean}.`);
  let best = Number.NEGATIVE_INFINITY;
  let at = 0;
  for (let k = 0; k < n; k++) {
    const above = Math.min(k + 1, n - 1);
    const below = Math.max(k - 1, 0);
    const gradient = (sign * (counts[above] - counts[below])) / (above - below);
    if (gradient > best) {
      best = gradient;
      at = k + 1;
    }
  }
  return what === "level" ? at : sign * best;
}

const percentileNote = "Linear interpolation between order statistics; the manual leaves the choice open.";
const gradientNote = "Central differences of the counts, one-sided at the first and the last level.";

const mean: Feature<Histogram> = {
  id: "histogram.mean",
  name: "Mean",
  ibsi: "X6K6",
  section: "3.4.1",
  unit: "bins",
  tex: String.raw`\mu=\frac{1}{N_v}\sum_{k}X_{d,k}`,
  about: {
    en: "The average grey level of the region after discretisation.",
    it: "Il livello di grigio medio della regione dopo la discretizzazione.",
  },
  tag: "ih_mean",
  compute: (h) => h.mean,
};

const variance: Feature<Histogram> = {
  id: "histogram.variance",
  name: "Variance",
  ibsi: "CH89",
  section: "3.4.2",
  unit: "bins2",
  tex: String.raw`\sigma^2=\frac{1}{N_v}\sum_{k}\left(X_{d,k}-\mu\right)^2`,
  about: {
    en: "How widely the grey levels spread about their mean, as a squared distance.",
    it: "Quanto i livelli di grigio si disperdono attorno alla media, come distanza al quadrato.",
  },
  note: "Divided by N, not by N − 1.",
  tag: "ih_var",
  compute: (h) => h.variance,
};

const skewness: Feature<Histogram> = {
  id: "histogram.skewness",
  name: "Skewness",
  ibsi: "88K1",
  section: "3.4.3",
  unit: "1",
  tex: String.raw`\frac{\frac{1}{N_v}\sum_k\left(X_{d,k}-\mu\right)^3}{\sigma^3}`,
  about: {
    en: "Asymmetry of the histogram: negative with a tail towards low levels, positive towards high ones.",
    it: "Asimmetria dell'istogramma: negativa se la coda è verso i livelli bassi, positiva se verso quelli alti.",
  },
  note: "0 for a single level, as the manual sets it.",
  tag: "ih_skew",
  compute: (h) =>
    h.variance === 0 ? 0 : countedMean(h, (level) => power(level - h.mean, 3)) / (h.variance * Math.sqrt(h.variance)),
};

const kurtosis: Feature<Histogram> = {
  id: "histogram.kurtosis",
  name: "(Excess) kurtosis",
  ibsi: "C3I7",
  section: "3.4.4",
  unit: "1",
  tex: String.raw`\frac{\frac{1}{N_v}\sum_k\left(X_{d,k}-\mu\right)^4}{\sigma^4}-3`,
  about: {
    en: "How heavy the tails of the histogram are; 0 for a normal distribution.",
    it: "Quanto pesano le code dell'istogramma; 0 per una distribuzione normale.",
  },
  note: "The excess: 3 has been taken off; 0 for a single level, as the manual sets it.",
  tag: "ih_kurt",
  compute: (h) =>
    h.variance === 0 ? 0 : countedMean(h, (level) => power(level - h.mean, 4)) / power(h.variance, 2) - 3,
};

const median: Feature<Histogram> = {
  id: "histogram.median",
  name: "Median",
  ibsi: "WIFQ",
  section: "3.4.5",
  unit: "bins",
  tex: "M",
  about: {
    en: "The middle grey level: half of the voxels lie below, half above.",
    it: "Il livello di grigio centrale: metà dei voxel sta sotto, metà sopra.",
  },
  tag: "ih_median",
  compute: (h) => h.median,
};

const minimum: Feature<Histogram> = {
  id: "histogram.minimum",
  name: "Minimum",
  ibsi: "1PR8",
  section: "3.4.6",
  unit: "bins",
  tex: String.raw`\min\left(\mathbf{X}_{d}\right)`,
  about: {
    en: "The lowest grey level that occurs; with a fixed bin number always 1.",
    it: "Il livello di grigio più basso presente; con un numero fisso di bin è sempre 1.",
  },
  tag: "ih_min",
  compute: (h) => h.min,
};

const p10: Feature<Histogram> = {
  id: "histogram.percentile_10",
  name: "10th percentile",
  ibsi: "GPMT",
  section: "3.4.7",
  unit: "bins",
  tex: "P_{10}",
  about: {
    en: "A tenth of the voxels lie below this grey level.",
    it: "Un decimo dei voxel sta sotto questo livello di grigio.",
  },
  note: percentileNote,
  tag: "ih_p10",
  compute: (h) => h.p10,
};

const p90: Feature<Histogram> = {
  id: "histogram.percentile_90",
  name: "90th percentile",
  ibsi: "OZ0C",
  section: "3.4.8",
  unit: "bins",
  tex: "P_{90}",
  about: {
    en: "A tenth of the voxels lie above this grey level.",
    it: "Un decimo dei voxel sta sopra questo livello di grigio.",
  },
  note: percentileNote,
  tag: "ih_p90",
  compute: (h) => h.p90,
};

const maximum: Feature<Histogram> = {
  id: "histogram.maximum",
  name: "Maximum",
  ibsi: "3NCY",
  section: "3.4.9",
  unit: "bins",
  tex: String.raw`\max\left(\mathbf{X}_{d}\right)`,
  about: {
    en: "The highest grey level that occurs; with a fixed bin number always that number.",
    it: "Il livello di grigio più alto presente; con un numero fisso di bin è sempre quel numero.",
  },
  tag: "ih_max",
  compute: (h) => h.max,
};

const mode: Feature<Histogram> = {
  id: "histogram.mode",
  name: "Mode",
  ibsi: "AMMC",
  section: "3.4.10",
  unit: "bins",
  tex: String.raw`\operatorname{arg\,max}_i\,n_i`,
  about: {
    en: "The most frequent grey level.",
    it: "Il livello di grigio più frequente.",
  },
  note: "Among equally frequent levels the one nearest the mean, then the lower one, as the manual says.",
  tag: "ih_mode",
  compute: modeOf,
};

const interquartileRange: Feature<Histogram> = {
  id: "histogram.interquartile_range",
  name: "Interquartile range",
  ibsi: "WR0O",
  section: "3.4.11",
  unit: "bins",
  tex: "P_{75}-P_{25}",
  about: {
    en: "The width of the middle half of the grey levels.",
    it: "L'ampiezza della metà centrale dei livelli di grigio.",
  },
  note: percentileNote,
  tag: "ih_iqr",
  compute: (h) => h.p75 - h.p25,
};

const range: Feature<Histogram> = {
  id: "histogram.range",
  name: "Range",
  ibsi: "5Z3W",
  section: "3.4.12",
  unit: "bins",
  tex: String.raw`\max\left(\mathbf{X}_{d}\right)-\min\left(\mathbf{X}_{d}\right)`,
  about: {
    en: "From the lowest to the highest grey level that occurs.",
    it: "La distanza fra il livello più basso e il più alto presenti.",
  },
  tag: "ih_range",
  compute: (h) => h.max - h.min,
};

const meanAbsoluteDeviation: Feature<Histogram> = {
  id: "histogram.mean_absolute_deviation",
  name: "Mean absolute deviation",
  ibsi: "D2ZX",
  section: "3.4.13",
  unit: "bins",
  tex: String.raw`\frac{1}{N_v}\sum_k\left|X_{d,k}-\mu\right|`,
  about: {
    en: "The average distance of a voxel's grey level from the mean.",
    it: "La distanza media del livello di grigio di un voxel dalla media.",
  },
  tag: "ih_mad",
  compute: (h) => countedMean(h, (level) => Math.abs(level - h.mean)),
};

const robustMeanAbsoluteDeviation: Feature<Histogram> = {
  id: "histogram.robust_mean_absolute_deviation",
  name: "Robust mean absolute deviation",
  ibsi: "WRZB",
  section: "3.4.14",
  unit: "bins",
  tex: String.raw`\frac{1}{N_{10-90}}\sum_k\left|X_{d,10-90,k}-\overline{X}_{d,10-90}\right|`,
  about: {
    en: "The mean absolute deviation of the voxels between the 10th and the 90th percentile: without the extremes.",
    it: "La deviazione assoluta media dei voxel fra il 10º e il 90º percentile, cioè senza gli estremi.",
  },
  note: "Levels equal to a percentile are included.",
  tag: "ih_rmad",
  compute: robustDeviation,
};

const medianAbsoluteDeviation: Feature<Histogram> = {
  id: "histogram.median_absolute_deviation",
  name: "Median absolute deviation",
  ibsi: "4RNL",
  section: "3.4.15",
  unit: "bins",
  tex: String.raw`\frac{1}{N_v}\sum_k\left|X_{d,k}-M\right|`,
  about: {
    en: "The average distance of a voxel's grey level from the median.",
    it: "La distanza media del livello di grigio di un voxel dalla mediana.",
  },
  note: "A mean of distances from the median, as the IBSI defines it; elsewhere the name stands for their median.",
  tag: "ih_medad",
  compute: (h) => countedMean(h, (level) => Math.abs(level - h.median)),
};

const coefficientOfVariation: Feature<Histogram> = {
  id: "histogram.coefficient_of_variation",
  name: "Coefficient of variation",
  ibsi: "CWYJ",
  section: "3.4.16",
  unit: "1",
  tex: String.raw`\frac{\sigma}{\mu}`,
  about: {
    en: "Spread of the grey levels relative to their mean.",
    it: "Dispersione dei livelli di grigio rispetto alla loro media.",
  },
  tag: "ih_cov",
  compute: (h) => Math.sqrt(h.variance) / h.mean,
};

const quartileCoefficientOfDispersion: Feature<Histogram> = {
  id: "histogram.quartile_coefficient_of_dispersion",
  name: "Quartile coefficient of dispersion",
  ibsi: "SLWD",
  section: "3.4.17",
  unit: "1",
  tex: String.raw`\frac{P_{75}-P_{25}}{P_{75}+P_{25}}`,
  about: {
    en: "Spread of the middle half of the grey levels relative to its level.",
    it: "Dispersione della metà centrale dei livelli di grigio rispetto al suo livello.",
  },
  tag: "ih_qcod",
  compute: (h) => (h.p75 - h.p25) / (h.p75 + h.p25),
};

const entropy: Feature<Histogram> = {
  id: "histogram.entropy",
  name: "Entropy",
  ibsi: "TLU2",
  section: "3.4.18",
  unit: "1",
  tex: String.raw`-\sum_{i}p_i\log_2 p_i`,
  about: {
    en: "How unpredictable a voxel's grey level is, in bits: 0 when all are equal, higher with many levels in use.",
    it: "Quanto è imprevedibile il livello di grigio di un voxel, in bit: 0 se tutti uguali, maggiore se molti livelli sono in uso.",
  },
  note: "Empty levels count as 0.",
  tag: "ih_entropy",
  compute: (h) => {
    let entropy = 0;
    for (const n of h.counts) if (n > 0) entropy -= (n / h.total) * log2(n / h.total);
    return entropy;
  },
};

const uniformity: Feature<Histogram> = {
  id: "histogram.uniformity",
  name: "Uniformity",
  ibsi: "BJ5W",
  section: "3.4.19",
  unit: "1",
  tex: String.raw`\sum_{i}p_i^2`,
  about: {
    en: "How concentrated the grey levels are: 1 when all voxels share one level.",
    it: "Quanto sono concentrati i livelli di grigio: 1 se tutti i voxel hanno lo stesso livello.",
  },
  note: "Also called energy of the histogram.",
  tag: "ih_uniformity",
  compute: (h) => {
    let uniformity = 0;
    for (const n of h.counts) uniformity += power(n / h.total, 2);
    return uniformity;
  },
};

const maximumGradient: Feature<Histogram> = {
  id: "histogram.maximum_histogram_gradient",
  name: "Maximum histogram gradient",
  ibsi: "12CE",
  section: "3.4.20",
  unit: "1",
  tex: String.raw`\max\left(\mathbf{H}'\right)`,
  about: {
    en: "The steepest rise of the histogram from one level to the next, in voxels.",
    it: "La salita più ripida dell'istogramma da un livello al successivo, in voxel.",
  },
  note: gradientNote,
  tag: "ih_max_grad",
  compute: (h) => steepest(h, 1, "value"),
};

const maximumGradientLevel: Feature<Histogram> = {
  id: "histogram.maximum_histogram_gradient_intensity",
  name: "Maximum histogram gradient intensity",
  ibsi: "8E6O",
  section: "3.4.21",
  unit: "bins",
  tex: String.raw`\operatorname{arg\,max}_i\,H'_i`,
  about: {
    en: "The grey level at which the histogram rises most steeply.",
    it: "Il livello di grigio in cui l'istogramma sale più ripidamente.",
  },
  note: "The lowest level among equals.",
  tag: "ih_max_grad_g",
  compute: (h) => steepest(h, 1, "level"),
};

const minimumGradient: Feature<Histogram> = {
  id: "histogram.minimum_histogram_gradient",
  name: "Minimum histogram gradient",
  ibsi: "VQB3",
  section: "3.4.22",
  unit: "1",
  tex: String.raw`\min\left(\mathbf{H}'\right)`,
  about: {
    en: "The steepest fall of the histogram from one level to the next, in voxels (a negative number).",
    it: "La discesa più ripida dell'istogramma da un livello al successivo, in voxel (un numero negativo).",
  },
  note: gradientNote,
  tag: "ih_min_grad",
  compute: (h) => steepest(h, -1, "value"),
};

const minimumGradientLevel: Feature<Histogram> = {
  id: "histogram.minimum_histogram_gradient_intensity",
  name: "Minimum histogram gradient intensity",
  ibsi: "RHQZ",
  section: "3.4.23",
  unit: "bins",
  tex: String.raw`\operatorname{arg\,min}_i\,H'_i`,
  about: {
    en: "The grey level at which the histogram falls most steeply.",
    it: "Il livello di grigio in cui l'istogramma scende più ripidamente.",
  },
  note: "The lowest level among equals.",
  tag: "ih_min_grad_g",
  compute: (h) => steepest(h, -1, "level"),
};

/** Intensity histogram: IBSI-1 §3.4 (ZVCW). From the grey levels after discretisation. */
export const histogram: Family<Histogram> = {
  id: "histogram",
  name: "Intensity histogram",
  ibsi: "ZVCW",
  section: "3.4",
  aggregations: {},
  prepare: (roi) =>
    roi.ng === 0
      ? undefinedBecause("no_bins", "The region has no grey levels.")
      : [histogramOf(roi.levelCounts, roi.voxels)],
  describe: (_, roi, recipe) => levelQuantities(roi, recipe),
  features: [
    mean,
    variance,
    skewness,
    kurtosis,
    median,
    minimum,
    p10,
    p90,
    maximum,
    mode,
    interquartileRange,
    range,
    meanAbsoluteDeviation,
    robustMeanAbsoluteDeviation,
    medianAbsoluteDeviation,
    coefficientOfVariation,
    quartileCoefficientOfDispersion,
    entropy,
    uniformity,
    maximumGradient,
    maximumGradientLevel,
    minimumGradient,
    minimumGradientLevel,
  ],
};
