import { expect, test } from "vitest";
import type { Grid } from "#engine/grid.ts";
import { defaultRecipe } from "#engine/plan/defaults.ts";
import { extract } from "#engine/plan/extract.ts";
import { load } from "#io/load.ts";
import { memoryFile, plainHost } from "../../helpers/load-files.ts";
import { ctElements, rawFile } from "../../helpers/raw-dicom.ts";

const grid: Grid = {
  dims: [20, 20, 1],
  spacing: [0.5, 0.5, 1],
  origin: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};
const data = Float32Array.from({ length: 400 }, (_, i) => (i * 7919) % 1009);
const labels = Uint8Array.from({ length: 400 }, (_, i) => (i % 20 >= 5 && i % 20 < 15 && i >= 100 && i < 220 ? 1 : 0));
const recipe = defaultRecipe("MG", "arbitrary", grid, "slices");
const measured = (flat: boolean) => {
  const image = { grid, data, unit: "arbitrary", ...(flat ? { flat: true as const } : {}) } as const;
  const { rows } = extract({ image, labels, label: 1 }, recipe);
  return (id: string) => rows.find((r) => r.id === id);
};

test("a single slice has no volume, surface or solid shape: the reason stands in their place", () => {
  const row = measured(true);
  for (const name of [
    "volume_mesh",
    "surface_area_mesh",
    "sphericity",
    "maximum_3d_diameter",
    "integrated_intensity",
  ]) {
    expect(row(`morphology.${name}`)).toMatchObject({ reason: "needs_3d" });
    expect(row(`morphology.${name}`)).not.toHaveProperty("value");
  }
  expect(row("morphology.volume_density_aabb")).toMatchObject({ reason: "needs_3d" });
});

test("what lies within the slice is measured as ever", () => {
  const [flat, solid] = [measured(true), measured(false)];
  // A bar of 10 × 6 pixels of 0.5 mm: 4·√λ with λ = s²(n² − 1)/12 · N/(N − 1), of N = 60 centres.
  const axis = (n: number) => 4 * Math.sqrt((0.25 * (n * n - 1) * 60) / (12 * 59));
  expect(flat("morphology.major_axis_length")).toHaveProperty("value", expect.closeTo(axis(10), 9));
  expect(flat("morphology.minor_axis_length")).toHaveProperty("value", expect.closeTo(axis(6), 9));
  for (const id of ["morphology.centre_of_mass_shift", "statistics.mean", "glcm.contrast"]) {
    expect(flat(id)).toEqual(solid(id));
  }
  expect(solid("morphology.volume_voxel_counting")).toHaveProperty("value", 60 * 0.25);
});

test("the loader says so of what forms no volume", async () => {
  const { series } = await load([memoryFile("a", rawFile(ctElements()))], plainHost());
  expect(series[0].image.flat).toBe(true);
});
