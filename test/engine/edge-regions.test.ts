import { describe, expect, test } from "vitest";
import { families } from "#engine/features/index.ts";
import type { Grid, Vec3 } from "#engine/grid.ts";
import { extract } from "#engine/plan/extract.ts";
import { aggregations, type Recipe } from "#engine/recipe.ts";
import { seeded } from "../helpers/seeded.ts";

const dims: Vec3 = [12, 11, 10];
const grid: Grid = { dims, spacing: [1, 1.2, 2.5], origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
const voxels = dims[0] * dims[1] * dims[2];

type Inside = (x: number, y: number, z: number) => boolean;
type Value = (x: number, y: number, z: number, random: () => number) => number;

const ball: Inside = (x, y, z) => (x - 5) ** 2 + (y - 5) ** 2 + (z - 5) ** 2 <= 10;
const noise: Value = (_x, _y, _z, random) => Math.round(random() * 200) - 100;

const regions: Record<string, { inside: Inside; value?: Value }> = {
  empty: { inside: () => false },
  "one voxel": { inside: (x, y, z) => x === 4 && y === 5 && z === 6 },
  "two voxels": { inside: (x, y, z) => (x === 4 || x === 5) && y === 5 && z === 6 },
  "one slice": { inside: (x, y, z) => z === 4 && ball(x, y, 5) },
  "one row": { inside: (x, y, z) => y === 3 && z === 3 && x > 1 && x < 9 },
  flat: { inside: ball, value: () => 40 },
  "two levels": { inside: ball, value: (x) => (x < 5 ? 10 : 90) },
  disconnected: { inside: (x, y, z) => (x < 3 || x > 8) && y > 3 && y < 7 && z > 3 && z < 7 },
  "with a hole": { inside: (x, y, z) => ball(x, y, z) && !(x === 5 && y === 5 && z === 5) },
  "touching every border": {
    inside: (x, y, z) => (x - 5.5) ** 2 / 36 + (y - 5) ** 2 / 31 + (z - 4.5) ** 2 / 26 <= 1.01,
  },
  "the whole volume": { inside: () => true },
  checkerboard: { inside: (x, y, z) => (x + y + z) % 2 === 0 },
  "a thin diagonal": { inside: (x, y, z) => x === y && y === z },
  "1000 grey levels": { inside: () => true, value: (x, y, z) => x + 12 * (y + 11 * z) - 500 },
};

const plain: Recipe = {
  interpolation: null,
  resegmentation: { range: [null, null], outlierSigma: null },
  discretisation: { method: "FBN", bins: 16 },
  ivh: { method: "none" },
  aggregations,
  texture: { distance: 1, weighting: "none", coarseness: 0 },
};

const recipes: Record<string, Recipe> = {
  "16 bins": plain,
  "1000 bins": { ...plain, discretisation: { method: "FBN", bins: 1000 }, ivh: { method: "FBN", bins: 1000 } },
  "bin width 1": {
    ...plain,
    discretisation: { method: "FBS", width: 1 },
    ivh: { method: "FBS", width: 2.5 },
    resegmentation: { range: [-600, 900], outlierSigma: null },
  },
  "cubic to 2 mm, outliers out": {
    ...plain,
    interpolation: {
      dimensionality: "3D",
      spacing: [2, 2, 2],
      image: "cubic",
      mask: "linear",
      maskThreshold: 0.5,
      round: false,
    },
    resegmentation: { range: [null, null], outlierSigma: 3 },
  },
  "nothing left": { ...plain, resegmentation: { range: [5000, 6000], outlierSigma: null } },
  "not discretised": { ...plain, discretisation: { method: "none" } },
};

function inputOf({ inside, value = noise }: { inside: Inside; value?: Value }) {
  const random = seeded(11);
  const data = new Float32Array(voxels);
  const labels = new Uint8Array(voxels);
  for (let i = 0, z = 0; z < dims[2]; z++) {
    for (let y = 0; y < dims[1]; y++) {
      for (let x = 0; x < dims[0]; x++, i++) {
        data[i] = value(x, y, z, random);
        labels[i] = inside(x, y, z) ? 7 : 0;
      }
    }
  }
  return { image: { grid, data, unit: "HU" as const }, labels, label: 7 };
}

const expectedRows = families.reduce(
  (n, family) => n + family.features.length * Math.max(1, Object.keys(family.aggregations).length),
  0,
);

for (const [name, region] of Object.entries(regions)) {
  describe(name, () => {
    for (const [setting, recipe] of Object.entries(recipes)) {
      test(`${setting}: every feature has a finite value or a typed reason`, () => {
        const { rows, diagnostics } = extract(inputOf(region), recipe);
        expect(rows.length).toBe(expectedRows);
        expect(diagnostics.length).toBe(54);
        const wrong = [...rows, ...diagnostics].flatMap((row) => {
          const id = "id" in row ? `${row.id} ${row.aggregation}` : row.tag;
          if ("value" in row) return Number.isFinite(row.value) ? [] : [`${id}: ${row.value}`];
          return row.reason !== "failed" && row.detail.length > 5 ? [] : [`${id}: ${row.reason} ${row.detail}`];
        });
        expect(wrong).toEqual([]);
      });
    }
  });
}

test("an empty region gives nothing but its reason", () => {
  const { rows } = extract(inputOf(regions.empty), plain);
  expect(new Set(rows.map((row) => ("reason" in row ? row.reason : "value")))).toEqual(new Set(["empty_region"]));
});

test("voxels that are no numbers are refused, not passed over", () => {
  const input = inputOf(regions["one slice"]);
  input.image.data[input.labels.indexOf(7)] = Number.NaN;
  const { rows } = extract(input, plain);
  for (const row of rows.filter((r) => r.family === "statistics")) {
    expect(row).toMatchObject({
      reason: "failed",
      detail: expect.stringMatching(/^1 of the \d+ voxels hold no finite number\.$/),
    });
  }
});
