import { isReason, type Reason, undefinedBecause } from "../../reason.ts";
import type { Labels, Volume } from "../../volume.ts";
import type { NormalisationMethod, NormalisationProblem, NormalisationProblemCode, Sample } from "./method.ts";
import { nyul } from "./nyul.ts";
import { reference } from "./reference.ts";
import type { Curve, Normalisation, NormalisationRecord } from "./settings.ts";
import { whiteStripe } from "./white-stripe.ts";
import { zScore } from "./z-score.ts";

/** Every way to normalise, in the order of menus. */
export const normalisations = [zScore, reference, nyul, whiteStripe] as const;

export type NormalisationId = (typeof normalisations)[number]["id"];

function methodOf(settings: Normalisation): NormalisationMethod | undefined {
  // Each knows its own settings, and its id is theirs.
  return normalisations.find(({ id }) => id === settings.method) as NormalisationMethod | undefined;
}

/** What is wrong with the settings, whatever the image; null: nothing. */
export function normalisationProblem(settings: Normalisation): NormalisationProblem | null {
  const method = methodOf(settings);
  if (method !== undefined) return method.problem(settings);
  const detail = `No normalisation is called "${settings.method}".`;
  return { code: "normalisation_unknown", setting: "normalisation.method", detail, fields: {} };
}

/** The voxels that a method may look at: the region that is measured, and the one that settings name. */
export type NormalisationRegions = {
  readonly labels?: Labels;
  readonly label?: number;
  readonly reference?: { readonly labels: Labels; readonly label: number };
};

export type Normalised = { readonly image: Volume; readonly record: NormalisationRecord };

/**
 * The image with normalised intensities in memory of its own, single precision, and the curve that made them; a reason
 * where the image, or a region that is not there, gives no curve. Voxels without a value keep none. Without a unit.
 */
export function normalised(
  image: Volume,
  settings: Normalisation,
  regions: NormalisationRegions = {},
): Normalised | Reason {
  const method = methodOf(settings);
  const problem = normalisationProblem(settings);
  if (method === undefined || problem !== null) {
    return undefinedBecause("not_normalised", problem?.detail ?? "The normalisation is not known.");
  }
  const values = sampleOf(image, method.sample(settings), regions);
  if (isReason(values)) return values;
  const curve = method.fit(values, settings);
  if (isReason(curve)) return curve;
  return { image: applied(image, curve), record: { ...curve, method: settings.method, voxels: values.length } };
}

/** The values of a sample; a reason where it holds none. */
export function sampleOf(image: Volume, sample: Sample, regions: NormalisationRegions = {}): Float32Array | Reason {
  const { data, padding } = image;
  const [low, high] = padding ?? [1, 0];
  const has = (x: number) => !(x >= low && x <= high);
  const within = (labels: Labels, label: number): Float32Array => data.filter((x, i) => labels[i] === label && has(x));
  const all = () => (padding === undefined ? data : data.filter(has));
  const found = (): Float32Array | Reason => {
    switch (sample) {
      case "image":
        return all();
      case "foreground": {
        const values = all();
        let sum = 0;
        for (let i = 0; i < values.length; i++) sum += values[i];
        const mean = sum / values.length;
        return values.filter((x) => x > mean);
      }
      case "region":
        if (regions.labels === undefined || regions.label === undefined) break;
        return within(regions.labels, regions.label);
      case "reference":
        if (regions.reference === undefined) break;
        if (regions.reference.labels.length !== data.length) {
          return undefinedBecause("not_normalised", "The reference region is not of the image's voxels.");
        }
        return within(regions.reference.labels, regions.reference.label);
    }
    return undefinedBecause("not_normalised", "The region that normalises the image is not there.");
  };
  const values = found();
  if (isReason(values) || values.length > 0) return values;
  return undefinedBecause("not_normalised", `No voxel of the ${sample} has a value to normalise by.`);
}

/** A curve's value at x. */
export function curveAt({ from, to }: Curve, x: number): number {
  let i = 1;
  while (i < from.length - 1 && x > from[i]) i++;
  return to[i - 1] + ((x - from[i - 1]) * (to[i] - to[i - 1])) / (from[i] - from[i - 1]);
}

function applied(image: Volume, curve: Curve): Volume {
  const { data, padding, grid } = image;
  const out = new Float32Array(data.length);
  const [low, high] = padding ?? [1, 0];
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < data.length; i++) {
    const y = Math.fround(curveAt(curve, data[i]));
    out[i] = y;
    if (y < least && !(data[i] >= low && data[i] <= high)) least = y;
  }
  if (padding === undefined) return { grid, data: out, unit: "arbitrary" };
  // A value of their own, below all others, for voxels that have none.
  const none = Number.isFinite(least) ? Math.fround(least - Math.max(1, Math.abs(least))) : 0;
  for (let i = 0; i < data.length; i++) if (data[i] >= low && data[i] <= high) out[i] = none;
  return { grid, data: out, unit: "arbitrary", padding: [none, none] };
}

export { learnLandmarks, usualPercentiles } from "./nyul.ts";
export { referenceRegion } from "./settings.ts";
export type { Curve, Normalisation, NormalisationProblem, NormalisationProblemCode, NormalisationRecord };
