import { describe, expect, test } from "vitest";
import type { Counts } from "#engine/features/matrices/counts.ts";
import { dependences } from "#engine/features/matrices/dependences.ts";
import { halfDirections } from "#engine/features/matrices/neighbours.ts";
import { pairsInSlices, pairsInVolume } from "#engine/features/matrices/pairs.ts";
import { runsInSlices, runsInVolume } from "#engine/features/matrices/runs.ts";
import { toneDifferences } from "#engine/features/matrices/tone-differences.ts";
import { zoneDistances, zoneSizes } from "#engine/features/matrices/zones.ts";
import type { Vec3 } from "#engine/grid.ts";
import { borderDistances } from "#engine/kernels/distance.ts";
import { seeded } from "../../helpers/seeded.ts";
import { randomLevels, textureRoi } from "../../helpers/texture-roi.ts";
import * as plain from "../plain/textures.ts";

const entries = ({ i, j, n }: Counts) => Array.from(n, (count, k) => `${i[k]} ${j[k]}: ${count}`);
const sorted = (matrix: plain.PlainMatrix) =>
  [...matrix]
    .map(([key, n]) => ({ i: Number(key.split(" ")[0]), j: Number(key.split(" ")[1]), n }))
    .sort((a, b) => a.i - b.i || a.j - b.j)
    .map(({ i, j, n }) => `${i} ${j}: ${n}`);
const tally = (pairs: readonly (readonly [number, number])[]) => {
  const matrix: plain.PlainMatrix = new Map();
  for (const [i, j] of pairs) matrix.set(`${i} ${j}`, (matrix.get(`${i} ${j}`) ?? 0) + 1);
  return sorted(matrix);
};

// Boxes thinner than a distance, of one voxel, of one row; few levels (counted in tables) and many (sorted).
const boxes: Vec3[] = [
  [9, 8, 7],
  [16, 5, 3],
  [7, 9, 1],
  [12, 1, 1],
  [1, 1, 8],
  [1, 6, 5],
  [1, 1, 1],
  [2, 2, 2],
];
const cases = boxes.flatMap((dims, k) => [4, 60_000].map((ng) => ({ dims, ng, seed: 100 * k + (ng % 97) })));

for (const { dims, ng, seed } of cases) {
  describe(`${dims.join("×")}, ${ng} levels, seed ${seed}`, () => {
    const levels = randomLevels(seeded(seed), dims, ng);
    if (levels.every((level) => level === 0)) levels[0] = ng;
    const roi = textureRoi(levels, dims);
    const slices = [...Array(dims[2]).keys()];

    for (const distance of [1, 2, 3]) {
      test(`co-occurrence at distance ${distance}`, () => {
        const flat = pairsInSlices(roi, distance, true);
        for (const z of slices) {
          flat.directions.forEach((step, d) => {
            expect(entries(flat.slices[z][d])).toEqual(sorted(plain.plainPairs(levels, dims, step, z, z + 1)));
          });
        }
        const solid = pairsInVolume(roi, distance, true);
        solid.directions.forEach((step, d) => {
          expect(entries(solid.slices[0][d])).toEqual(sorted(plain.plainPairs(levels, dims, step)));
        });
      });

      test(`grey tone differences at distance ${distance}`, () => {
        const check = (found: ReturnType<typeof toneDifferences>, wanted: ReturnType<typeof plain.plainTones>[]) => {
          const occurring = wanted.filter((tones) => tones.size > 0);
          expect(found.length).toBe(occurring.length);
          occurring.forEach((tones, k) => {
            const inOrder = [...tones].sort((a, b) => a[0] - b[0]);
            expect([...found[k].i]).toEqual(inOrder.map(([level]) => level));
            expect([...found[k].n]).toEqual(inOrder.map(([, { n }]) => n));
            inOrder.forEach(([, { s }], l) => {
              expect(found[k].s[l]).toBeCloseTo(s, ng > 10 ? 6 : 10);
            });
          });
        };
        const bySlice = slices.map((z) => plain.plainTones(levels, dims, distance, false, z, z + 1));
        check(toneDifferences(roi, distance, "2D_avg"), bySlice);
        check(toneDifferences(roi, distance, "2.5D_mrg"), [plain.plainTones(levels, dims, distance, false)]);
        check(toneDifferences(roi, distance, "3D_mrg"), [plain.plainTones(levels, dims, distance, true)]);
      });

      for (const coarseness of [0, 1, 2.5, 70_000]) {
        test(`dependences at distance ${distance}, coarseness ${coarseness}`, () => {
          const matrix = (in3d: boolean, z0?: number, z1?: number) =>
            sorted(plain.plainDependences(levels, dims, distance, coarseness, in3d, z0, z1));
          const found = (how: "2D_avg" | "2.5D_mrg" | "3D_mrg") =>
            dependences(roi, distance, coarseness, how).map(({ counts }) => entries(counts));
          expect(found("2D_avg")).toEqual(slices.map((z) => matrix(false, z, z + 1)).filter((m) => m.length > 0));
          expect(found("2.5D_mrg")).toEqual([matrix(false)]);
          expect(found("3D_mrg")).toEqual([matrix(true)]);
        });
      }
    }

    test("run lengths", () => {
      const flat = runsInSlices(roi);
      expect(flat.directions.length).toBe(4);
      for (const z of slices) {
        flat.directions.forEach((step, d) => {
          expect(entries(flat.slices[z][d])).toEqual(sorted(plain.plainRuns(levels, dims, step, z, z + 1)));
        });
      }
      const solid = runsInVolume(roi);
      expect(solid.directions.length).toBe(13);
      solid.directions.forEach((step, d) => {
        expect(entries(solid.slices[0][d])).toEqual(sorted(plain.plainRuns(levels, dims, step)));
      });
    });

    test("zones, their sizes and distances", () => {
      // Re-segmentation takes voxels from the intensity mask only: the mask has voxels that have no level.
      const random = seeded(seed + 1);
      const mask = Uint8Array.from(levels, (level) => (level > 0 || random() < 0.6 ? 1 : 0));
      const region = textureRoi(levels, dims, { mask });
      for (const [how, in3d] of [
        ["2D_avg", false],
        ["2.5D_mrg", false],
        ["3D_mrg", true],
      ] as const) {
        const zones = plain.plainZones(levels, mask, dims, in3d);
        const parts = (how === "2D_avg" ? slices.map((z) => zones.filter(({ slice }) => slice === z)) : [zones]).filter(
          (part) => part.length > 0,
        );
        const sizes = parts.map((part) => tally(part.map(({ level, size }) => [level, size])));
        const distances = parts.map((part) => tally(part.map(({ level, distance }) => [level, distance])));
        const voxels = parts.map((part) => part.reduce((sum, { size }) => sum + size, 0));
        expect(zoneSizes(region, how).map(({ counts }) => entries(counts))).toEqual(sizes);
        expect(zoneSizes(region, how).map((m) => m.voxels)).toEqual(voxels);
        expect(zoneDistances(region, how).map(({ counts }) => entries(counts))).toEqual(distances);
        expect(zoneDistances(region, how).map((m) => m.voxels)).toEqual(voxels);
      }
    });
  });
}

test("distances to the border, in the slice and in space", () => {
  const dims: Vec3 = [13, 12, 11];
  for (const seed of [1, 2, 3]) {
    const random = seeded(seed);
    const mask = Uint8Array.from({ length: 13 * 12 * 11 }, () => (random() < 0.97 ? 1 : 0));
    for (const in3d of [false, true]) {
      const out = new Uint16Array(mask.length);
      borderDistances(mask, ...dims, in3d ? 1 : 0, out);
      expect(out, `seed ${seed}`).toEqual(plain.plainDistances(mask, dims, in3d));
    }
  }
});

test("directions: 4 and 13, times the distance (IBSI-1 §3.6), none twice", () => {
  // The manual writes those for δ = 3 out.
  const third = ["0,0,3", "0,3,0", "3,0,0", "0,3,3", "0,3,-3", "3,0,3", "3,0,-3", "3,3,0", "3,-3,0"];
  const diagonal = ["3,3,3", "3,3,-3", "3,-3,3", "3,-3,-3"];
  const opposite = ([x, y, z]: Vec3) => [-x + 0, -y + 0, -z + 0].join(",");
  const found = halfDirections([20, 20, 20], 3, true);
  expect(found.length).toBe(13);
  for (const step of [...third, ...diagonal]) {
    expect(found.filter((d) => d.join(",") === step || opposite(d) === step)).toHaveLength(1);
  }
  expect(halfDirections([20, 20, 20], 3, false).length).toBe(4);
});

test("all directions of length δ, for PyRadiomics: half of the steps, none twice", () => {
  for (const [distance, flat, solid] of [
    [1, 4, 13],
    [2, 8, 49],
    [3, 12, 109],
  ] as const) {
    for (const in3d of [false, true]) {
      const found = halfDirections([20, 20, 20], distance, in3d, true);
      expect(found.length).toBe(in3d ? solid : flat);
      const both = found.flatMap(([x, y, z]) => [`${x},${y},${z}`, `${-x + 0},${-y + 0},${-z + 0}`]);
      const wanted = plain.allSteps(distance, in3d).filter((step) => Math.max(...step.map(Math.abs)) === distance);
      expect(both.sort()).toEqual(wanted.map(String).sort());
    }
  }
});
