import { featureById } from "#engine/features/index.ts";
import { unitCode } from "#engine/features/unit.ts";
import type { DiagnosticRow, FeatureRow } from "#engine/plan/extraction.ts";
import { isReason } from "#engine/reason.ts";
import { imageLabel, type MeasuredSegment } from "./provenance.ts";

export type CsvOptions = {
  /**
   * "long" (default): a row for each segment, feature and aggregation, with the reason where there is no value.
   * "wide": a row for each segment and a column for each feature; without a value the cell is empty.
   */
  readonly layout?: "long" | "wide";
};

/** A cell: numbers are written as they are, text is guarded. */
type Cell = string | number | null;

/**
 * Results as CSV (RFC 4180: comma, CRLF, UTF-8 without BOM, a header row). Numbers are the shortest decimals that read
 * back to the same float64. Text that a spreadsheet would take for a formula gets an apostrophe in front.
 *
 * Long columns: segment, label, family, feature (the IBSI's name), ibsi_code, aggregation, aggregation_code, id, value,
 * unit, reason, detail, filter (the filter's label, or "original"), then the key facts of provenance (the whole of it is in the JSON). The IBSI's diagnostics come
 * as family "diagnostics"; their id is the reference table's tag. They are those of the image before any filter, and stand
 * once for several filters of a region. Wide: these filters share a row, and a filter's columns begin with its label.
 */
export function featuresCsv(segments: readonly MeasuredSegment[], { layout = "long" }: CsvOptions = {}): string {
  const table = layout === "long" ? longTable(segments) : wideTable(segments);
  return table.map(csvLine).join("");
}

/** One line of such a file. */
export const csvLine = (row: readonly Cell[]): string => `${row.map(cell).join(",")}\r\n`;

const LONG =
  "segment label family feature ibsi_code aggregation aggregation_code id value unit reason detail filter".split(" ");

function longTable(segments: readonly MeasuredSegment[]): Cell[][] {
  const rows = segments.flatMap((segment, n) => {
    const { provenance, extraction } = segment;
    const { name, label } = provenance.region;
    const key = regionKey(segment);
    const first = segments.findIndex((other) => regionKey(other) === key) === n;
    const facts = keyFacts.map(([, fact]) => fact(provenance));
    const measured = [
      ...extraction.rows.map((row) => featureCells(row)),
      ...(first ? extraction.diagnostics.map((row) => diagnosticCells(row)) : []),
    ];
    return measured.map(({ cells, row }): Cell[] => [
      name,
      label,
      ...cells,
      isReason(row) ? null : row.value,
      unitCode(row.unit, provenance.image.unit),
      isReason(row) ? row.reason : null,
      isReason(row) ? row.detail : null,
      "tag" in row ? "original" : imageLabel(segment),
      ...facts,
    ]);
  });
  return [[...LONG, ...keyFacts.map(([column]) => column)], ...rows];
}

const featureCells = (row: FeatureRow): { cells: Cell[]; row: FeatureRow } => ({
  cells: [row.family, featureName(row), row.ibsi, row.aggregation, row.aggregationCode, row.id],
  row,
});

const diagnosticCells = (row: DiagnosticRow): { cells: Cell[]; row: DiagnosticRow } => ({
  cells: ["diagnostics", `${row.name} (${row.stage})`, null, null, null, row.tag],
  row,
});

const featureName = (row: FeatureRow): string => featureById(row.id)?.feature.name ?? row.id;

/** What identifies a result at a glance: column name and where to find it. */
const keyFacts: readonly (readonly [string, (p: MeasuredSegment["provenance"]) => Cell])[] = [
  ["voxels", (p) => p.region.voxels],
  ["modality", (p) => p.image.modality],
  ["study_instance_uid", (p) => p.image.studyInstanceUid],
  ["series_instance_uid", (p) => p.image.seriesInstanceUid],
  ["image_sha256", (p) => p.image.sha256],
  ["mask_sha256", (p) => p.region.sha256],
  ["settings_name", (p) => p.recipeName ?? null],
  ["settings_sha256", (p) => p.recipeSha256],
  ["engine_version", (p) => p.software.engine],
  // The IBSI's manual is not what the other profile follows.
  ["standard", ({ standard: s }) => (s.profile === "IBSI" ? `${s.name} ${s.version}` : `${s.profile}-compatible`)],
  ["created", (p) => p.created],
  ["suv_type", (p) => p.image.suv?.type ?? null],
  ["supplied_by_person", (p) => suppliedText(p.image.suv?.suppliedByPerson)],
  ["note", (p) => p.region.note ?? null],
];

/** "weight=71; dose=388.8", in the units of `SuppliedValues`; null where nothing was supplied. */
function suppliedText(supplied: object = {}): string | null {
  const parts = Object.entries(supplied).map(([name, value]) => `${name}=${value}`);
  return parts.length > 0 ? parts.join("; ") : null;
}

/** What rows of several filters have in common: region, image, and all settings but the filter. */
function regionKey({ provenance, extraction }: MeasuredSegment): string {
  const { filter: _, ...recipe } = extraction.recipe;
  const { region, image } = provenance;
  return JSON.stringify([region.name, region.label, region.sha256, image.seriesInstanceUid, recipe]);
}

/**
 * `glcm.contrast@3D_mrg`; without aggregation the id alone; of a filter `wavelet-LLH_glcm.contrast@3D_mrg`; diagnostics
 * as `diagnostics.TAG`.
 */
function columnOf(row: FeatureRow, image: string): string {
  if (row.id.startsWith("pyradiomics.")) return `${image}_${featureById(row.id)?.feature.tag ?? row.id}`;
  const feature = row.aggregation === null ? row.id : `${row.id}@${row.aggregation}`;
  return image === "original" ? feature : `${image}_${feature}`;
}

function wideTable(segments: readonly MeasuredSegment[]): Cell[][] {
  const regions = rowsOfRegions(segments);
  const values = regions.map((filters) => {
    const cells = new Map<string, Cell>();
    for (const segment of filters) {
      const { rows } = segment.extraction;
      for (const row of rows) cells.set(columnOf(row, imageLabel(segment)), isReason(row) ? null : row.value);
    }
    for (const row of filters[0].extraction.diagnostics)
      cells.set(`diagnostics.${row.tag}`, isReason(row) ? null : row.value);
    return cells;
  });
  const columns = [...new Set(values.flatMap((cells) => [...cells.keys()]))];
  const rows = regions.map((filters, n): Cell[] => [
    filters[0].provenance.region.name,
    filters[0].provenance.region.label,
    ...columns.map((column) => values[n].get(column) ?? null),
    ...keyFacts.map(([, fact]) => together(filters.map(({ provenance }) => fact(provenance)))),
  ]);
  return [["segment", "label", ...columns, ...keyFacts.map(([column]) => column)], ...rows];
}

/** Measurements that share a row: different filters of one region. The same filter twice is another row. */
function rowsOfRegions(segments: readonly MeasuredSegment[]): MeasuredSegment[][] {
  const rows: { key: string; filters: MeasuredSegment[] }[] = [];
  for (const segment of segments) {
    const key = regionKey(segment);
    const label = imageLabel(segment);
    const row = rows.find((r) => r.key === key && r.filters.every((other) => imageLabel(other) !== label));
    if (row === undefined) rows.push({ key, filters: [segment] });
    else row.filters.push(segment);
  }
  return rows.map(({ filters }) => filters);
}

/** A fact that all filters share, or all of theirs (their settings' hashes). */
function together(facts: readonly Cell[]): Cell {
  const different = [...new Set(facts)];
  return different.length === 1 ? different[0] : different.join(" ");
}

function cell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const guarded = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
