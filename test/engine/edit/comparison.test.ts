import { describe, expect, test } from "vitest";
import { agreementOf } from "#engine/edit/agreement.ts";
import { bidirectional } from "#engine/edit/recist.ts";
import { aScene, ball, block } from "./a-scene.ts";

describe("agreement, by hand", () => {
  test("two blocks, one moved by 2 voxels of 1.5 mm along x", () => {
    const { mask, scene } = aScene([20, 10, 10], [1.5, 1, 2]);
    const a = mask(block([3, 2, 4], [9, 5, 12])); // i 2..6, j 2..5, k 2..6
    const b = mask(block([6, 2, 4], [12, 5, 12])); // i 4..8
    const found = agreementOf(a, b, scene.dims, scene.spacing);
    // 5 · 4 · 5 voxels each, 3 · 4 · 5 shared, of 3 mm³.
    expect(found).toMatchObject({ volumeA: 300, volumeB: 300, volumeShared: 180, volumeDifference: 0 });
    expect(found?.dice).toBeCloseTo(0.6, 12);
    expect(found?.jaccard).toBeCloseTo(60 / 140, 12);
    // The far face is 3 mm from the other block's.
    expect(found?.hausdorff).toBeCloseTo(3, 12);
    // 20 of the 82 surface voxels of each are that face, more than 5 %.
    expect(found?.hausdorff95).toBeCloseTo(3, 12);
  });
  test("a single voxel and a pair, 3 and 4 mm apart: every number", () => {
    const { scene } = aScene([6, 6, 1]);
    const a = new Uint8Array(36);
    const b = new Uint8Array(36);
    a[0] = 1;
    b[3] = 1; // 3 mm
    b[4] = 1; // 4 mm
    const found = agreementOf(a, b, scene.dims, scene.spacing);
    expect(found).toMatchObject({
      dice: 0,
      jaccard: 0,
      hausdorff: 4,
      volumeDifference: 1,
      volumeDifferencePercent: 100,
    });
    // B → A: 3 and 4, of which the 95th percentile is 3.95; A → B: 3. Mean of 3, 4 and 3.
    expect(found?.hausdorff95).toBeCloseTo(3.95, 12);
    expect(found?.meanSurfaceDistance).toBeCloseTo(10 / 3, 12);
  });
  test("two ellipsoids and a splinter: numbers of SciPy 1.x (distance_transform_edt, binary_erosion, NumPy's percentile)", () => {
    const { scene, mask } = aScene([24, 20, 12], [0.9, 1.1, 2.5]);
    const a = mask((x, y, z) => ((x - 9) / 6) ** 2 + ((y - 10) / 7) ** 2 + ((z - 13) / 8) ** 2 <= 1);
    const b = mask(
      (x, y, z) =>
        ((x - 11) / 7) ** 2 + ((y - 11) / 5.5) ** 2 + ((z - 15) / 9) ** 2 <= 1 || (x > 17 && y < 3.4 && z > 22),
    );
    const found = agreementOf(a, b, scene.dims, scene.spacing);
    expect(found?.volumeShared).toBeCloseTo(391 * 2.475, 9);
    expect(found?.dice).toBeCloseTo(0.6436213991769547, 12);
    expect(found?.jaccard).toBeCloseTo(0.47451456310679613, 12);
    expect(found?.hausdorff).toBeCloseTo(14.462710672622888, 9);
    expect(found?.hausdorff95).toBeCloseTo(12.037637949038661, 9);
    expect(found?.meanSurfaceDistance).toBeCloseTo(2.2217352330339617, 9);
    expect(found?.volumeDifference).toBeCloseTo(200.475, 9);
  });
  test("concentric balls of 10 and 13 mm: surfaces 3 mm apart; with itself 0; with nothing none", () => {
    const { scene, mask } = aScene([31, 31, 31]);
    const a = mask(ball([15, 15, 15], 10));
    const b = mask(ball([15, 15, 15], 13));
    const found = agreementOf(a, b, scene.dims, scene.spacing);
    expect(found?.hausdorff).toBeGreaterThanOrEqual(3);
    expect(found?.hausdorff).toBeLessThan(3 + Math.sqrt(3));
    expect(found?.meanSurfaceDistance).toBeCloseTo(3, 0);
    expect(agreementOf(a, a, scene.dims, scene.spacing)).toMatchObject({
      dice: 1,
      jaccard: 1,
      hausdorff: 0,
      hausdorff95: 0,
      meanSurfaceDistance: 0,
      volumeDifferencePercent: 0,
    });
    expect(agreementOf(a, new Uint8Array(a.length), scene.dims, scene.spacing)).toBe(null);
  });
});

describe("RECIST axes", () => {
  test("a block of 24 × 10 mm: the diagonal of its outline, in the slice where it is largest", () => {
    const { labels, paint, scene } = aScene([40, 30, 6], [0.5, 0.5, 3]);
    paint(block([2, 2, 3], [9, 6, 3]));
    paint(block([2, 2, 6], [13.5, 6.5, 6])); // 24 × 10 voxels
    const found = bidirectional(labels, scene.dims, scene.spacing, 1, 2);
    // Outline from half a voxel left of the first centre to half a voxel right of the last; corners are cut.
    expect(found?.slice).toBe(2);
    expect(found?.longMm).toBeCloseTo(Math.hypot(12, 4.5), 9);
    expect(found?.shortMm).toBeLessThan(5.5);
    expect(found?.shortMm).toBeGreaterThan(4);
  });
  test("an ellipse with half axes 15 and 6 mm, turned by 30°", () => {
    const [cos, sin] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    const { labels, paint, scene } = aScene([100, 90, 1], [0.4, 0.4, 1]);
    paint((x, y) => {
      const [a, b] = [x - 20, y - 18];
      return ((a * cos + b * sin) / 15) ** 2 + ((b * cos - a * sin) / 6) ** 2 <= 1;
    });
    const found = bidirectional(labels, scene.dims, scene.spacing, 1, 2);
    expect(Math.abs((found?.longMm ?? 0) - 30)).toBeLessThan(0.4);
    expect(Math.abs((found?.shortMm ?? 0) - 12)).toBeLessThan(0.4);
    // Perpendicular to each other.
    const d = (ends: readonly (readonly number[])[]) => [ends[1][0] - ends[0][0], ends[1][1] - ends[0][1]];
    const [l, s] = [d(found?.long ?? []), d(found?.short ?? [])];
    expect(l[0] * s[0] + l[1] * s[1]).toBeCloseTo(0, 9);
  });
  test("islands of a slice are measured apart; one voxel is its own size; none is none", () => {
    const { labels, paint, scene } = aScene([40, 10, 1]);
    paint(block([2, 4, 0], [6, 4, 0]));
    paint(block([30, 4, 0], [32, 4, 0]));
    expect(bidirectional(labels, scene.dims, scene.spacing, 1, 2)?.longMm).toBeCloseTo(5, 9);
    labels.fill(0);
    expect(bidirectional(labels, scene.dims, scene.spacing, 1, 2)).toBe(null);
    labels[205] = 1;
    const one = bidirectional(labels, scene.dims, scene.spacing, 1, 2);
    expect([one?.longMm, one?.shortMm]).toEqual([1, 1]);
  });
});
