import type { FeatureUnit } from "#engine/features/family.ts";
import type { IntensityUnit } from "#engine/volume.ts";

/** What is written after an intensity; nothing where the unit has no name. */
const intensityNames: Record<IntensityUnit, string> = {
  HU: "HU",
  SUV: "SUV",
  "Bq/ml": "Bq/ml",
  Gy: "Gy",
  "1": "",
  counts: "counts",
  "mm2/s": "mm²/s",
  arbitrary: "",
};

export const intensityUnit = (unit: IntensityUnit): string => intensityNames[unit];

/** A feature's unit, with the image's unit put in: "intensity2" of a CT is HU². Empty where there is none. */
export function featureUnit(unit: FeatureUnit, image: IntensityUnit): string {
  const intensity = intensityNames[image];
  const squared = intensity.includes("/") ? `(${intensity})²` : `${intensity}²`;
  const names: Record<FeatureUnit, string> = {
    "1": "",
    mm: "mm",
    mm2: "mm²",
    mm3: "mm³",
    "1/mm": "1/mm",
    intensity,
    intensity2: intensity && squared,
    "intensity.mm3": intensity ? `${intensity}·mm³` : "mm³",
    "intensity2.mm3": intensity ? `${squared}·mm³` : "mm³",
    bins: "bins",
    bins2: "bins²",
    percent: "%",
  };
  return names[unit];
}

/** Bytes as people read them. */
export function fileSize(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${Number((bytes / 1000 ** step).toPrecision(2))} ${units[step]}`;
}

/** How long ago a time was, in words: "2 minutes ago". `at` and `now` in milliseconds since 1970. */
export function timeAgo(at: number, language: string, now = Date.now()): string {
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const seconds = Math.round((at - now) / 1000);
  const steps = [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
  ] as const;
  const [unit, length] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? (["second", 1] as const);
  return words.format(Math.round(seconds / length), unit);
}

const MINUS = "−";

/**
 * A value as laboratories write it: four significant digits, whole numbers in full up to nine digits, tiny and huge
 * ones as powers of ten. The decimal sign is a point in every language, as in files.
 */
export function labValue(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : "";
  if (size === 0) return "0";
  if (Number.isInteger(value) && size < 1e9) return sign + grouped(size.toFixed(0));
  if (size >= 1e6 || size < 1e-3) {
    const [mantissa, exponent] = size.toExponential(3).split("e");
    return `${sign}${mantissa}·10${superscript(Number(exponent))}`;
  }
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(Number(size.toPrecision(4)))));
  const [whole, fraction] = size.toFixed(decimals).split(".");
  return sign + grouped(whole) + (fraction ? `.${fraction}` : "");
}

/** Thin spaces between thousands, from five digits on. */
const grouped = (digits: string) => (digits.length < 5 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, "\u2009"));

const superscript = (n: number) => String(n).replace(/./g, (c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)]));

/** The value in full, as it stands in files: the shortest decimal that reads back the same. */
export const fullValue = (value: number): string => String(value);

/** An intensity under the pointer: whole numbers as they are, others with enough digits to tell them apart. */
export function intensityValue(value: number, unit: IntensityUnit): string {
  if (Number.isInteger(value)) return String(value).replace("-", MINUS);
  const digits = unit === "HU" ? 1 : Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 1 ? 2 : 4;
  return value.toFixed(digits).replace("-", MINUS);
}

/** A share in per cent, two decimals: 28.20 %. */
export const percentage = (part: number, whole: number): string =>
  whole === 0
    ? "–"
    : part !== 0 && Math.abs(part / whole) < 5e-5
      ? "< 0.01 %"
      : `${((100 * part) / whole).toFixed(2).replace("-", MINUS)} %`;

/** A length in mm: at most two decimals, none that say nothing. */
export const millimetres = (value: number): string => String(Number(value.toFixed(2))).replace("-", MINUS);

/** The size of a segment: ml for volumes (mm³ below a tenth of a ml), cm² or mm² for one-slice images. */
export function segmentSize(
  voxels: number,
  spacing: readonly [number, number, number],
  flat: boolean,
): { value: string; unit: string } {
  const area = voxels * spacing[0] * spacing[1];
  if (flat) return area >= 1000 ? { value: labValue(area / 100), unit: "cm²" } : { value: labValue(area), unit: "mm²" };
  const volume = area * spacing[2];
  return volume >= 100 ? { value: labValue(volume / 1000), unit: "ml" } : { value: labValue(volume), unit: "mm³" };
}

/** "20261124" as 2026-11-24; what is no date stays as it is. */
export const dicomDate = (date: string): string =>
  /^\d{8}$/.test(date) ? `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}` : date;

/** "DOE^JANE^^DR" as people write it. */
export const personName = (name: string): string => name.split("=")[0].split("^").filter(Boolean).join(", ");
