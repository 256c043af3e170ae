import { finding } from "../refusal.ts";
import type { Finding } from "../series.ts";
import type { Dataset, DicomFile } from "./dataset.ts";
import type { PixelFormat } from "./pixel-format.ts";
import { tags } from "./tags.table.ts";

/** Stored values that stand for "no value here" (Pixel Padding Value, and its floating-point kin), both ends included. */
export type Padding = readonly [low: number, high: number];

/** One linear real-world value mapping (PS3.3 C.7.6.16.2.11): stored value × slope + intercept, in a unit. */
export type RealWorldValue = {
  readonly slope: number;
  readonly intercept: number;
  /** UCUM code, and what it means; "" where the file names none. */
  readonly unit: string;
  readonly meaning: string;
  readonly label: string;
};

/** Mappings of a frame; `tables` counts those that are no line (a lookup table), or damaged. */
export type RealWorld = { readonly mappings: readonly RealWorldValue[]; readonly tables: number };

const PADDING = ["00280120", "00280121"] as const;
const FLOAT_PADDING = ["00280122", "00280124"] as const;
const DOUBLE_PADDING = ["00280123", "00280125"] as const;
const MAPPING = "00409096";
const SLOPE = "00409225";
const INTERCEPT = "00409224";
const LUT = "00409212";
const LABEL = "00409210";
const UNITS = "004008EA";
const CODE = "00080100";
const MEANING = "00080104";

/** The padding that a file declares; null where it declares none. */
export function paddingOf(dataset: Dataset, format: PixelFormat): Padding | null {
  const pair = { none: PADDING, float32: FLOAT_PADDING, float64: DOUBLE_PADDING }[format.float];
  const [value, limit] = pair.map((tag) => dataset.number(tag));
  if (value === undefined) return null;
  // Written as unsigned where pixels are signed, and the other way round.
  const wrapped = (v: number) => {
    if (format.float !== "none") return v;
    const span = 2 ** format.bitsStored;
    const bits = ((v % span) + span) % span;
    return format.signed && bits >= span / 2 ? bits - span : bits;
  };
  const ends = [wrapped(value), wrapped(limit ?? value)];
  return [Math.min(...ends), Math.max(...ends)];
}

/** The real-world value mappings of a frame, in its own functional group, the shared one, or the data set. */
export function realWorldOf(groups: readonly (Dataset | undefined)[]): RealWorld {
  const items = groups.map((group) => group?.sequence(MAPPING) ?? []).find((found) => found.length > 0) ?? [];
  const mappings = items.flatMap((item) => {
    const slope = item.number(SLOPE);
    const intercept = item.number(INTERCEPT);
    if (slope === undefined || slope === 0 || intercept === undefined || item.has(LUT)) return [];
    const [unit] = item.sequence(UNITS);
    return [
      {
        slope,
        intercept,
        unit: unit?.string(CODE) ?? "",
        meaning: unit?.string(MEANING) ?? "",
        label: item.string(LABEL) ?? "",
      },
    ];
  });
  return { mappings, tables: items.length - mappings.length };
}

/** Why the values of a file cannot be known: a slope of 0, or one that is no number ("1,5"), for any of its frames. */
export function rescaleFault(file: DicomFile): Finding | null {
  const { dataset } = file;
  const groups = [
    ...dataset.sequence(tags.SharedFunctionalGroupsSequence),
    ...dataset.sequence(tags.PerFrameFunctionalGroupsSequence),
  ];
  const holders = [dataset, ...groups.flatMap((g) => g.sequence(tags.PixelValueTransformationSequence).slice(0, 1))];
  for (const holder of holders) {
    for (const [tag, name] of [
      [tags.RescaleSlope, "rescale slope"],
      [tags.RescaleIntercept, "rescale intercept"],
      [tags.DoseGridScaling, "dose grid scaling"],
    ] as const) {
      const text = holder.string(tag);
      if (text === undefined) continue;
      const value = holder.number(tag);
      if (value === undefined) return unusable(name, text, "no number");
      if (value === 0 && tag !== tags.RescaleIntercept) return unusable(name, text, "no scale");
    }
  }
  if (dataset.string(tags.Modality) === "RTDOSE" && dataset.number(tags.DoseGridScaling) === undefined) {
    const detail =
      "The dose grid scaling is missing: stored values cannot be turned into doses. Export the file again.";
    return finding("error", "parse_error", detail, { element: tags.DoseGridScaling });
  }
  return null;
}

function unusable(name: string, text: string, why: string): Finding {
  const found = text.slice(0, 40);
  const detail = `The ${name} is "${found}", which is ${why}: the values cannot be trusted. Export the file again.`;
  return finding("error", "parse_error", detail, { element: name, found });
}
