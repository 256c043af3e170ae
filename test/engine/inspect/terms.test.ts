import { expect, test } from "vitest";
import { digitalPhantom } from "#app/conformance/phantom.ts";
import { familyById, featureById } from "#engine/features/index.ts";
import { symbols } from "#engine/features/sum.ts";
import type { Vec3 } from "#engine/grid.ts";
import { type MatrixFamily, matrixFamilies } from "#engine/inspect/matrix.ts";
import { matrixParts } from "#engine/inspect/parts.ts";
import { areTerms, meanTerms, termsOf } from "#engine/inspect/terms.ts";
import { asProfile } from "#engine/plan/as-profile.ts";
import { extract } from "#engine/plan/extract.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import { prepareRoi } from "#engine/process/prepare-roi.ts";
import { isReason } from "#engine/reason.ts";
import { aggregations, type Recipe } from "#engine/recipe.ts";
import { seeded } from "../../helpers/seeded.ts";
import { randomLevels, textureRecipe, textureRoi } from "../../helpers/texture-roi.ts";

const phantom: Recipe = { ...ibsiConfigurations[0].recipe, aggregations };
const notSums: Record<string, readonly string[]> = {
  greatest_cell: ["glcm.joint_maximum", "pyradiomics.glcm.MaximumProbability"],
  reciprocal: ["ngtdm.coarseness", "pyradiomics.ngtdm.Coarseness"],
  function_of_sums: ["glcm.information_correlation_2", "pyradiomics.glcm.Imc2", "pyradiomics.glcm.MCC"],
};

test("every feature of a matrix has a sum, or a reason for having none", () => {
  const found: Record<string, string[]> = { greatest_cell: [], reciprocal: [], function_of_sums: [] };
  for (const family of matrixFamilies)
    for (const { id, sum } of familyById(family)?.features ?? [])
      if (typeof sum !== "object") found[sum ?? id] = [...(found[sum ?? id] ?? []), id];
  expect(found).toEqual({
    greatest_cell: expect.arrayContaining([...notSums.greatest_cell]),
    reciprocal: notSums.reciprocal,
    function_of_sums: expect.arrayContaining([...notSums.function_of_sums]),
  });
});

const random = seeded(21);
const dims: Vec3 = [8, 7, 6];
/** PyRadiomics sets these where a direction has a single level, as the phantom has one: no sum gives them. */
const set = new Set(["pyradiomics.glcm.Correlation", "pyradiomics.glcm.Imc1"]);
const cases = [
  { name: "the digital phantom", recipe: phantom },
  { name: "the digital phantom, PyRadiomics", recipe: asProfile(phantom, "PyRadiomics") },
  {
    name: "the digital phantom, PyRadiomics one way",
    recipe: { ...asProfile(phantom, "PyRadiomics"), pyradiomics: { symmetricalGLCM: false, distances: [1, 2] } },
  },
] as const satisfies readonly { name: string; recipe: Recipe }[];

test.for(cases)("$name: the terms of every feature add up to the extraction's value", ({ recipe }) => {
  const { rows } = extract(digitalPhantom(), recipe);
  const { roi } = prepareRoi(digitalPhantom(), recipe);
  let checked = 0;
  for (const row of rows) {
    const feature = featureById(row.id)?.feature;
    if (!feature || !(matrixFamilies as readonly string[]).includes(row.family) || typeof feature.sum !== "object")
      continue;
    const parts = matrixParts(roi, recipe, row.family as MatrixFamily, row.aggregation);
    if (isReason(parts)) throw new Error(parts.detail);
    const terms = meanTerms(feature, parts);
    if (set.has(row.id)) {
      expect(terms).toBe("not_equal");
      continue;
    }
    if (!areTerms(terms) || !("value" in row))
      throw new Error(`${row.id} ${row.aggregation}: ${JSON.stringify(terms)}`);
    // Twelve digits: sums of a few hundred terms in another order.
    expect(Math.abs(terms.value - row.value), `${row.id} ${row.aggregation}`).toBeLessThanOrEqual(
      1e-12 * Math.max(1, Math.abs(row.value)),
    );
    const cells = [...terms.byCell.values()].reduce((a, b) => a + b, 0);
    expect(Math.abs(cells - row.value), row.id).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(row.value)));
    checked++;
  }
  expect(checked).toBeGreaterThan(60);
});

test("a random region, weighted directions: the terms add up there, too", () => {
  const roi = textureRoi(randomLevels(random, dims, 7, 0.8), dims, { spacing: [1, 1, 1.5] });
  const recipe = textureRecipe({ weighting: "euclidean", distance: 2, coarseness: 1 });
  for (const family of matrixFamilies.filter((f) => !f.startsWith("pyradiomics."))) {
    const parts = matrixParts(roi, recipe, family, "3D_mrg");
    if (isReason(parts)) throw new Error(parts.detail);
    for (const feature of familyById(family)?.features ?? []) {
      const terms = termsOf(feature, parts[0]);
      if (typeof feature.sum === "object") expect(areTerms(terms), `${feature.id}: ${terms}`).toBe(true);
      else expect(terms).toBe(feature.sum);
    }
  }
});

test("terms by hand: contrast of the phantom's first slice along y, and every symbol of its formula", () => {
  const { roi } = prepareRoi(digitalPhantom(), phantom);
  const parts = matrixParts(roi, phantom, "glcm", "2D_avg");
  const feature = featureById("glcm.contrast")?.feature;
  if (isReason(parts) || !feature) throw new Error("no parts");
  const part = parts.find((p) => p.slice === 0 && p.direction?.[0] === 0 && Math.abs(p.direction[1]) === 1);
  const terms = part && termsOf(feature, part);
  if (!terms || !areTerms(terms)) throw new Error("no terms");
  // 15 pairs down the five columns 1144, 4414, 4666, 1144, 1111; both ways 30. 1–4: 1 + 2 + 0 + 1 + 0 = 4; 4–6: 1.
  expect(terms.terms.find((t) => t.at[0] === 1 && t.at[1] === 4)).toMatchObject({ p: 4 / 30, value: (9 * 4) / 30 });
  expect(terms.terms.find((t) => t.at[0] === 6 && t.at[1] === 4)).toMatchObject({ p: 1 / 30, value: 4 / 30 });
  expect(terms.sum).toBeCloseTo((2 * 9 * 4 + 2 * 4) / 30, 12);
});

test("what the formulas of terms name is known", () => {
  const { roi } = prepareRoi(digitalPhantom(), phantom);
  const named = /\\(?:mu|sigma)(?:_(?:\{[^}]*\}|\w))?|[A-Za-z]_(?:\{[^}]*\}|\w)|\\[A-Za-z]+|[A-Za-z]/g;
  const layout = new Set(["\\cdot", "\\frac", "\\left", "\\right", "\\log_2", "\\log"]);
  for (const family of matrixFamilies) {
    const recipe = family.startsWith("pyradiomics.") ? asProfile(phantom, "PyRadiomics") : phantom;
    const parts = matrixParts(roi, recipe, family, family.startsWith("pyradiomics.") ? null : "3D_mrg");
    if (isReason(parts)) throw new Error(parts.detail);
    for (const feature of familyById(family)?.features ?? []) {
      const terms = termsOf(feature, parts[0]);
      if (!areTerms(terms)) continue;
      const { place, share } = symbols[terms.over];
      const known = new Set([...place, share, ...Object.keys(terms.terms[0].constants), ...layout]);
      const strange = terms.tex.match(named)?.filter((symbol) => !known.has(symbol));
      expect(strange, `${feature.id}: ${terms.tex}`).toEqual([]);
    }
  }
});
