import { expect, test } from "vitest";
import { ascending } from "#engine/math/ascending.ts";
import { moments } from "#engine/math/moments.ts";
import { quantile } from "#engine/math/quantile.ts";
import { sumOfSquares } from "#engine/math/sum-of-squares.ts";
import { seeded } from "../../helpers/seeded.ts";

test("moments of 1 to 5, by hand", () => {
  expect(moments(Float64Array.of(1, 2, 3, 4, 5))).toEqual({
    count: 5,
    min: 1,
    max: 5,
    mean: 3,
    variance: 2,
    third: 0,
    fourth: 34 / 5,
  });
});

test("a flat sample has a variance of exactly 0, whatever its value", () => {
  for (const x of [0.1, 1 / 3, -1e9 / 7]) {
    expect(moments(new Float64Array(100_003).fill(x))).toMatchObject({ mean: x, variance: 0 });
  }
});

test("a large offset costs no digits: the variance of 0 and 1 is 1/4 at 1e9 too", () => {
  const values = Float64Array.from({ length: 2_000_000 }, (_, i) => 1e9 + (i % 2));
  const { mean, variance } = moments(values);
  expect(mean).toBe(1e9 + 0.5);
  expect(variance).toBe(0.25);
});

test("a sum over 2e7 terms does not drift", () => {
  const n = 20_000_000;
  const values = new Float64Array(n).fill(0.1);
  // 0.1 is stored as 0.1000000000000000055511…; its square times n in exact arithmetic, to double precision.
  expect(Math.abs(sumOfSquares(values) / (n * (0.1 * 0.1)) - 1)).toBeLessThan(1e-15);
});

test("quantiles interpolate between order statistics (NumPy's default)", () => {
  const sorted = Float64Array.of(1, 2, 4, 8);
  // numpy.percentile([1, 2, 4, 8], [0, 10, 25, 50, 90, 100])
  const found = [0, 0.1, 0.25, 0.5, 0.9, 1].map((p) => quantile(sorted, p));
  [1, 1.3, 1.75, 3, 6.8, 8].forEach((wanted, i) => {
    expect(found[i]).toBeCloseTo(wanted, 12);
  });
});

test("counting sorts as comparing does", () => {
  const random = seeded(2);
  for (const scale of [10, 3000, 1e7, 0.5]) {
    const values = Float64Array.from({ length: 5000 }, () => {
      const x = (random() - 0.5) * scale;
      return scale < 1 ? x : Math.round(x) + 0; // no −0
    });
    expect(ascending(values)).toEqual(Float64Array.from(values).sort());
  }
});
