import { expect, test } from "vitest";
import { eigen3 } from "#engine/math/eigen3.ts";
import { ellipsoidArea, ellipsoidVolume, printedEllipsoidArea } from "#engine/math/ellipsoid.ts";
import { seeded } from "../../helpers/seeded.ts";

const relative = (found: number, wanted: number) => Math.abs(found / wanted - 1);

test("area of ellipsoids against SciPy 1.10: 4π·elliprg(a²b², a²c², b²c²)", () => {
  for (const [a, b, c, area] of [
    [3, 2, 1, 48.88214630258206],
    [10, 9.99, 1, 646.5888598369067],
    [5, 1, 1, 50.192510183136825],
    [50, 7, 0.3, 2207.4438779211605],
  ]) {
    expect(relative(ellipsoidArea(a, b, c), area)).toBeLessThan(1e-14);
    expect(relative(ellipsoidArea(c, a, b), area)).toBeLessThan(1e-14);
  }
});

test("area of spheres and of spheroids by their closed forms", () => {
  expect(relative(ellipsoidArea(7, 7, 7), 196 * Math.PI)).toBeLessThan(1e-15);
  for (const ratio of [1.001, 1.5, 4, 100]) {
    const e = Math.sqrt(1 - 1 / ratio ** 2);
    const oblate = 2 * Math.PI * ratio ** 2 + (Math.PI / e) * Math.log((1 + e) / (1 - e));
    expect(relative(ellipsoidArea(ratio, ratio, 1), oblate)).toBeLessThan(1e-12);
    const prolate = 2 * Math.PI * (1 + (ratio / e) * Math.asin(e));
    expect(relative(ellipsoidArea(ratio, 1, 1), prolate)).toBeLessThan(1e-12);
  }
  expect(ellipsoidVolume(1, 2, 3)).toBeCloseTo(8 * Math.PI, 14);
});

test("the manual's series: exact for a sphere, and as SciPy's Legendre polynomials give it", () => {
  expect(relative(printedEllipsoidArea(7, 7, 7), 196 * Math.PI)).toBeLessThan(1e-15);
  // 4πab·Σ over ν = 0 … 20 with scipy.special.eval_legendre
  for (const [a, b, c, area] of [
    [3, 2, 1, 52.81348101202416],
    [5.7, 4.65, 4.27, 286.06012680861807],
    [46.4, 40.8, 35, 20966.234879103395],
    [10, 9, 1, 849.5588465393429],
  ])
    expect(relative(printedEllipsoidArea(a, b, c), area)).toBeLessThan(1e-12);
});
test("eigenvalues and eigenvectors: A·v = λ·v, descending, of unit length", () => {
  const random = seeded(14);
  for (let round = 0; round < 50; round++) {
    const scale = round % 2 ? 1 : 1e6;
    const [xx, yy, zz, xy, xz, yz] = Array.from({ length: 6 }, () => scale * (random() - 0.5));
    const { values, vectors } = eigen3(xx, yy, zz, xy, xz, yz);
    expect(values[0] >= values[1] && values[1] >= values[2]).toBe(true);
    vectors.forEach(([x, y, z], k) => {
      expect(Math.hypot(x, y, z)).toBeCloseTo(1, 14);
      const left = [xx * x + xy * y + xz * z, xy * x + yy * y + yz * z, xz * x + yz * y + zz * z];
      left.forEach((value, i) => {
        expect(Math.abs(value - values[k] * [x, y, z][i])).toBeLessThan(1e-14 * scale * 4);
      });
    });
  }
  expect(eigen3(3, 1, 2, 0, 0, 0).values).toEqual([3, 2, 1]);
  expect(eigen3(0, 0, 0, 0, 0, 0).values).toEqual([0, 0, 0]);
  // A line along (1, 1, 1): two eigenvalues vanish beside the third.
  const { values } = eigen3(1, 1, 1, 1, 1, 1);
  expect(values[0]).toBeCloseTo(3, 14);
  expect(Math.abs(values[2])).toBeLessThan(1e-15);
});
