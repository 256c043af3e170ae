import { describe, expect, test } from "vitest";
import { discretise } from "#engine/process/discretise.ts";
import { maskedValues, resegment } from "#engine/process/resegment.ts";
import type { Discretisation } from "#engine/recipe.ts";

const levelsOf = (values: number[], how: Discretisation, low: number | null = null) => {
  const found = discretise(Float64Array.from(values), how, low);
  return "reason" in found ? found.reason : [[...found.levels], found.ng];
};

describe("fixed bin size (IBSI-1 §2.7, Q3RU)", () => {
  const width25: Discretisation = { method: "FBS", width: 25 };
  test("bins start at the low end of the range: [−500, −475) is level 1", () => {
    expect(levelsOf([-500, -476, -475, 0, 400], width25, -500)).toEqual([[1, 1, 2, 21, 37], 37]);
  });
  test("without a range bins start at the minimum", () => {
    expect(levelsOf([-17, 7, 8, 33], width25)).toEqual([[1, 1, 2, 3], 3]);
  });
  test("more levels than 16 bits hold is a reason", () => {
    expect(levelsOf([0, 1e6], { method: "FBS", width: 1 })).toBe("too_many_levels");
  });
});

describe("fixed bin number (K15C)", () => {
  test("edges belong to the bin above, the maximum to the last bin", () => {
    expect(levelsOf([0, 1, 2, 3, 4], { method: "FBN", bins: 4 })).toEqual([[1, 2, 3, 4, 4], 4]);
  });
  test("tenths of a range of 0.1 fall where exact arithmetic puts them", () => {
    const values = Array.from({ length: 31 }, (_, i) => i);
    const wanted = values.map((i) => Math.min(10, Math.floor(i / 3) + 1));
    expect(levelsOf(values, { method: "FBN", bins: 10 })).toEqual([wanted, 10]);
  });
  test("a flat region has one level", () => {
    expect(levelsOf([5, 5, 5], { method: "FBN", bins: 32 })).toEqual([[1, 1, 1], 1]);
  });
});

describe("no discretisation", () => {
  test("whole numbers from 1 on are the levels", () => {
    expect(levelsOf([1, 6, 3], { method: "none" })).toEqual([[1, 6, 3], 6]);
  });
  test("anything else is a reason", () => {
    expect(levelsOf([1, 2.5], { method: "none" })).toBe("no_bins");
    expect(levelsOf([0, 2], { method: "none" })).toBe("no_bins");
    expect(levelsOf([1, 70_000], { method: "none" })).toBe("too_many_levels");
    expect(levelsOf([], { method: "none" })).toBe("empty_intensity_mask");
  });
});

describe("re-segmentation (§2.5)", () => {
  const intensities = Float64Array.of(-501, -500, 0, 400, 401, 10);
  const mask = Uint8Array.of(1, 1, 1, 1, 1, 0);
  const kept = (low: number | null, high: number | null, outlierSigma: number | null = null) => [
    ...resegment(intensities, mask, { range: [low, high], outlierSigma }),
  ];
  test("both ends of the range stay, an open end keeps all, and the mask given is not touched", () => {
    expect(kept(-500, 400)).toEqual([0, 1, 1, 1, 0, 0]);
    expect(kept(null, 0)).toEqual([1, 1, 1, 0, 0, 0]);
    expect(kept(0, null)).toEqual([0, 0, 1, 1, 1, 0]);
    expect([...mask]).toEqual([1, 1, 1, 1, 1, 0]);
  });
  test("outliers are told by the population standard deviation", () => {
    // 0 (nine times) and 10: mean 1, population sigma 3 (10 lies exactly 3 sigma away and stays), sample sigma 3.16.
    const ten = Float64Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 10]);
    const all = new Uint8Array(10).fill(1);
    const left = (sigma: number) =>
      resegment(ten, all, { range: [null, null], outlierSigma: sigma }).reduce((a, b) => a + b);
    expect([left(3), left(2.99)]).toEqual([10, 9]);
  });
  test("with a range, outliers are still told from the whole region: the intersection of both ranges (IF9H)", () => {
    // −90, 0 (eight times), 90: mean 0, sigma √1620 = 40.2. Without the range's −90 it would be mean 10, sigma 28.3,
    // and 90 would leave at 2.5 sigma (80.7) where it stays by the whole region's (100.6).
    const values = Float64Array.from([-90, 0, 0, 0, 0, 0, 0, 0, 0, 90]);
    const all = new Uint8Array(10).fill(1);
    expect([...resegment(values, all, { range: [-50, null], outlierSigma: 2.5 })]).toEqual([
      0, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ]);
    expect([...resegment(values, all, { range: [null, null], outlierSigma: 2 })]).toEqual([
      0, 1, 1, 1, 1, 1, 1, 1, 1, 0,
    ]);
  });
  test("a voxel that is no number leaves with a range, and stays to be reported where outliers are sought", () => {
    const bad = Float64Array.of(Number.NaN, 1);
    const both = Uint8Array.of(1, 1);
    expect([...resegment(bad, both, { range: [0, null], outlierSigma: null })]).toEqual([0, 1]);
    expect([...resegment(bad, both, { range: [null, null], outlierSigma: 3 })]).toEqual([1, 1]);
    expect([...resegment(bad, both, { range: [0, null], outlierSigma: 3 })]).toEqual([1, 1]);
  });
  test("values come in storage order", () => {
    expect([...maskedValues(intensities, Uint8Array.of(0, 1, 0, 0, 1, 1))]).toEqual([-500, 401, 10]);
  });
});
