import { expect, test } from "vitest";
import { digitalPhantom } from "#app/conformance/phantom.ts";
import { binsOf } from "#engine/inspect/bins.ts";
import { inspectRegion } from "#engine/inspect/region.ts";
import { asProfile } from "#engine/plan/as-profile.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import { prepareRoi } from "#engine/process/prepare-roi.ts";
import { isReason } from "#engine/reason.ts";
import type { Discretisation, Recipe } from "#engine/recipe.ts";

const base = ibsiConfigurations[0].recipe;
const values = Float64Array.from([1, 1, 1.5, 2.9, 3, 4.99, 5, 9]);
const bins = (discretisation: Discretisation, more: Partial<Recipe> = {}) => {
  const found = binsOf(values, { ...base, discretisation, ...more });
  if (isReason(found)) throw new Error(found.detail);
  return { ng: found.ng, counts: [...found.counts], edges: [...found.edges] };
};

test("bins of a fixed size begin at the least value, the range's low end or a multiple of the width, by hand", () => {
  expect(bins({ method: "FBS", width: 2 })).toEqual({ ng: 5, counts: [4, 2, 1, 0, 1], edges: [1, 3, 5, 7, 9, 11] });
  const range = { resegmentation: { range: [0, null], outlierSigma: null } } as const;
  expect(bins({ method: "FBS", width: 4 }, range)).toEqual({ ng: 3, counts: [5, 2, 1], edges: [0, 4, 8, 12] });
  expect(bins({ method: "FBS", width: 4, origin: "zero" })).toEqual({ ng: 3, counts: [5, 2, 1], edges: [0, 4, 8, 12] });
});

test("a fixed number of bins spans the values; the greatest lies in the last, by hand", () => {
  expect(bins({ method: "FBN", bins: 4 })).toEqual({ ng: 4, counts: [4, 2, 1, 1], edges: [1, 3, 5, 7, 9] });
});

test.for([
  base,
  { ...base, discretisation: { method: "FBN", bins: 4 } },
  { ...base, discretisation: { method: "FBS", width: 1.3 } },
  asProfile({ ...base, discretisation: { method: "FBS", width: 1.3 } }, "PyRadiomics"),
] as const satisfies readonly Recipe[])("bins hold the voxels of their levels: $discretisation $profile", (recipe) => {
  const region = inspectRegion(digitalPhantom(), recipe);
  if (isReason(region)) throw new Error(region.detail);
  const found = binsOf(region.sorted, recipe, region.single);
  if (isReason(found)) throw new Error(found.detail);
  const { roi } = prepareRoi(digitalPhantom(), recipe);
  const counts = new Uint32Array(roi.ng);
  for (const level of roi.valueLevels) counts[level - 1]++;
  expect(found.counts).toEqual(counts);
  for (let v = 0; v < roi.values.length; v++) {
    expect(roi.values[v]).toBeGreaterThanOrEqual(found.edges[roi.valueLevels[v] - 1] - 1e-9);
    expect(roi.values[v]).toBeLessThanOrEqual(found.edges[roi.valueLevels[v]] + 1e-9);
  }
});
