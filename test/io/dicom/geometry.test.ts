import { expect, test } from "vitest";
import { indexToWorld } from "#engine/grid.ts";
import { type SlicePlace, stackSlices } from "#io/dicom/geometry.ts";

const axial = [1, 0, 0, 0, 1, 0];
const place = (z: number, over: Partial<SlicePlace> = {}): SlicePlace => ({
  position: [-10, -20, z],
  orientation: axial,
  pixelSpacing: [0.7, 0.9],
  thickness: 2,
  ...over,
});
const at = (...zs: number[]) => zs.map((z) => place(z));
const stack = (slices: SlicePlace[]) => stackSlices(slices, 4, 3);
const codes = (slices: SlicePlace[]) => stack(slices).findings.map((f) => f.code);

test("an even stack is a volume: spacing from positions, rows and columns not confused", () => {
  const { grid, use, findings, order } = stack(at(4, 0, 2));
  expect(use).toBe("volume");
  expect(findings).toEqual([]);
  expect(order).toEqual([1, 2, 0]);
  expect(grid.dims).toEqual([4, 3, 3]);
  // Pixel Spacing is the distance between rows first: that is the step along j.
  expect(grid.spacing).toEqual([0.9, 0.7, 2]);
  expect(grid.origin).toEqual([-10, -20, 0]);
  expect(indexToWorld(grid, [1, 1, 2])).toEqual([-9.1, -19.3, 4]);
});

test("k follows i × j, whatever the orientation and file order", () => {
  for (const orientation of [
    axial,
    [1, 0, 0, 0, -1, 0],
    [0, 1, 0, 0, 0, -1],
    [1, 0, 0, 0, 0, -1],
    [0.8, 0.6, 0, 0, 0, -1],
  ]) {
    const [a, b, c, d, e, f] = orientation;
    const normal = [b * f - c * e, c * d - a * f, a * e - b * d];
    const slices = [3, 1, 2, 0].map((n) =>
      place(0, { orientation, position: [normal[0] * n * 2, normal[1] * n * 2, normal[2] * n * 2] }),
    );
    const { grid, use, order } = stack(slices);
    expect(use).toBe("volume");
    expect(order).toEqual([3, 1, 2, 0]);
    for (const i of [0, 1, 2]) expect(grid.direction[6 + i]).toBeCloseTo(normal[i], 12);
    expect(grid.spacing[2]).toBeCloseTo(2, 12);
  }
});

test("a missing slice: slices only, with the numbers", () => {
  const { use, findings, grid } = stack(at(0, 5, 10, 20));
  expect(use).toBe("slices");
  expect(findings[0]).toMatchObject({ code: "missing_slice", fields: { missing: 1, step: 5, after: 3 } });
  expect(findings[0].detail).toContain("10 mm after slice 3");
  expect(grid.dims[2]).toBe(4);
});

test("uneven steps: rounding is silent, a little is said, more is no volume", () => {
  expect(codes(at(0, 2.001, 3.999, 6))).toEqual([]);
  const little = stack(at(0, 2.05, 4, 6));
  expect(little.use).toBe("volume");
  expect(little.findings.map((f) => f.code)).toEqual(["uneven_spacing"]);
  const much = stack(at(0, 2, 5, 6.5));
  expect(much.use).toBe("slices");
  expect(much.findings.map((f) => f.code)).toContain("uneven_spacing");
});

test("gantry tilt: slices that drift sideways are no volume", () => {
  const tilt = Math.tan((14 * Math.PI) / 180);
  const { use, findings } = stack([0, 1, 2, 3].map((n) => place(0, { position: [0, -2 * n * tilt, 2 * n] })));
  expect(use).toBe("slices");
  expect(findings[0]).toMatchObject({ code: "gantry_tilt", fields: { tilt: 14 } });
});

test("thickness is never the step", () => {
  const { use, grid, findings } = stack(at(0, 2, 4).map((s) => ({ ...s, thickness: 3 })));
  expect(use).toBe("volume");
  expect(grid.spacing[2]).toBe(2);
  expect(findings[0]).toMatchObject({ code: "thickness_differs", level: "info", fields: { thickness: 3, step: 2 } });
});

test("one slice, no position, no pixel size", () => {
  expect(stack(at(7))).toMatchObject({ use: "slices", grid: { origin: [-10, -20, 7] } });
  expect(codes(at(7))).toEqual(["single_slice"]);
  for (const over of [
    { position: null },
    { orientation: null },
    { orientation: [1, 0, 0, 1, 0, 0] },
    { orientation: [0, 0, 0, 0, 0, 0] },
  ]) {
    const { use, findings } = stack([place(0, over), place(2, over)]);
    expect(use).toBe("slices");
    expect(findings.map((f) => f.code)).toEqual(["no_position"]);
  }
  const unsized = stack([place(0, { pixelSpacing: null }), place(2, { pixelSpacing: null })]);
  expect(unsized.use).toBe("slices");
  expect(unsized.findings.map((f) => f.code)).toContain("no_pixel_spacing");
});

test("rounded direction cosines are squared up", () => {
  const rounded = [0.9996, -0.0268, 0.0008, 0.0268, 0.9996, 0];
  const { grid } = stack([place(0, { orientation: rounded })]);
  const d = grid.direction;
  const dot = (a: number, b: number) => d[a] * d[b] + d[a + 1] * d[b + 1] + d[a + 2] * d[b + 2];
  for (const [a, b, value] of [
    [0, 0, 1],
    [3, 3, 1],
    [6, 6, 1],
    [0, 3, 0],
    [0, 6, 0],
    [3, 6, 0],
  ]) {
    expect(dot(a, b)).toBeCloseTo(value, 12);
  }
});
