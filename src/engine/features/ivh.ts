import { type Bins, levelOf } from "../kernels/region-levels.ts";
import { distinct } from "../math/tally.ts";
import { binsOf } from "../process/discretise.ts";
import { isReason, type Reason, undefinedBecause } from "../reason.ts";
import type { Recipe } from "../recipe.ts";
import type { Roi } from "../roi.ts";
import type { Family, Feature } from "./family.ts";
import { counted } from "./quantities.ts";

/**
 * An intensity-volume histogram: for ascending intensities, the fraction ν of the region that has at least that
 * intensity. Intensity fractions γ are relative to [low, high], the range G of IBSI-1 §3.5.
 */
export type Ivh = {
  /** Ascending intensities that can be told apart and occur. */
  readonly intensities: Float64Array;
  /** Voxels with each of them, and their sum. */
  readonly counts: Uint32Array;
  readonly total: number;
  readonly low: number;
  readonly high: number;
  /** Distance of the intensities that can be told apart; null where they are as they are. */
  readonly step: number | null;
};

/**
 * Which intensities and which range, by kind (IBSI-1 §3.5): as they are ("none"): the re-segmentation range or the
 * region's own, in steps of 1 where all are whole numbers; fixed bin size: bin centres, in the range shrunk by half a
 * bin; fixed bin number: the bins themselves, 1 to N.
 */
function ivhOf(roi: Roi, { ivh: how, resegmentation }: Recipe): Ivh | Reason {
  const [low, high] = resegmentation.range;
  if (how.method === "none") {
    const { values: intensities, counts } = distinct(roi.tally);
    const whole = intensities.every(Number.isInteger);
    return {
      intensities,
      counts,
      total: roi.voxels,
      low: low ?? intensities[0],
      high: high ?? intensities[intensities.length - 1],
      step: whole ? 1 : null,
    };
  }
  const bins = binsOf({ min: roi.range[0], max: roi.range[1] }, how, low);
  if (isReason(bins)) return bins;
  const found = countedLevels(roi, bins);
  if (how.method === "FBN") return { ...found, low: 1, high: bins.most, step: 1 };
  const { width } = how;
  const origin = bins.low;
  const intensities = found.intensities.map((level) => origin + (level - 0.5) * width);
  const top = high === null ? intensities[intensities.length - 1] : high - width / 2;
  return { ...found, intensities, low: origin + width / 2, high: top, step: width };
}

/** The levels that occur, and how often. */
function countedLevels(roi: Roi, bins: Bins): Pick<Ivh, "intensities" | "counts" | "total"> {
  const all = new Uint32Array(bins.most + 1);
  const { values, counts } = roi.tally;
  for (let k = 0; k < values.length; k++) all[levelOf(values[k], bins)] += counts?.[k] ?? 1;
  const occurring = Array.from(all.keys()).filter((level) => all[level] > 0);
  return {
    intensities: Float64Array.from(occurring),
    counts: Uint32Array.from(occurring, (level) => all[level]),
    total: roi.voxels,
  };
}

/** A fraction this little below a limit has reached it: bin centres are not exact. */
const EPSILON = 1e-12;

/** Largest volume fraction with an intensity fraction of at least x. */
function volumeAt(h: Ivh, x: number): number | Reason {
  if (h.high <= h.low)
    return undefinedBecause("flat_region", `The intensity range is ${h.low} to ${h.high}: no fraction.`);
  let n = 0;
  for (let k = h.intensities.length - 1; k >= 0; k--) {
    if ((h.intensities[k] - h.low) / (h.high - h.low) < x - EPSILON) break;
    n += h.counts[k];
  }
  return n / h.total;
}

/** Least intensity of the range that at most the fraction x of the volume reaches. */
function intensityAt(h: Ivh, x: number): number | Reason {
  let above = 0;
  let k = h.intensities.length;
  while (k > 0 && (above + h.counts[k - 1]) / h.total <= x) above += h.counts[--k];
  // Intensities k and up are reached by at most x of the volume, intensity k − 1 by more.
  const next = h.step === null ? h.intensities[k] : h.intensities[k - 1] + h.step;
  if (next === undefined || (k === h.intensities.length && next > h.high)) {
    return undefinedBecause(
      "not_defined",
      `More than ${x * 100} % of the region has its highest intensity, ${h.intensities[k - 1]}.`,
    );
  }
  return next;
}

const difference = (a: number | Reason, b: number | Reason): number | Reason =>
  isReason(a) ? a : isReason(b) ? b : a - b;

const volumeNote = (percent: number) =>
  `Volume at intensity fraction (BC2M) with the parameter ${percent} %. Fractions are of the re-segmentation range where there is one, else of the region's own.`;
const intensityNote = (percent: number) =>
  `Intensity at volume fraction (GBPN) with the parameter ${percent} %. With a fixed bin number it is a bin, not an intensity.`;

const v10: Feature<Ivh> = {
  id: "ivh.volume_fraction_at_10_percent",
  name: "Volume fraction at 10% intensity",
  ibsi: "NK6P",
  section: "3.5.1",
  unit: "1",
  tex: String.raw`V_{10}=\max\{\nu_i:\gamma_i\ge 0.1\}`,
  about: {
    en: "The part of the region that reaches at least 10 % of the intensity range: nearly all of it, as a rule.",
    it: "La parte della regione che raggiunge almeno il 10 % dell'intervallo di intensità: di regola quasi tutta.",
  },
  note: volumeNote(10),
  tag: "ivh_v10",
  compute: (h) => volumeAt(h, 0.1),
};

const v90: Feature<Ivh> = {
  id: "ivh.volume_fraction_at_90_percent",
  name: "Volume fraction at 90% intensity",
  ibsi: "4279",
  section: "3.5.1",
  unit: "1",
  tex: String.raw`V_{90}=\max\{\nu_i:\gamma_i\ge 0.9\}`,
  about: {
    en: "The part of the region that reaches at least 90 % of the intensity range: its brightest core.",
    it: "La parte della regione che raggiunge almeno il 90 % dell'intervallo di intensità: il nucleo più intenso.",
  },
  note: volumeNote(90),
  tag: "ivh_v90",
  compute: (h) => volumeAt(h, 0.9),
};

const i10: Feature<Ivh> = {
  id: "ivh.intensity_at_10_percent_volume",
  name: "Intensity at 10% volume",
  ibsi: "PWN1",
  section: "3.5.2",
  unit: "intensity",
  tex: String.raw`I_{10}=\min\{i:\nu_i\le 0.1\}`,
  about: {
    en: "The intensity that only the brightest tenth of the region reaches.",
    it: "L'intensità che solo il decimo più intenso della regione raggiunge.",
  },
  note: intensityNote(10),
  tag: "ivh_i10",
  compute: (h) => intensityAt(h, 0.1),
};

const i90: Feature<Ivh> = {
  id: "ivh.intensity_at_90_percent_volume",
  name: "Intensity at 90% volume",
  ibsi: "BOHI",
  section: "3.5.2",
  unit: "intensity",
  tex: String.raw`I_{90}=\min\{i:\nu_i\le 0.9\}`,
  about: {
    en: "The intensity that nine tenths of the region reach.",
    it: "L'intensità che nove decimi della regione raggiungono.",
  },
  note: intensityNote(90),
  tag: "ivh_i90",
  compute: (h) => intensityAt(h, 0.9),
};

const volumeDifference: Feature<Ivh> = {
  id: "ivh.volume_fraction_difference_10_90",
  name: "Volume fraction difference between 10% and 90% intensity",
  ibsi: "WITY",
  section: "3.5.3",
  unit: "1",
  tex: "V_{10}-V_{90}",
  about: {
    en: "The part of the region between 10 % and 90 % of the intensity range.",
    it: "La parte della regione fra il 10 % e il 90 % dell'intervallo di intensità.",
  },
  note: "Volume fraction difference between intensity fractions (DDTU) with the parameters 10 % and 90 %.",
  tag: "ivh_diff_v10_v90",
  compute: (h) => difference(volumeAt(h, 0.1), volumeAt(h, 0.9)),
};

const intensityDifference: Feature<Ivh> = {
  id: "ivh.intensity_difference_10_90",
  name: "Intensity difference between 10% and 90% volume",
  ibsi: "JXJA",
  section: "3.5.4",
  unit: "intensity",
  tex: "I_{10}-I_{90}",
  about: {
    en: "How far apart the intensities of the brightest tenth and of nine tenths of the region lie.",
    it: "Quanto distano le intensità raggiunte dal decimo più intenso e da nove decimi della regione.",
  },
  note: "Intensity difference between volume fractions (CNV2) with the parameters 10 % and 90 %.",
  tag: "ivh_diff_i10_i90",
  compute: (h) => difference(intensityAt(h, 0.1), intensityAt(h, 0.9)),
};

const areaUnderCurve: Feature<Ivh> = {
  id: "ivh.area_under_curve",
  name: "Area under the IVH curve",
  ibsi: "9CMM",
  section: "3.5.5",
  unit: "1",
  tex: String.raw`\int_0^1\nu(\gamma)\,d\gamma`,
  about: {
    en: "The average height of the curve: high when much of the region is bright, low when little is.",
    it: "L'altezza media della curva: alta se gran parte della regione è intensa, bassa se lo è poca.",
  },
  note: "Trapezoidal rule over the intensity fractions; 0 for a single intensity, as the manual sets it. The IBSI gives no reference value: not standardised.",
  tag: "ivh_auc",
  compute: (h) => {
    const { intensities, counts, total, low, high, step } = h;
    if (intensities.length === 1) return 0;
    // All of the region reaches what lies below its least intensity.
    let area = intensities[0] - low;
    let reached = 1;
    for (let k = 0; k < intensities.length; k++) {
      const next = reached - counts[k] / total;
      const gap = Math.max(0, (intensities[k + 1] ?? high) - intensities[k]);
      // The curve falls within one step (at once, where there are none), then is level up to the next intensity.
      const fall = Math.min(gap, step ?? 0);
      area += (fall * (reached + next)) / 2 + (gap - fall) * next;
      reached = next;
    }
    return area / (high - low);
  },
};

/** Intensity-volume histogram: IBSI-1 §3.5 (P88C). Discretised by a setting of its own, `recipe.ivh`. */
export const ivh: Family<Ivh> = {
  id: "ivh",
  name: "Intensity-volume histogram",
  ibsi: "P88C",
  section: "3.5",
  aggregations: {},
  prepare: (roi, recipe) => {
    if (roi.voxels === 0) return undefinedBecause("empty_intensity_mask", "The intensity mask holds no voxel.");
    const found = ivhOf(roi, recipe);
    return isReason(found) ? found : [found];
  },
  describe: ([{ intensities, total, low, high, step }], _, { ivh: { method } }) => {
    const unit = method === "FBN" ? "bins" : "intensity";
    return [
      counted("intensity_voxels", total),
      counted("distinct_intensities", intensities.length),
      { code: "lowest_intensity", value: low, unit },
      { code: "highest_intensity", value: high, unit },
      ...(step === null ? [] : [{ code: "intensity_step", value: step, unit } as const]),
    ];
  },
  features: [v10, v90, i10, i90, volumeDifference, intensityDifference, areaUnderCurve],
};
