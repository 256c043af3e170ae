import type { FeatureUnit } from "#engine/features/family.ts";
import { familiesOf, featureById } from "#engine/features/index.ts";
import { type CsvRow, type CsvTable, fail, numberCell, parseCsvText } from "./csv-text.ts";

/** The values of one feature over a cohort. */
export type ReferenceFeature = {
  /** As columns of exports write it: `glcm.contrast@3D_mrg`, with a filter's label and "_" in front where there is one. */
  readonly key: string;
  readonly values: readonly number[];
  /** How many people they are of: studies, or the file's "subject"; without either, as many as there are values. */
  readonly subjects: number;
  /** Rows without a value. */
  readonly missing: number;
  /** As files write it, see `unitCode`; null where the file does not say. */
  readonly unit: string | null;
  /** Hashes of the settings that they were measured with (several in one text for a bank of filters); empty: not told. */
  readonly settings: readonly string[];
};

/** A cohort's feature values, to compare a case with. */
export type ReferenceTable = {
  readonly layout: "long" | "wide" | "plain";
  readonly features: ReadonlyMap<string, ReferenceFeature>;
  readonly modalities: readonly string[];
  /** Whether the file says whose each value is. */
  readonly subjectsKnown: boolean;
  /** Names that are no feature's, in the order of the file. */
  readonly unknown: readonly string[];
};

type Found = { values: number[]; subjects: Set<string>; missing: number; units: Set<string>; settings: Set<string> };

/**
 * Reads a cohort in the long or wide layout of our own exports (several files one below the other will do), or as a
 * plain table with the columns feature and value (and unit, subject). Throws RadiomicaError "Parse" with the line: no
 * such layout, a cell that is no number, units that differ within a feature, a region twice.
 */
export function readReferenceTable(text: string): ReferenceTable {
  const table = parseCsvText(text);
  const has = (...names: string[]) => names.every((name) => table.columns.includes(name));
  if (has("id", "value", "aggregation")) return longTable(table);
  if (has("feature", "value")) return plainTable(table);
  if (has("segment", "label") && table.columns.some((c) => featureOfColumn(c) !== null)) return wideTable(table);
  throw fail(1, 'the columns are neither those of our exports nor "feature" and "value"');
}

const nothing = (): Found => ({
  values: [],
  subjects: new Set(),
  missing: 0,
  units: new Set(),
  settings: new Set(),
});

/** Collects values under their keys; refuses what would make a wrong interval. */
function collector() {
  const found = new Map<string, Found>();
  const seen = new Map<string, number>();
  const unknown = new Set<string>();
  return {
    unknown,
    found,
    add(key: string, value: number | null, unit: string, subject: string, region: string, row: CsvRow): void {
      const { line, cells } = row;
      const entry = found.get(key) ?? nothing();
      found.set(key, entry);
      if (cells.settings_sha256) entry.settings.add(cells.settings_sha256);
      if (unit !== "") entry.units.add(unit);
      if (entry.units.size > 1) throw fail(line, `"${key}" is in ${[...entry.units].join(" and in ")}`);
      if (region !== "") {
        const before = seen.get(`${region} ${key}`);
        if (before !== undefined) throw fail(line, `"${key}" of the same region stands in line ${before} already`);
        seen.set(`${region} ${key}`, line);
      }
      if (value === null) {
        entry.missing++;
        return;
      }
      entry.values.push(value);
      entry.subjects.add(subject === "" ? `line ${line} ${entry.values.length}` : subject);
    },
  };
}

function tableOf(
  layout: ReferenceTable["layout"],
  { rows, columns }: CsvTable,
  { found, unknown }: ReturnType<typeof collector>,
): ReferenceTable {
  if (found.size === 0) throw fail(1, "the table holds no feature");
  const told = (column: string) => [...new Set(rows.map((r) => r.cells[column]?.trim() ?? "").filter(isTold(column)))];
  const features = Array.from(
    found,
    ([key, { values, subjects, missing, units, settings }]): [string, ReferenceFeature] => [
      key,
      { key, values, subjects: subjects.size, missing, unit: [...units][0] ?? null, settings: [...settings] },
    ],
  );
  const whose = layout === "plain" ? "subject" : "study_instance_uid";
  return {
    layout,
    features: new Map(features),
    modalities: told("modality"),
    subjectsKnown: columns.includes(whose) && rows.every((r) => isHeader(r) || (r.cells[whose] ?? "") !== ""),
    unknown: [...unknown],
  };
}

const isTold = (column: string) => (text: string) => text !== "" && text !== column;
/** Files put one below the other bring their headers along. */
const isHeader = ({ cells }: CsvRow): boolean => Object.entries(cells).every(([name, cell]) => cell.trim() === name);

/** One region of one image, measured with one set of settings; "" where the file does not say which. */
const regionOf = ({ cells }: CsvRow): string =>
  cells.series_instance_uid && cells.mask_sha256
    ? [cells.series_instance_uid, cells.mask_sha256, cells.settings_sha256 ?? ""].join(" ")
    : "";

function longTable(table: CsvTable): ReferenceTable {
  const into = collector();
  for (const row of table.rows) {
    if (isHeader(row) || row.cells.family === "diagnostics") continue;
    const { id, aggregation, filter = "", unit = "", study_instance_uid: subject = "" } = row.cells;
    if (!featureById(id)) {
      into.unknown.add(id);
      continue;
    }
    const own = aggregation === "" ? id : `${id}@${aggregation}`;
    const key = filter === "" || filter === "original" ? own : `${filter}_${own}`;
    into.add(key, numberCell(row.cells.value, row.line, "value"), unit, subject, regionOf(row), row);
  }
  return tableOf("long", table, into);
}

function plainTable(table: CsvTable): ReferenceTable {
  const into = collector();
  for (const row of table.rows) {
    if (isHeader(row)) continue;
    const { feature, unit = "", subject = "" } = row.cells;
    const key = featureOfColumn(feature.trim());
    if (key === null) {
      into.unknown.add(feature.trim());
      continue;
    }
    const region = subject === "" ? "" : `subject ${subject}`;
    into.add(key, numberCell(row.cells.value, row.line, "value"), unit.trim(), subject, region, row);
  }
  return tableOf("plain", table, into);
}

/** Columns that read like a feature; the others tell of region, image and settings. */
const likeFeature = (column: string): boolean =>
  (column.includes(".") && !column.startsWith("diagnostics.")) || column.startsWith("original_");

function wideTable(table: CsvTable): ReferenceTable {
  const into = collector();
  const columns = table.columns.flatMap((column) => {
    const key = featureOfColumn(column);
    if (key === null && likeFeature(column)) into.unknown.add(column);
    return key === null ? [] : [{ column, key }];
  });
  for (const row of table.rows) {
    if (isHeader(row)) continue;
    for (const { column, key } of columns) {
      const value = numberCell(row.cells[column], row.line, column);
      into.add(key, value, unitWithout(key), row.cells.study_instance_uid ?? "", regionOf(row), row);
    }
  }
  return tableOf("wide", table, into);
}

/** Units that need no image to be known; a wide table does not say the others. */
function unitWithout(key: string): string {
  const unit: FeatureUnit | undefined = featureById(key.replace(/@.*$/, ""))?.feature.unit;
  return unit === undefined || unit.startsWith("intensity") ? "" : unit === "percent" ? "%" : unit;
}

const pyradiomicsByTag = new Map<string, string>(
  familiesOf("PyRadiomics").flatMap((family) => family.features.map((f) => [`original_${f.tag}`, f.id] as const)),
);

/** The key of a wide column or a feature's name, or null: `id`, `id@aggregation`, `original_glcm_Contrast`, `filter_id`. */
function featureOfColumn(column: string): string | null {
  const peer = pyradiomicsByTag.get(column);
  if (peer) return peer;
  const id = column.replace(/@(2D|2\.5D|3D)_(avg|mrg|dir)$/, "");
  if (featureById(id)) return column;
  const tail = /^(.+?)_([a-z_]+\.[a-z0-9_]+)$/.exec(id);
  return tail && featureById(tail[2]) ? column : null;
}
