import type { FamilyId, FeatureUnit } from "#engine/features/family.ts";
import { families, familiesOf, featureById } from "#engine/features/index.ts";
import type { DiagnosticRow, Extraction, FeatureRow } from "#engine/plan/extraction.ts";
import type { Reason } from "#engine/reason.ts";
import type { Aggregation } from "#engine/recipe.ts";

/** A value, why there is none, or nothing yet. */
export type CellValue = { readonly value: number } | Reason | null;

/** A line of the table: one feature in one aggregation, or one diagnostic; a cell for each shown segment. */
export type TableRow = {
  readonly key: string;
  readonly group: string;
  readonly id: string;
  readonly name: string;
  readonly ibsi: string | null;
  readonly unit: FeatureUnit;
  readonly aggregation: Aggregation | null;
  readonly aggregationCode: string | null;
  readonly cells: readonly CellValue[];
  /** What a search looks in, lower case. */
  readonly text: string;
};

/** Rows under one heading: a family, or the diagnostics of one stage. */
export type RowGroup = {
  readonly id: string;
  readonly family: FamilyId | null;
  readonly stage: DiagnosticRow["stage"] | null;
  readonly ibsi: string | null;
};

const stages = ["initial image", "interpolated image", "initial ROI", "interpolated ROI", "re-segmented ROI"] as const;

/** All headings in their order: diagnostics first, then the manual's families, then PyRadiomics' classes. */
export const rowGroups: readonly RowGroup[] = [
  ...stages.map((stage) => ({ id: `diagnostics/${stage}`, family: null, stage, ibsi: null })),
  ...[...families, ...familiesOf("PyRadiomics")].map((f) => ({ id: f.id, family: f.id, stage: null, ibsi: f.ibsi })),
];

const featureKey = (row: FeatureRow) => `${row.id}/${row.aggregation ?? ""}`;
const diagnosticKey = (row: DiagnosticRow) => `${row.stage}/${row.tag}`;
const cellOf = (row: FeatureRow | DiagnosticRow | undefined): CellValue => {
  if (!row) return null;
  return "value" in row ? { value: row.value } : { reason: row.reason, detail: row.detail };
};

/**
 * The lines of the table for the extractions of the shown segments, side by side; a segment that has not been
 * measured yet (null) has empty cells. Lines follow the first extraction there is.
 */
export function tableRows(extractions: readonly (Extraction | null)[]): readonly TableRow[] {
  const first = extractions.find((e) => e !== null);
  if (!first) return [];
  const features = extractions.map((e) => new Map(e?.rows.map((row) => [featureKey(row), row])));
  const diagnostics = extractions.map((e) => new Map(e?.diagnostics.map((row) => [diagnosticKey(row), row])));
  return [
    ...first.diagnostics.map((row): TableRow => {
      const key = diagnosticKey(row);
      return {
        key,
        group: `diagnostics/${row.stage}`,
        id: row.tag,
        name: row.name,
        ibsi: null,
        unit: row.unit,
        aggregation: null,
        aggregationCode: null,
        cells: diagnostics.map((rows) => cellOf(rows.get(key))),
        text: `${row.name} ${row.tag} ${row.stage}`.toLowerCase(),
      };
    }),
    ...first.rows.map((row): TableRow => {
      const key = featureKey(row);
      const name = featureById(row.id)?.feature.name ?? row.id;
      return {
        key,
        group: row.family,
        id: row.id,
        name,
        ibsi: row.ibsi,
        unit: row.unit,
        aggregation: row.aggregation,
        aggregationCode: row.aggregationCode,
        cells: features.map((rows) => cellOf(rows.get(key))),
        text: `${name} ${row.ibsi ?? ""} ${row.id} ${row.aggregation ?? ""} ${row.aggregationCode}`.toLowerCase(),
      };
    }),
  ];
}

/** True when every word of the query stands somewhere in the row. */
export const matches = (row: Pick<TableRow, "text">, query: string): boolean =>
  query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => row.text.includes(word));

/** What the virtual list shows: headings, and the rows of those that are open. */
export type Line =
  | { readonly kind: "heading"; readonly group: RowGroup; readonly count: number; readonly open: boolean }
  | { readonly kind: "row"; readonly row: TableRow };

export function linesOf(rows: readonly TableRow[], isOpen: (group: RowGroup) => boolean): readonly Line[] {
  return rowGroups.flatMap((group): Line[] => {
    const own = rows.filter((row) => row.group === group.id);
    if (own.length === 0) return [];
    const open = isOpen(group);
    const heading: Line = { kind: "heading", group, count: own.length, open };
    return open ? [heading, ...own.map((row): Line => ({ kind: "row", row }))] : [heading];
  });
}
