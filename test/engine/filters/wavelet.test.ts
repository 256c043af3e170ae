import { describe, expect, test } from "vitest";
import { completeParams, type FilterParams, isFilterProblem } from "#engine/filters/index.ts";
import { wavelet, waveletBands, waveletFilters, waveletKernel, waveletNames } from "#engine/filters/wavelet.ts";

function paramsOf(params: Record<string, number | string | boolean>): FilterParams {
  const complete = completeParams({ id: "wavelet", params });
  if (isFilterProblem(complete)) throw new Error(complete.detail);
  return complete;
}

/** An image without a pattern, the same every time. */
function noise(dims: readonly [number, number, number]) {
  let state = 7;
  const data = Float64Array.from({ length: dims[0] * dims[1] * dims[2] }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 22 - 512;
  });
  return { dims, spacing: [1, 1, 1] as const, data };
}

describe("the tables satisfy what defines the wavelets", () => {
  for (const name of waveletNames) {
    test(name, () => {
      const { L, H } = waveletFilters(name);
      const order = Number(name.replace(/\D/g, "") || 1);
      const sum = (f: (k: number) => number) => L.reduce((s, _, k) => s + f(k), 0);
      expect(sum((k) => L[k])).toBeCloseTo(Math.SQRT2, 9);
      // Orthonormal with all their even shifts.
      for (let shift = 0; shift < L.length; shift += 2) {
        const product = sum((k) => L[k] * (L[k + shift] ?? 0));
        expect(Math.abs(product - (shift === 0 ? 1 : 0))).toBeLessThan(2e-9);
      }
      // Vanishing moments: N for dbN and symN, 2N for coifN; about the middle, relative to the terms' size.
      const moments = name.startsWith("coif") ? 2 * order : order;
      const middle = (L.length - 1) / 2;
      for (let m = 0; m < moments; m++) {
        const size = sum((k) => Math.abs(H[k] * (k - middle) ** m));
        expect(Math.abs(sum((k) => H[k] * (k - middle) ** m))).toBeLessThan(2e-7 * size);
      }
    });
  }
});

test("à trous: zeros after every tap, the last too; the middle moves with the length", () => {
  const { taps, centre } = waveletKernel("haar", "L", 2, true);
  expect([...taps]).toEqual([Math.SQRT1_2, 0, Math.SQRT1_2, 0]);
  expect(centre).toBe(2);
});

describe("bands together are the bands one by one", () => {
  const image = noise([9, 8, 7]);
  const bands = ["LLL", "LLH", "LHL", "LHH", "HLL", "HLH", "HHL", "HHH"];
  for (const [level, rotation_invariance, convention, pooling] of [
    [1, false, "IBSI", "mean"],
    [2, false, "IBSI", "mean"],
    [2, true, "IBSI", "mean"],
    [1, true, "IBSI", "max"],
    [2, false, "PyRadiomics", "mean"],
  ] as const) {
    test(`level ${level}, ${convention}, ${rotation_invariance ? `24 rotations, ${pooling}` : "as it lies"}`, () => {
      const settings = { family: "haar", level, rotation_invariance, convention, pooling };
      const together = new Map<string, Float64Array>();
      waveletBands(image, paramsOf(settings), bands, (band, response) => together.set(band, response));
      expect([...together.keys()].sort()).toEqual([...bands].sort());
      for (const band of bands) {
        const alone = wavelet.apply(image, paramsOf({ ...settings, band }));
        expect(together.get(band)).toEqual(alone);
      }
    });
  }
});

test("a part of the image with its halo gives the image's own response", () => {
  const image = noise([20, 18, 16]);
  const params = paramsOf({ family: "db2", level: 2, band: "HLL", rotation_invariance: true, boundary: "nearest" });
  const whole = wavelet.apply(image, params);
  const halo = wavelet.halo(params, image.spacing);
  if (halo === null) throw new Error("no halo");
  // Everything but the far end: what is cut off lies a halo away from x ≤ 20 − 3 − halo.
  const nx = 17;
  const part = new Float64Array(nx * 18 * 16);
  for (let r = 0; r < 18 * 16; r++) part.set(image.data.subarray(r * 20, r * 20 + nx), r * nx);
  const found = wavelet.apply({ ...image, dims: [nx, 18, 16], data: part }, params);
  for (let r = 0; r < 18 * 16; r++)
    for (let x = 0; x < nx - halo[0]; x++) expect(found[r * nx + x]).toBeCloseTo(whole[r * 20 + x], 10);
  expect(nx - halo[0]).toBeGreaterThan(0);
});

describe("what cannot be", () => {
  const image = { dims: [64, 64, 10] as const, spacing: [1, 1, 1] as const };
  const problem = (params: Record<string, number | string | boolean>) => wavelet.problem(paramsOf(params), image);

  test("letters and dimensions", () => {
    expect(problem({ band: "LH" })).toMatchObject({ code: "param_outside", param: "band" });
    expect(problem({ band: "LLH", dimensionality: "2D" })).toMatchObject({ code: "param_outside", param: "band" });
    expect(problem({ band: "LH", dimensionality: "2D" })).toBe(null);
    expect(completeParams({ id: "wavelet", params: { band: "LXH" } })).toMatchObject({ code: "param_outside" });
  });
  test("unknown wavelet", () => {
    expect(completeParams({ id: "wavelet", params: { family: "db99" } })).toMatchObject({ code: "param_outside" });
  });
  test("longer than the image", () => {
    expect(problem({ family: "coif2" })).toMatchObject({ code: "kernel_larger_than_image", param: "family" });
    expect(problem({ family: "coif2", dimensionality: "2D", band: "LH" })).toBe(null);
  });
  test("deeper than the extent", () => {
    expect(problem({ family: "haar", level: 3 })).toBe(null);
    expect(problem({ family: "haar", level: 4 })).toMatchObject({ code: "level_too_deep", param: "level" });
  });
  test("PyRadiomics has no rotations", () => {
    expect(problem({ convention: "PyRadiomics", rotation_invariance: true })).toMatchObject({ code: "param_outside" });
  });
});
