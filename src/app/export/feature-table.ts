import { featureById } from "#engine/features/index.ts";
import type { Extraction } from "#engine/plan/extraction.ts";
import type { IntensityUnit } from "#engine/volume.ts";
import type { Segment } from "#session/session.ts";
import { featureUnit, fullValue } from "../format.ts";

/**
 * The table as people paste it into a spreadsheet: a row a feature, a column a segment, values in full; where there
 * is no value, the reason's code in brackets.
 */
export function featureTable(
  measured: readonly { readonly segment: Segment; readonly extraction: Extraction }[],
  image: IntensityUnit,
): string[][] {
  const header = ["Family", "Feature", "IBSI", "Aggregation", "Unit", ...measured.map((m) => plain(m.segment.name))];
  const first = measured[0]?.extraction.rows ?? [];
  const key = (row: { id: string; aggregation: string | null }) => `${row.id}/${row.aggregation}`;
  const values = measured.map(({ extraction }) => new Map(extraction.rows.map((row) => [key(row), row])));
  const body = first.map((row) => [
    row.family,
    featureById(row.id)?.feature.name ?? row.id,
    row.ibsi ?? "",
    row.aggregation ?? "",
    featureUnit(row.unit, image),
    ...values.map((rows) => {
      const found = rows.get(key(row));
      if (!found) return "";
      return "value" in found ? fullValue(found.value) : `(${found.reason})`;
    }),
  ]);
  return [header, ...body];
}

/** A name that stays in its cell, and is no formula there. */
const plain = (text: string) => text.replace(/[\t\r\n]+/g, " ").replace(/^[=+@-]/, "'$&");
