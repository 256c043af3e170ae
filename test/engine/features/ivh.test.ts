import { expect, test } from "vitest";
import { extract } from "#engine/plan/extract.ts";
import type { Recipe } from "#engine/recipe.ts";

const recipe: Recipe = {
  interpolation: null,
  resegmentation: { range: [null, null], outlierSigma: null },
  discretisation: { method: "FBN", bins: 4 },
  ivh: { method: "FBS", width: 10, origin: "zero" },
  aggregations: ["3D_mrg"],
  texture: { distance: 1, weighting: "none", coarseness: 0 },
};

test("bins of a fixed width that begin at zero: intensities are the centres of these bins", () => {
  const dims = [2, 2, 1] as const;
  const grid = { dims, spacing: [1, 1, 1], origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] } as const;
  // 3 and 7 lie in [0, 10), 12 and 18 in [10, 20): centres 5 and 15, and half of the voxels have at least 15.
  const image = { grid, data: Float32Array.of(3, 7, 12, 18), unit: "HU" as const };
  const { rows } = extract({ image, labels: new Uint8Array(4).fill(1), label: 1 }, recipe, ["ivh"]);
  const found = rows.find(({ id }) => id === "ivh.intensity_at_90_percent_volume");
  expect(found).toMatchObject({ value: 15 });
});
