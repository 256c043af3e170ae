import { featureById } from "#engine/features/index.ts";
import type { DiagnosticRow, FeatureRow } from "#engine/plan/extraction.ts";
import type { Reason } from "#engine/reason.ts";
import { isReached, type Reference } from "./reference.ts";

/** A reference beside what the engine gives for it; `found` is null where the engine has no such row. */
export type Comparison = {
  readonly reference: Reference;
  readonly found: number | Reason | null;
  readonly reached: boolean;
};

/** Each reference beside the row of its tag and aggregation. A value that is missing or undefined is not reached. */
export function compare(
  references: readonly Reference[],
  rows: readonly FeatureRow[],
  diagnostics: readonly DiagnosticRow[] = [],
): Comparison[] {
  const found = new Map<string, number | Reason>();
  for (const row of rows) {
    const tag = featureById(row.id)?.feature.tag;
    found.set(`${tag} ${row.aggregationCode}`, "value" in row ? row.value : row);
  }
  for (const row of diagnostics) found.set(`${row.tag} `, "value" in row ? row.value : row);
  return references.map((reference) => {
    const value = found.get(`${reference.tag} ${reference.aggregationCode}`) ?? null;
    return { reference, found: value, reached: typeof value === "number" && isReached(value, reference) };
  });
}
