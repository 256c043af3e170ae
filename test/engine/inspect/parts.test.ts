import { expect, test } from "vitest";
import { digitalPhantom, type PublishedMatrix, publishedMatrices } from "#app/conformance/phantom.ts";
import { familyById } from "#engine/features/index.ts";
import type { Vec3 } from "#engine/grid.ts";
import { cellsOf, visitEvents, voxelsOf } from "#engine/inspect/events.ts";
import { hasMatrix, type MatrixFamily, type MatrixPart, matrixFamilies } from "#engine/inspect/matrix.ts";
import { matrixParts } from "#engine/inspect/parts.ts";
import { inspectRegion } from "#engine/inspect/region.ts";
import { asProfile } from "#engine/plan/as-profile.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import { prepareRoi } from "#engine/process/prepare-roi.ts";
import { isReason } from "#engine/reason.ts";
import { type Aggregation, aggregations, type Recipe } from "#engine/recipe.ts";
import type { Roi } from "#engine/roi.ts";
import { seeded } from "../../helpers/seeded.ts";
import { randomLevels, textureRecipe, textureRoi } from "../../helpers/texture-roi.ts";

const { recipe } = ibsiConfigurations[0];
const { roi } = prepareRoi(digitalPhantom(), recipe);
const partsOf = (
  of: Roi,
  how: Recipe,
  family: MatrixFamily,
  aggregation: Aggregation | null,
): readonly MatrixPart[] => {
  const found = matrixParts(of, how, family, aggregation);
  if (isReason(found)) throw new Error(found.detail);
  return found;
};
/** The entries counted event by event, without the kernels. */
function counted(of: Roi, part: MatrixPart): Map<string, number> {
  const found = new Map<string, number>();
  visitEvents(of, part.source, (i, j) => found.set(`${i} ${j}`, (found.get(`${i} ${j}`) ?? 0) + 1));
  return found;
}
const entries = ({ counts: { i, j, n } }: MatrixPart) => new Map(Array.from(i, (row, k) => [`${row} ${j[k]}`, n[k]]));
const whole = { i: [1, 65_535], j: [0, 2 ** 32 - 1] } as const;

const familyOf: Record<PublishedMatrix["matrix"], MatrixFamily> = {
  GLCM: "glcm",
  GLRLM: "glrlm",
  GLSZM: "glszm",
  GLDZM: "gldzm",
  NGTDM: "ngtdm",
  NGLDM: "ngldm",
};

test("the parts hold the 88 matrices the IBSI prints for its digital phantom", () => {
  const missed = publishedMatrices.filter(({ matrix, slice, direction, rows }) => {
    const family = familyOf[matrix];
    const directed = family === "glcm" || family === "glrlm";
    const how: Aggregation =
      slice === null
        ? directed && direction !== null
          ? "3D_avg"
          : "3D_mrg"
        : directed && direction === null
          ? "2D_mrg"
          : "2D_avg";
    const same = (d: Vec3 | null) =>
      direction === null
        ? d === null
        : d !== null && [1, -1].some((s) => d.every((x, a) => x === s * direction[a] + 0));
    const part = partsOf(roi, recipe, family, how).find((p) => p.slice === slice && same(p.direction));
    if (!part) return true;
    const { counts, sums } = part;
    const found = Array.from(counts.i, (i, k) => (sums ? [i, sums[k], counts.n[k]] : [i, counts.j[k], counts.n[k]]));
    return !rows.every((row, k) =>
      row.every((x, c) => Math.abs(x - found[k]?.[c]) <= (Number.isInteger(x) ? 1e-12 : 6e-7)),
    );
  });
  expect(publishedMatrices.length).toBe(88);
  expect(missed).toEqual([]);
});

const random = seeded(8);
const dims: Vec3 = [7, 6, 5];
const scattered = textureRoi(randomLevels(random, dims, 5, 0.7), dims, { spacing: [1, 1, 2] });
const profiles: readonly (readonly [string, Recipe])[] = [
  ["IBSI", textureRecipe()],
  ["IBSI, distance 2, coarseness 1", textureRecipe({ distance: 2, coarseness: 1 })],
  ["PyRadiomics", asProfile(textureRecipe(), "PyRadiomics")],
  [
    "PyRadiomics, one way, two distances, flat",
    {
      ...asProfile(textureRecipe(), "PyRadiomics"),
      pyradiomics: { symmetricalGLCM: false, distances: [1, 2], force2D: true, gldm_a: 1 },
    },
  ],
];
const cases = profiles.flatMap(([profile, how]) =>
  matrixFamilies
    .filter((family) => family.startsWith("pyradiomics.") === profile.startsWith("PyRadiomics"))
    .flatMap((family) => {
      const known = familyById(family)?.aggregations ?? {};
      const list: readonly (Aggregation | null)[] =
        how.profile === "PyRadiomics" ? [null] : aggregations.filter((a) => a in known);
      return list.map((aggregation) => ({ profile, how, family, aggregation }));
    }),
);

test.for(cases)(
  "$family $aggregation, $profile: parts are what features are computed from, and their events make them",
  ({ how, family, aggregation }) => {
    const parts = partsOf(scattered, how, family, aggregation);
    expect(parts.map((p) => p.prepared)).toEqual(familyById(family)?.prepare(scattered, how, aggregation));
    for (const part of parts) {
      expect(counted(scattered, part)).toEqual(entries(part));
      // Each count lights the voxels behind it: both ends of a pair, j voxels of a run or zone, one of a neighbourhood.
      const lit = voxelsOf(scattered, [part.source], whole).reduce((a, b) => a + b, 0);
      const { i, j, n } = part.counts;
      const { kind } = part.source;
      const weight = (k: number) => (kind === "pairs" ? 2 : kind === "runs" || kind === "zones" ? j[k] : 1);
      if (kind !== "depths") expect(lit).toBe(i.reduce((sum, _, k) => sum + weight(k) * n[k], 0));
      else {
        const inside =
          part.slice === null ? scattered.levels : scattered.levels.subarray(42 * part.slice, 42 * (part.slice + 1));
        expect(lit).toBe(inside.filter((level) => level > 0).length);
      }
    }
  },
);

test.for(["glcm", "glrlm", "glszm", "gldzm", "ngtdm", "ngldm"] as const)(
  "%s: what voxels feed is what cells are made of",
  (family) => {
    const [part] = partsOf(scattered, textureRecipe(), family, "3D_mrg");
    for (const { i, j, n } of cellsOf(scattered, [part.source], 58)) {
      expect(voxelsOf(scattered, [part.source], { i: [i, i], j: [j, j] })[58]).toBe(n);
    }
    // All voxels together feed each cell as often as voxels are behind it.
    const fed = new Map<string, number>();
    for (let voxel = 0; voxel < scattered.levels.length; voxel++) {
      for (const { i, j, n } of cellsOf(scattered, [part.source], voxel)) {
        fed.set(`${i} ${j}`, (fed.get(`${i} ${j}`) ?? 0) + n);
      }
    }
    const { i, j } = part.counts;
    expect(fed.size).toBe(i.length);
    for (let k = 0; k < i.length; k++) {
      const lit = voxelsOf(scattered, [part.source], { i: [i[k], i[k]], j: [j[k], j[k]] });
      expect(fed.get(`${i[k]} ${j[k]}`)).toBe(lit.reduce((a, b) => a + b, 0));
    }
    expect(hasMatrix(family)).toBe(true);
  },
);

/*
 * By hand, from the phantom as the IBSI prints it (5 × 4 × 4 voxels). Its first slice:
 *   1 4 4 1 1
 *   1 4 6 1 1
 *   4 1 6 4 1
 *   4 4 6 4 1
 */
const at = (x: number, y: number, z: number) => x + 5 * (y + 4 * z);

test("the digital phantom by hand: the pairs of levels 6 and 6 along y in the first slice", () => {
  const part = partsOf(roi, recipe, "glcm", "2D_avg").find(
    (p) => p.slice === 0 && p.direction?.[0] === 0 && Math.abs(p.direction[1]) === 1,
  );
  if (!part) throw new Error("no part");
  const lit = voxelsOf(roi, [part.source], { i: [6, 6], j: [6, 6] });
  // Two pairs, (2,1)–(2,2) and (2,2)–(2,3), each counted both ways: the middle one four times.
  const wanted = new Float32Array(80);
  wanted[at(2, 1, 0)] = 2;
  wanted[at(2, 2, 0)] = 4;
  wanted[at(2, 3, 0)] = 2;
  expect(lit).toEqual(wanted);
});

test("the digital phantom by hand: a run, a zone and what a voxel feeds in the first slice", () => {
  const run = partsOf(roi, recipe, "glrlm", "2D_avg").find(
    (p) => p.slice === 0 && p.direction?.[0] === 0 && Math.abs(p.direction[1]) === 1,
  );
  const zone = partsOf(roi, recipe, "glszm", "2D_avg").find((p) => p.slice === 0);
  if (!run || !zone) throw new Error("no part");
  const column = [at(2, 1, 0), at(2, 2, 0), at(2, 3, 0)];
  const voxels = (lit: Float32Array) => Array.from(lit.keys()).filter((v) => lit[v] > 0);
  expect(voxels(voxelsOf(roi, [run.source], { i: [6, 6], j: [3, 3] }))).toEqual(column);
  expect(voxels(voxelsOf(roi, [zone.source], { i: [6, 6], j: [3, 3] }))).toEqual(column);
  expect(cellsOf(roi, [run.source], at(2, 2, 0))).toEqual([{ i: 6, j: 3, n: 1 }]);
  expect(cellsOf(roi, [zone.source], at(2, 2, 0))).toEqual([{ i: 6, j: 3, n: 1 }]);
});

test("the region that is looked into is the one that is measured", () => {
  const found = inspectRegion(digitalPhantom(), recipe);
  if (isReason(found)) throw new Error(found.detail);
  expect(found.roi.levels).toEqual(roi.levels);
  expect(found.grid).toMatchObject({ dims: [5, 4, 4], origin: [0, 0, 0], spacing: [2, 2, 2] });
  expect(found.sorted.length).toBe(74);
  // The IBSI's value for the phantom.
  expect(found.statistics.find((s) => s.id === "statistics.mean")).toMatchObject({ value: expect.closeTo(2.15, 2) });
  expect(isReason(inspectRegion({ ...digitalPhantom(), label: 9 }, recipe))).toBe(true);
});
