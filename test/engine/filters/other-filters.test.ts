import { describe, expect, test } from "vitest";
import { completeParams, type FilterId, filterById, filters, isFilterProblem } from "#engine/filters/index.ts";
import type { Vec3 } from "#engine/grid.ts";
import { recursionOf } from "#engine/kernels/recursive-gaussian.ts";
import { icosphere } from "#engine/math/icosphere.ts";
import { sphericalHarmonic } from "#engine/math/spherical-harmonics.ts";

type Params = Record<string, number | string | boolean>;

function ready(id: FilterId, params: Params = {}) {
  const complete = completeParams({ id, params });
  const filter = filterById(id);
  if (filter === undefined || isFilterProblem(complete)) throw new Error(JSON.stringify(complete));
  return { filter, complete };
}
const problem = (id: FilterId, params: Params, dims: Vec3, spacing: Vec3 = [1, 1, 1]) => {
  const { filter, complete } = ready(id, params);
  return filter.problem(complete, { dims, spacing });
};
const apply = (id: FilterId, dims: Vec3, data: Float64Array, params: Params = {}) => {
  const { filter, complete } = ready(id, params);
  return filter.apply({ dims, spacing: [1, 1, 1], data }, complete);
};

test("no two filters share an id, and every one has a definition or a source", () => {
  expect(new Set(filters.map((f) => f.id)).size).toBe(filters.length);
  expect(filters.filter((f) => f.ibsi === null && f.source === undefined).map((f) => f.id)).toEqual([]);
});

describe("by hand", () => {
  const data = Float64Array.of(-4, 0, 1, 9);
  const dims: Vec3 = [4, 1, 1];
  test("square, square root, logarithm, exponential", () => {
    expect([...apply("square", dims, data)]).toEqual([16 / 9, 0, 1 / 9, 9]);
    expect([...apply("square_root", dims, data)]).toEqual([-6, 0, 3, 9]);
    expect(apply("logarithm", dims, data)[3]).toBeCloseTo(9, 12);
    expect(apply("logarithm", dims, data)[0]).toBeCloseTo((-9 * Math.log(5)) / Math.log(10), 12);
    expect(apply("exponential", dims, data)[3]).toBeCloseTo(9, 12);
    expect(apply("exponential", dims, data)[1]).toBe(1);
  });
  test("an image of zeros: zeros, and for the exponential no scale", () => {
    const zeros = new Float64Array(4);
    for (const id of ["square", "square_root", "logarithm"] as const)
      expect([...apply(id, dims, zeros)]).toEqual([0, 0, 0, 0]);
    expect(() => apply("exponential", dims, zeros)).toThrow(/whole image is zero/);
  });
  test("gradient of a ramp, and a single slice", () => {
    expect([...apply("gradient", [4, 1, 1], Float64Array.of(0, 2, 4, 6))]).toEqual([1, 2, 2, 1]);
  });
});

describe("ITK's recursion", () => {
  for (const sigma of [0.7, 1.5, 4]) {
    test(`σ = ${sigma} voxels: the smooth one sums to 1, the curved one to 0 and answers 2 to x²`, () => {
      // The causal half of the impulse response, made long enough; the other half is its mirror without the middle.
      const half = (kind: "smooth" | "curved") => {
        const { n, d } = recursionOf(sigma, kind);
        const h: number[] = [];
        for (let i = 0; i < 400; i++) h.push((n[i] ?? 0) - d.reduce((s, v, k) => s + v * (h[i - 1 - k] ?? 0), 0));
        return h;
      };
      const moment = (h: number[], p: number) => h.reduce((s, v, i) => s + v * i ** p * (i === 0 ? 1 : 2), 0);
      expect(moment(half("smooth"), 0)).toBeCloseTo(1, 12);
      expect(moment(half("curved"), 0)).toBeCloseTo(0, 12);
      expect(moment(half("curved"), 2)).toBeCloseTo(2, 9);
    });
  }
});

describe("the sphere", () => {
  test("12, 42 and 162 points of radius 1 about the origin", () => {
    for (const [subdivisions, count] of [
      [0, 12],
      [1, 42],
      [2, 162],
    ]) {
      const points = icosphere(subdivisions);
      expect(points.length).toBe(count);
      for (const p of points) expect(Math.hypot(...p)).toBeCloseTo(1, 14);
      for (const a of [0, 1, 2]) expect(points.reduce((s, p) => s + p[a], 0)).toBeCloseTo(0, 12);
    }
  });
  test("harmonics by their formulas", () => {
    const [azimuth, x] = [0.7, 0.3];
    expect(sphericalHarmonic(0, 0, azimuth, x)[0]).toBeCloseTo(Math.sqrt(1 / (4 * Math.PI)), 15);
    expect(sphericalHarmonic(1, 0, azimuth, x)[0]).toBeCloseTo(Math.sqrt(3 / (4 * Math.PI)) * x, 15);
    const y11 = -Math.sqrt((3 / (8 * Math.PI)) * (1 - x * x));
    expect(sphericalHarmonic(1, 1, azimuth, x)[0]).toBeCloseTo(y11 * Math.cos(azimuth), 15);
    expect(sphericalHarmonic(1, -1, azimuth, x)[1]).toBeCloseTo(y11 * Math.sin(azimuth), 15);
    const y20 = Math.sqrt(5 / (16 * Math.PI)) * (3 * x * x - 1);
    expect(sphericalHarmonic(2, 0, azimuth, x)[0]).toBeCloseTo(y20, 15);
  });
});

describe("what cannot be", () => {
  test("PyRadiomics' LoG: too small an image, and in 2D", () => {
    const log = { convention: "PyRadiomics", sigma: 4 };
    expect(problem("log", log, [64, 64, 4])).toMatchObject({ code: "kernel_larger_than_image" });
    expect(problem("log", log, [64, 64, 4], [1, 1, 2])).toBe(null);
    expect(problem("log", { ...log, sigma: 1 }, [64, 64, 3])).toMatchObject({ code: "kernel_larger_than_image" });
    expect(problem("log", { ...log, dimensionality: "2D" }, [64, 64, 64])).toMatchObject({ param: "dimensionality" });
  });
  test("patterns that do not fit, maps that there are not", () => {
    expect(problem("lbp_2d", { radius: 2 }, [4, 64, 64])).toMatchObject({ code: "kernel_larger_than_image" });
    expect(problem("lbp_3d", { radius: 2 }, [64, 64, 4])).toMatchObject({ code: "kernel_larger_than_image" });
    expect(problem("lbp_3d", { output: "m3" }, [64, 64, 64])).toMatchObject({ param: "output" });
    expect(completeParams({ id: "lbp_3d", params: { output: "kurtosis" } })).toMatchObject({ code: "param_outside" });
  });
});
