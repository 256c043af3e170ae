import { describe, expect, test } from "vitest";
import type { Vec3 } from "#engine/grid.ts";
import { extract } from "#engine/plan/extract.ts";
import { aggregations, type Recipe } from "#engine/recipe.ts";

// Values worked out by hand for regions at the edge of what a feature can bear. Voxels of 1 mm; levels as they are.
const recipe: Recipe = {
  interpolation: null,
  resegmentation: { range: [null, null], outlierSigma: null },
  discretisation: { method: "none" },
  ivh: { method: "none" },
  aggregations,
  texture: { distance: 1, weighting: "none", coarseness: 0 },
};

/** Levels of a box, 0 outside the region; each wanted value by "feature" or "feature aggregation", or its reason. */
function check(
  dims: Vec3,
  levelAt: (x: number, y: number, z: number) => number,
  wanted: Record<string, number | string>,
) {
  const [nx, ny, nz] = dims;
  const data = Float32Array.from({ length: nx * ny * nz }, (_, i) =>
    levelAt(i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))),
  );
  const grid = { dims, spacing: [1, 1, 1], origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] } as const;
  const labels = Uint8Array.from(data, (level) => (level > 0 ? 1 : 0));
  const { rows } = extract({ image: { grid, data, unit: "arbitrary" }, labels, label: 1 }, recipe);
  for (const [key, value] of Object.entries(wanted)) {
    const [id, how] = key.split(" ");
    const row = rows.find((r) => r.id === id && (r.aggregation === null || r.aggregation === (how ?? "3D_mrg")));
    if (typeof value === "string") expect(row, key).toMatchObject({ reason: value });
    else expect(row && "value" in row ? row.value : row, key).toBeCloseTo(value, 10);
  }
}

describe("hand-worked values of edge regions", () => {
  test("one voxel of level 3", () => {
    check([1, 1, 1], () => 3, {
      "statistics.mean": 3,
      "statistics.variance": 0,
      "morphology.volume_voxel_counting": 1,
      "morphology.volume_mesh": 1 / 6, // an octahedron with half-axes of ½: 4/3 · ½³
      "glcm.contrast": "single_voxel",
      "glrlm.run_percentage": 1, // a run of 1 in each of 13 directions
      "glszm.zone_percentage": 1,
      "ngtdm.coarseness": "single_voxel",
      "ngldm.low_dependence_emphasis": 1,
    });
  });

  test("two voxels, levels 1 and 4", () => {
    // Pairs (1,4) and (4,1), each with p = ½. Both voxels are 3 from their neighbour: s = 3, 3.
    check([2, 1, 1], (x) => (x === 0 ? 1 : 4), {
      "statistics.variance": 2.25,
      "glcm.joint_maximum": 0.5,
      "glcm.joint_average": 2.5,
      "glcm.contrast": 9,
      "glcm.dissimilarity": 3,
      "glcm.joint_entropy": 1,
      "glcm.correlation": -1,
      "glcm.sum_variance": 0, // the sum is always 5
      "ngtdm.coarseness": 1 / 3,
      "ngtdm.contrast": 6.75, // (2 · ¼ · 9 / 2) · (6 / 2)
      "ngtdm.busyness": 1, // 3 / (2 · |½ − 2|)
      "ngtdm.complexity": 9, // 2 · 3 · (1.5 + 1.5) / 1 / 2
      "ngtdm.strength": 3, // 2 · 1 · 9 / 6
    });
  });

  test("a flat region", () => {
    check([3, 3, 3], () => 2, {
      "statistics.skewness": 0,
      "statistics.kurtosis": 0,
      "histogram.entropy": 0,
      "histogram.uniformity": 1,
      "ivh.area_under_curve": 0,
      "glcm.joint_entropy": 0,
      "glcm.correlation": "flat_region",
      "ngtdm.coarseness": 1e6,
      "ngtdm.strength": 0,
    });
  });

  test("a checkerboard of levels 1 and 2, 4 × 4 × 4", () => {
    // Steps along one axis (3 · 48 pairs) or three (4 · 27) change the level, along two (6 · 36) they do not.
    check([4, 4, 4], (x, y, z) => 1 + ((x + y + z) % 2), {
      "statistics.mean": 1.5,
      "statistics.kurtosis": -2, // μ₄ = σ⁴
      "glcm.contrast": 252 / 468,
      "glcm.contrast 2.5D_mrg": 24 / 42, // in a slice: 2 · 12 change, 2 · 9 do not
      "glszm.zone_percentage": 2 / 64, // either level hangs together across edges
      "glszm.large_zone_emphasis": 32 ** 2,
      "glszm.large_zone_emphasis 2.5D_mrg": 8 ** 2,
      "glrlm.short_runs_emphasis 2.5D_dir": (1 + 1 + 2 * ((4 + 4 / 4 + 4 / 9 + 2 / 16) / 14)) / 4,
    });
  });

  test("a thin diagonal of four voxels of level 2", () => {
    check([4, 4, 4], (x, y, z) => (x === y && y === z ? 2 : 0), {
      "morphology.volume_voxel_counting": 4,
      "morphology.maximum_3d_diameter": Math.sqrt(34), // from (−½, 0, 0) to (3½, 3, 3)
      "glrlm.long_runs_emphasis": (16 + 12 * 4) / (1 + 12 * 4), // one run of 4, in 12 directions four of 1
      "glrlm.run_percentage": 49 / 52,
      "glszm.large_zone_emphasis": 16,
      "glszm.large_zone_emphasis 2D_avg": 1,
      "glszm.zone_percentage": 0.25,
      "gldzm.large_distance_emphasis": 1,
      "ngldm.high_dependence_emphasis": (4 + 9 + 9 + 4) / 4, // the ends have one neighbour, the others two
      "glcm.contrast": 0,
      "glcm.contrast 2D_avg": "no_neighbours",
    });
  });

  test("3 × 3 × 3 voxels of level 2 with a hole in the middle", () => {
    check([3, 3, 3], (x, y, z) => (x === 1 && y === 1 && z === 1 ? 0 : 2), {
      "morphology.volume_voxel_counting": 26,
      "glszm.large_zone_emphasis": 26 ** 2,
      "glszm.zone_percentage": 1 / 26,
      "gldzm.large_distance_emphasis": 1,
      // A corner has 6 neighbours left, an edge 10, a face 16.
      "ngldm.high_dependence_emphasis": (8 * 7 ** 2 + 12 * 11 ** 2 + 6 * 17 ** 2) / 26,
    });
  });

  test("two voxels apart, levels 1 and 3", () => {
    check([5, 1, 1], (x) => (x === 0 ? 1 : x === 4 ? 3 : 0), {
      "morphology.volume_mesh": 2 / 6,
      "morphology.surface_area_mesh": 2 * Math.sqrt(3), // octahedra with edges of √½
      "morphology.centre_of_mass_shift": 1, // from 2 to (0·1 + 4·3) / 4
      "morphology.maximum_3d_diameter": 5,
      "glcm.contrast": "no_neighbours",
      "glszm.zone_percentage": 1,
      "ngldm.low_dependence_emphasis": 1,
    });
  });

  test("one row, levels 1 to 4", () => {
    check([4, 1, 1], (x) => x + 1, {
      "glcm.contrast": 1,
      "glcm.joint_average": 2.5,
      "glrlm.run_percentage": 1,
      "ngtdm.contrast": (2.5 / 12) * (2 / 4), // 2σ² over 4 · 3; only the ends differ from their neighbours, by 1
      "morphology.least_axis_length": "degenerate_shape",
    });
  });

  test("1 000 grey levels, each once, in storage order", () => {
    // A step of (dx, dy, dz) changes the level by dx + 10 dy + 100 dz: the 13 squares add up to 90 909.
    check([10, 10, 10], (x, y, z) => 1 + x + 10 * y + 100 * z, {
      "statistics.mean": 500.5,
      "statistics.variance": (1e6 - 1) / 12,
      "histogram.entropy": Math.log2(1000),
      "histogram.uniformity": 1e-3,
      "glcm.contrast 3D_avg": 90_909 / 13,
      "glszm.zone_percentage": 1,
      "glszm.normalised_grey_level_non_uniformity": 1e-3,
      "glrlm.long_runs_emphasis": 1,
      "ngldm.high_dependence_emphasis": 1,
    });
  });
});
