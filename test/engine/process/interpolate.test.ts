import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Grid, Vec3 } from "#engine/grid.ts";
import { cropImage, extentDims } from "#engine/process/crop.ts";
import { interpolateImage, interpolateMask } from "#engine/process/interpolate.ts";
import { latticeOf, newDims, positionOf, reach } from "#engine/process/lattice.ts";
import { splinePrefilter } from "#engine/process/spline-prefilter.ts";
import type { Recipe } from "#engine/recipe.ts";
import { seeded } from "../../helpers/seeded.ts";

const gridOf = (dims: Vec3, spacing: Vec3): Grid => ({
  dims,
  spacing,
  origin: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
});
const to = (spacing: Vec3, image: "nearest" | "linear" | "cubic" = "linear"): NonNullable<Recipe["interpolation"]> => ({
  dimensionality: "3D",
  spacing,
  image,
  mask: "linear",
  maskThreshold: 0.5,
  round: false,
});

describe("the lattice", () => {
  test("60 slices of 3 mm are 90 of 2 mm; 204 columns of 0.9765625 mm are 100 of 2 mm", () => {
    const lattice = latticeOf(gridOf([204, 201, 60], [0.9765625, 0.9765625, 3]), to([2, 2, 2]));
    expect(newDims(lattice)).toEqual([100, 99, 90]);
  });
  test("a division that is not exact adds no voxel: 100 voxels of 0.7 mm are 50 of 1.4 mm", () => {
    expect(newDims(latticeOf(gridOf([100, 30, 10], [0.7, 0.1, 0.3]), to([1.4, 0.3, 0.1])))).toEqual([50, 10, 30]);
  });
  test("the centres of both grids agree", () => {
    for (const axis of latticeOf(gridOf([7, 6, 5], [1, 1.3, 2.2]), to([0.8, 2, 1.5]))) {
      const middle = (positionOf(axis, 0) + positionOf(axis, axis.newCount - 1)) / 2;
      expect(middle).toBeCloseTo((axis.count - 1) / 2, 12);
    }
  });
  test("reach finds every new voxel that an old one touches", () => {
    const [axis] = latticeOf(gridOf([40, 1, 1], [1, 1, 1]), to([0.37, 1, 1]));
    for (const [first, last] of [
      [0, 0],
      [5, 9],
      [39, 39],
      [0, 39],
    ]) {
      const [lo, hi] = reach(axis, first, last);
      for (let j = 0; j < axis.newCount; j++) {
        const x = positionOf(axis, j);
        if (x > first - 1 && x < last + 1) expect(j >= lo && j < hi).toBe(true);
      }
    }
  });
});

describe("against SciPy (edges repeated)", () => {
  const fixture = JSON.parse(
    readFileSync(new URL("../../fixtures/reference/interpolation.json", import.meta.url), "utf8"),
  );
  for (const { spacing, method, dims, data } of fixture.cases) {
    test(`${method} to ${spacing.join(" × ")} mm`, () => {
      const lattice = latticeOf(gridOf(fixture.dims, fixture.spacing), to(spacing, method));
      expect(newDims(lattice)).toEqual(dims);
      const found = interpolateImage(Float32Array.from(fixture.image), fixture.dims, lattice, method, {
        lo: [0, 0, 0],
        hi: dims,
      });
      const worst = found.reduce((most, x, i) => Math.max(most, Math.abs(x - data[i])), 0);
      expect(worst / 400).toBeLessThan(1e-12);
    });
  }
});

describe("a box of the interpolated image is the box cut from the whole", () => {
  const dims: Vec3 = [90, 80, 70];
  const random = seeded(3);
  const data = Float32Array.from({ length: dims[0] * dims[1] * dims[2] }, () => random() * 2000 - 1000);
  for (const method of ["nearest", "linear", "cubic"] as const) {
    for (const spacing of [
      [0.7, 1.4, 1.1],
      [2, 0.9, 0.6],
    ] as Vec3[]) {
      test(`${method} to ${spacing.join(" × ")} mm`, () => {
        const lattice = latticeOf(gridOf(dims, [1, 1, 1]), to(spacing, method));
        const all = newDims(lattice);
        const whole = interpolateImage(data, dims, lattice, method, { lo: [0, 0, 0], hi: all });
        let worst = 0;
        for (const at of [0, 0.45, 1]) {
          const lo = all.map((n) => Math.floor(at * (n - 8))) as unknown as Vec3;
          const extent = { lo, hi: [lo[0] + 8, lo[1] + 7, lo[2] + 6] as Vec3 };
          const box = interpolateImage(data, dims, lattice, method, extent);
          const cut = cropImage(whole, all, extent);
          expect(box.length).toBe(extentDims(extent).reduce((a, b) => a * b));
          for (let i = 0; i < box.length; i++) worst = Math.max(worst, Math.abs(box[i] - cut[i]));
        }
        expect(worst / 2000).toBeLessThan(method === "cubic" ? 1e-12 : 1e-15);
      });
    }
  }
});

describe("a mirrored spline", () => {
  const random = seeded(8);
  for (const n of [1, 2, 3, 5, 24, 25, 40]) {
    test(`of ${n} voxels has the coefficients of a line mirrored many times`, () => {
      const line = Float64Array.from({ length: n }, () => random() * 200 - 100);
      const margin = 80;
      const long = cropImage(line, [n, 1, 1], { lo: [-margin, 0, 0], hi: [n + margin, 1, 1] }, "mirror");
      splinePrefilter(long, [long.length, 1, 1], 0);
      const short = line.slice();
      splinePrefilter(short, [n, 1, 1], 0, { first: true, last: true });
      for (let i = 0; i < n; i++) expect(Math.abs(short[i] - long[margin + i])).toBeLessThan(1e-11);
      // One end only: the other goes on for ever.
      const half = line.slice();
      splinePrefilter(half, [n, 1, 1], 0, { first: true, last: false });
      const front = cropImage(line, [n, 1, 1], { lo: [-margin, 0, 0], hi: [n, 1, 1] }, "mirror");
      splinePrefilter(front, [front.length, 1, 1], 0);
      for (let i = 0; i < n; i++) expect(Math.abs(half[i] - front[margin + i])).toBeLessThan(1e-11);
    });
  }
});

describe("masks", () => {
  test("half a voxel reaches the threshold of 0.5, also where rounding leaves a little less", () => {
    // 2 voxels of 1 mm become 1 of 2 mm, half filled.
    const lattice = latticeOf(gridOf([2, 1, 1], [1, 1, 1]), to([2, 1, 1]));
    const at = (threshold: number) =>
      interpolateMask(Uint8Array.of(1, 0), [2, 1, 1], 1, lattice, "linear", threshold, {
        lo: [0, 0, 0],
        hi: [1, 1, 1],
      })[0];
    expect([at(0.5), at(0.5000005), at(0.51)]).toEqual([1, 1, 0]);
  });
  test("only the label asked for counts", () => {
    const lattice = latticeOf(gridOf([3, 1, 1], [1, 1, 1]), to([1, 1, 1]));
    const extent = { lo: [0, 0, 0], hi: [3, 1, 1] } as const;
    expect([...interpolateMask(Uint8Array.of(2, 1, 2), [3, 1, 1], 2, lattice, "linear", 0.5, extent)]).toEqual([
      1, 0, 1,
    ]);
  });
});
