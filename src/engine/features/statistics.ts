import type { Moments } from "../math/moments.ts";
import {
  countDistinct,
  type Tally,
  tallyBetween,
  tallyDistance,
  tallyEnergy,
  tallyMean,
  tallyMoments,
  tallyQuantile,
} from "../math/tally.ts";
import { undefinedBecause } from "../reason.ts";
import type { Family, Feature } from "./family.ts";
import { counted } from "./quantities.ts";

/** What the intensity statistics are made of. */
export type Summary = {
  readonly moments: Moments;
  readonly p10: number;
  readonly p25: number;
  readonly median: number;
  readonly p75: number;
  readonly p90: number;
  /** Σx². */
  readonly energy: number;
  /** Mean distance from the mean, and from the median. */
  readonly aroundMean: () => number;
  readonly aroundMedian: () => number;
  /** The same of the values from P10 to P90, from their own mean; null where there are none. */
  readonly aroundMiddle: () => number | null;
};

/** A sample, and its summary. */
export type Sample = Summary & { readonly tally: Tally };

/** Sums up a sample that is not empty. */
export function sampleOf(tally: Tally): Sample {
  const moments = tallyMoments(tally);
  const p10 = tallyQuantile(tally, 0.1);
  const median = tallyQuantile(tally, 0.5);
  const p90 = tallyQuantile(tally, 0.9);
  return {
    tally,
    moments,
    p10,
    p25: tallyQuantile(tally, 0.25),
    median,
    p75: tallyQuantile(tally, 0.75),
    p90,
    energy: tallyEnergy(tally),
    aroundMean: () => tallyDistance(tally, moments.mean),
    aroundMedian: () => tallyDistance(tally, median),
    aroundMiddle: () => {
      const middle = tallyBetween(tally, p10, p90);
      return middle.total === 0 ? null : tallyDistance(middle, tallyMean(middle));
    },
  };
}

const percentileNote =
  "Linear interpolation between order statistics (as NumPy and R by default); the manual leaves the choice open.";

const mean: Feature<Summary> = {
  id: "statistics.mean",
  name: "Mean",
  ibsi: "Q4LE",
  section: "3.3.1",
  unit: "intensity",
  tex: String.raw`\mu=\frac{1}{N_v}\sum_{k=1}^{N_v}X_{gl,k}`,
  about: {
    en: "The average intensity of the region.",
    it: "L'intensità media della regione.",
  },
  tag: "stat_mean",
  compute: (s) => s.moments.mean,
};

const variance: Feature<Summary> = {
  id: "statistics.variance",
  name: "Variance",
  ibsi: "ECT3",
  section: "3.3.2",
  unit: "intensity2",
  tex: String.raw`\sigma^2=\frac{1}{N_v}\sum_{k=1}^{N_v}\left(X_{gl,k}-\mu\right)^2`,
  about: {
    en: "How widely the intensities spread about their mean, as a squared distance.",
    it: "Quanto le intensità si disperdono attorno alla media, come distanza al quadrato.",
  },
  note: "Divided by N, not by N − 1.",
  tag: "stat_var",
  compute: (s) => s.moments.variance,
};

const skewness: Feature<Summary> = {
  id: "statistics.skewness",
  name: "Skewness",
  ibsi: "KE2A",
  section: "3.3.3",
  unit: "1",
  tex: String.raw`\frac{\frac{1}{N_v}\sum_k\left(X_{gl,k}-\mu\right)^3}{\sigma^3}`,
  about: {
    en: "Asymmetry of the distribution: negative with a tail of low intensities, positive with a tail of high ones.",
    it: "Asimmetria della distribuzione: negativa se la coda è verso le intensità basse, positiva se verso quelle alte.",
  },
  note: "0 for a flat region, as the manual sets it.",
  tag: "stat_skew",
  compute: ({ moments: m }) => (m.variance === 0 ? 0 : m.third / (m.variance * Math.sqrt(m.variance))),
};

const kurtosis: Feature<Summary> = {
  id: "statistics.kurtosis",
  name: "(Excess) kurtosis",
  ibsi: "IPH6",
  section: "3.3.4",
  unit: "1",
  tex: String.raw`\frac{\frac{1}{N_v}\sum_k\left(X_{gl,k}-\mu\right)^4}{\sigma^4}-3`,
  about: {
    en: "How heavy the tails of the distribution are; 0 for a normal distribution, higher with many extreme voxels.",
    it: "Quanto pesano le code della distribuzione; 0 per una distribuzione normale, maggiore con molti voxel estremi.",
  },
  note: "The excess: 3 has been taken off; 0 for a flat region, as the manual sets it. PyRadiomics gives the value without taking it off.",
  tag: "stat_kurt",
  compute: ({ moments: m }) => (m.variance === 0 ? 0 : m.fourth / (m.variance * m.variance) - 3),
};

const median: Feature<Summary> = {
  id: "statistics.median",
  name: "Median",
  ibsi: "Y12H",
  section: "3.3.5",
  unit: "intensity",
  tex: "P_{50}",
  about: {
    en: "Half of the voxels are darker and half are brighter than this intensity.",
    it: "Metà dei voxel è più scura e metà più chiara di questa intensità.",
  },
  tag: "stat_median",
  compute: (s) => s.median,
};

const minimum: Feature<Summary> = {
  id: "statistics.minimum",
  name: "Minimum",
  ibsi: "1GSF",
  section: "3.3.6",
  unit: "intensity",
  tex: String.raw`\min\left(\mathbf{X}_{gl}\right)`,
  about: { en: "The lowest intensity of the region.", it: "L'intensità più bassa della regione." },
  tag: "stat_min",
  compute: (s) => s.moments.min,
};

const p10: Feature<Summary> = {
  id: "statistics.percentile_10",
  name: "10th percentile",
  ibsi: "QG58",
  section: "3.3.7",
  unit: "intensity",
  tex: "P_{10}",
  about: {
    en: "A tenth of the voxels are darker than this intensity: a minimum that single voxels cannot upset.",
    it: "Un decimo dei voxel è più scuro di questa intensità: un minimo che non dipende da singoli voxel.",
  },
  note: percentileNote,
  tag: "stat_p10",
  compute: (s) => s.p10,
};

const p90: Feature<Summary> = {
  id: "statistics.percentile_90",
  name: "90th percentile",
  ibsi: "8DWT",
  section: "3.3.8",
  unit: "intensity",
  tex: "P_{90}",
  about: {
    en: "A tenth of the voxels are brighter than this intensity: a maximum that single voxels cannot upset.",
    it: "Un decimo dei voxel è più chiaro di questa intensità: un massimo che non dipende da singoli voxel.",
  },
  note: percentileNote,
  tag: "stat_p90",
  compute: (s) => s.p90,
};

const maximum: Feature<Summary> = {
  id: "statistics.maximum",
  name: "Maximum",
  ibsi: "84IY",
  section: "3.3.9",
  unit: "intensity",
  tex: String.raw`\max\left(\mathbf{X}_{gl}\right)`,
  about: {
    en: "The highest intensity of the region; in PET, SUVmax.",
    it: "L'intensità più alta della regione; in PET, il SUVmax.",
  },
  tag: "stat_max",
  compute: (s) => s.moments.max,
};

const interquartileRange: Feature<Summary> = {
  id: "statistics.interquartile_range",
  name: "Interquartile range",
  ibsi: "SALO",
  section: "3.3.10",
  unit: "intensity",
  tex: "P_{75}-P_{25}",
  about: {
    en: "The width of the middle half of the intensities.",
    it: "L'ampiezza della metà centrale delle intensità.",
  },
  note: percentileNote,
  tag: "stat_iqr",
  compute: (s) => s.p75 - s.p25,
};

const range: Feature<Summary> = {
  id: "statistics.range",
  name: "Range",
  ibsi: "2OJQ",
  section: "3.3.11",
  unit: "intensity",
  tex: String.raw`\max\left(\mathbf{X}_{gl}\right)-\min\left(\mathbf{X}_{gl}\right)`,
  about: {
    en: "From the lowest to the highest intensity.",
    it: "La distanza fra l'intensità più bassa e la più alta.",
  },
  tag: "stat_range",
  compute: ({ moments: m }) => m.max - m.min,
};

const meanAbsoluteDeviation: Feature<Summary> = {
  id: "statistics.mean_absolute_deviation",
  name: "Mean absolute deviation",
  ibsi: "4FUA",
  section: "3.3.12",
  unit: "intensity",
  tex: String.raw`\frac{1}{N_v}\sum_{k}\left|X_{gl,k}-\mu\right|`,
  about: {
    en: "The average distance of a voxel's intensity from the mean.",
    it: "La distanza media dell'intensità di un voxel dalla media.",
  },
  tag: "stat_mad",
  compute: (s) => s.aroundMean(),
};

const robustMeanAbsoluteDeviation: Feature<Summary> = {
  id: "statistics.robust_mean_absolute_deviation",
  name: "Robust mean absolute deviation",
  ibsi: "1128",
  section: "3.3.13",
  unit: "intensity",
  tex: String.raw`\frac{1}{N_{10-90}}\sum_{k}\left|X_{gl,10-90,k}-\overline{X}_{gl,10-90}\right|`,
  about: {
    en: "The mean absolute deviation of the voxels between the 10th and the 90th percentile: without the extremes.",
    it: "La deviazione assoluta media dei voxel fra il 10º e il 90º percentile, cioè senza gli estremi.",
  },
  note: "Voxels equal to a percentile are included.",
  tag: "stat_rmad",
  compute: (s) => s.aroundMiddle() ?? undefinedBecause("too_few_voxels", "No voxel lies between the two percentiles."),
};

const medianAbsoluteDeviation: Feature<Summary> = {
  id: "statistics.median_absolute_deviation",
  name: "Median absolute deviation",
  ibsi: "N72L",
  section: "3.3.14",
  unit: "intensity",
  tex: String.raw`\frac{1}{N_v}\sum_{k}\left|X_{gl,k}-M\right|`,
  about: {
    en: "The average distance of a voxel's intensity from the median.",
    it: "La distanza media dell'intensità di un voxel dalla mediana.",
  },
  note: "A mean of distances from the median, as the IBSI defines it; elsewhere the name stands for their median.",
  tag: "stat_medad",
  compute: (s) => s.aroundMedian(),
};

const coefficientOfVariation: Feature<Summary> = {
  id: "statistics.coefficient_of_variation",
  name: "Coefficient of variation",
  ibsi: "7TET",
  section: "3.3.15",
  unit: "1",
  tex: String.raw`\frac{\sigma}{\mu}`,
  about: {
    en: "Spread relative to the mean. It has a meaning only where intensities have a true zero (SUV, not HU).",
    it: "Dispersione rispetto alla media. Ha senso solo se le intensità hanno uno zero vero (SUV, non HU).",
  },
  tag: "stat_cov",
  compute: ({ moments: m }) =>
    m.mean === 0 ? undefinedBecause("zero_mean", "The mean is 0.") : Math.sqrt(m.variance) / m.mean,
};

const quartileCoefficientOfDispersion: Feature<Summary> = {
  id: "statistics.quartile_coefficient_of_dispersion",
  name: "Quartile coefficient of dispersion",
  ibsi: "9S40",
  section: "3.3.16",
  unit: "1",
  tex: String.raw`\frac{P_{75}-P_{25}}{P_{75}+P_{25}}`,
  about: {
    en: "Spread of the middle half relative to its level, a robust relative of the coefficient of variation.",
    it: "Dispersione della metà centrale rispetto al suo livello: una variante robusta del coefficiente di variazione.",
  },
  tag: "stat_qcod",
  compute: (s) =>
    s.p75 + s.p25 === 0
      ? undefinedBecause("zero_denominator", "The quartiles add up to 0.")
      : (s.p75 - s.p25) / (s.p75 + s.p25),
};

const energy: Feature<Summary> = {
  id: "statistics.energy",
  name: "Energy",
  ibsi: "N8CA",
  section: "3.3.17",
  unit: "intensity2",
  tex: String.raw`\sum_{k}X_{gl,k}^2`,
  about: {
    en: "The sum of the squared intensities. It grows with the number of voxels, so it depends on size and spacing.",
    it: "La somma dei quadrati delle intensità. Cresce con il numero di voxel: dipende da volume e spaziatura.",
  },
  tag: "stat_energy",
  compute: (s) => s.energy,
};

const rootMeanSquare: Feature<Summary> = {
  id: "statistics.root_mean_square",
  name: "Root mean square",
  ibsi: "5ZWQ",
  section: "3.3.18",
  unit: "intensity",
  tex: String.raw`\sqrt{\frac{1}{N_v}\sum_{k}X_{gl,k}^2}`,
  about: {
    en: "The typical size of the intensities, whatever their sign.",
    it: "La grandezza tipica delle intensità, qualunque sia il segno.",
  },
  tag: "stat_rms",
  compute: (s) => Math.sqrt(s.energy / s.moments.count),
};

/** Intensity-based statistics: IBSI-1 §3.3 (UHIW). From the intensities themselves, without discretisation. */
export const statistics: Family<Sample> = {
  id: "statistics",
  name: "Intensity-based statistics",
  ibsi: "UHIW",
  section: "3.3",
  aggregations: {},
  prepare: (roi) =>
    roi.voxels === 0
      ? undefinedBecause("empty_intensity_mask", "The intensity mask holds no voxel.")
      : [sampleOf(roi.tally)],
  describe: ([{ tally, moments }]) => [
    counted("intensity_voxels", tally.total),
    counted("distinct_intensities", countDistinct(tally)),
    { code: "lowest_intensity", value: moments.min, unit: "intensity" },
    { code: "highest_intensity", value: moments.max, unit: "intensity" },
  ],
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
    interquartileRange,
    range,
    meanAbsoluteDeviation,
    robustMeanAbsoluteDeviation,
    medianAbsoluteDeviation,
    coefficientOfVariation,
    quartileCoefficientOfDispersion,
    energy,
    rootMeanSquare,
  ],
};
