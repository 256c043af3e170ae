import type { Dataset } from "./dataset.ts";
import { secondsOf, secondsOfDateTime, secondsOfDay } from "./date-time.ts";
import type { ImageFrame } from "./image-frames.ts";
import { tags } from "./tags.table.ts";

/**
 * Everything in the headers of a PET that its SUV depends on, kept with the series: another SUV, or one with values
 * that a person supplies, is then computed without the files. Plain data; 0 and "" stand for what is not there.
 */
export type SuvFacts = {
  /** Units (0054,1001): "BQML", "GML", "CM2ML", "CNTS". */
  readonly units: string;
  /** SUV Type (0054,1006) of values that are SUV already. */
  readonly storedType: string;
  readonly corrected: readonly string[];
  readonly decay: string;
  /** kg. */
  readonly weight: number;
  /** cm. */
  readonly height: number;
  readonly sex: string;
  /** One for each item of the Radiopharmaceutical Information Sequence. */
  readonly injections: readonly Injection[];
  /** False where weight or dose differ from slice to slice. */
  readonly consistent: boolean;
  /** Every slice has a rescale slope, and no modality LUT. */
  readonly rescaled: boolean;
  /** The pixels are whole numbers. */
  readonly whole: boolean;
  /** Decay Correction DateTime (0018,9701), Series Date and Time, GE's scan time (0009,100D), in seconds. */
  readonly correctedTo: number | undefined;
  readonly seriesTime: number | undefined;
  readonly geScanTime: number | undefined;
  readonly frames: readonly FrameFacts[];
};

export type Injection = {
  /** As given: Bq, or MBq where it is too small for that. */
  readonly dose: number;
  /** s. */
  readonly halfLife: number;
  /** Seconds since 1970, or only since midnight. */
  readonly at: number | undefined;
  readonly timeOfDay: number | undefined;
};

export type FrameFacts = {
  readonly slope: number;
  readonly intercept: number;
  /** Seconds. */
  readonly acquired: number | undefined;
  readonly duration: number | undefined;
  readonly reference: number | undefined;
  /** Philips: SUV scale factor (7053,1000), activity concentration scale factor (7053,1009). */
  readonly suvFactor: number;
  readonly activityFactor: number;
};

const GE_SCAN_DATE_TIME = "0009100D";
const DECAY_CORRECTION_DATE_TIME = "00189701";
const PHILIPS_SUV_FACTOR = "70531000";
const PHILIPS_ACTIVITY_FACTOR = "70531009";

/** Reads what SUV depends on from the headers of a series' frames, in slice order. */
export function suvFacts(frames: readonly ImageFrame[]): SuvFacts {
  const [first] = frames;
  const { dataset } = first.image.file;
  const datasets = [...new Set(frames.map((f) => f.image.file.dataset))];
  const weight = weightOf(dataset);
  const injections = injectionsOf(dataset);
  return {
    units: dataset.string(tags.Units) ?? "",
    storedType: dataset.string(tags.SUVType) ?? "",
    corrected: dataset.strings(tags.CorrectedImage),
    decay: dataset.string(tags.DecayCorrection) ?? "",
    weight,
    height: (dataset.number(tags.PatientSize) ?? 0) * 100,
    sex: dataset.string(tags.PatientSex) ?? "",
    injections,
    consistent: datasets.every((d) => weightOf(d) === weight && injectionsOf(d)[0]?.dose === injections[0]?.dose),
    rescaled: frames.every((f) => f.rescaled && !f.lut),
    whole: first.image.format.float === "none",
    correctedTo: secondsOfDateTime(dataset.string(DECAY_CORRECTION_DATE_TIME)),
    seriesTime: secondsOf(dataset.string(tags.SeriesDate), dataset.string(tags.SeriesTime)),
    geScanTime: secondsOfDateTime(dataset.string(GE_SCAN_DATE_TIME)),
    frames: frames.map(frameFacts),
  };
}

function weightOf(dataset: Dataset): number {
  const weight = dataset.number(tags.PatientWeight) ?? 0;
  if (!(weight > 0)) return 0;
  return weight > 1000 ? weight / 1000 : weight; // above 1000: entered in grams
}

const injectionsOf = (dataset: Dataset): Injection[] =>
  dataset.sequence(tags.RadiopharmaceuticalInformationSequence).map((item) => ({
    dose: Math.max(0, item.number(tags.RadionuclideTotalDose) ?? 0),
    halfLife: Math.max(0, item.number(tags.RadionuclideHalfLife) ?? 0),
    at: secondsOfDateTime(item.string(tags.RadiopharmaceuticalStartDateTime)),
    timeOfDay: secondsOfDay(item.string(tags.RadiopharmaceuticalStartTime)),
  }));

function frameFacts({ image, slope, intercept }: ImageFrame): FrameFacts {
  const { dataset } = image.file;
  const duration = dataset.number(tags.ActualFrameDuration);
  return {
    slope,
    intercept,
    acquired:
      secondsOf(dataset.string(tags.AcquisitionDate), dataset.string(tags.AcquisitionTime)) ??
      secondsOfDateTime(dataset.string(tags.AcquisitionDateTime)),
    duration: duration !== undefined && duration > 0 ? duration / 1000 : undefined,
    reference: dataset.number(tags.FrameReferenceTime),
    suvFactor: dataset.number(PHILIPS_SUV_FACTOR) ?? 0,
    activityFactor: dataset.number(PHILIPS_ACTIVITY_FACTOR) ?? 0,
  };
}
