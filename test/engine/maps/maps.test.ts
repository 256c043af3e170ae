import { describe, expect, test } from "vitest";
import { familyById } from "#engine/features/index.ts";
import type { Vec3 } from "#engine/grid.ts";
import { type MapOut, mapSlab } from "#engine/maps/map-slab.ts";
import { DEFINED, reasonOf } from "#engine/maps/map-state.ts";
import { type PreparedMap, prepareMap } from "#engine/maps/prepare-map.ts";
import { aggregationOf, type MapSettings, mapFamilies } from "#engine/maps/settings.ts";
import { average, extract } from "#engine/plan/extract.ts";
import { isReason, type Reason } from "#engine/reason.ts";
import type { Recipe } from "#engine/recipe.ts";
import { textureRoi } from "../../helpers/texture-roi.ts";
import { allocate, binned, lesion } from "./lesion.ts";

const ids = (families: readonly (typeof mapFamilies)[number][]) =>
  families.flatMap((id) => familyById(id)?.features.map((f) => f.id) ?? []);

/** The window as a region, built from image and labels by plain rules: no code of the maps. */
function regionAt(prepared: PreparedMap, lesionOf: ReturnType<typeof lesion>, [x, y, z]: Vec3) {
  const { image, labels, label } = lesionOf;
  const { settings, recipe } = prepared;
  const [nx, ny, nz] = image.grid.dims;
  const r = settings.radius;
  const rz = settings.dimensionality === "2D" ? 0 : r;
  // The region of the chain: the label, or its box grown by the radius.
  const box = { lo: [nx, ny, nz], hi: [-1, -1, -1] };
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] !== label) continue;
    const at = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    at.forEach((p, a) => {
      box.lo[a] = Math.min(box.lo[a], p);
      box.hi[a] = Math.max(box.hi[a], p);
    });
  }
  const isIn = (i: number, j: number, k: number) =>
    settings.masked
      ? labels[i + nx * (j + ny * k)] === label
      : [i, j, k].every((p, a) => p >= box.lo[a] - [r, r, rz][a] && p <= box.hi[a] + [r, r, rz][a]);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  const [low, high] = [recipe.resegmentation.range[0] ?? -1e9, recipe.resegmentation.range[1] ?? 1e9];
  const keep = (v: number) => v >= low && v <= high;
  for (let k = 0, v = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, v++) {
        if (!isIn(i, j, k) || !keep(image.data[v])) continue;
        min = Math.min(min, image.data[v]);
        max = Math.max(max, image.data[v]);
      }
    }
  }
  const bins = recipe.discretisation.method === "FBN" ? recipe.discretisation.bins : 0;
  const cut = (c: number, radius: number, n: number) => [Math.max(0, c - radius), Math.min(n - 1, c + radius)];
  const [x0, x1] = cut(x, r, nx);
  const [y0, y1] = cut(y, r, ny);
  const [z0, z1] = cut(z, rz, nz);
  const dims: Vec3 = [x1 - x0 + 1, y1 - y0 + 1, z1 - z0 + 1];
  const levels: number[] = [];
  const mask: number[] = [];
  const intensities: number[] = [];
  for (let k = z0; k <= z1; k++) {
    for (let j = y0; j <= y1; j++) {
      for (let i = x0; i <= x1; i++) {
        const v = image.data[i + nx * (j + ny * k)];
        intensities.push(v);
        mask.push(isIn(i, j, k) ? 1 : 0);
        const level = Math.min(bins, Math.floor((bins * (v - min)) / (max - min)) + 1);
        levels.push(isIn(i, j, k) && keep(v) ? level : 0);
      }
    }
  }
  return textureRoi(Uint16Array.from(levels), dims, {
    spacing: image.grid.spacing,
    mask: Uint8Array.from(mask),
    intensities: Float64Array.from(intensities),
    ng: bins,
  });
}

function expectedAt(
  prepared: PreparedMap,
  lesionOf: ReturnType<typeof lesion>,
  at: Vec3,
): Map<string, number | Reason> {
  const roi = regionAt(prepared, lesionOf, at);
  const found = new Map<string, number | Reason>();
  for (const id of mapFamilies) {
    const family = familyById(id);
    if (!family) continue;
    const parts = family.prepare(roi, prepared.recipe, aggregationOf(family, prepared.settings));
    for (const feature of family.features)
      found.set(feature.id, isReason(parts) ? parts : average(feature, parts).result);
  }
  return found;
}

/** Third moments and the like may be 0 but for rounding: what that is, in the unit of the feature. */
const rounding = (id: string, bins: number): number => {
  if (id.endsWith("cluster_shade")) return 1e-12 * bins ** 3;
  if (id.startsWith("statistics.")) return 1e-9;
  // √(1 − exp(−2·0)) with a rounding of 1e-15 inside.
  if (id.endsWith("information_correlation_2")) return 2e-7;
  return 1e-11;
};

function checkVoxel(prepared: PreparedMap, out: MapOut, lesionOf: ReturnType<typeof lesion>, v: number): void {
  const [nx, ny] = prepared.grid.dims;
  const { lo } = prepared.extent;
  const at: Vec3 = [(v % nx) + lo[0], (Math.floor(v / nx) % ny) + lo[1], Math.floor(v / (nx * ny)) + lo[2]];
  const bins = prepared.recipe.discretisation.method === "FBN" ? prepared.recipe.discretisation.bins : 0;
  const expected = expectedAt(prepared, lesionOf, at);
  prepared.featureIds.forEach((id, f) => {
    const wanted = expected.get(id);
    const state = out.states[f][v];
    if (typeof wanted !== "number") {
      expect(`${id} ${reasonOf(state)}`, `at ${at}`).toBe(`${id} ${wanted?.reason}`);
      expect(out.values[f][v]).toBe(0);
      return;
    }
    expect(`${id} ${state}`, `at ${at}`).toBe(`${id} ${DEFINED}`);
    const found = out.values[f][v];
    const allowed = 1e-9 * Math.abs(wanted) + rounding(id, bins);
    expect(Math.abs(found - wanted), `${id} at ${at}: ${found} for ${wanted}`).toBeLessThanOrEqual(allowed);
  });
}

const base: MapSettings = { radius: 1, dimensionality: "3D", masked: true, directions: "merged" };

type Case = { seed: number; settings: MapSettings; bins: number; noise: number; recipe?: Partial<Recipe> };
const cases: Case[] = [];
let seed = 1;
for (const radius of [1, 2, 3, 4, 5]) {
  for (const dimensionality of ["2D", "3D"] as const) {
    for (const masked of [true, false]) {
      for (const directions of ["merged", "averaged"] as const) {
        const bins = [8, 32, 64][seed % 3];
        cases.push({
          seed,
          settings: { radius, dimensionality, masked, directions },
          bins,
          noise: 10 + 25 * (seed % 4),
        });
        seed++;
      }
    }
  }
}
const range = { range: [-60, 70], outlierSigma: null } as const;
cases.push({ seed: 91, settings: base, bins: 32, noise: 60, recipe: { resegmentation: range } });
cases.push({ seed: 92, settings: { ...base, masked: false }, bins: 32, noise: 60, recipe: { resegmentation: range } });
for (const directions of ["merged", "averaged"] as const) {
  const texture = { distance: 2, weighting: "none", coarseness: 1 } as const;
  cases.push({ seed: 93, settings: { ...base, radius: 2, directions }, bins: 16, noise: 60, recipe: { texture } });
  const weighted = { distance: 1, weighting: "euclidean", coarseness: 0 } as const;
  cases.push({ seed: 94, settings: { ...base, directions }, bins: 16, noise: 60, recipe: { texture: weighted } });
}

const words = ({ seed: s, settings: m, bins, recipe }: Case) =>
  `${m.dimensionality}, radius ${m.radius}, ${m.masked ? "masked" : "unmasked"}, ${m.directions}, ${bins} levels, seed ${s}${recipe ? `, ${Object.keys(recipe)}` : ""}`;

describe("a voxel's value is the feature of its window as a region", () => {
  for (const c of cases) {
    test(words(c), { timeout: 60_000 }, () => {
      const found = lesion(c.seed, [15, 13, 12], c.noise);
      const prepared = prepareMap(found, binned(c.bins, c.recipe), c.settings, ids(mapFamilies));
      const out = allocate(prepared);
      const [nx, ny, nz] = prepared.grid.dims;
      // Whole slices of the quick families are slid through; of what they hold, random voxels are looked at.
      for (let round = 0; round < 3; round++) {
        const z = round === 0 ? 0 : Math.floor(found.random() * nz);
        const y = round === 1 ? 0 : Math.floor(found.random() * ny);
        mapSlab(prepared, { z, y0: y, y1: Math.min(ny, y + 1), step: 1 }, out);
        const inRow = Array.from({ length: nx }, (_, x) => x + nx * (y + ny * z)).filter(
          (v) => prepared.target[v] === 1,
        );
        for (let n = 0; n < 3 && inRow.length > 0; n++) {
          checkVoxel(prepared, out, found, inRow[Math.floor(found.random() * inRow.length)]);
        }
      }
    });
  }
});

test("against extract itself: the window drawn as a label, intensities that are levels", () => {
  const found = lesion(7, [12, 11, 10]);
  const random = found.random;
  const data = Float32Array.from(found.image.data, () => 1 + Math.floor(random() ** 2 * 12));
  const image = { ...found.image, data };
  const recipe = { ...binned(12, { discretisation: { method: "none" } }), aggregations: ["3D_mrg", "3D_avg"] as const };
  // Those that know the number of levels of the whole region cannot be asked of a window alone.
  const wanted = ids(mapFamilies).filter((id) => !/normalised_inverse|gradient/.test(id));
  for (const radius of [1, 2]) {
    for (const directions of ["merged", "averaged"] as const) {
      const prepared = prepareMap({ ...found, image }, recipe, { ...base, radius, directions }, wanted);
      const out = allocate(prepared);
      const [nx, ny] = prepared.grid.dims;
      mapSlab(prepared, { z: 4, y0: 5, y1: 6, step: 1 }, out);
      for (const x of [1, 4, 7]) {
        const v = x + nx * (5 + ny * 4);
        if (prepared.target[v] === 0) continue;
        const { lo } = prepared.extent;
        const centre = [x + lo[0], 5 + lo[1], 4 + lo[2]];
        const [ix, iy] = image.grid.dims;
        const labels = found.labels.map((label, i) => {
          const at = [i % ix, Math.floor(i / ix) % iy, Math.floor(i / (ix * iy))];
          return label === 3 && at.every((p, a) => Math.abs(p - centre[a]) <= radius) ? 1 : 0;
        });
        const { rows } = extract({ image, labels, label: 1 }, recipe);
        wanted.forEach((id, f) => {
          const how = directions === "merged" ? "3D_mrg" : "3D_avg";
          const row =
            rows.find((r) => r.id === id && (r.aggregation === how || r.aggregation === null)) ??
            rows.find((r) => r.id === id);
          if (row === undefined) throw new Error(id);
          if ("value" in row) {
            expect(Math.abs(out.values[f][v] - row.value), id).toBeLessThanOrEqual(
              1e-9 * Math.abs(row.value) + rounding(id, 12),
            );
          } else expect(`${id} ${reasonOf(out.states[f][v])}`).toBe(`${id} ${row.reason}`);
        });
      }
    }
  }
});
