import type { Extraction } from "#engine/plan/extraction.ts";

const view = new DataView(new ArrayBuffer(8));

/** The 64 bits of a double as hex: unlike its digits it tells −0 from 0. */
export function hexOf(value: number): string {
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, "0");
}

/** A line for every feature and diagnostic: its name, and the bits of its value or its reason. */
export const bitsOf = ({ rows, diagnostics }: Pick<Extraction, "rows" | "diagnostics">): string[] =>
  [...rows, ...diagnostics].map((row) => {
    const name = "id" in row ? `${row.id} ${row.aggregation ?? ""}` : row.tag;
    return `${name}: ${"value" in row ? hexOf(row.value) : `${row.reason}, ${row.detail}`}`;
  });
