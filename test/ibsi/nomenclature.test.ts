import { expect, test } from "vitest";
import { families } from "#engine/features/index.ts";
import { nomenclature } from "./reference.ts";

const implemented = families.flatMap((family) => family.features.map((feature) => ({ family, feature })));
const byTag = new Map(nomenclature.map((row) => [row.tag, row]));
// The features of the intensity-volume histogram have a general code, and one for each parameter in use.
const codeOf = (row: Record<string, string>) => row.feature_parameter_code || row.feature_code;

test("every feature of the corpus is implemented", () => {
  const tags = new Set(implemented.map(({ feature }) => feature.tag));
  expect(nomenclature.filter((row) => !tags.has(row.tag)).map((row) => `${row.tag} ${row.name}`)).toEqual([]);
});

test("every implemented feature is in the corpus, with its code, name and family", () => {
  const wrong = implemented.flatMap(({ family, feature }) => {
    if (feature.ibsi === null) return feature.source ? [] : [`${feature.id}: neither an IBSI code nor a source`];
    const row = byTag.get(feature.tag);
    if (row === undefined) return [`${feature.id}: tag ${feature.tag} is not in the corpus`];
    const found = [feature.ibsi, feature.name, family.ibsi].join(" · ");
    const wanted = [codeOf(row), row.name, row.family_code].join(" · ");
    return found === wanted ? [] : [`${feature.id}: ${found}, corpus ${wanted}`];
  });
  expect(wrong).toEqual([]);
});

test("every aggregation of a family is in the corpus", () => {
  const wrong = implemented.flatMap(({ family, feature }) => {
    const row = byTag.get(feature.tag);
    if (row === undefined) return [];
    const codes = Object.values(family.aggregations);
    const found = [...new Set(codes.length === 0 ? ["DHQ4"] : codes)].sort().join("|");
    const wanted = row.aggregation_codes.split("|").sort().join("|");
    return found === wanted ? [] : [`${feature.id}: ${found}, corpus ${wanted}`];
  });
  expect(wrong).toEqual([]);
});

test("no id, code or tag stands twice", () => {
  for (const key of ["id", "ibsi", "tag"] as const) {
    const all = implemented.map(({ feature }) => feature[key]).filter((value) => value !== null);
    expect(all.filter((value, i) => all.indexOf(value) !== i)).toEqual([]);
  }
});

test("every feature explains itself in both languages, with a formula and a section of its family", () => {
  const wrong = implemented.filter(
    ({ family, feature }) =>
      feature.about.en.length < 15 ||
      feature.about.it.length < 15 ||
      feature.tex === "" ||
      !feature.section.startsWith(`${family.section}.`) ||
      !feature.id.startsWith(`${family.id}.`),
  );
  expect(wrong.map(({ feature }) => feature.id)).toEqual([]);
});
