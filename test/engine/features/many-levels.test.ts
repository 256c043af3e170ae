import { expect, test } from "vitest";
import { extract } from "#engine/plan/extract.ts";
import { aggregations, type Recipe } from "#engine/recipe.ts";
import { seeded } from "../../helpers/seeded.ts";
import {
  allSteps,
  type PlainMatrix,
  plainDependences,
  plainPairs,
  plainRuns,
  plainTones,
  plainZones,
} from "../plain/textures.ts";

// Levels as they are, from 1 to 65 535: a GLCM as a table would take 34 GB. Every third voxel repeats the one before.
const dims = [17, 15, 13] as const;
const voxels = 17 * 15 * 13;
const random = seeded(65_535);
const levels = new Uint16Array(voxels);
for (let i = 0; i < voxels; i++) levels[i] = i % 3 === 2 ? levels[i - 1] : 1 + Math.floor(65_535 * random());
levels[0] = 1;
levels[voxels - 1] = 65_535;

const recipe: Recipe = {
  interpolation: null,
  resegmentation: { range: [null, null], outlierSigma: null },
  discretisation: { method: "none" },
  ivh: { method: "none" },
  aggregations,
  texture: { distance: 1, weighting: "none", coarseness: 0 },
};
const grid = { dims, spacing: [1, 1, 1], origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] } as const;
const { rows } = extract(
  {
    image: { grid, data: Float32Array.from(levels), unit: "arbitrary" },
    labels: new Uint8Array(voxels).fill(1),
    label: 1,
  },
  recipe,
);
const value = (id: string, how: string) => {
  const row = rows.find((r) => r.id === id && r.aggregation === how);
  return row !== undefined && "value" in row ? row.value : Number.NaN;
};

/** Σ f(i, j)·n / Σ n of plain matrices taken together. */
function mean(matrices: readonly PlainMatrix[], f: (i: number, j: number) => number): number {
  let sum = 0;
  let total = 0;
  for (const matrix of matrices) {
    for (const [key, n] of matrix) {
      const [i, j] = key.split(" ").map(Number);
      sum += f(i, j) * n;
      total += n;
    }
  }
  return sum / total;
}

const near = (found: number, wanted: number) => expect(Math.abs(found / wanted - 1)).toBeLessThan(1e-10);

test("all texture families and aggregations give numbers", () => {
  const without = rows
    .filter((row) => row.aggregation !== null && !("value" in row))
    .map((row) => `${row.id} ${row.aggregation}`);
  expect(without).toEqual([]);
});

const half = allSteps(1, true).filter(([x, y, z]) => z > 0 || (z === 0 && (y > 0 || (y === 0 && x > 0))));

test("GLCM and GLRLM are those of the plain matrices", () => {
  const pairs = half.map((step) => plainPairs(levels, dims, step));
  near(
    value("glcm.contrast", "3D_mrg"),
    mean(pairs, (i, j) => (i - j) ** 2),
  );
  near(
    value("glcm.inverse_difference", "3D_mrg"),
    mean(pairs, (i, j) => 1 / (1 + Math.abs(i - j))),
  );
  near(value("glcm.autocorrelation", "3D_avg"), pairs.reduce((sum, m) => sum + mean([m], (i, j) => i * j), 0) / 13);
  const runs = half.map((step) => plainRuns(levels, dims, step));
  near(
    value("glrlm.long_runs_emphasis", "3D_mrg"),
    mean(runs, (_, j) => j * j),
  );
  near(
    value("glrlm.short_run_high_grey_level_emphasis", "3D_mrg"),
    mean(runs, (i, j) => (i / j) ** 2),
  );
});

test("GLSZM, GLDZM and NGLDM are those of the plain zones and neighbourhoods", () => {
  const zones = plainZones(levels, new Uint8Array(voxels).fill(1), dims, true);
  const over = (f: (zone: (typeof zones)[number]) => number) => zones.reduce((sum, z) => sum + f(z), 0) / zones.length;
  near(
    value("glszm.large_zone_emphasis", "3D_mrg"),
    over(({ size }) => size ** 2),
  );
  near(
    value("glszm.low_grey_level_emphasis", "3D_mrg"),
    over(({ level }) => 1 / level ** 2),
  );
  near(
    value("gldzm.large_distance_high_grey_level_emphasis", "3D_mrg"),
    over(({ level, distance }) => (level * distance) ** 2),
  );
  const dependences = [plainDependences(levels, dims, 1, 0, true)];
  near(
    value("ngldm.high_dependence_emphasis", "3D_mrg"),
    mean(dependences, (_, j) => j * j),
  );
});

test("NGTDM is that of the plain tones", () => {
  const tones = [...plainTones(levels, dims, 1, true)].map(([i, { n, s }]) => ({ i, p: n / voxels, s }));
  near(value("ngtdm.coarseness", "3D_mrg"), 1 / tones.reduce((sum, { p, s }) => sum + p * s, 0));
  const both = tones.reduce((sum, a) => tones.reduce((t, b) => t + (a.p + b.p) * (a.i - b.i) ** 2, sum), 0);
  near(value("ngtdm.strength", "3D_mrg"), both / tones.reduce((sum, { s }) => sum + s, 0));
});
