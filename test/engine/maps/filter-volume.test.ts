import { expect, test } from "vitest";
import { filterVolume, impulseResponse } from "#engine/maps/filter-volume.ts";
import { mapSlab } from "#engine/maps/map-slab.ts";
import { prepareMap } from "#engine/maps/prepare-map.ts";
import { prepareRoi } from "#engine/process/prepare-roi.ts";
import type { Recipe } from "#engine/recipe.ts";
import { allocate, binned, lesion } from "./lesion.ts";

const filter = { id: "mean", params: { support: 3, boundary: "mirror" } } as const;
const recipe: Recipe = binned(16, { filter: filter as Recipe["filter"] });

test("the response that is shown is the one that is measured", () => {
  const { image, labels, label } = lesion(41, [12, 11, 10]);
  const whole = filterVolume(image, recipe);
  const prepared = prepareRoi({ image, labels, label }, recipe);
  if (prepared.extent === null) throw new Error("empty");
  const part = filterVolume(image, recipe, prepared.extent);
  expect([...part.values]).toEqual([...Float32Array.from(prepared.roi.intensities)]);
  expect(whole.grid.dims).toEqual([12, 11, 10]);
  expect(whole.unit).toBe("HU");
  // By hand: the mean of 27 voxels.
  let sum = 0;
  for (const k of [4, 5, 6])
    for (const j of [4, 5, 6]) for (const i of [4, 5, 6]) sum += image.data[i + 12 * (j + 11 * k)];
  expect(whole.values[5 + 12 * (5 + 11 * 5)]).toBeCloseTo(sum / 27, 4);
});

test("an unmasked map of a filtered image re-segments by the image and measures the response", () => {
  const { image, labels, label } = lesion(42, [14, 13, 10]);
  const resegmentation = { range: [-40, 60], outlierSigma: null } as const;
  const settings = { radius: 1, dimensionality: "3D", masked: false, directions: "merged" } as const;
  const prepared = prepareMap({ image, labels, label }, { ...recipe, resegmentation }, settings, [
    "statistics.maximum",
  ]);
  const out = allocate(prepared);
  const z = 4;
  mapSlab(prepared, { z, y0: 0, y1: prepared.grid.dims[1], step: 1 }, out);
  const response = filterVolume(image, recipe).values;
  const { lo } = prepared.extent;
  const [nx, ny] = prepared.grid.dims;
  let checked = 0;
  for (let y = 0; y < ny; y++) {
    for (let x = 0; x < nx; x++) {
      const v = x + nx * (y + ny * z);
      if (out.states[0][v] !== 1) continue;
      let most = Number.NEGATIVE_INFINITY;
      for (let k = z + lo[2] - 1; k <= z + lo[2] + 1; k++) {
        for (let j = Math.max(0, y + lo[1] - 1); j <= Math.min(12, y + lo[1] + 1); j++) {
          for (let i = Math.max(0, x + lo[0] - 1); i <= Math.min(13, x + lo[0] + 1); i++) {
            const at = i + 14 * (j + 13 * k);
            if (image.data[at] >= -40 && image.data[at] <= 60) most = Math.max(most, response[at]);
          }
        }
      }
      expect(Math.fround(out.values[0][v])).toBe(most);
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(50);
});

test("a kernel is drawn as the response to a single voxel", () => {
  const kernel = impulseResponse(filter as NonNullable<Recipe["filter"]>, [1, 1, 1], [5, 5, 5]);
  expect([...kernel].filter((v) => v !== 0).length).toBe(27);
  expect(kernel[62]).toBeCloseTo(1 / 27, 12);
});

test("no filter, or a box outside the image: a sentence", () => {
  const { image } = lesion(43, [8, 8, 8]);
  expect(() => filterVolume(image, binned(8))).toThrow("no filter to show");
  expect(() => filterVolume(image, recipe, { lo: [0, 0, 0], hi: [9, 8, 8] })).toThrow("leaves the image");
});
