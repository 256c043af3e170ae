import { expect, test } from "vitest";
import { extract } from "#engine/plan/extract.ts";
import type { Recipe } from "#engine/recipe.ts";

// Rounding belongs to interpolation, and is asked for whether voxels change their size or not.
test("intensities are rounded also where voxels keep their size", () => {
  const dims = [4, 3, 2] as const;
  const data = Float32Array.from({ length: 24 }, (_, i) => i + 0.4);
  const grid = { dims, spacing: [1, 1, 2], origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] } as const;
  const interpolation = { image: "linear", mask: "linear", maskThreshold: 0.5, dimensionality: "3D" } as const;
  const found = ([true, false] as const).map((round) => {
    const recipe: Recipe = {
      interpolation: { ...interpolation, spacing: [1, 1, 2], round },
      resegmentation: { range: [null, null], outlierSigma: null },
      discretisation: { method: "FBN", bins: 4 },
      ivh: { method: "none" },
      aggregations: ["3D_mrg"],
      texture: { distance: 1, weighting: "none", coarseness: 0 },
    };
    const { rows } = extract(
      { image: { grid, data, unit: "HU" }, labels: new Uint8Array(24).fill(1), label: 1 },
      recipe,
    );
    const value = (id: string) => rows.flatMap((row) => (row.id === id && "value" in row ? [row.value] : []))[0];
    return [value("statistics.maximum"), value("local_intensity.global_peak")];
  });
  expect(found[0]).toEqual([23, 11.5]);
  expect(found[1]).toEqual([expect.closeTo(23.4, 5), expect.closeTo(11.9, 5)]);
});
