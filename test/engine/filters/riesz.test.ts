import { describe, expect, test } from "vitest";
import { centredFrequency } from "#engine/filters/fourier-gains.ts";
import { completeParams, type FilterId, filterById, isFilterProblem } from "#engine/filters/index.ts";
import { localAxes } from "#engine/filters/structure-tensor.ts";
import type { Vec3 } from "#engine/grid.ts";

type Params = Record<string, number | string | boolean>;

function filtered(id: FilterId, params: Params) {
  const complete = completeParams({ id, params });
  const filter = filterById(id);
  if (filter === undefined || isFilterProblem(complete)) throw new Error(JSON.stringify(complete));
  return {
    problem: (dims: Vec3) => filter.problem(complete, { dims, spacing: [1, 1, 1] }),
    apply: (dims: Vec3, data: Float64Array) => filter.apply({ dims, spacing: [1, 1, 1], data }, complete),
  };
}

/** A plane wave along a unit vector, enveloped by a Gaussian so that its ends do not matter. */
function wave(n: number, u: readonly number[], period: number, sigma: number): Float64Array {
  const data = new Float64Array(n ** 3);
  const m = (n - 1) / 2;
  for (let z = 0, i = 0; z < n; z++)
    for (let y = 0; y < n; y++)
      for (let x = 0; x < n; x++, i++) {
        const [a, b, c] = [x - m, y - m, z - m];
        const phase = (2 * Math.PI * (u[0] * a + u[1] * b + u[2] * c)) / period;
        data[i] = Math.cos(phase) * Math.exp(-(a * a + b * b + c * c) / (2 * sigma * sigma));
      }
  return data;
}

test("the centred grid: symmetric about (N − 1)/2, ends at ±1, in the order of a transform", () => {
  const four = [0, 1, 2, 3].map((k) => centredFrequency(k, 4));
  expect(four).toEqual([1 / 3, 1, -1, -1 / 3]);
  expect([0, 1, 2, 3, 4].map((k) => centredFrequency(k, 5))).toEqual([0, 0.5, 1, -1, -0.5]);
  expect(centredFrequency(0, 1)).toBe(0);
});

describe("Riesz transforms", () => {
  const n = 33; // odd: the centred grid is the transform's own
  const dims: Vec3 = [n, n, n];
  const noisy = Float64Array.from({ length: n ** 3 }, (_, i) => Math.sin(i * i * 0.37) * 100);

  test("the orders of a degree together hold the energy of what they transform", () => {
    const energy = (a: Float64Array) => a.reduce((s, v) => s + v * v, 0);
    const whole = energy(filtered("simoncelli", { level: 1 }).apply(dims, noisy));
    for (const orders of [
      ["1,0,0", "0,1,0", "0,0,1"],
      ["2,0,0", "0,2,0", "0,0,2", "1,1,0", "1,0,1", "0,1,1"],
    ]) {
      const sum = orders.reduce(
        (s, order) => s + energy(filtered("riesz_simoncelli", { level: 1, order }).apply(dims, noisy)),
        0,
      );
      expect(sum / whole).toBeCloseTo(1, 10);
    }
  });

  test("a wave along x: all in order 2,0,0, and negative", () => {
    const data = wave(n, [1, 0, 0], 4.5, 7);
    const band = filtered("simoncelli", { level: 1 }).apply(dims, data);
    const along = filtered("riesz_simoncelli", { level: 1, order: "2,0,0" }).apply(dims, data);
    const centre = (n ** 3 - 1) / 2;
    expect(along[centre] / -band[centre]).toBeGreaterThan(0.97);
    expect(Math.abs(filtered("riesz_simoncelli", { order: "0,2,0" }).apply(dims, data)[centre])).toBeLessThan(0.03);
  });

  test("in two dimensions every slice by itself", () => {
    const params = { order: "1,1", dimensionality: "2D", level: 1 };
    const flat: Vec3 = [n, n, 1];
    const slice = filtered("riesz_simoncelli", params).apply(flat, noisy.slice(0, n * n));
    const stack = filtered("riesz_simoncelli", params).apply(dims, noisy);
    expect(stack.slice(0, n * n)).toEqual(slice);
  });
});

describe("steered", () => {
  const n = 33;
  const dims: Vec3 = [n, n, n];
  const u = [2 / 3, -1 / 3, 2 / 3];

  test("the local axis of an oblique wave is its direction", () => {
    const data = wave(n, u, 4.5, 7);
    const field = ["1,0,0", "0,1,0", "0,0,1"].map((order) => filtered("riesz_simoncelli", { order }).apply(dims, data));
    const axes = localAxes(field, { dims, spacing: [1, 1, 1] }, 3, "nearest");
    const centre = (n ** 3 - 1) / 2;
    const along = axes[0][centre] * u[0] + axes[1][centre] * u[1] + axes[2][centre] * u[2];
    expect(Math.abs(along)).toBeGreaterThan(0.9999);
  });

  test("an oblique wave answers as one along x does", () => {
    const centre = (n ** 3 - 1) / 2;
    const params = { order: "2,0,0", steered: true, tensor_sigma: 3 };
    const oblique = filtered("riesz_simoncelli", params).apply(dims, wave(n, u, 4.5, 7));
    const straight = filtered("riesz_simoncelli", { order: "2,0,0" }).apply(dims, wave(n, [1, 0, 0], 4.5, 7));
    expect(oblique[centre] / straight[centre]).toBeCloseTo(1, 2);
  });

  test("turning the image by a right angle turns the response", () => {
    const data = wave(n, u, 4.5, 7).map((v, i) => v + Math.sin(i * 0.71) * 0.1);
    const turn = (a: Float64Array) => {
      const out = new Float64Array(a.length);
      for (let z = 0, i = 0; z < n; z++)
        for (let y = 0; y < n; y++) for (let x = 0; x < n; x++, i++) out[n - 1 - y + n * (x + n * z)] = a[i];
      return out;
    };
    const steered = filtered("riesz_simoncelli", { order: "2,0,0", steered: true });
    const a = turn(steered.apply(dims, data));
    const b = steered.apply(dims, turn(data));
    expect(Math.max(...a.map((v, i) => Math.abs(v - b[i])))).toBeLessThan(1e-9);
  });
});

describe("what cannot be", () => {
  const dims: Vec3 = [64, 64, 20];
  test("a level deeper than the extent", () => {
    expect(filtered("simoncelli", { level: 3 }).problem(dims)).toBe(null);
    expect(filtered("simoncelli", { level: 4 }).problem(dims)).toMatchObject({ code: "level_too_deep" });
    expect(filtered("simoncelli", { level: 4, dimensionality: "2D" }).problem(dims)).toBe(null);
    expect(filtered("riesz_simoncelli", { level: 4 }).problem(dims)).toMatchObject({ code: "level_too_deep" });
  });
  test("orders that are none", () => {
    expect(filtered("riesz_log", { order: "1,0" }).problem(dims)).toMatchObject({ param: "order" });
    expect(filtered("riesz_log", { order: "0,0,0", sigma: 2 }).problem(dims)).toMatchObject({ param: "order" });
    expect(filtered("riesz_log", { order: "4,3,0", steered: true, sigma: 2 }).problem(dims)).toMatchObject({
      param: "order",
    });
    expect(completeParams({ id: "riesz_log", params: { order: "1,a,0" } })).toMatchObject({ code: "param_outside" });
  });
  test("a Gaussian wider than the image, or narrower than half a voxel", () => {
    expect(filtered("riesz_log", { sigma: 30 }).problem(dims)).toMatchObject({ code: "kernel_larger_than_image" });
    expect(filtered("riesz_log", { sigma: 0.3 }).problem(dims)).toMatchObject({ code: "sigma_too_small" });
  });
});
