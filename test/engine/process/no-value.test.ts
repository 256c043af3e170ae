import { describe, expect, test } from "vitest";
import { prepareMap } from "#engine/maps/prepare-map.ts";
import { extract } from "#engine/plan/extract.ts";
import type { Extraction, ExtractionInput } from "#engine/plan/extraction.ts";
import { describeImage } from "#engine/process/describe-image.ts";
import { isReason } from "#engine/reason.ts";
import type { Recipe } from "#engine/recipe.ts";

const recipe: Recipe = {
  interpolation: null,
  resegmentation: { range: [null, null], outlierSigma: null },
  discretisation: { method: "FBN", bins: 4 },
  ivh: { method: "none" },
  aggregations: ["3D_mrg"],
  texture: { distance: 1, weighting: "none", coarseness: 0 },
};
const finer: Recipe = {
  ...recipe,
  interpolation: {
    dimensionality: "3D",
    spacing: [0.5, 0.5, 0.5],
    image: "linear",
    mask: "linear",
    maskThreshold: 0.5,
    round: false,
  },
};
const PAD = -2000;

/**
 * A block of 40 × 7 × 7 voxels of 1 mm holding x + 10·y, and a region of 3 × 3 × 3 at its middle (x 18 to 20, y and z 2
 * to 4), whose mean is 19 + 30. `pad`: the x of voxels (y = 3, z = 3) that hold padding.
 */
function block(pad: readonly number[], isDeclared = true): ExtractionInput {
  const dims = [40, 7, 7] as const;
  const data = new Float32Array(40 * 49);
  const labels = new Uint8Array(data.length);
  for (let z = 0, i = 0; z < 7; z++) {
    for (let y = 0; y < 7; y++) {
      for (let x = 0; x < 40; x++, i++) {
        data[i] = x + 10 * y;
        if (x >= 18 && x <= 20 && y >= 2 && y <= 4 && z >= 2 && z <= 4) labels[i] = 1;
      }
    }
  }
  for (const x of pad) data[x + 40 * (3 + 7 * 3)] = PAD;
  const grid = { dims, spacing: [1, 1, 1], origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] } as const;
  return { image: { grid, data, unit: "arbitrary", ...(isDeclared ? { padding: [PAD, PAD] } : {}) }, labels, label: 1 };
}
const row = (found: Extraction, id: string) => found.rows.find((r) => r.id === id);
const reading = (found: Extraction, id: string) => {
  const r = row(found, id);
  return r !== undefined && "value" in r ? r.value : r;
};
/** Features that no intensity goes into. */
const ofShapeAlone = (id: string) =>
  id.startsWith("morphology.") && !/centre_of_mass_shift|integrated_intensity|moran|geary/.test(id);

/** All intensity features say why they have no value; shape has its own. */
function expectRefused(found: Extraction): void {
  const measured = found.rows.filter((r) => "value" in r && !ofShapeAlone(r.id));
  expect(measured.map((r) => r.id)).toEqual([]);
  expect(row(found, "statistics.mean")).toMatchObject({ reason: "no_value" });
  expect(reading(found, "morphology.volume_voxel_counting")).toBeGreaterThan(20);
}

describe("voxels without a value", () => {
  test("in the region: nothing is measured from its intensities", () => {
    const found = extract(block([19]), recipe);
    expectRefused(found);
    expect(row(found, "statistics.mean")).toMatchObject({ detail: expect.stringContaining("1 of the 27 voxels") });
    // The same file without the declaration: 26 · 49 − 2000 over 27, the wrong number that this prevents.
    expect(reading(extract(block([19], false), recipe), "statistics.mean")).toBeCloseTo((27 * 49 - 49 + PAD) / 27, 12);
  });

  test("a range leaves them out, and a warning counts them", () => {
    const found = extract(block([18]), { ...recipe, resegmentation: { range: [0, 200], outlierSigma: null } });
    // The voxel that is missing would hold 18 + 30.
    expect(reading(found, "statistics.mean")).toBeCloseTo((27 * 49 - 48) / 26, 12);
    expect(found.warnings.filter((w) => w.code === "no_value")).toHaveLength(1);
    expect(found.warnings.find((w) => w.code === "no_value")?.detail).toContain("1 of the 27");
  });

  test("outliers are told from the whole region: it is refused", () => {
    expectRefused(extract(block([18]), { ...recipe, resegmentation: { range: [null, null], outlierSigma: 3 } }));
    expectRefused(extract(block([18]), { ...recipe, resegmentation: { range: [0, 200], outlierSigma: 3 } }));
  });

  test("interpolation carries them one voxel far, past a range as well; beyond, nothing changes", () => {
    expectRefused(extract(block([21]), finer));
    expectRefused(extract(block([21]), { ...finer, resegmentation: { range: [0, 200], outlierSigma: null } }));
    const local = (r: { family: string }) => r.family !== "local_intensity";
    expect(extract(block([30]), finer).rows.filter(local)).toEqual(extract(block([]), finer).rows.filter(local));
  });

  test("the spheres of local intensity look beyond the region", () => {
    // 6.2 mm reach from x = 20 to 26.
    expect(row(extract(block([25]), recipe), "local_intensity.global_peak")).not.toHaveProperty("value");
    expect(row(extract(block([30]), recipe), "local_intensity.global_peak")).toHaveProperty("value");
    expect(reading(extract(block([25]), recipe), "statistics.mean")).toBeCloseTo(49, 12);
  });

  test("a filter carries them as far as its kernel", () => {
    const mean = (support: number): Recipe => ({
      ...recipe,
      filter: { id: "mean", params: { support, dimensionality: "3D" } },
    });
    expectRefused(extract(block([22]), mean(5)));
    // The mean of 3 × 3 × 3 of a plane is the plane: 19 + 30 in the middle.
    expect(reading(extract(block([22]), mean(3)), "statistics.mean")).toBeCloseTo(49, 10);
  });

  test("in the PyRadiomics profile, too", () => {
    const found = extract(block([19]), { ...recipe, profile: "PyRadiomics" });
    expect(row(found, "pyradiomics.firstorder.Mean")).toMatchObject({ reason: "no_value" });
    expect(found.rows.filter((r) => "value" in r && !r.id.startsWith("pyradiomics.shape")).map((r) => r.id)).toEqual(
      [],
    );
    const normalised = extract(block([2]), { ...recipe, profile: "PyRadiomics", pyradiomics: { normalize: true } });
    expect(row(normalised, "pyradiomics.firstorder.Mean")).toMatchObject({ reason: "no_value" });
  });

  test("maps have no window with values then", () => {
    const settings = { radius: 1, dimensionality: "3D", directions: "merged" } as const;
    const ids = ["statistics.mean"];
    expect(isReason(prepareMap(block([19]), recipe, { ...settings, masked: true }, ids).intensityReason)).toBe(true);
    expect(isReason(prepareMap(block([21]), recipe, { ...settings, masked: false }, ids).intensityReason)).toBe(true);
    expect(prepareMap(block([21]), recipe, { ...settings, masked: true }, ids).intensityReason).toBe(null);
  });

  test("they do not count in the image's mean, least and greatest value", () => {
    const values = describeImage(block([0]).image, recipe).map((r) => ("value" in r ? r.value : r));
    // 19.5 + 30 over 1960 voxels, less the one that holds 0 + 30.
    expect(values[0]).toBeCloseTo((1960 * 49.5 - 30) / 1959, 10);
    expect(values.slice(1, 3)).toEqual([0, 99]);
  });
});
