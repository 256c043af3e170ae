import { parseCsv } from "./csv.ts";

/** A published value: which configuration, which feature (its tag), which aggregation, how near one must come. */
export type Reference = {
  readonly config: string;
  readonly family: string;
  readonly tag: string;
  readonly aggregationCode: string;
  readonly value: number;
  /** Significant digits the value is given in: 3, or more for counts. */
  readonly digits: number;
  readonly tolerance: number;
  readonly consensus: string;
};

/** Tags of textures end in the aggregation, which the tables name by its code as well. */
export const tagOf = (tag: string): string => tag.replace(/_(2D|2_5D|3D)(_avg|_comb)?$/, "");

/** Significant digits of a printed number, 3 at least: trailing zeros may not have been printed. */
export const digitsOf = (text: string): number =>
  Math.max(3, text.replace(/^-?[0.]*|0*$/g, "").replace(".", "").length);

/** The values of a table in the layout of `reference-values.csv`; features without a reference are left out. */
export const referencesOf = (csv: string): Reference[] =>
  parseCsv(csv)
    .filter((r) => r.value !== "")
    .map((r) => ({
      config: r.config,
      family: r.family,
      tag: tagOf(r.tag),
      aggregationCode: r.aggregation_code,
      value: Number(r.value),
      digits: digitsOf(r.value),
      tolerance: Number(r.tolerance),
      consensus: r.consensus,
    }));

/** The reference's own rule: rounded as the reference is, then within the tolerance (and the last digit of a double). */
export function isReached(value: number, { value: wanted, digits, tolerance }: Reference): boolean {
  const rounded = Number(value.toPrecision(digits));
  return Math.abs(rounded - wanted) <= tolerance + 1e-9 * Math.abs(wanted) + Number.EPSILON;
}
