import { quantilesOf } from "../../math/order-statistics.ts";
import { type Reason, undefinedBecause } from "../../reason.ts";
import type { NormalisationMethod, NormalisationProblem } from "./method.ts";
import type { Normalisation } from "./settings.ts";

type Nyul = Extract<Normalisation, { method: "nyul" }>;

/** Shah et al. 2011: the ends, and each tenth between. */
export const usualPercentiles: readonly number[] = [1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 99];

const rising = (list: readonly number[]): boolean =>
  list.every((x, i) => Number.isFinite(x) && (i === 0 || x > list[i - 1]));

export const nyul: NormalisationMethod<Nyul> = {
  id: "nyul",
  initial: { method: "nyul", percentiles: usualPercentiles, landmarks: [] },
  source:
    "Nyúl, Udupa, Zhang: IEEE Trans Med Imaging 19 (2000) 143; landmarks of Shah et al.: Med Image Anal 15 (2011) 267.",
  problem({ percentiles, landmarks }): NormalisationProblem | null {
    const [first = Number.NaN, last = Number.NaN] = [percentiles[0], percentiles.at(-1)];
    if (percentiles.length < 2 || !rising(percentiles) || !(first >= 0 && last <= 100)) {
      const detail = "The percentiles are at least two numbers from 0 to 100 that rise.";
      return { code: "normalisation_percentiles", setting: "normalisation.percentiles", detail, fields: {} };
    }
    if (landmarks.length === percentiles.length && rising(landmarks)) return null;
    const count = percentiles.length;
    const detail = `The landmarks of the standard scale are ${count} numbers that rise, one for each percentile; there are ${landmarks.length}. Learn them from a set of images of one kind.`;
    return {
      code: "normalisation_landmarks",
      setting: "normalisation.landmarks",
      detail,
      fields: { wanted: count, found: landmarks.length },
    };
  },
  sample: () => "foreground",
  fit(values, { percentiles, landmarks }) {
    const from = percentilesOf(values, percentiles);
    return "reason" in from ? from : { from: from.values, to: landmarks };
  },
};

function percentilesOf(
  values: Float32Array,
  percentiles: readonly number[],
): { readonly values: readonly number[] } | Reason {
  const found = quantilesOf(
    values,
    percentiles.map((p) => p / 100),
  );
  const at = found.findIndex((x, i) => i > 0 && !(x > found[i - 1]));
  if (at < 0) return { values: found };
  const detail = `Percentiles ${percentiles[at - 1]} and ${percentiles[at]} of the image are both ${found[at]}: they cannot be told apart.`;
  return undefinedBecause("not_normalised", detail);
}

/**
 * Landmarks of a standard scale from the foregrounds of several images of one kind: the percentiles of each, brought
 * linearly to 0 at the first and 100 at the last, and averaged. A reason where an image has no such percentiles.
 */
export function learnLandmarks(
  foregrounds: readonly Float32Array[],
  percentiles: readonly number[] = usualPercentiles,
): readonly number[] | Reason {
  const sums = percentiles.map(() => 0);
  for (const values of foregrounds) {
    const found = percentilesOf(values, percentiles);
    if ("reason" in found) return found;
    const [low, high] = [found.values[0], found.values[percentiles.length - 1]];
    for (const [i, x] of found.values.entries()) sums[i] += (100 * (x - low)) / (high - low);
  }
  return sums.map((sum) => sum / foregrounds.length);
}
