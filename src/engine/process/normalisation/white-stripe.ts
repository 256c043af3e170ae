import { quantilesOf } from "../../math/order-statistics.ts";
import { type Reason, undefinedBecause } from "../../reason.ts";
import { standardised } from "./mean-deviation.ts";
import type { NormalisationMethod, NormalisationProblem } from "./method.ts";
import type { Normalisation } from "./settings.ts";

type WhiteStripe = Extract<Normalisation, { method: "white_stripe" }>;

/** Bins of the histogram between the least value and the 99.9th percentile, and the Gaussian that smooths it, in bins. */
const BINS = 512;
const SIGMA = 6;
/** A peak counts from this share of the tallest. */
const RARE = 0.2;

/**
 * Less the mean, over the standard deviation, of the values within `width` of the white matter's peak, counted in
 * quantiles. On T1 white matter is the last peak of the brain, on T2 the tallest.
 */
export const whiteStripe: NormalisationMethod<WhiteStripe> = {
  id: "white_stripe",
  initial: { method: "white_stripe", contrast: "T1", width: 0.05 },
  source: "Shinohara et al.: NeuroImage Clin 6 (2014) 9.",
  problem({ width, region }): NormalisationProblem | null {
    if (!(width > 0 && width < 0.5)) {
      const detail = `The stripe's half width is a share of the voxels above 0 and below 0.5; it is ${width}.`;
      return { code: "normalisation_width", setting: "normalisation.width", detail, fields: { width } };
    }
    if (region === undefined || region.trim() !== "") return null;
    return {
      code: "normalisation_region",
      setting: "normalisation.region",
      detail: "The region's name is empty.",
      fields: {},
    };
  },
  sample: ({ region }) => (region === undefined ? "foreground" : "reference"),
  fit(values, { contrast, width }) {
    const peak = whiteMatterPeak(values, contrast);
    if (typeof peak !== "number") return peak;
    let below = 0;
    for (let i = 0; i < values.length; i++) if (values[i] < peak) below++;
    const share = below / values.length;
    const ends = [Math.max(0, share - width), Math.min(1, share + width)];
    const [low, high] = quantilesOf(values, ends);
    return standardised(values.filter((x) => x >= low && x <= high));
  },
};

function whiteMatterPeak(values: Float32Array, contrast: WhiteStripe["contrast"]): number | Reason {
  const [low, high] = quantilesOf(values, [0, 0.999]);
  if (!(high > low)) return undefinedBecause("not_normalised", `The ${values.length} voxels hold one value, ${low}.`);
  const step = (high - low) / BINS;
  const counts = new Float64Array(BINS);
  for (let i = 0; i < values.length; i++)
    if (values[i] <= high) counts[Math.min(BINS - 1, Math.floor((values[i] - low) / step))]++;
  const smooth = smoothed(counts);
  const tallest = Math.max(...smooth);
  const peaks: number[] = [];
  for (let i = 0; i < BINS; i++) {
    const rises = i === 0 || smooth[i] > smooth[i - 1];
    const falls = i === BINS - 1 || smooth[i] >= smooth[i + 1];
    if (rises && falls && smooth[i] >= RARE * tallest) peaks.push(i);
  }
  const bin = contrast === "T1" ? peaks.at(-1) : peaks.find((i) => smooth[i] === tallest);
  if (bin === undefined) return undefinedBecause("not_normalised", "The histogram has no peak.");
  return low + (bin + 0.5) * step;
}

/** By a Gaussian of three standard deviations to either side; what reaches beyond the ends is nothing. */
function smoothed(counts: Float64Array): Float64Array {
  const out = new Float64Array(counts.length);
  for (let i = 0; i < counts.length; i++) {
    for (let d = -3 * SIGMA; d <= 3 * SIGMA; d++) {
      const at = i + d;
      if (at >= 0 && at < counts.length) out[i] += counts[at] * Math.exp(-(d * d) / (2 * SIGMA * SIGMA));
    }
  }
  return out;
}
