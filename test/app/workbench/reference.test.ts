import { expect, test } from "vitest";
import { placeOnBar, type Setting, settingsMatch, verdictOf } from "#app/workbench/reference/verdict.ts";
import type { FeatureRow } from "#engine/plan/extraction.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import { readReferenceTable } from "#io/readers/reference-table.ts";

const row = (value: number): FeatureRow => ({
  id: "statistics.mean",
  family: "statistics",
  ibsi: "Q4LE",
  aggregation: null,
  aggregationCode: "DHQ4",
  unit: "intensity",
  value,
});
const setting: Setting = { recipe: ibsiConfigurations[0].recipe, hash: "abc", unit: "HU" };
/** 1 … n HU, one a subject. */
const table = (n: number, unit = "HU") =>
  readReferenceTable(
    `feature,value,unit,subject\n${Array.from({ length: n }, (_, i) => `statistics.mean,${i + 1},${unit},S${i}`).join("\n")}`,
  );
/** The same with the settings' hash of a long export. */
const hashed = (n: number, hash: string) =>
  readReferenceTable(
    `id,aggregation,value,unit,study_instance_uid,settings_sha256\n${Array.from(
      { length: n },
      (_, i) => `statistics.mean,,${i + 1},HU,1.${i},${hash}`,
    ).join("\n")}`,
  );

test("the central 95 % of 1 … 199: ranks 0.025 · 200 and 0.975 · 200, by hand; below L, above H", () => {
  const at = (value: number) => verdictOf(row(value), table(199), setting, false);
  expect(at(5)).toMatchObject({ kind: "compared", flag: "", subjects: 199, cautions: ["settings_unknown"] });
  const found = at(4.9);
  if (found.kind !== "compared") throw new Error(found.kind);
  expect([found.interval.lower.value, found.interval.median, found.interval.upper.value]).toEqual([5, 100, 195]);
  expect(found.flag).toBe("L");
  expect(at(195.1)).toMatchObject({ flag: "H" });
  expect([5, 100, 195, -500, 500].map((v) => placeOnBar(v, found.interval))).toEqual([0.25, 0.5, 0.75, 0, 1]);
});

test("fewer than 120 subjects are said; too few for the percentiles are refused", () => {
  expect(verdictOf(row(5), table(119), setting, false)).toMatchObject({ cautions: expect.arrayContaining(["few"]) });
  expect(verdictOf(row(5), table(120), setting, false)).not.toMatchObject({
    cautions: expect.arrayContaining(["few"]),
  });
  expect(verdictOf(row(5), table(30), setting, false)).toMatchObject({ kind: "too_few", subjects: 30 });
});

test("120 values of 60 people are 60 subjects", () => {
  const rows = Array.from({ length: 120 }, (_, i) => `statistics.mean,,${i},HU,1.${i % 60}`);
  const cohort = readReferenceTable(`id,aggregation,value,unit,study_instance_uid\n${rows.join("\n")}`);
  const found = verdictOf(row(5), cohort, setting, false);
  expect(found).toMatchObject({ subjects: 60, cautions: expect.arrayContaining(["few", "several"]) });
});

test("another unit is never compared; other settings only where the person says so", () => {
  expect(verdictOf(row(5), table(130, "SUV"), setting, true)).toEqual({ kind: "unit", expected: "HU", found: "SUV" });
  expect(verdictOf(row(5), hashed(130, "xyz"), setting, false)).toEqual({ kind: "settings" });
  expect(verdictOf(row(5), hashed(130, "xyz"), setting, true)).toMatchObject({ cautions: ["settings_differ"] });
  expect(verdictOf(row(5), hashed(130, "abc"), setting, false)).toMatchObject({ kind: "compared", cautions: [] });
  expect(settingsMatch({ settings: ["a", "b"] }, "a")).toBe("mixed");
  expect(settingsMatch({ settings: ["a b"] }, "b")).toBe("same");
});

test("what the file lacks, and a row without a value, are absent", () => {
  const other = { ...row(5), id: "statistics.skewness" };
  expect(verdictOf(other, table(130), setting, false)).toEqual({ kind: "absent" });
  const { value: _, ...rest } = row(5) as FeatureRow & { value: number };
  const none = { ...rest, reason: "single_voxel", detail: "" } as FeatureRow;
  expect(verdictOf(none, table(130), setting, false)).toEqual({ kind: "absent" });
});
