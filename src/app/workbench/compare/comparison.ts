import { type Interval, isNoStatistic, volumeInDisguise } from "#engine/cohort/index.ts";
import type { FeatureUnit } from "#engine/features/family.ts";
import { featureById } from "#engine/features/index.ts";
import { unitCode } from "#engine/features/unit.ts";
import type { FeatureRow } from "#engine/plan/extraction.ts";
import { type Reason, undefinedBecause } from "#engine/reason.ts";
import type { Aggregation, Recipe } from "#engine/recipe.ts";
import type { IntensityUnit } from "#engine/volume.ts";
import { csvLine } from "#io/writers/csv.ts";
import { type FeatureKey, partsOf, valueIn } from "../chosen.ts";

/** What is measured of a column, and with what. */
export type MeasuredColumn = {
  readonly id: string;
  /** The segment's name and, where several series are compared, its series. */
  readonly name: string;
  readonly unit: IntensityUnit;
  /** A single slice: PyRadiomics then has directions of the plane alone. */
  readonly flat: boolean;
  readonly recipe: Recipe;
  readonly rows: readonly FeatureRow[];
};

/** A column's value of a feature, in its unit, and its difference from the baseline's, as a share of it. */
export type CompareCell = {
  readonly value: number | Reason;
  /** Null where there is none: the baseline itself, no value, other units, or a baseline of zero. */
  readonly relative: number | null;
};
export type CompareRow = {
  readonly key: FeatureKey;
  readonly unit: FeatureUnit;
  readonly cells: readonly CompareCell[];
  /** The columns' units are not the same: their numbers do not compare. */
  readonly unitsDiffer: boolean;
};

/** PyRadiomics averages over directions; its zones, tones and dependences are those of the volume. */
const pyradiomicsWay = (family: string, flat: boolean): Aggregation =>
  flat ? "2D_avg" : family === "glcm" || family === "glrlm" ? "3D_avg" : "3D_mrg";

/**
 * The row of a feature among a column's; where the column follows the other definitions, the feature with the same IBSI
 * code, if the two bring directions together in the same way.
 */
export function rowFor(key: FeatureKey, column: Pick<MeasuredColumn, "rows" | "flat">): FeatureRow | Reason {
  const { id, aggregation } = partsOf(key);
  const own = column.rows.find((r) => r.id === id && r.aggregation === aggregation);
  if (own) return own;
  const asked = featureById(id);
  const code = asked?.feature.ibsi ?? null;
  if (!asked || code === null) return undefinedBecause("not_defined", "The other definitions have no such feature.");
  const same = column.rows.filter((r) => r.ibsi === code);
  const other = (r: FeatureRow) => r.family.startsWith("pyradiomics.") !== asked.family.id.startsWith("pyradiomics.");
  const wanted = (r: FeatureRow): boolean => {
    if (!other(r)) return false;
    const textured = asked.family.id.startsWith("pyradiomics.") ? r : { family: asked.family.id, aggregation };
    return textured.aggregation === null || textured.aggregation === pyradiomicsWay(textured.family, column.flat);
  };
  const found = same.find(wanted);
  if (found) return found;
  return same.length > 0
    ? undefinedBecause("not_defined", "The two definitions bring directions together in different ways here.")
    : undefinedBecause("not_defined", "This column does not measure the feature.");
}

/** Chosen features over columns, each against the baseline (an index). */
export function compareRows(
  keys: readonly FeatureKey[],
  columns: readonly MeasuredColumn[],
  baseline: number,
): readonly CompareRow[] {
  return keys.map((key) => {
    const rows = columns.map((column) => rowFor(key, column));
    const values = rows.map(numberOf);
    const units = rows.map((row, i) => ("unit" in row ? unitCode(row.unit, columns[i].unit) : null));
    const base = values[baseline];
    const known = units.filter((u) => u !== null);
    return {
      key,
      unit: rows.find((row) => "unit" in row)?.unit ?? featureById(partsOf(key).id)?.feature.unit ?? "1",
      cells: values.map((value, i) => ({
        value,
        relative:
          i === baseline || units[i] !== units[baseline] || typeof value !== "number" || typeof base !== "number"
            ? null
            : relativeTo(value, base),
      })),
      unitsDiffer: new Set(known).size > 1,
    };
  });
}

const numberOf = (row: FeatureRow | Reason): number | Reason =>
  "value" in row ? row.value : { reason: row.reason, detail: row.detail };

/** (value − base) / |base|; null for a base of zero, which nothing is a share of. */
export const relativeTo = (value: number, base: number): number | null =>
  base === 0 ? null : (value - base) / Math.abs(base);

/** Fewest regions of a rank correlation; and how many it takes before one of 0.95 is surely beyond 0.8. */
export const LEAST_REGIONS = 4;
export const SURE_REGIONS = 14;

export type VolumeVerdict = {
  readonly key: FeatureKey;
  readonly verdict: "disguised" | "suspect";
  readonly correlation: number;
  /** Null where the ranks agree wholly. */
  readonly interval: Interval | null;
};

/**
 * Features that go with the region's volume, the closest first; volumes themselves and what lacks a value somewhere are
 * left out. Below 14 regions nothing is more than suspect. `columns`: one for each region, measured with one recipe. Null
 * below four regions.
 */
export function volumeVerdicts(columns: readonly MeasuredColumn[]): readonly VolumeVerdict[] | null {
  if (columns.length < LEAST_REGIONS) return null;
  const first = columns[0].rows;
  const volumes = first.filter((r) => r.ibsi === "RNU0" || r.ibsi === "YEKZ");
  const series = (row: FeatureRow) =>
    columns.map((c) => valueIn(c.rows, row.aggregation === null ? row.id : `${row.id}@${row.aggregation}`));
  const complete = (values: readonly (number | Reason)[]): values is number[] =>
    values.every((v) => typeof v === "number");
  const volume = volumes.map(series).find(complete);
  if (!volume) return [];
  const found = first.flatMap((row): VolumeVerdict[] => {
    const values = series(row);
    if (volumes.includes(row) || !complete(values)) return [];
    const said = volumeInDisguise(values, volume);
    if (isNoStatistic(said) || said.verdict === "independent") return [];
    const key = row.aggregation === null ? row.id : `${row.id}@${row.aggregation}`;
    // Ranks of few regions agree by chance, and wholly: then the interval has no width and proves nothing.
    const verdict = columns.length < SURE_REGIONS ? "suspect" : said.verdict;
    const interval = Math.abs(said.value) === 1 ? null : { low: said.low, high: said.high };
    return [{ key, verdict, correlation: said.value, interval }];
  });
  return found.sort((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation));
}

/** Whether the columns' settings are the same but for whose definitions they follow. */
export function settingsDiffer(columns: readonly Pick<MeasuredColumn, "recipe">[]): boolean {
  const plain = ({ recipe: { profile: _, pyradiomics: __, ...rest } }: Pick<MeasuredColumn, "recipe">) =>
    JSON.stringify(rest);
  return new Set(columns.map(plain)).size > 1;
}

/** The table as a file: value and relative difference of each column. */
export function compareCsv(rows: readonly CompareRow[], columns: readonly MeasuredColumn[]): string {
  const header = ["feature", "unit", ...columns.flatMap((c) => [c.name, `${c.name}: relative difference`])];
  const body = rows.map((row) => [
    row.key,
    row.unitsDiffer ? null : unitCode(row.unit, columns[0].unit),
    ...row.cells.flatMap((c) => [typeof c.value === "number" ? c.value : `(${c.value.reason})`, c.relative]),
  ]);
  return [header, ...body].map(csvLine).join("");
}

/** Values on a scale from 0 (the least of the columns) to 1, for axes beside each other; 0.5 where all are alike. */
export function onUnitScale(row: CompareRow): readonly (number | null)[] {
  const known = row.cells.flatMap((c) => (typeof c.value === "number" ? c.value : []));
  const low = Math.min(...known);
  const high = Math.max(...known);
  return row.cells.map(({ value }) =>
    typeof value !== "number" ? null : high > low ? (value - low) / (high - low) : 0.5,
  );
}
