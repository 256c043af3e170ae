import { describe, expect, test } from "vitest";
import { digitalPhantom, publishedMatrices } from "#app/conformance/phantom.ts";
import type { FamilyId, QuantityCode } from "#engine/index.ts";
import { extract } from "#engine/plan/extract.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import type { Aggregation, Recipe } from "#engine/recipe.ts";

const phantom = digitalPhantom();
const { recipe } = ibsiConfigurations[0];
const { intermediates } = extract(phantom, recipe);

const of = (family: FamilyId, aggregation: Aggregation | null, from = intermediates) => {
  const found = from.find((i) => i.family === family && i.aggregation === aggregation)?.quantities ?? [];
  return new Map(found.map((q) => [q.code, q]));
};
const value = (family: FamilyId, aggregation: Aggregation | null, code: QuantityCode) =>
  of(family, aggregation).get(code)?.value;

describe("the digital phantom: 5 × 4 × 4 voxels of 2 mm, of which 74 with levels 1, 3, 4 and 6 are the region", () => {
  test("voxels and levels, counted by hand in the printed table", () => {
    expect(value("morphology", null, "morphological_voxels")).toBe(74);
    expect(value("morphology", null, "voxel_volume")).toBe(8);
    expect(value("statistics", null, "intensity_voxels")).toBe(74);
    expect(value("statistics", null, "distinct_intensities")).toBe(4);
    expect(value("histogram", null, "levels")).toBe(6);
    expect(value("histogram", null, "levels_occupied")).toBe(4);
    expect(value("ivh", null, "lowest_intensity")).toBe(1);
    expect(value("ivh", null, "highest_intensity")).toBe(6);
    expect(value("ivh", null, "intensity_step")).toBe(1);
    // Lattice points with x² + y² + z² ≤ 9 (6.2035 mm are 3.1 voxels): 1 + 6 + 12 + 8 + 6 + 24 + 24 + 0 + 12 + 30.
    expect(value("local_intensity", null, "sphere_voxels")).toBe(123);
  });

  test("mesh: a vertex between each inside and outside neighbour; two closed surfaces, one round a hollow voxel", () => {
    const { dims } = phantom.image.grid;
    const inside = (x: number, y: number, z: number) =>
      x >= 0 && y >= 0 && z >= 0 && x < dims[0] && y < dims[1] && z < dims[2]
        ? phantom.labels[x + dims[0] * (y + dims[1] * z)]
        : 0;
    let vertices = 0;
    for (let z = -1; z < dims[2]; z++)
      for (let y = -1; y < dims[1]; y++)
        for (let x = -1; x < dims[0]; x++)
          for (const next of [inside(x + 1, y, z), inside(x, y + 1, z), inside(x, y, z + 1)])
            if (next !== inside(x, y, z)) vertices++;
    expect(value("morphology", null, "mesh_vertices")).toBe(vertices);
    // Euler: F = 2V − 4 for each closed surface without a handle.
    expect(value("morphology", null, "mesh_faces")).toBe(2 * vertices - 8);
  });

  const sum = (rows: readonly (readonly number[])[], column: number) => rows.reduce((s, r) => s + r[column], 0);
  const codes = {
    GLCM: "pairs",
    GLRLM: "runs",
    GLSZM: "zones",
    GLDZM: "zones",
    NGTDM: "voxels_with_neighbours",
    NGLDM: "neighbourhoods",
  } as const;
  test("sums, sizes and entries of the matrices that the IBSI prints", () => {
    for (const matrix of ["GLCM", "GLRLM", "GLSZM", "GLDZM", "NGTDM", "NGLDM"] as const) {
      const family = matrix.toLowerCase() as FamilyId;
      const directional = matrix === "GLCM" || matrix === "GLRLM";
      const printed = publishedMatrices.filter((m) => m.matrix === matrix && m.slice === null);
      const whole = printed.filter((m) => m.direction === null);
      expect(whole.length, matrix).toBe(1);
      const { rows } = whole[0];
      expect(value(family, "3D_mrg", codes[matrix]), matrix).toBe(sum(rows, 2));
      expect(value(family, "3D_mrg", "matrix_entries"), matrix).toBe(rows.length);
      expect(value(family, "3D_mrg", "matrices"), matrix).toBe(1);
      if (matrix !== "NGTDM") {
        const columns = matrix === "GLCM" ? 6 : Math.max(...rows.map((r) => r[1]));
        expect(value(family, "3D_mrg", "matrix_columns"), matrix).toBe(columns);
      }
      if (directional) {
        const single = printed.filter((m) => m.direction !== null);
        const totals = single.map((m) => sum(m.rows, 2));
        expect(value(family, "3D_avg", "matrices"), matrix).toBe(13);
        expect(of(family, "3D_avg").get(codes[matrix]), matrix).toMatchObject({
          value: totals.reduce((a, b) => a + b),
          each: [Math.min(...totals), Math.max(...totals)],
        });
      }
      const slices = publishedMatrices.filter((m) => m.matrix === matrix && m.slice !== null && m.direction === null);
      const bySlice = slices.map((m) => sum(m.rows, 2));
      expect(of(family, directional ? "2D_mrg" : "2D_avg").get(codes[matrix]), matrix).toMatchObject({
        value: bySlice.reduce((a, b) => a + b),
        each: [Math.min(...bySlice), Math.max(...bySlice)],
      });
    }
    expect(value("glcm", "2D_avg", "matrices")).toBe(4 * 4);
    expect(value("glcm", "2.5D_dir", "matrices")).toBe(4);
    expect(value("glcm", "2.5D_mrg", "slices")).toBe(4);
    expect(value("ngldm", "3D_mrg", "neighbours")).toBe(26);
    expect(value("ngtdm", "2D_avg", "neighbours")).toBe(8);
  });

  test("bins: their width and where they begin and end", () => {
    const bins = (change: Partial<Recipe>) => {
      const found = of("histogram", null, extract(phantom, { ...recipe, ...change }, ["histogram"]).intermediates);
      return (["levels", "bin_width", "first_bin_edge", "last_bin_edge"] as const).map((c) => found.get(c)?.value);
    };
    expect(bins({ discretisation: { method: "FBN", bins: 5 } })).toEqual([5, 1, 1, 6]);
    expect(bins({ discretisation: { method: "FBS", width: 2 } })).toEqual([3, 2, 1, 7]);
    const range = { range: [0, null], outlierSigma: null } as const;
    expect(bins({ discretisation: { method: "FBS", width: 2 }, resegmentation: range })).toEqual([4, 2, 0, 8]);
  });
});

test("one voxel: an octahedron", () => {
  const grid = {
    dims: [1, 1, 1],
    spacing: [1, 1, 1],
    origin: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  } as const;
  const input = {
    image: { grid, data: Float32Array.of(1), unit: "arbitrary" },
    labels: Uint8Array.of(1),
    label: 1,
  } as const;
  const one = of("morphology", null, extract(input, recipe).intermediates);
  expect(["mesh_vertices", "mesh_faces", "hull_vertices"].map((c) => one.get(c as QuantityCode)?.value)).toEqual([
    6, 8, 6,
  ]);
});

test("the PyRadiomics profile: bins at multiples of the width, and something to trace in every texture class", () => {
  const settings: Recipe = { ...recipe, profile: "PyRadiomics", discretisation: { method: "FBS", width: 2 } };
  const found = extract(phantom, settings).intermediates;
  const glcm = of("pyradiomics.glcm", null, found);
  // Intensities 1 to 6: bins [0, 2), [2, 4), [4, 6), [6, 8), all of them in use.
  const codes = ["first_bin_edge", "last_bin_edge", "levels", "levels_occupied", "matrices"] as const;
  expect(codes.map((code) => glcm.get(code)?.value)).toEqual([0, 8, 4, 4, 13]);
  for (const id of ["glrlm", "glszm", "gldm", "ngtdm"] as const) {
    expect(of(`pyradiomics.${id}`, null, found).get("intensity_voxels")?.value, id).toBe(74);
  }
  expect(of("pyradiomics.gldm", null, found).get("neighbourhoods")?.value).toBe(74);
});

test("normalised intensities and filter responses have no unit, neither in rows nor on the way to them", () => {
  const units = (settings: Recipe) => {
    const found = extract(phantom, settings, [settings.profile ? "pyradiomics.firstorder" : "statistics"]);
    const quantities = found.intermediates.flatMap((i) => i.quantities);
    return new Set([...found.rows, ...quantities].map(({ unit }) => unit).filter((u) => u.startsWith("intensity")));
  };
  expect(units(recipe)).toContain("intensity");
  expect(units({ ...recipe, filter: { id: "square", params: {} } })).toEqual(new Set());
  const normalised = { profile: "PyRadiomics", pyradiomics: { normalize: true } } as const;
  expect(units({ ...recipe, ...normalised, discretisation: { method: "FBN", bins: 4 } })).toEqual(new Set());
});

test("an empty region has no intermediates, and every number of the others is finite", () => {
  expect(extract({ ...phantom, label: 2 }, recipe).intermediates).toEqual([]);
  for (const { quantities } of intermediates)
    for (const q of quantities) expect(Number.isFinite(q.value), q.code).toBe(true);
});
