import { describe, expect, test } from "vitest";
import { glcm } from "#engine/features/glcm.ts";
import { glszm } from "#engine/features/glszm.ts";
import { type Counts, mergeCounts, totalOf } from "#engine/features/matrices/counts.ts";
import { glcmSums } from "#engine/features/matrices/glcm-sums.ts";
import { levelSizes, voxelsIn } from "#engine/features/matrices/level-sizes.ts";
import { countedQuantile } from "#engine/math/counted.ts";

const matrix = (entries: readonly (readonly [number, number, number])[]): Counts => ({
  i: Uint16Array.from(entries, ([i]) => i),
  j: Uint32Array.from(entries, ([, j]) => j),
  n: Float64Array.from(entries, ([, , n]) => n),
});

/** a / b to the last digit of a double, from whole numbers of any size. */
const ratio = (a: bigint, b: bigint): number => Number((a * 10n ** 30n) / b) / 1e30;

const near = (found: unknown, wanted: number) => {
  expect(typeof found).toBe("number");
  expect(Math.abs(Number(found) / wanted - 1)).toBeLessThan(1e-14);
};

// None of them a multiple of a large power of 2, so that a count cut to 32 bits, or to 24, shows.
const [a, b, c] = [2 ** 33 + 1, 2 ** 34 + 3, 2 ** 36 + 5];
const [A, B, C] = [a, b, c].map(BigInt);

describe("counts beyond 2³²", () => {
  test("are added without losing one", () => {
    // A flat cube with a side of 1626 voxels: 3 directions along one axis, 6 along two, 4 along three.
    const side = 1626n;
    const axesOf = [1n, 1n, 1n, 2n, 2n, 2n, 2n, 2n, 2n, 3n, 3n, 3n, 3n];
    const pairs = axesOf.map((axes) => 2n * (side - 1n) ** axes * side ** (3n - axes));
    const merged = mergeCounts(pairs.map((n) => matrix([[1, 1, Number(n)]])));
    expect(BigInt(merged.n[0])).toBe(pairs.reduce((sum, n) => sum + n, 0n));
    expect(merged.n[0]).toBeGreaterThan(2 ** 36);
  });

  test("are added without losing one where matrices are merged entry by entry", () => {
    const sparse = (n: number): Counts => ({
      i: Uint16Array.of(1, 65_535),
      j: Uint32Array.of(65_535, 2 ** 32 - 1),
      n: Float64Array.of(n, n),
    });
    const merged = mergeCounts([a, b, c].map(sparse));
    expect([...merged.j]).toEqual([65_535, 2 ** 32 - 1]);
    expect(BigInt(merged.n[1])).toBe(A + B + C);
    expect(BigInt(totalOf(merged))).toBe(2n * (A + B + C));
  });

  test("give GLCM features as in whole numbers of any size", () => {
    // Pairs (1,1) a times, (1,3) and (3,1) b times each, (3,3) c times.
    const sums = glcmSums(matrix([[1, 1, a], [1, 3, b], [3, 1, b], [3, 3, c]]), 3); // biome-ignore format: a matrix
    const value = (id: string) => glcm.features.find((f) => f.id === `glcm.${id}`)?.compute(sums);
    const N = A + 2n * B + C;
    near(value("joint_maximum"), ratio(C, N));
    near(value("contrast"), ratio(8n * B, N));
    near(value("dissimilarity"), ratio(4n * B, N));
    near(value("joint_average"), ratio(A + B + 3n * (B + C), N));
    near(value("angular_second_moment"), ratio(A * A + 2n * B * B + C * C, N * N));
    near(value("autocorrelation"), ratio(A + 6n * B + 9n * C, N));
    // Levels 1 and 3 with p = (A + B)/N and q = (B + C)/N: variance 4pq, covariance 4(ac − b²)/N².
    near(value("joint_variance"), ratio(4n * (A + B) * (B + C), N * N));
    near(value("correlation"), ratio(A * C - B * B, (A + B) * (B + C)));
  });

  test("and zones of 2³² − 1 voxels give GLSZM features as in whole numbers of any size", () => {
    const huge = 2 ** 32 - 1;
    const H = BigInt(huge);
    // a zones of one voxel at level 2, b zones of 2³² − 1 voxels at level 2, c such zones at level 65 535.
    const counts = matrix([[2, 1, a], [2, huge, b], [65_535, huge, c]]); // biome-ignore format: a matrix
    const voxels = A + (B + C) * H;
    near(voxelsIn(counts), Number(voxels));
    const sizes = levelSizes(counts, voxelsIn(counts));
    const value = (id: string) => glszm.features.find((f) => f.id === `glszm.${id}`)?.compute(sizes);
    const N = A + B + C;
    near(value("large_zone_emphasis"), Number((A + (B + C) * H * H) / N));
    near(value("high_grey_level_emphasis"), ratio((A + B) * 4n + C * 65_535n ** 2n, N));
    near(value("grey_level_non_uniformity"), ratio((A + B) ** 2n + C * C, N));
    near(value("zone_size_non_uniformity"), ratio(A * A + (B + C) ** 2n, N));
    near(value("zone_percentage"), ratio(N, voxels));
  });

  test("give order statistics by rank", () => {
    const counted = { counts: Float64Array.of(a, b, c), total: a + b + c };
    // Ranks below a are level 1, below a + b level 2.
    expect(countedQuantile(counted, (a - 1) / (a + b + c - 1))).toBeCloseTo(1, 9);
    expect(countedQuantile(counted, 0.5)).toBe(3);
    expect(countedQuantile(counted, (a + b / 2) / (a + b + c))).toBe(2);
  });
});
