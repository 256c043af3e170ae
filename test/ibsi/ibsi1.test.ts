import { describe, expect, test } from "vitest";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import { type Comparison, compareConfiguration } from "./compare.ts";
import { diagnosticReferences, inputOf, references } from "./reference.ts";

const sentence = ({ reference: r, found }: Comparison) =>
  `${r.tag} ${r.aggregationCode}: ${typeof found === "number" ? found : (found?.detail ?? "not computed")}, reference ${r.value} ± ${r.tolerance}`;

test("the reference tables hold 1804 values and 300 diagnostics", () => {
  expect(references.length).toBe(1804);
  expect(diagnosticReferences.length).toBe(300);
});

for (const { id } of ibsiConfigurations) {
  const families = new Set(
    [...diagnosticReferences, ...references].filter((r) => r.config === id).map((r) => r.family),
  );
  const hasData = inputOf(id) !== null;
  describe(hasData ? id : `${id} (skipped, no data)`, () => {
    let compared: Comparison[] | null = null;
    for (const family of families) {
      test.skipIf(!hasData)(
        `${id} · ${family}`,
        () => {
          compared ??= compareConfiguration(id) ?? [];
          const rows = compared.filter((c) => c.reference.family === family);
          expect(rows.length).toBeGreaterThan(0);
          expect(rows.filter((c) => !c.reached).map(sentence)).toEqual([]);
        },
        60_000,
      );
    }
  });
}
