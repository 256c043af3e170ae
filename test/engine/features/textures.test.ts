import { describe, expect, test } from "vitest";
import type { Family } from "#engine/features/family.ts";
import { glcm } from "#engine/features/glcm.ts";
import { gldzm } from "#engine/features/gldzm.ts";
import { glrlm } from "#engine/features/glrlm.ts";
import { glszm } from "#engine/features/glszm.ts";
import { ngldm } from "#engine/features/ngldm.ts";
import { ngtdm } from "#engine/features/ngtdm.ts";
import type { Vec3 } from "#engine/grid.ts";
import { isReason, type Reason } from "#engine/reason.ts";
import type { Aggregation, Recipe } from "#engine/recipe.ts";
import type { Roi } from "#engine/roi.ts";
import { seeded } from "../../helpers/seeded.ts";
import { randomLevels, textureRecipe, textureRoi } from "../../helpers/texture-roi.ts";
import { plainTones } from "../plain/textures.ts";

const sealed = <P>(family: Family<P>): Family<unknown> => family as Family<unknown>;
const families = [sealed(glcm), sealed(glrlm), sealed(glszm), sealed(gldzm), sealed(ngtdm), sealed(ngldm)];

/** Every feature of a family by id: its mean over the matrices, or the first reason. */
function measure(family: Family<unknown>, roi: Roi, recipe: Recipe, how: Aggregation): Map<string, number | Reason> {
  const parts = family.prepare(roi, recipe, how);
  return new Map(
    family.features.map((feature): [string, number | Reason] => {
      if (isReason(parts)) return [feature.id, parts];
      let sum = 0;
      for (const part of parts) {
        const value = feature.compute(part);
        if (isReason(value)) return [feature.id, value];
        sum += value;
      }
      return [feature.id, sum / parts.length];
    }),
  );
}

const value = (id: string, roi: Roi, recipe = textureRecipe(), how: Aggregation = "3D_mrg") => {
  const family = families.find((f) => id.startsWith(`${f.id}.`));
  return family && measure(family, roi, recipe, how).get(id);
};

const everyAggregation = families.flatMap((family) =>
  (Object.keys(family.aggregations) as Aggregation[]).map((how) => ({ family, how, name: `${family.id} ${how}` })),
);

const dims: Vec3 = [9, 8, 7];
const [nx, ny, nz] = dims;

function moved(levels: Uint16Array, size: Vec3, from: (x: number, y: number, z: number) => Vec3): Uint16Array {
  const out = new Uint16Array(levels.length);
  for (let i = 0, z = 0; z < size[2]; z++) {
    for (let y = 0; y < size[1]; y++) {
      for (let x = 0; x < size[0]; x++, i++) {
        const [u, v, w] = from(x, y, z);
        out[i] = levels[u + nx * (v + ny * w)];
      }
    }
  }
  return out;
}

describe("a turned or mirrored region keeps its features", () => {
  const motions: { name: string; size: Vec3; from: (x: number, y: number, z: number) => Vec3; inSlices: boolean }[] = [
    { name: "mirrored in x", size: dims, from: (x, y, z) => [nx - 1 - x, y, z], inSlices: true },
    { name: "mirrored in z", size: dims, from: (x, y, z) => [x, y, nz - 1 - z], inSlices: true },
    { name: "turned about z", size: [ny, nx, nz], from: (x, y, z) => [nx - 1 - y, x, z], inSlices: true },
    { name: "turned about x", size: [nx, nz, ny], from: (x, y, z) => [x, ny - 1 - z, y], inSlices: false },
  ];
  for (const { name, size, from, inSlices } of motions) {
    for (const { family, how, name: which } of everyAggregation.filter((a) => inSlices || a.how.startsWith("3D"))) {
      test(`${name}: ${which}`, () => {
        const levels = randomLevels(seeded(5), dims, 6);
        const recipe = textureRecipe({ distance: 2, coarseness: 1 });
        const before = measure(family, textureRoi(levels, dims), recipe, how);
        const after = measure(family, textureRoi(moved(levels, size, from), size), recipe, how);
        for (const [id, wanted] of before) {
          expect(typeof wanted, id).toBe("number");
          expect((after.get(id) as number) / (wanted as number), id).toBeCloseTo(1, 10);
        }
      });
    }
  }
});

test("asked for in any order, aggregations of one region do not disturb each other", () => {
  const levels = randomLevels(seeded(8), dims, 6);
  const shared = textureRoi(levels, dims);
  for (const { family, how, name } of [...everyAggregation, ...everyAggregation.toReversed()]) {
    const alone = measure(family, textureRoi(levels, dims), textureRecipe(), how);
    expect(measure(family, shared, textureRecipe(), how), name).toEqual(alone);
  }
});

describe("level numbers too large for tables are sorted instead", () => {
  // Every level times 10 000: matrices have the same counts elsewhere, so what depends on counts only must not change.
  const levels = randomLevels(seeded(6), dims, 6);
  const few = textureRoi(levels, dims);
  const many = textureRoi(
    levels.map((level) => level * 10_000),
    dims,
  );
  const ids = [
    "glcm.joint_entropy",
    "glcm.angular_second_moment",
    "glcm.correlation",
    "glcm.information_correlation_1",
    "glrlm.run_length_non_uniformity",
    "glrlm.run_entropy",
    "glszm.zone_size_variance",
    "gldzm.zone_distance_entropy",
    "ngldm.dependence_count_energy",
  ];
  for (const id of ids) {
    test(id, () => {
      expect(value(id, many)).toBeCloseTo(value(id, few) as number, 10);
    });
  }
});

describe("neighbourhood grey tone differences", () => {
  // The sums of the manual, as double sums over the levels.
  for (const seed of [1, 2, 3]) {
    test(`are those of the manual's double sums, seed ${seed}`, () => {
      const levels = randomLevels(seeded(seed), dims, 40);
      const tones = [...plainTones(levels, dims, 1, true)].map(([i, { n, s }]) => ({ i, n, s }));
      const voxels = tones.reduce((sum, { n }) => sum + n, 0);
      const both = (f: (a: { i: number; p: number; s: number }, b: { i: number; p: number; s: number }) => number) =>
        tones.reduce(
          (sum, a) => sum + tones.reduce((t, b) => t + f({ ...a, p: a.n / voxels }, { ...b, p: b.n / voxels }), 0),
          0,
        );
      const weighted = tones.reduce((sum, { n, s }) => sum + (n / voxels) * s, 0);
      const total = tones.reduce((sum, { s }) => sum + s, 0);
      const wanted = {
        "ngtdm.coarseness": 1 / weighted,
        "ngtdm.contrast":
          (both((a, b) => a.p * b.p * (a.i - b.i) ** 2) / (tones.length * (tones.length - 1))) * (total / voxels),
        "ngtdm.busyness": weighted / both((a, b) => Math.abs(a.i * a.p - b.i * b.p)),
        "ngtdm.complexity": both((a, b) => (Math.abs(a.i - b.i) * (a.p * a.s + b.p * b.s)) / (a.p + b.p)) / voxels,
        "ngtdm.strength": both((a, b) => (a.p + b.p) * (a.i - b.i) ** 2) / total,
      };
      const found = measure(sealed(ngtdm), textureRoi(levels, dims), textureRecipe(), "3D_mrg");
      for (const [id, number] of Object.entries(wanted)) {
        expect((found.get(id) as number) / number, id).toBeCloseTo(1, 10);
      }
    });
  }
});

describe("distance weighting", () => {
  // Two by two voxels, 1 mm by 2 mm. Pairs: along x 1-2 and 3-4, along y 1-3 and 2-4, across 1-4 and 2-3.
  const square = textureRoi(Uint16Array.of(1, 2, 3, 4), [2, 2, 1], { spacing: [1, 2, 1] });
  // Contrast of the four directions: 1, 4, 9 and 1; squared lengths by norm.
  const lengths = { euclidean: [1, 4, 5, 5], manhattan: [1, 4, 9, 9], chebyshev: [1, 4, 4, 4] } as const;
  for (const [norm, [x, y, d, e]] of Object.entries(lengths)) {
    test(`${norm}: directions are merged with weight exp(−‖m‖²), ‖m‖ in mm`, () => {
      const recipe = textureRecipe({ weighting: norm as keyof typeof lengths });
      // Each side gives two pairs, each diagonal one.
      const w = [2 * Math.exp(-x), 2 * Math.exp(-y), Math.exp(-d), Math.exp(-e)];
      const sum = w[0] * 1 + w[1] * 4 + w[2] * 9 + w[3] * 1;
      const wanted = sum / (w[0] + w[1] + w[2] + w[3]);
      expect(value("glcm.contrast", square, recipe, "2D_mrg")).toBeCloseTo(wanted, 12);
      expect(value("glcm.contrast", square, recipe, "2.5D_mrg")).toBeCloseTo(wanted, 12);
    });
  }

  test("a direction by itself is not weighted, and run percentage stays a share", () => {
    const recipe = textureRecipe({ weighting: "euclidean" });
    expect(value("glcm.contrast", square, recipe, "2D_avg")).toBeCloseTo((1 + 4 + 9 + 1) / 4, 12);
    expect(value("glrlm.run_percentage", square, recipe, "2D_mrg")).toBe(1);
  });

  test("voxels so large that every weight vanishes give a reason", () => {
    const huge = textureRoi(Uint16Array.of(1, 2, 3, 4), [2, 2, 1], { spacing: [40, 40, 40] });
    const recipe = textureRecipe({ weighting: "euclidean" });
    for (const family of [glcm, glrlm] as const) {
      expect(family.prepare(huge, recipe, "2D_mrg")).toMatchObject({ reason: "zero_denominator" });
      expect(Array.isArray(family.prepare(huge, recipe, "2D_avg"))).toBe(true);
    }
  });
});

describe("what is undefined has a reason", () => {
  const one = textureRoi(Uint16Array.of(3), [1, 1, 1]);
  const flat = textureRoi(new Uint16Array(27).fill(2), [3, 3, 3]);
  const apart = textureRoi(Uint16Array.of(1, 0, 2, 0, 3), [5, 1, 1]);
  const none = textureRoi(new Uint16Array(8), [2, 2, 2]);

  const reasons: [string, string, Roi, string[]][] = [
    ["one voxel", "single_voxel", one, ["glcm.contrast", "ngtdm.coarseness"]],
    ["voxels apart", "no_neighbours", apart, ["glcm.contrast", "ngtdm.coarseness"]],
    ["one level", "flat_region", flat, ["glcm.correlation", "glcm.information_correlation_1"]],
    [
      "no voxel",
      "empty_intensity_mask",
      none,
      ["glcm.contrast", "glrlm.run_percentage", "glszm.zone_percentage", "gldzm.zone_percentage", "ngtdm.contrast"],
    ],
  ];
  for (const [what, reason, roi, ids] of reasons) {
    for (const id of ids) {
      test(`${id} of ${what}: ${reason}`, () => {
        expect(value(id, roi)).toMatchObject({ reason });
      });
    }
  }

  // Levels 1, 1, 2: level × share is 2/3 for both, and busyness divides by their difference.
  test("busyness of levels whose products with their shares are equal", () => {
    const roi = textureRoi(Uint16Array.of(1, 1, 2), [3, 1, 1]);
    expect(value("ngtdm.busyness", roi)).toMatchObject({ reason: "zero_denominator" });
    expect(value("ngtdm.coarseness", roi)).toBeCloseTo(1 / ((2 / 3) * 0.5 + 1 / 3), 12);
  });

  const defined: [string, Roi, Record<string, number>][] = [
    [
      "one voxel of level 3",
      one,
      {
        "glrlm.run_percentage": 1,
        "glrlm.run_entropy": 0,
        "glszm.high_grey_level_emphasis": 9,
        "gldzm.small_distance_emphasis": 1,
        "ngldm.low_dependence_emphasis": 1,
      },
    ],
    [
      "27 voxels of level 2",
      flat,
      {
        "glcm.joint_maximum": 1,
        "glcm.joint_variance": 0,
        "glcm.joint_entropy": 0,
        "glcm.inverse_variance": 0,
        "glcm.information_correlation_2": 0,
        "glszm.large_zone_emphasis": 729,
        "gldzm.large_distance_emphasis": 1,
        "ngtdm.complexity": 0,
        // What the manual sets where the formula divides 0 by 0 (QCDE, 65HE, NQ30, 1X9X).
        "ngtdm.coarseness": 1_000_000,
        "ngtdm.contrast": 0,
        "ngtdm.busyness": 0,
        "ngtdm.strength": 0,
        // One voxel has 26 neighbours like itself, 6 have 17, 12 have 11, 8 have 7.
        "ngldm.high_dependence_emphasis": (27 ** 2 + 6 * 18 ** 2 + 12 * 12 ** 2 + 8 * 8 ** 2) / 27,
      },
    ],
  ];
  for (const [what, roi, wanted] of defined) {
    for (const [id, number] of Object.entries(wanted)) {
      test(`${id} of ${what} is ${number}`, () => {
        expect(value(id, roi)).toBeCloseTo(number, 12);
      });
    }
  }
});

test("the border distance is that of the region before re-segmentation", () => {
  // 5 × 5 voxels; re-segmentation leaves the middle one only, which lies 3 voxels from the border.
  const levels = new Uint16Array(25);
  levels[12] = 1;
  const mask = new Uint8Array(25).fill(1);
  const roi = textureRoi(levels, [5, 5, 1], { mask });
  expect(value("gldzm.large_distance_emphasis", roi, textureRecipe(), "2D_avg")).toBe(9);
  expect(value("gldzm.zone_percentage", roi, textureRecipe(), "2D_avg")).toBe(1);
  // In space a single slice is border all over.
  expect(value("gldzm.large_distance_emphasis", roi)).toBe(1);
});
