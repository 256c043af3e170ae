import { expect, test } from "vitest";
import { digitalPhantom } from "#app/conformance/phantom.ts";
import { chainOf } from "#app/panels/features/chain.ts";
import { extract } from "#engine/plan/extract.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import type { Recipe } from "#engine/recipe.ts";

const plain = ibsiConfigurations[0].recipe;
const chain = (change: Partial<Recipe>) => chainOf(extract(digitalPhantom(), { ...plain, ...change }, ["statistics"]));

test("the digital phantom as it is: 74 voxels all the way", () => {
  expect(chain({})).toEqual([
    { step: "image", dims: [5, 4, 4], spacing: [2, 2, 2] },
    { step: "drawn", voxels: 74 },
    { step: "resegmented", voxels: 74, removed: 0 },
  ]);
});

test("re-segmentation from 2 up takes out the 50 voxels of intensity 1, counted in the printed table", () => {
  const { labels, image } = digitalPhantom();
  const ones = [...image.data].filter((x, i) => x === 1 && labels[i] === 1).length;
  expect(ones).toBe(50);
  expect(chain({ resegmentation: { range: [2, null], outlierSigma: null } }).at(-1)).toEqual({
    step: "resegmented",
    voxels: 24,
    removed: 50,
  });
});

test("nearest neighbours on half the spacing: twice the voxels along each axis, eight times in the region", () => {
  const found = chain({
    interpolation: {
      dimensionality: "3D",
      spacing: [1, 1, 1],
      image: "nearest",
      mask: "nearest",
      maskThreshold: 0.5,
      round: false,
    },
  });
  expect(found.map((s) => s.step)).toEqual(["image", "interpolated", "drawn", "interpolatedRegion", "resegmented"]);
  expect(found[1]).toEqual({ step: "interpolated", dims: [10, 8, 8], spacing: [1, 1, 1] });
  expect(found[3]).toEqual({ step: "interpolatedRegion", voxels: 8 * 74 });
});
