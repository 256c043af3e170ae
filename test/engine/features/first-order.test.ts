import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { histogram, histogramOf } from "#engine/features/histogram.ts";
import { type Ivh, ivh } from "#engine/features/ivh.ts";
import { sampleOf, statistics } from "#engine/features/statistics.ts";
import { tallyOf } from "#engine/math/tally.ts";
import { boxedRoi } from "#engine/process/measured-roi.ts";
import { isReason } from "#engine/reason.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { Roi } from "#engine/roi.ts";

describe("intensity statistics against NumPy and SciPy", () => {
  const fixture = JSON.parse(
    readFileSync(new URL("../../fixtures/reference/first-order.json", import.meta.url), "utf8"),
  );
  for (const { name, values, features } of fixture.samples) {
    test(name, () => {
      const sample = sampleOf(tallyOf(Float64Array.from(values)));
      expect(Object.keys(features).length).toBe(statistics.features.length);
      for (const feature of statistics.features) {
        const wanted = features[feature.id.replace("statistics.", "")];
        const found = feature.compute(sample);
        expect(typeof found, feature.id).toBe("number");
        expect(Math.abs(Number(found) - wanted), feature.id).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(wanted)));
      }
    });
  }

  test("what is not defined has a reason", () => {
    const reasons = (values: number[]) =>
      statistics.features.flatMap((feature) => {
        const found = feature.compute(sampleOf(tallyOf(Float64Array.from(values))));
        return isReason(found) ? [`${feature.id.slice(11)}: ${found.reason}`] : [];
      });
    // The manual sets the skewness and the kurtosis of a flat region to 0.
    expect(reasons([4, 4, 4])).toEqual([]);
    const flat = sampleOf(tallyOf(Float64Array.of(4, 4, 4)));
    for (const feature of statistics.features.slice(2, 4)) expect(feature.compute(flat), feature.id).toBe(0);
    // Of two voxels none lies between the 10th and the 90th percentile.
    expect(reasons([-2, 2])).toEqual([
      "robust_mean_absolute_deviation: too_few_voxels",
      "coefficient_of_variation: zero_mean",
      "quartile_coefficient_of_dispersion: zero_denominator",
    ]);
  });
});

describe("intensity histogram", () => {
  const featureOf = (id: string, levels: number[], ng = Math.max(...levels)) => {
    const counts = Float64Array.from({ length: ng }, (_, k) => levels.filter((level) => level === k + 1).length);
    return histogram.features.find((f) => f.id === `histogram.${id}`)?.compute(histogramOf(counts, levels.length));
  };

  test("the mode of equals is the one nearest the mean, then the lower one (IBSI-1 §3.4.10)", () => {
    expect(featureOf("mode", [1, 1, 2, 5, 5])).toBe(1); // mean 2.8: 1 is 1.8 away, 5 is 2.2
    expect(featureOf("mode", [1, 1, 4, 5, 5])).toBe(5); // mean 3.2
    expect(featureOf("mode", [1, 1, 5, 5])).toBe(1); // mean 3: equally far
    expect(featureOf("mode", [2, 3, 3, 3, 9])).toBe(3);
  });
  test("gradients by hand: counts 1 4 0 2", () => {
    const levels = [1, 2, 2, 2, 2, 4, 4];
    // 4 − 1, (0 − 1)/2, (2 − 4)/2, 2 − 0
    expect(featureOf("maximum_histogram_gradient", levels)).toBe(3);
    expect(featureOf("maximum_histogram_gradient_intensity", levels)).toBe(1);
    expect(featureOf("minimum_histogram_gradient", levels)).toBe(-1);
    expect(featureOf("minimum_histogram_gradient_intensity", levels)).toBe(3);
  });
  test("entropy and uniformity of equal shares: two bits, a quarter", () => {
    expect(featureOf("entropy", [1, 2, 3, 4])).toBe(2);
    expect(featureOf("uniformity", [1, 2, 3, 4])).toBe(0.25);
  });
  test("percentiles of levels are those of the voxels", () => {
    const levels = Array.from({ length: 101 }, (_, i) => 1 + Math.floor(i / 7));
    expect(featureOf("percentile_10", levels)).toBe(levels[10]);
    expect(featureOf("percentile_90", levels)).toBe(levels[90]);
    expect(featureOf("median", [1, 1, 2, 2])).toBe(1.5);
  });
  test("a single level has a shape of 0, as the manual sets it, and no gradient", () => {
    for (const id of ["skewness", "kurtosis"]) expect(featureOf(id, [1, 1])).toBe(0);
    for (const id of ["maximum_histogram_gradient", "minimum_histogram_gradient_intensity"]) {
      expect(featureOf(id, [1, 1])).toMatchObject({ reason: "no_bins" });
    }
    expect([featureOf("entropy", [1, 1]), featureOf("variance", [3, 3, 3])]).toEqual([0, 0]);
  });
});

describe("intensity-volume histogram", () => {
  const lineOf = (values: number[]): Roi => {
    const mask = new Uint8Array(values.length).fill(1);
    return boxedRoi({
      dims: [values.length, 1, 1],
      spacing: [1, 1, 1],
      unit: "arbitrary",
      intensities: Float64Array.from(values),
      morphologicalMask: mask,
      intensityMask: mask,
      levels: new Uint16Array(values.length),
      ng: 0,
    });
  };
  const all = (values: number[], how: Recipe["ivh"], range: [number | null, number | null] = [null, null]) => {
    const recipe = { ivh: how, resegmentation: { range, outlierSigma: null } } as unknown as Recipe;
    const prepared = ivh.prepare(lineOf(values), recipe, null);
    if (isReason(prepared)) return prepared.reason;
    return Object.fromEntries(
      ivh.features.map((f) => {
        const found = f.compute(prepared[0] as Ivh);
        return [f.tag.replace("ivh_", ""), isReason(found) ? found.reason : found];
      }),
    );
  };
  const oneToTen = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

  test("whole intensities 1 to 10, by hand", () => {
    // γ = (i − 1)/9 ≥ 0.1 from i = 2 on: 9 of 10 voxels; ≥ 0.9 from i = 10 on (9.1): 1 of 10.
    // ν(10) = 0.1; ν(2) = 0.9. Trapezoids of ν = 1, 0.9, … 0.1 at ten equidistant γ: (1.1/2 + 0.9 + … + 0.2)/9 = 0.55.
    const found = all(oneToTen, { method: "none" });
    expect(found).toMatchObject({ v10: 0.9, v90: 0.1, i10: 10, i90: 2, diff_i10_i90: 8 });
    expect((found as Record<string, number>).auc).toBeCloseTo(0.55, 12);
    expect((found as Record<string, number>).diff_v10_v90).toBeCloseTo(0.8, 12);
  });
  test("the re-segmentation range is the range of fractions", () => {
    // 10 % of 0..100 is 10: one voxel; 90 %: none. Below 1 all of the region is reached, above 10 nothing.
    const found = all(oneToTen, { method: "none" }, [0, 100]);
    expect(found).toMatchObject({ v10: 0.1, v90: 0, i10: 10, i90: 2 });
    expect((found as Record<string, number>).auc).toBeCloseTo((1 + 4.95 + 0.05) / 100, 12);
  });
  test("bin centres with a fixed bin size", () => {
    // Bins of 2 from 0: centres 1, 3, 5 …; range 1..11. 1 lies in bin 1, 2 and 3 in bin 2, …, 10 in bin 6 (centre 11).
    const found = all(oneToTen, { method: "FBS", width: 2 }, [0, 12]);
    // ν(11) = 0.1, ν(3) = 0.9.
    expect(found).toMatchObject({ i10: 11, i90: 3, v10: 0.9, v90: 0.1 });
  });
  test("bins with a fixed bin number", () => {
    // Levels 1, 91, 201, 1000; γ of 91 is 90/999, below a tenth.
    expect(all([0, 90, 200, 1000], { method: "FBN", bins: 1000 })).toMatchObject({ i90: 2, v10: 0.5, v90: 0.25 });
  });
  test("intensities that are no whole numbers are taken as they are", () => {
    const found = all([0.5, 1.25, 1.5, 2.5], { method: "none" });
    expect(found).toMatchObject({ v10: 0.75, v90: 0.25, i90: 1.25, auc: expect.closeTo((1.4375 - 0.5) / 2, 12) });
  });
  test("what is not defined has a reason", () => {
    expect(all([7, 7, 7], { method: "none" })).toMatchObject({
      v10: "flat_region",
      i10: "not_defined",
      auc: 0, // set by the manual for a single intensity
    });
    expect(all([1, 2, 2, 2], { method: "none" })).toMatchObject({ i10: "not_defined", i90: 2 });
    expect(all([], { method: "none" })).toBe("empty_intensity_mask");
  });
});
