import { describe, expect, test } from "vitest";
import type { FamilyId } from "#engine/features/family.ts";
import { families } from "#engine/features/index.ts";
import type { Grid } from "#engine/grid.ts";
import { checkRecipe } from "#engine/plan/check-recipe.ts";
import { defaultReasons, defaultRecipe } from "#engine/plan/defaults.ts";
import { extract } from "#engine/plan/extract.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { IntensityUnit } from "#engine/volume.ts";

const gridOf = (dims: [number, number, number], spacing: [number, number, number]): Grid => ({
  dims,
  spacing,
  origin: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
});
const grid = gridOf([6, 5, 4], [1, 1, 1]);
const input = {
  image: { grid, data: Float32Array.from({ length: 120 }, (_, i) => (i * 7) % 31), unit: "HU" as const },
  labels: new Uint8Array(120).fill(3),
  label: 3,
};
const recipe: Recipe = {
  interpolation: null,
  resegmentation: { range: [null, null], outlierSigma: null },
  discretisation: { method: "FBN", bins: 8 },
  ivh: { method: "none" },
  aggregations: ["2D_avg", "3D_mrg"],
  texture: { distance: 1, weighting: "none", coarseness: 0 },
};

describe("extract", () => {
  test("gives every feature once for each aggregation, in the manual's order", () => {
    const { rows } = extract(input, recipe);
    const keys = rows.map((row) => `${row.id} ${row.aggregation}`);
    expect(new Set(keys).size).toBe(keys.length);
    const wanted = families.flatMap((family) =>
      Object.keys(family.aggregations).length === 0
        ? family.features.map((f) => `${f.id} null`)
        : recipe.aggregations.flatMap((a) => family.features.map((f) => `${f.id} ${a}`)),
    );
    expect(keys).toEqual(wanted);
  });

  test("gives only the families asked for", () => {
    const { rows } = extract(input, recipe, ["statistics", "ivh"]);
    expect(new Set(rows.map((row) => row.family))).toEqual(new Set(["statistics", "ivh"]));
  });

  test("refuses an unknown family, a bad recipe and labels of another size", () => {
    expect(() => extract(input, recipe, ["colour" as FamilyId])).toThrow(expect.objectContaining({ tag: "UnknownId" }));
    const bad: Recipe = { ...recipe, discretisation: { method: "FBN", bins: 0 } };
    expect(() => extract(input, bad)).toThrow(
      expect.objectContaining({
        tag: "InvalidRecipe",
        fields: { setting: "discretisation.bins", code: "bins_outside" },
      }),
    );
    expect(() => extract({ ...input, labels: new Uint8Array(119) }, recipe)).toThrow(
      expect.objectContaining({ tag: "GridMismatch", fields: { image: 120, labels: 119, grid: 120 } }),
    );
  });

  test("stops when cancelled, at any moment it asks", () => {
    let asked = 0;
    extract(input, recipe, undefined, { cancelled: () => asked++ < 0 });
    expect(asked).toBeGreaterThan(50);
    for (let stop = 0; stop < asked; stop += 7) {
      let n = 0;
      expect(() => extract(input, recipe, undefined, { cancelled: () => n++ === stop })).toThrow(
        expect.objectContaining({ tag: "Cancelled" }),
      );
    }
  });

  test("reports progress up to the end", () => {
    const seen: [number, number][] = [];
    extract(input, recipe, undefined, { onProgress: (done, total) => seen.push([done, total]) });
    expect(seen[0][0]).toBe(0);
    expect(seen.at(-1)?.[0]).toBe(seen.at(-1)?.[1]);
    expect(seen.every(([done], i) => done === i)).toBe(true);
  });

  test("intensities at a volume are bins where the histogram has a fixed number of them", () => {
    const unitOf = (ivh: Recipe["ivh"]) =>
      extract(input, { ...recipe, ivh }, ["ivh"]).rows.map((row) => `${row.id.slice(4)} ${row.unit}`);
    expect(unitOf({ method: "none" })).toContain("intensity_at_10_percent_volume intensity");
    expect(unitOf({ method: "FBN", bins: 100 })).toContain("intensity_at_10_percent_volume bins");
    expect(unitOf({ method: "FBN", bins: 100 })).toContain("volume_fraction_at_10_percent 1");
  });

  test("does not depend on where the region lies in the volume, nor on what other labels are there", () => {
    const alone = extract(input, recipe);
    const wide = gridOf([40, 30, 20], [1, 1, 1]);
    const data = new Float32Array(40 * 30 * 20).fill(-5000);
    const labels = new Uint8Array(data.length).fill(9);
    for (let i = 0; i < 120; i++) {
      const at = (i % 6) + 17 + 40 * ((Math.floor(i / 6) % 5) + 11 + 30 * (Math.floor(i / 30) + 8));
      data[at] = input.image.data[i];
      labels[at] = 3;
    }
    const moved = extract({ image: { grid: wide, data, unit: "HU" }, labels, label: 3 }, recipe);
    // Local intensity looks beyond the region, on purpose.
    const own = (e: typeof alone) => e.rows.filter((row) => row.family !== "local_intensity");
    expect(own(moved)).toEqual(own(alone));
  });
});

describe("checkRecipe", () => {
  const codes = (change: Partial<Recipe>, on = grid, unit: IntensityUnit = "HU") =>
    checkRecipe({ ...recipe, ...change }, { grid: on, unit }).map((p) => `${p.level} ${p.code}`);
  const interpolation = {
    dimensionality: "3D",
    spacing: [1, 1, 1],
    image: "linear",
    mask: "linear",
    maskThreshold: 0.5,
    round: true,
  } as const;

  test("has nothing to say about a sound recipe", () => {
    expect(codes({})).toEqual([]);
    expect(codes({ interpolation })).toEqual([]);
  });
  test("spacing", () => {
    for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(codes({ interpolation: { ...interpolation, spacing: [1, bad, 1] } })).toContain(
        "error spacing_not_positive",
      );
    }
    expect(codes({ interpolation: { ...interpolation, dimensionality: "2D", spacing: [1, 1, 0] } })).not.toContain(
      "error spacing_not_positive",
    );
  });
  test("absurd sizes are refused, large ones announced with their memory", () => {
    const on = gridOf([512, 512, 300], [0.7, 0.7, 1]);
    const at = (s: number) => codes({ interpolation: { ...interpolation, spacing: [s, s, s] } }, on);
    expect(at(1)).toEqual([]);
    expect(at(0.6)).toEqual(["warning many_voxels"]);
    expect(at(0.1)).toEqual(["error too_many_voxels"]);
    expect(at(1e-9)).toEqual(["error too_many_voxels"]);
  });
  test("thresholds, ranges, sigma, bins, widths, distances", () => {
    expect(codes({ interpolation: { ...interpolation, maskThreshold: 0 } })).toEqual(["error threshold_outside"]);
    expect(codes({ interpolation: { ...interpolation, round: false } })).toEqual(["warning no_rounding"]);
    expect(codes({ resegmentation: { range: [5, 4], outlierSigma: null } })).toEqual(["error range_reversed"]);
    expect(codes({ resegmentation: { range: [Number.NaN, 4], outlierSigma: null } })).toEqual([
      "error range_not_finite",
    ]);
    expect(codes({ resegmentation: { range: [null, null], outlierSigma: 0 } })).toEqual(["error sigma_not_positive"]);
    expect(codes({ discretisation: { method: "FBN", bins: 65_536 } })).toEqual(["error bins_outside"]);
    expect(codes({ discretisation: { method: "FBN", bins: 2.5 } })).toEqual(["error bins_outside"]);
    expect(codes({ ivh: { method: "FBS", width: -1 } })).toEqual(["error width_not_positive"]);
    expect(codes({ discretisation: { method: "FBS", width: 25 } })).toEqual(["warning origin_moves"]);
    expect(codes({ texture: { ...recipe.texture, distance: 0 } })).toEqual(["error distance_outside"]);
    expect(codes({ texture: { ...recipe.texture, distance: 11 } })).toEqual(["error distance_outside"]);
    expect(codes({ texture: { ...recipe.texture, coarseness: -1 } })).toEqual(["error coarseness_outside"]);
  });
  test("aggregations that do not fit the image", () => {
    expect(codes({ aggregations: [] })).toEqual(["error no_aggregation"]);
    expect(codes({ aggregations: ["4D" as "3D_mrg"] })).toEqual(["error unknown_aggregation"]);
    expect(codes({}, gridOf([6, 5, 1], [1, 1, 1]))).toEqual(["warning single_slice_3d"]);
    expect(codes({}, gridOf([6, 5, 4], [1, 1, 3]))).toEqual(["warning anisotropic_3d"]);
    expect(codes({ aggregations: ["2D_avg"], interpolation })).toEqual(["warning slices_interpolated"]);
  });
  test("finds no error in the IBSI's own configurations", () => {
    for (const c of ibsiConfigurations) {
      const problems = checkRecipe(c.recipe, { grid: gridOf([204, 201, 60], [0.977, 0.977, 3]), unit: "HU" });
      expect(problems.filter((p) => p.level === "error")).toEqual([]);
    }
  });
});

describe("defaultRecipe", () => {
  const cases: [string, IntensityUnit, Grid, "volume" | "slices"][] = [
    ["CT", "HU", gridOf([512, 512, 100], [0.7, 0.7, 2.5]), "volume"],
    ["CT", "HU", gridOf([512, 512, 100], [0.7, 0.7, 2.5]), "slices"],
    ["PT", "SUV", gridOf([128, 128, 90], [4, 4, 4]), "volume"],
    ["MR", "arbitrary", gridOf([256, 200, 30], [0.9, 1.1, 4]), "volume"],
    ["MG", "1", gridOf([3000, 2000, 1], [0.07, 0.07, 1]), "slices"],
    ["US", "arbitrary", gridOf([640, 480, 1], [0.2, 0.3, 1]), "volume"],
  ];
  test("is sound, and each of its settings is explained in both languages", () => {
    for (const [modality, unit, on, use] of cases) {
      const found = defaultRecipe(modality, unit, on, use);
      expect(checkRecipe(found, { grid: on, unit }), `${modality} ${use}`).toEqual([]);
      const reasons = defaultReasons(modality, unit, on, use);
      expect(reasons.map((r) => r.setting).sort()).toEqual(
        ["aggregations", "discretisation", "interpolation", "ivh", "resegmentation", "texture"].sort(),
      );
      expect(reasons.every((r) => r.en.length > 20 && r.it.length > 20)).toBe(true);
    }
  });
  test("measures in 3D only what may be: volumes of more than one slice", () => {
    const in3d = cases.map(([m, u, g, use]) =>
      defaultRecipe(m, u, g, use).aggregations.some((a) => a.startsWith("3D")),
    );
    expect(in3d).toEqual([true, false, true, true, false, false]);
  });
  test("CT: 25 HU from −1000; PET: 0.5 SUV from 0; MR: 64 bins; voxels that are cubes stay as they are", () => {
    const [ct, , pet, mr] = cases.map(([m, u, g, use]) => defaultRecipe(m, u, g, use));
    expect([ct.discretisation, ct.resegmentation.range]).toEqual([{ method: "FBS", width: 25 }, [-1000, null]]);
    expect([pet.discretisation, pet.resegmentation.range]).toEqual([{ method: "FBS", width: 0.5 }, [0, null]]);
    expect(mr.discretisation).toEqual({ method: "FBN", bins: 64 });
    expect([ct.interpolation?.spacing, pet.interpolation]).toEqual([[1, 1, 1], null]);
  });
});
