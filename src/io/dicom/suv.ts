import { finding } from "../refusal.ts";
import type { Finding, IntensityUnit } from "../series.ts";
import { type Body, toBodyWeight } from "./body-size.ts";
import { secondsOfDay } from "./date-time.ts";
import type { FrameFacts, Injection, SuvFacts } from "./suv-facts.ts";
import { type SuppliedValues, type SuvInput, type SuvRequest, type SuvType, suvAsFiled } from "./suv-request.ts";

/** How PET values become SUV: a factor for each frame, or null where they stay as they are, with a finding why. */
export type SuvScale = {
  readonly unit: IntensityUnit;
  readonly factors: readonly number[] | null;
  readonly sentence: string;
  readonly findings: readonly Finding[];
  /** What a person could supply that is not in the files; empty where nothing, or nothing of the kind, is missing. */
  readonly missing: readonly SuvInput[];
  /** Of what a person supplied, what went in. */
  readonly supplied: SuppliedValues;
};

/** Doses below this are megabecquerel: some objects carry MBq where the standard asks for Bq. */
const MEGABECQUEREL_BELOW = 1e5;
/** Uptake longer than this many half-lives leaves nothing to measure: dates must be wrong. */
const MOST_HALF_LIVES = 12;
/** Heights that no body has, in cm: another unit was entered. */
const CREDIBLE_HEIGHT = [20, 300] as const;

/** Thrown inside this file only: what is missing or contradictory, as the end of a sentence. */
class Missing extends Error {
  constructor(
    message: string,
    readonly inputs: readonly SuvInput[] = [],
  ) {
    super(message);
  }
}

/**
 * SUV by body weight, by the vendor-neutral rules of QIBA and the SUV manual of the IBSI's authors: Bq/ml × weight /
 * dose at the time the values are decay-corrected to; other SUVs from it by the mass or surface that DICOM PS3.3
 * C.8.9.1 names. What a person supplies goes before what the files say, and is said. Where anything is missing the
 * values stay in their stored unit.
 */
export function suvScale(facts: SuvFacts, request: SuvRequest = suvAsFiled): SuvScale {
  const { units } = facts;
  try {
    if (!facts.rescaled) throw new Missing("the rescale slope or intercept is missing");
    if (facts.frames.some((f) => f.intercept !== 0)) throw new Missing("the rescale intercept is not 0");
    const { factors, sentence, warnings, used } = factorsFor(facts, request);
    const supplied: SuppliedValues = Object.fromEntries(
      Object.entries(request.supplied).filter(([name]) => used.some((u) => u === name)),
    );
    const said = suppliedSentence(supplied, facts);
    const isStored = factors.every((f) => f === 1);
    const computed = said
      ? finding("warning", "suv_supplied", `${sentence}. Entered by a person, not read from the files: ${said}.`)
      : finding("info", "suv_computed", `${sentence}.`);
    const findings = [...(isStored && !said ? [] : [computed]), ...warnings, ...unlike(request.type)];
    const chain = said ? `${sentence}; entered by a person: ${said}` : sentence;
    return { unit: "SUV", factors, sentence: chain, findings, missing: [], supplied };
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    const unit = !facts.rescaled ? "arbitrary" : units === "BQML" ? "Bq/ml" : units === "CNTS" ? "counts" : "arbitrary";
    const stored = units === "" ? "their unit" : units === "GML" || units === "CM2ML" ? "the SUV of the file" : units;
    const detail = `SUV cannot be computed: ${error.message}. Values stay in ${stored}.`;
    const missing = finding("warning", "suv_missing", detail, { why: error.message, units });
    return { unit, factors: null, sentence: "", findings: [missing], missing: error.inputs, supplied: {} };
  }
}

/** Published thresholds and bin widths are those of SUV by body weight. */
function unlike(type: SuvType): Finding[] {
  if (type === "BW") return [];
  const bsa = type === "BSA";
  const size = bsa ? " Its numbers are about a quarter of those: bins of 0.5 are too wide." : "";
  const detail = `Thresholds and bin widths that are published for SUV by body weight do not hold for this SUV.${size}`;
  return [finding(bsa ? "warning" : "info", "suv_other", detail)];
}

type Factors = {
  readonly factors: number[];
  readonly sentence: string;
  readonly warnings: readonly Finding[];
  /** Of what a person may supply, what went in. */
  readonly used: readonly SuvInput[];
};

function factorsFor(facts: SuvFacts, request: SuvRequest): Factors {
  const { units, storedType, frames } = facts;
  const stored = units === "CM2ML" ? storedType || "BSA" : units === "GML" ? storedType || "BW" : "";
  if (stored === request.type && stored !== "BW") {
    const { name, of } = divisors[request.type as Exclude<SuvType, "BW">];
    return { factors: frames.map(() => 1), sentence: `${name} by the ${of}, as stored`, warnings: [], used: [] };
  }
  const weighted = byBodyWeight(facts, request);
  return request.type === "BW" ? weighted : converted(weighted, facts, request);
}

function byBodyWeight(facts: SuvFacts, request: SuvRequest): Factors {
  const { units, frames } = facts;
  if (units === "GML" || units === "CM2ML") {
    const type = facts.storedType || (units === "CM2ML" ? "BSA" : "BW");
    if (units === "GML" && type === "BW") {
      return { factors: frames.map(() => 1), sentence: "SUV by body weight, as stored", warnings: [], used: [] };
    }
    const factor = toBodyWeight(type, bodyOf(facts, request, { needsSex: type !== "BSA", takesOther: true }));
    if (factor === undefined) throw new Missing(`SUV type ${type} is not known`);
    const sentence = `SUV by body weight from SUV of type ${type} × ${figure(factor)}`;
    const used = type === "BSA" ? bodySize.slice(0, 2) : bodySize;
    return { factors: frames.map(() => factor), sentence, warnings: [], used };
  }
  if (units === "CNTS") {
    const direct = frames.map((f) => f.suvFactor);
    if (direct.every((f) => f > 0)) {
      const sentence = `SUV by body weight from counts × SUV scale factor (7053,1000) ${figure(direct[0])}`;
      return { factors: direct, sentence, warnings: [], used: [] };
    }
    const activity = frames.map((f) => f.activityFactor);
    if (!activity.every((f) => f > 0)) throw new Missing("the values are counts, and no scale factor is given");
    const found = fromActivity(facts, request);
    return {
      ...found,
      factors: found.factors.map((f, k) => f * activity[k]),
      sentence: `${found.sentence}, from counts × activity concentration factor (7053,1009) ${figure(activity[0])}`,
    };
  }
  if (units !== "BQML") throw new Missing(units === "" ? "the unit is not given" : `the unit is ${units}`);
  return fromActivity(facts, request);
}

const bodySize: readonly SuvInput[] = ["weight", "height", "sex"];

/** What each SUV divides by, in words. */
const divisors: Readonly<Record<Exclude<SuvType, "BW">, { readonly name: string; readonly of: string }>> = {
  LBMJANMA: { name: "SUVlbm", of: "lean body mass by Janmahasatian" },
  LBMJAMES128: { name: "SUVlbm", of: "lean body mass by James" },
  BSA: { name: "SUVbsa", of: "body surface by Du Bois" },
  IBW: { name: "SUVibw", of: "ideal body weight" },
};

/** From SUV by body weight to another: × mass / weight, × surface in cm² / weight in g. */
function converted(weighted: Factors, facts: SuvFacts, request: SuvRequest): Factors {
  const { factors, sentence, warnings, used } = weighted;
  const { type } = request;
  if (type === "BW") return weighted;
  const body = bodyOf(facts, request, { needsSex: type !== "BSA", takesOther: false });
  const factor = toBodyWeight(type, body);
  const { name, of } = divisors[type];
  if (factor === undefined) throw new Missing(`the ${of} of ${figure(body.height)} cm is not above 0`);
  const size = type === "BSA" ? `${figure((body.weight * 1000) / factor)} cm²` : `${figure(body.weight / factor)} kg`;
  const who = `${figure(body.weight)} kg, ${figure(body.height)} cm${type === "BSA" ? "" : `, ${body.sex}`}`;
  const unit = type === "BSA" ? " in cm²/ml" : "";
  return {
    factors: factors.map((f) => f / factor),
    sentence: `${name}${unit} by the ${of}, ${size} (${who}) = SUV by body weight / ${figure(factor)}; ${sentence}`,
    warnings,
    used: [...used, ...(type === "BSA" ? bodySize.slice(0, 2) : bodySize)],
  };
}

/** Factors from Bq/ml: weight in g over the dose in Bq at the time the values are corrected to. */
function fromActivity(facts: SuvFacts, { supplied }: SuvRequest): Factors {
  const { decay, frames } = facts;
  checkCorrections(facts);
  const injection = injectionOf(facts, supplied);
  const weight = supplied.weight ?? facts.weight;
  const needsTime = decay !== "ADMIN";
  const lacking: SuvInput[] = [
    ...(weight > 0 ? [] : (["weight"] as const)),
    ...(injection.dose > 0 ? [] : (["dose"] as const)),
    ...(injection.halfLife > 0 ? [] : (["halfLife"] as const)),
    ...(!needsTime || injection.at !== undefined || injection.timeOfDay !== undefined
      ? []
      : (["injectionTime"] as const)),
  ];
  if (lacking.length > 0) {
    const undescribed = facts.injections.length === 0 ? "the injection is not described: " : "";
    throw new Missing(`${undescribed}${missingWords(lacking)}`, lacking);
  }
  if (!facts.consistent && (supplied.weight === undefined || supplied.dose === undefined)) {
    throw new Missing("weight or dose differ from slice to slice", ["weight", "dose"]);
  }
  const rate = Math.LN2 / injection.halfLife;
  const perDose = (weight * 1000) / injection.dose;
  const used: readonly SuvInput[] = ["weight", "dose", ...(needsTime ? (["halfLife", "injectionTime"] as const) : [])];
  const warnings = injection.megabecquerel ? [readAsMegabecquerel(injection.dose)] : [];
  const start = `SUV by body weight = Bq/ml × ${figure(weight)} kg / ${figure(injection.dose / 1e6)} MBq`;
  if (decay === "ADMIN") {
    return { factors: frames.map(() => perDose), sentence: `${start}, corrected to the injection`, warnings, used };
  }
  if (decay === "START") {
    const reference = referenceTime(facts, rate);
    const uptake = uptakeOf(injection, reference);
    const factor = perDose * Math.exp(rate * uptake);
    const sentence = `${start} decayed over ${figure(uptake)} s (half-life ${figure(injection.halfLife)} s)`;
    return { factors: frames.map(() => factor), sentence, warnings, used };
  }
  if (decay !== "NONE") throw new Missing(`the decay correction is ${decay ? `"${decay}"` : "not given"}`);
  // Not corrected: each frame by itself, from the mean of its decaying counts back to the injection.
  const factors = frames.map(({ acquired, duration }) => {
    if (acquired === undefined || duration === undefined) throw new Missing("a frame's time or duration is missing");
    const during = (rate * duration) / (1 - Math.exp(-rate * duration));
    return perDose * during * Math.exp(rate * uptakeOf(injection, acquired));
  });
  return { factors, sentence: `${start}, each frame decay-corrected here to the injection`, warnings, used };
}

const words: Readonly<Record<SuvInput, string>> = {
  weight: "the patient's weight",
  height: "the patient's height",
  sex: "the patient's sex",
  dose: "the injected dose",
  halfLife: "the half-life",
  injectionTime: "the time of the injection",
};

function missingWords(inputs: readonly SuvInput[]): string {
  const names = inputs.map((i) => words[i]);
  const last = names.at(-1) ?? "";
  return names.length === 1 ? `${last} is missing` : `${names.slice(0, -1).join(", ")} and ${last} are missing`;
}

function checkCorrections({ corrected, decay }: SuvFacts): void {
  if (corrected.length === 0) return;
  if (!corrected.includes("ATTN")) throw new Missing("the image is not corrected for attenuation");
  if ((decay === "START" || decay === "ADMIN") && !corrected.includes("DECY")) {
    throw new Missing(`the decay correction is "${decay}", but Corrected Image does not name it`);
  }
}

type BodyNeeds = {
  readonly needsSex: boolean;
  /** "O" stands for the mean of both formulas, as the manual has it for values that are stored so; we write none so. */
  readonly takesOther: boolean;
};

function bodyOf(facts: SuvFacts, { supplied }: SuvRequest, { needsSex, takesOther }: BodyNeeds): Body {
  const weight = supplied.weight ?? facts.weight;
  const height = supplied.height ?? facts.height;
  const sex = supplied.sex ?? facts.sex;
  const known = sex === "M" || sex === "F" || (takesOther && sex === "O");
  const lacking: SuvInput[] = [
    ...(weight > 0 ? [] : (["weight"] as const)),
    ...(height > 0 ? [] : (["height"] as const)),
    ...(known || !needsSex ? [] : (["sex"] as const)),
  ];
  if (lacking.length === 1 && lacking[0] === "sex" && sex === "O") {
    throw new Missing('the patient\'s sex is "O", for which there is no formula', lacking);
  }
  if (lacking.length > 0) throw new Missing(missingWords(lacking), lacking);
  if (height < CREDIBLE_HEIGHT[0] || height > CREDIBLE_HEIGHT[1]) {
    throw new Missing(`the patient's height, ${figure(height)} cm, cannot be`, ["height"]);
  }
  return { weight, height, sex: sex === "M" || sex === "F" ? sex : "O" };
}

type Given = Injection & { readonly megabecquerel: boolean };

function injectionOf({ injections }: SuvFacts, supplied: SuppliedValues): Given {
  const { dose, halfLife, injectionTime } = supplied;
  const whole = dose !== undefined && halfLife !== undefined && injectionTime !== undefined;
  if (injections.length > 1 && !whole) {
    throw new Missing("several injections are described", ["dose", "halfLife", "injectionTime"]);
  }
  const filed = injections.length === 1 ? injections[0] : { dose: 0, halfLife: 0, at: undefined, timeOfDay: undefined };
  const megabecquerel = dose === undefined && filed.dose > 0 && filed.dose < MEGABECQUEREL_BELOW;
  const own = injectionTime === undefined ? undefined : secondsOfDay(injectionTime.replaceAll(":", ""));
  return {
    dose: dose === undefined ? (megabecquerel ? filed.dose * 1e6 : filed.dose) : dose * 1e6,
    megabecquerel,
    halfLife: halfLife ?? filed.halfLife,
    at: own === undefined ? filed.at : undefined,
    timeOfDay: own ?? filed.timeOfDay,
  };
}

const readAsMegabecquerel = (dose: number): Finding => {
  const detail = `The injected dose, ${figure(dose / 1e6)}, is too small to be Bq and was read as MBq.`;
  return finding("warning", "suv_computed", detail, { dose });
};

/** Seconds from the injection to `time`. A time of day without a date is of that day, or of the evening before. */
function uptakeOf({ at, timeOfDay, halfLife }: Injection, time: number): number {
  let uptake: number | undefined;
  if (at !== undefined) uptake = time - at;
  else if (timeOfDay !== undefined) uptake = (((time - timeOfDay) % 86400) + 86400) % 86400;
  if (uptake === undefined) throw new Missing("the time of the injection is missing", ["injectionTime"]);
  if (uptake < 0) throw new Missing("the injection is dated after the scan", ["injectionTime"]);
  if (uptake > MOST_HALF_LIVES * halfLife) {
    throw new Missing(`the injection is dated ${figure(uptake / 3600)} hours before the scan`, ["injectionTime"]);
  }
  return uptake;
}

/**
 * The time that DecayCorrection START refers to. Series time, unless post-processing has moved it past the acquisition;
 * then GE's own tag; then back from each frame's acquisition by its reference time, if all frames agree.
 */
function referenceTime({ correctedTo, seriesTime, geScanTime, frames }: SuvFacts, rate: number): number {
  if (correctedTo !== undefined) return correctedTo;
  const earliest = Math.min(...frames.map((f) => f.acquired ?? Number.NEGATIVE_INFINITY));
  if (seriesTime !== undefined && seriesTime <= earliest) return seriesTime;
  if (geScanTime !== undefined) return geScanTime;
  const starts = frames.map((f) => startFromFrame(f, rate));
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
function startFromFrame({ acquired, duration, reference }: FrameFacts, rate: number): number | undefined {
  if (acquired === undefined || duration === undefined || reference === undefined || reference <= 0) return undefined;
  const x = rate * duration;
  return acquired + Math.log(x / (1 - Math.exp(-x))) / rate - reference / 1000;
}

/** "weight 75 kg (the files say 70 kg); injected 250 MBq"; "" where nothing was supplied. */
function suppliedSentence(supplied: SuppliedValues, facts: SuvFacts): string {
  const [injection] = facts.injections;
  const beside = (filed: string) => (filed ? ` (the files say ${filed})` : "");
  const kg = facts.weight > 0 ? `${figure(facts.weight)} kg` : "";
  const cm = facts.height > 0 ? `${figure(facts.height)} cm` : "";
  const dose = injection?.dose > 0 ? figure(injection.dose) : "";
  const halfLife = injection?.halfLife > 0 ? `${figure(injection.halfLife)} s` : "";
  const parts = [
    supplied.weight === undefined ? "" : `weight ${figure(supplied.weight)} kg${beside(kg)}`,
    supplied.height === undefined ? "" : `height ${figure(supplied.height)} cm${beside(cm)}`,
    supplied.sex === undefined ? "" : `sex ${supplied.sex}${beside(facts.sex)}`,
    supplied.dose === undefined ? "" : `injected ${figure(supplied.dose)} MBq${beside(dose && `${dose} as Bq`)}`,
    supplied.halfLife === undefined ? "" : `half-life ${figure(supplied.halfLife)} s${beside(halfLife)}`,
    supplied.injectionTime === undefined ? "" : `injected at ${supplied.injectionTime}`,
  ];
  return parts.filter(Boolean).join("; ");
}

const figure = (value: number): string => String(Number(value.toPrecision(7)));
