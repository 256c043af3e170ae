import { expect, test } from "vitest";
import { acquiredPlane, letters, nearestAxes, planeOf, sliceCentre, voxelAt } from "#app/viewer/planes.ts";
import type { Grid } from "#engine/grid.ts";

const grid = (direction: readonly number[]): Grid => ({
  dims: [10, 20, 30],
  spacing: [1, 2, 3],
  origin: [5, 6, 7],
  direction,
});
const axial = grid([1, 0, 0, 0, 1, 0, 0, 0, 1]);
/** A sagittal series: rows run to posterior, columns to the feet. */
const sagittal = grid([0, 1, 0, 0, 0, -1, -1, 0, 0]);
/** A coronal one. */
const coronal = grid([1, 0, 0, 0, 0, -1, 0, 1, 0]);
/** Rows to the right, columns to anterior: stored upside down. */
const turned = grid([-1, 0, 0, 0, -1, 0, 0, 0, 1]);
const tilt = Math.PI / 6;
const tilted = grid([1, 0, 0, 0, Math.cos(tilt), Math.sin(tilt), 0, -Math.sin(tilt), Math.cos(tilt)]);

test("the plane acquired is known from its directions", () => {
  expect([axial, sagittal, coronal, turned, tilted].map(acquiredPlane)).toEqual([
    "axial",
    "sagittal",
    "coronal",
    "axial",
    "axial",
  ]);
  expect(nearestAxes(sagittal)).toEqual([2, 0, 1]);
});

test("radiological planes stand as people know them, however the voxels are stored", () => {
  const plain = (v: readonly number[]) => v.map((x) => Math.round(x * 1e6) / 1e6 + 0);
  for (const g of [axial, sagittal, coronal, turned]) {
    expect(plain(planeOf(g, "axial").right)).toEqual([1, 0, 0]);
    expect(plain(planeOf(g, "axial").down)).toEqual([0, 1, 0]);
    expect(plain(planeOf(g, "coronal").right)).toEqual([1, 0, 0]);
    expect(plain(planeOf(g, "coronal").down)).toEqual([0, 0, -1]);
    expect(plain(planeOf(g, "sagittal").right)).toEqual([0, 1, 0]);
    expect(plain(planeOf(g, "sagittal").down)).toEqual([0, 0, -1]);
  }
  expect(planeOf(turned, "acquisition").right).toEqual([-1, 0, 0]);
});

test("planes lie along the voxel axes, each axis once, even at 45°", () => {
  const c = Math.SQRT1_2;
  for (const g of [tilted, grid([1, 0, 0, 0, c, c, 0, -c, c]), grid([c, c, 0, -c, c, 0, 0, 0, 1])]) {
    const axes = (["axial", "coronal", "sagittal"] as const).map((id) => planeOf(g, id).axis);
    expect([...axes].sort()).toEqual([0, 1, 2]);
  }
});

test("letters name the nearest axis, and a second one when it is more than 15° off", () => {
  expect(letters([1, 0, 0])).toBe("L");
  expect(letters([0, -1, 0])).toBe("A");
  expect(letters([0, 0, 1])).toBe("H");
  expect(letters([0, Math.cos(0.2), Math.sin(0.2)])).toBe("P");
  expect(letters([0, Math.cos(tilt), -Math.sin(tilt)])).toBe("PF");
});

test("positions and voxels agree", () => {
  expect(voxelAt(axial, [5.4, 6.9, 7])).toEqual([0, 0, 0]);
  expect(voxelAt(axial, [5.6, 7.1, 10])).toEqual([1, 1, 1]);
  expect(voxelAt(axial, [4.4, 6, 7])).toBeNull();
  expect(voxelAt(axial, [14, 44, 94])).toEqual([9, 19, 29]);
  expect(sliceCentre(axial, 2, 3)).toEqual([9.5, 25, 16]);
});
