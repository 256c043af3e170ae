import { finding } from "../refusal.ts";
import type { Finding, IntensityUnit } from "../series.ts";
import { type Body, toBodyWeight } from "./body-size.ts";
import type { Dataset } from "./dataset.ts";
import { secondsOf, secondsOfDateTime, secondsOfDay } from "./date-time.ts";
import type { ImageFrame } from "./image-frames.ts";
import { tags } from "./tags.table.ts";

/** How PET values become SUV: a factor for each frame, or null where they stay as they are, with a finding why. */
export type SuvScale = {
  readonly unit: IntensityUnit;
  readonly factors: readonly number[] | null;
  readonly sentence: string;
  readonly findings: readonly Finding[];
};

const GE_SCAN_DATE_TIME = "0009100D";
const DECAY_CORRECTION_DATE_TIME = "00189701";
const PHILIPS_SUV_FACTOR = "70531000";
const PHILIPS_ACTIVITY_FACTOR = "70531009";
/** Doses below this are megabecquerel: some objects carry MBq where the standard asks for Bq. */
const MEGABECQUEREL_BELOW = 1e5;
/** Uptake longer than this many half-lives leaves nothing to measure: dates must be wrong. */
const MOST_HALF_LIVES = 12;

/** Thrown inside this file only: what is missing or contradictory, as the end of a sentence. */
class Missing extends Error {}

/**
 * SUV by body weight, by the vendor-neutral rules of QIBA and the SUV manual of the IBSI's authors: Bq/ml × weight /
 * dose at the time the values are decay-corrected to. Where anything is missing the values stay in their stored unit.
 */
export function suvScale(frames: readonly ImageFrame[]): SuvScale {
  const dataset = frames[0].image.file.dataset;
  const units = dataset.string(tags.Units) ?? "";
  try {
    if (frames.some((f) => !f.rescaled)) throw new Missing("the rescale slope or intercept is missing");
    if (frames.some((f) => f.intercept !== 0)) throw new Missing("the rescale intercept is not 0");
    const { factors, sentence, warnings } = factorsFor(units, frames, dataset);
    const computed = factors.every((f) => f === 1) ? [] : [finding("info", "suv_computed", `${sentence}.`)];
    return { unit: "SUV", factors, sentence, findings: [...computed, ...warnings] };
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    const unit = frames.some((f) => !f.rescaled)
      ? "arbitrary"
      : units === "BQML"
        ? "Bq/ml"
        : units === "CNTS"
          ? "counts"
          : "arbitrary";
    const detail = `SUV cannot be computed: ${error.message}. Values stay in ${units === "" ? "their unit" : units}.`;
    const missing = finding("warning", "suv_missing", detail, { why: error.message, units });
    return { unit, factors: null, sentence: "", findings: [missing] };
  }
}

type Factors = { readonly factors: number[]; readonly sentence: string; readonly warnings: readonly Finding[] };

function factorsFor(units: string, frames: readonly ImageFrame[], dataset: Dataset): Factors {
  if (units === "GML" || units === "CM2ML") {
    const type = dataset.string(tags.SUVType) ?? (units === "CM2ML" ? "BSA" : "BW");
    if (units === "GML" && type === "BW") {
      return { factors: frames.map(() => 1), sentence: "SUV by body weight, as stored", warnings: [] };
    }
    const factor = toBodyWeight(type, bodyOf(dataset));
    if (factor === undefined) throw new Missing(`SUV type ${type} is not known`);
    const sentence = `SUV by body weight from SUV of type ${type} × ${figure(factor)}`;
    return { factors: frames.map(() => factor), sentence, warnings: [] };
  }
  if (units === "CNTS") {
    const direct = frames.map((f) => f.image.file.dataset.number(PHILIPS_SUV_FACTOR) ?? 0);
    if (direct.every((f) => f > 0)) {
      const sentence = `SUV by body weight from counts × SUV scale factor (7053,1000) ${figure(direct[0])}`;
      return { factors: direct, sentence, warnings: [] };
    }
    const activity = frames.map((f) => f.image.file.dataset.number(PHILIPS_ACTIVITY_FACTOR) ?? 0);
    if (!activity.every((f) => f > 0)) throw new Missing("the values are counts, and no scale factor is given");
    const { factors, sentence, warnings } = fromActivity(frames, dataset);
    return {
      factors: factors.map((f, k) => f * activity[k]),
      sentence: `${sentence}, from counts × activity concentration factor (7053,1009) ${figure(activity[0])}`,
      warnings,
    };
  }
  if (units !== "BQML") throw new Missing(units === "" ? "the unit is not given" : `the unit is ${units}`);
  return fromActivity(frames, dataset);
}

/** Factors from Bq/ml: weight in g over the dose in Bq at the time the values are corrected to. */
function fromActivity(frames: readonly ImageFrame[], dataset: Dataset): Factors {
  checkCorrections(dataset);
  const weight = weightOf(dataset);
  const injection = injectionOf(dataset);
  checkSame(frames, weight, injection.dose);
  const rate = Math.LN2 / injection.halfLife;
  const decay = dataset.string(tags.DecayCorrection);
  const perDose = (weight * 1000) / injection.dose;
  const warnings = injection.megabecquerel ? [readAsMegabecquerel(injection.dose)] : [];
  const start = `SUV by body weight = Bq/ml × ${figure(weight)} kg / ${figure(injection.dose / 1e6)} MBq`;
  if (decay === "ADMIN") {
    return { factors: frames.map(() => perDose), sentence: `${start}, corrected to the injection`, warnings };
  }
  if (decay === "START") {
    const reference = referenceTime(frames, rate);
    const uptake = uptakeOf(injection, reference);
    const factor = perDose * Math.exp(rate * uptake);
    const sentence = `${start} decayed over ${figure(uptake)} s (half-life ${figure(injection.halfLife)} s)`;
    return { factors: frames.map(() => factor), sentence, warnings };
  }
  if (decay !== "NONE") throw new Missing(`the decay correction is ${decay ? `"${decay}"` : "not given"}`);
  // Not corrected: each frame by itself, from the mean of its decaying counts back to the injection.
  const factors = frames.map(({ image }) => {
    const acquired = acquisitionTime(image.file.dataset);
    const duration = frameDuration(image.file.dataset);
    if (acquired === undefined || duration === undefined) throw new Missing("a frame's time or duration is missing");
    const during = (rate * duration) / (1 - Math.exp(-rate * duration));
    return perDose * during * Math.exp(rate * uptakeOf(injection, acquired));
  });
  return { factors, sentence: `${start}, each frame decay-corrected here to the injection`, warnings };
}

function checkCorrections(dataset: Dataset): void {
  const corrected = dataset.strings(tags.CorrectedImage);
  if (corrected.length === 0) return;
  if (!corrected.includes("ATTN")) throw new Missing("the image is not corrected for attenuation");
  const decay = dataset.string(tags.DecayCorrection);
  if ((decay === "START" || decay === "ADMIN") && !corrected.includes("DECY")) {
    throw new Missing(`the decay correction is "${decay}", but Corrected Image does not name it`);
  }
}

function weightOf(dataset: Dataset): number {
  const weight = dataset.number(tags.PatientWeight) ?? 0;
  if (!(weight > 0)) throw new Missing("the patient's weight is missing");
  return weight > 1000 ? weight / 1000 : weight; // above 1000: entered in grams
}

function bodyOf(dataset: Dataset): Body {
  const height = (dataset.number(tags.PatientSize) ?? 0) * 100;
  if (!(height > 0)) throw new Missing("the patient's height is missing");
  const sex = dataset.string(tags.PatientSex);
  if (sex !== "M" && sex !== "F" && sex !== "O") throw new Missing("the patient's sex is missing");
  return { weight: weightOf(dataset), height, sex };
}

type Injection = {
  readonly dose: number;
  readonly megabecquerel: boolean;
  readonly halfLife: number;
  /** Seconds since 1970, or only since midnight. */
  readonly at: number | undefined;
  readonly timeOfDay: number | undefined;
};

function injectionOf(dataset: Dataset): Injection {
  const items = dataset.sequence(tags.RadiopharmaceuticalInformationSequence);
  if (items.length !== 1) {
    throw new Missing(items.length === 0 ? "the injection is not described" : "several injections are described");
  }
  const [item] = items;
  const given = item.number(tags.RadionuclideTotalDose) ?? 0;
  if (!(given > 0)) throw new Missing("the injected dose is missing");
  const halfLife = item.number(tags.RadionuclideHalfLife) ?? 0;
  if (!(halfLife > 0)) throw new Missing("the half-life is missing");
  const megabecquerel = given < MEGABECQUEREL_BELOW;
  return {
    dose: megabecquerel ? given * 1e6 : given,
    megabecquerel,
    halfLife,
    at: secondsOfDateTime(item.string(tags.RadiopharmaceuticalStartDateTime)),
    timeOfDay: secondsOfDay(item.string(tags.RadiopharmaceuticalStartTime)),
  };
}

const readAsMegabecquerel = (dose: number): Finding => {
  const detail = `The injected dose, ${figure(dose / 1e6)}, is too small to be Bq and was read as MBq.`;
  return finding("warning", "suv_computed", detail, { dose });
};

/** A slice with another weight or dose makes the whole series doubtful. */
function checkSame(frames: readonly ImageFrame[], weight: number, dose: number): void {
  for (const { image } of frames) {
    const { dataset } = image.file;
    if (weightOf(dataset) !== weight || injectionOf(dataset).dose !== dose) {
      throw new Missing("weight or dose differ from slice to slice");
    }
  }
}

/** Seconds from the injection to `time`. A time of day without a date is of that day, or of the evening before. */
function uptakeOf({ at, timeOfDay, halfLife }: Injection, time: number): number {
  let uptake: number | undefined;
  if (at !== undefined) uptake = time - at;
  else if (timeOfDay !== undefined) uptake = (((time - timeOfDay) % 86400) + 86400) % 86400;
  if (uptake === undefined) throw new Missing("the time of the injection is missing");
  if (uptake < 0) throw new Missing("the injection is dated after the scan");
  if (uptake > MOST_HALF_LIVES * halfLife) {
    throw new Missing(`the injection is dated ${figure(uptake / 3600)} hours before the scan`);
  }
  return uptake;
}

const acquisitionTime = (d: Dataset): number | undefined =>
  secondsOf(d.string(tags.AcquisitionDate), d.string(tags.AcquisitionTime)) ??
  secondsOfDateTime(d.string(tags.AcquisitionDateTime));

function frameDuration(d: Dataset): number | undefined {
  const milliseconds = d.number(tags.ActualFrameDuration);
  return milliseconds !== undefined && milliseconds > 0 ? milliseconds / 1000 : undefined;
}

/**
 * The time that DecayCorrection START refers to. Series time, unless post-processing has moved it past the acquisition;
 * then GE's own tag; then back from each frame's acquisition by its reference time, if all frames agree.
 */
function referenceTime(frames: readonly ImageFrame[], rate: number): number {
  const datasets = frames.map((f) => f.image.file.dataset);
  const [first] = datasets;
  const stated = secondsOfDateTime(first.string(DECAY_CORRECTION_DATE_TIME));
  if (stated !== undefined) return stated;
  const acquired = datasets.map(acquisitionTime);
  const series = secondsOf(first.string(tags.SeriesDate), first.string(tags.SeriesTime));
  const earliest = Math.min(...acquired.map((t) => t ?? Number.NEGATIVE_INFINITY));
  if (series !== undefined && series <= earliest) return series;
  const ge = secondsOfDateTime(first.string(GE_SCAN_DATE_TIME));
  if (ge !== undefined) return ge;
  const starts = datasets.map((d, k) => startFromFrame(d, acquired[k], rate));
  const known = starts.filter((s) => s !== undefined);
  if (known.length < starts.length || known.length === 0) {
    throw new Missing("the time the values are corrected to is unknown (series time is after the acquisition)");
  }
  if (Math.max(...known) - Math.min(...known) > 2) {
    throw new Missing("the frames disagree about the time the values are corrected to");
  }
  return known.reduce((sum, s) => sum + s, 0) / known.length;
}

/** Acquisition time, plus the time at which the activity equals its mean over the frame, less the frame's reference time. */
function startFromFrame(d: Dataset, acquired: number | undefined, rate: number): number | undefined {
  const duration = frameDuration(d);
  const reference = d.number(tags.FrameReferenceTime);
  if (acquired === undefined || duration === undefined || reference === undefined || reference <= 0) return undefined;
  const x = rate * duration;
  return acquired + Math.log(x / (1 - Math.exp(-x))) / rate - reference / 1000;
}

const figure = (value: number): string => String(Number(value.toPrecision(7)));
