import { describe, expect, test } from "vitest";
import { featureById } from "#engine/features/index.ts";
import type { Vec3 } from "#engine/grid.ts";
import { checkRecipe } from "#engine/plan/check-recipe.ts";
import { extract } from "#engine/plan/extract.ts";
import { numpyLevels } from "#engine/process/numpy-bins.ts";
import { prepareRoi } from "#engine/process/prepare-roi.ts";
import { isReason } from "#engine/reason.ts";
import type { Recipe } from "#engine/recipe.ts";

const recipe: Recipe = {
  profile: "PyRadiomics",
  interpolation: null,
  resegmentation: { range: [null, null], outlierSigma: null },
  discretisation: { method: "FBS", width: 25 },
  ivh: { method: "none" },
  aggregations: ["3D_avg"],
  texture: { distance: 1, weighting: "none", coarseness: 0 },
};
const interpolation = {
  dimensionality: "3D",
  image: "linear",
  mask: "nearest",
  maskThreshold: 0.5,
  round: false,
} as const;

function input(dims: Vec3, data: readonly number[], spacing: Vec3 = [1, 1, 1], labels?: readonly number[]) {
  const grid = { dims, spacing, origin: [0, 0, 0] as const, direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  const image = { grid, data: Float32Array.from(data), unit: "arbitrary" as const };
  return { image, labels: Uint8Array.from(labels ?? data.map(() => 1)), label: 1 };
}

const valuesOf = (id: string, ...args: Parameters<typeof extract>): number | string => {
  const row = extract(...args).rows.find((r) => r.id === id);
  return row === undefined ? "absent" : "value" in row ? row.value : row.reason;
};
const levelsOf = (values: readonly number[], how: Recipe["discretisation"], single = false) => {
  const found = numpyLevels(Float64Array.from(values), how, single);
  return isReason(found) ? found.reason : [...found.levels];
};

describe("bins", () => {
  test("of a fixed width lie between its multiples: 54 to 166 by 25 begin at 50", () => {
    expect(levelsOf([54, 74.9, 75, 99, 100, 166], { method: "FBS", width: 25 })).toEqual([1, 1, 2, 2, 3, 5]);
    expect(levelsOf([-30, -25, -0.1, 0], { method: "FBS", width: 25 })).toEqual([1, 2, 2, 3]);
  });

  test("are half open: a greatest value on an edge has a bin of its own", () => {
    expect(levelsOf([0, 25, 50], { method: "FBS", width: 25 })).toEqual([1, 2, 3]);
  });

  test("by number: the greatest value lies in the last; where all are equal, in the middle one", () => {
    expect(levelsOf([0, 1, 2, 3, 4], { method: "FBN", bins: 4 })).toEqual([1, 2, 3, 4, 4]);
    // Edges from 6.5 to 7.5 in 32 steps: 7 is the lower edge of bin 17.
    expect(levelsOf([7, 7], { method: "FBN", bins: 32 })).toEqual([17, 17]);
  });

  test("at multiples of the width are to be had in the IBSI profile, too", () => {
    const { profile: _profile, ...ibsi } = recipe;
    const how = { method: "FBS", width: 25 } as const;
    const levels = (origin?: "zero") => [
      ...prepareRoi(input([3, 1, 1], [54, 74, 80]), { ...ibsi, discretisation: { ...how, origin } }).roi.valueLevels,
    ];
    expect(levels()).toEqual([1, 1, 2]);
    expect(levels("zero")).toEqual([1, 1, 2]);
    const low = input([3, 1, 1], [74, 76, 99]);
    expect([...prepareRoi(low, { ...ibsi, discretisation: { ...how, origin: "zero" } }).roi.valueLevels]).toEqual([
      1, 2, 2,
    ]);
    expect([...prepareRoi(low, { ...ibsi, discretisation: how }).roi.valueLevels]).toEqual([1, 1, 2]);
  });
});

test("kurtosis is not excess: of 0, 0, 0, 4 it is 7/3, and the IBSI's 3 less", () => {
  // Mean 1, differences −1, −1, −1, 3: second moment 3, fourth (3 + 81) / 4 = 21; 21 / 9.
  const region = input([2, 2, 1], [0, 0, 0, 4]);
  expect(valuesOf("pyradiomics.firstorder.Kurtosis", region, recipe)).toBeCloseTo(7 / 3, 12);
  const { profile: _profile, ...ibsi } = recipe;
  expect(valuesOf("statistics.kurtosis", region, ibsi)).toBeCloseTo(7 / 3 - 3, 12);
});

describe("resampling", () => {
  test("aligns corners", () => {
    const row = [0, 10, 20, 30, 40, 50, 60];
    const data = [...row, ...row];
    const { roi } = prepareRoi(input([7, 2, 1], data), {
      ...recipe,
      interpolation: { ...interpolation, spacing: [1.5, 0, 0] },
      pyradiomics: { pixelType: "float" },
    });
    // ⌈7 / 1.5⌉ = 5 voxels with centres at 0.25, 1.75, 3.25, 4.75, 6.25; by centre they would begin at 0 and end at 6.
    // Beyond the last centre its voxel goes on.
    expect([...roi.values].slice(0, 5)).toEqual([2.5, 17.5, 32.5, 47.5, 60]);
  });

  test("cuts whole numbers off, and leaves an axis of one voxel alone", () => {
    const data = [0, 5, 10, 15, 0, 5, 10, 15];
    const { roi } = prepareRoi(input([4, 2, 1], data), {
      ...recipe,
      interpolation: { ...interpolation, spacing: [1.2, 1, 3] },
    });
    // Positions 0.1, 1.3, 2.5 (and 3.7, outside): 0.5, 6.5, 12.5.
    expect([...roi.values].slice(0, 3)).toEqual([0, 6, 12]);
    expect(roi.spacing).toEqual([1.2, 1, 1]);
  });
});

test("re-segmentation cuts the region to the box of what is left, shape with it", () => {
  const region = input([4, 2, 1], [1, 5, 5, 1, 1, 5, 5, 1]);
  const cut: Recipe = { ...recipe, resegmentation: { range: [2, null], outlierSigma: null } };
  expect(valuesOf("pyradiomics.shape.VoxelVolume", region, cut)).toBe(4);
  expect(valuesOf("pyradiomics.shape.VoxelVolume", region, recipe)).toBe(8);
});

test("what PyRadiomics refuses has a reason: one voxel, a line, too few", () => {
  const one = input([2, 1, 1], [1, 2], [1, 1, 1], [1, 0]);
  expect(valuesOf("pyradiomics.shape.VoxelVolume", one, recipe)).toBe("single_voxel");
  const line = input([3, 1, 1], [1, 2, 3]);
  expect(valuesOf("pyradiomics.firstorder.Mean", line, recipe)).toBe("too_few_voxels");
  expect(valuesOf("pyradiomics.firstorder.Mean", line, { ...recipe, pyradiomics: { minimumROIDimensions: 1 } })).toBe(
    2,
  );
  const four = input([2, 2, 1], [1, 2, 3, 4]);
  expect(valuesOf("pyradiomics.firstorder.Mean", four, { ...recipe, pyradiomics: { minimumROISize: 4 } })).toBe(
    "too_few_voxels",
  );
});

test("profiles do not mix, and both are found by id", () => {
  expect(() => extract(input([2, 2, 1], [1, 2, 3, 4]), recipe, ["glcm"])).toThrow(/other profile/);
  expect(featureById("pyradiomics.glcm.JointEntropy")?.feature.ibsi).toBe("TU9B");
  expect(featureById("glcm.joint_entropy")?.family.id).toBe("glcm");
});

test("settings out of bounds and clashes are errors", () => {
  const image = input([2, 2, 1], [1, 2, 3, 4]).image;
  const codes = (patch: Partial<Recipe>) =>
    checkRecipe({ ...recipe, ...patch }, image).map(({ setting, level }) => `${level} ${setting}`);
  expect(codes({})).toEqual([]);
  expect(codes({ pyradiomics: { distances: [0], gldm_a: -1 } })).toEqual([
    "error pyradiomics.distances",
    "error pyradiomics.gldm_a",
  ]);
  expect(codes({ discretisation: { method: "none" } })).toEqual(["error discretisation"]);
  expect(codes({ resegmentation: { range: [null, null], outlierSigma: 3 } })).toEqual([
    "error resegmentation.outlierSigma",
  ]);
});
