import { expect, test } from "vitest";
import { linesOf, matches, rowGroups, tableRows } from "#app/panels/features/rows.ts";
import { defaultRecipe } from "#engine/plan/defaults.ts";
import { extract } from "#engine/plan/extract.ts";
import { aSeries } from "./a-series.ts";

const { image, modality, use } = aSeries();
const labels = Uint8Array.from(image.data, (v) => (v < 12 ? 1 : 0));
const recipe = defaultRecipe(modality, image.unit, image.grid, use);
const of = (label: number) => extract({ image, labels, label }, recipe, ["statistics"]);

test("segments stand side by side, a missing value with its reason, an unmeasured one empty", () => {
  const rows = tableRows([of(1), of(9), null]);
  const row = rows.find((r) => r.id === "statistics.skewness");
  expect(row?.cells[0]).toHaveProperty("value");
  expect(row?.cells[1]).toHaveProperty("reason");
  expect(row?.cells[2]).toBeNull();
  expect(row?.ibsi).toBe("KE2A");
});

test("diagnostics come first, and a folded group shows its heading alone", () => {
  const rows = tableRows([of(1)]);
  const lines = linesOf(rows, (group) => group.family === "statistics");
  expect(lines[0]).toMatchObject({ kind: "heading", group: { stage: "initial image" }, open: false });
  expect(lines.filter((l) => l.kind === "row").length).toBe(of(1).rows.length);
  expect(rowGroups[0].family).toBeNull();
});

test("a search finds by name, code and id, in any order of words", () => {
  const [row] = tableRows([of(1)]).filter((r) => r.id === "statistics.skewness");
  expect(matches(row, "SKEW")).toBe(true);
  expect(matches(row, "ke2a")).toBe(true);
  expect(matches(row, "skewness statistics")).toBe(true);
  expect(matches(row, "glcm")).toBe(false);
});
