import { expect, test } from "vitest";
import { fullestSlice } from "#app/intake/fullest-slice.ts";

test("the slice with most voxels; none for an empty mask", () => {
  const mask = new Uint8Array(12);
  expect(fullestSlice(mask, [2, 2, 3])).toBeNull();
  mask.set([1, 0, 0, 0, 1, 1, 1, 0, 1, 1], 0);
  expect(fullestSlice(mask, [2, 2, 3])).toBe(1);
});
