import { describe, expect, test } from "vitest";
import { localIntensity } from "#engine/features/local-intensity.ts";
import { morphology } from "#engine/features/morphology.ts";
import { type Shape, shapeOf } from "#engine/features/shape.ts";
import type { Vec3 } from "#engine/grid.ts";
import { boxedRoi } from "#engine/process/measured-roi.ts";
import { isReason } from "#engine/reason.ts";
import type { Roi } from "#engine/roi.ts";
import { seeded } from "../../helpers/seeded.ts";

/** A region from its morphological mask; intensities and the intensity mask may be given. */
function region(dims: Vec3, spacing: Vec3, mask: Uint8Array, intensities?: Float64Array, intensityMask = mask): Roi {
  const image = intensities ?? Float64Array.from(mask, (_, i) => i % 7);
  const levels = new Uint16Array(mask.length);
  return boxedRoi({
    dims,
    spacing,
    unit: "HU",
    intensities: image,
    morphologicalMask: mask,
    intensityMask,
    levels,
    ng: 0,
  });
}

/** The voxels of an n³ box whose centres satisfy a test of their position from the middle, in voxels. */
function solid(n: number, inside: (x: number, y: number, z: number) => boolean): Uint8Array {
  const mask = new Uint8Array(n ** 3);
  const h = (n - 1) / 2;
  for (let i = 0; i < mask.length; i++) {
    const [x, y, z] = [i % n, Math.floor(i / n) % n, Math.floor(i / n / n)];
    mask[i] = inside(x - h, y - h, z - h) ? 1 : 0;
  }
  return mask;
}

function shape(roi: Roi): Shape {
  const found = shapeOf(roi);
  if (isReason(found)) throw new Error(found.detail);
  return found;
}

/** A rotation of whole numbers over 3: its rows are at right angles and of length 3. */
const turned = (x: number, y: number, z: number): Vec3 => [
  (x + 2 * y + 2 * z) / 3,
  (2 * x + y - 2 * z) / 3,
  (2 * x - 2 * y + z) / 3,
];

describe("the bodies around a region, where the IBSI has no reference", () => {
  test("a box askew: the oriented box is the box, up to half a voxel on each side", () => {
    const half = [20, 14, 9];
    const mask = solid(56, (...p) => turned(...p).every((t, k) => Math.abs(t) <= half[k]));
    const s = shape(region([56, 56, 56], [1, 1, 1], mask));
    // Mesh vertices lie at most half a voxel beyond a centre, centres in the box; the mesh fills its own box.
    expect(s.orientedBox.volume).toBeLessThanOrEqual(41 * 29 * 19);
    expect(s.orientedBox.area).toBeLessThanOrEqual(2 * (41 * 29 + 29 * 19 + 19 * 41));
    expect(s.orientedBox.volume).toBeGreaterThanOrEqual(s.hull.volume);
    expect(s.mesh.volume / s.orientedBox.volume).toBeGreaterThan(0.9);
    expect(s.mesh.volume / s.box.volume).toBeLessThan(0.25);
  });

  test("an ellipsoid askew on slices: the smallest ellipsoid is the ellipsoid, up to half a voxel", () => {
    const [a, b, c] = [40, 28, 20]; // mm
    const spacing: Vec3 = [1, 1, 2];
    const full = solid(84, (x, y, z) => {
      const [p, q, r] = turned(x, y, 2 * z);
      return (p / a) ** 2 + (q / b) ** 2 + (r / c) ** 2 <= 1;
    });
    const s = shape(region([84, 84, 84], spacing, full));
    const volume = (4 / 3) * Math.PI * a * b * c;
    // Every vertex lies within 1 mm of the ellipsoid: in the one blown up by 1 + 1/c.
    expect(s.smallestEllipsoid.volume).toBeLessThanOrEqual(volume * (1 + 1 / c) ** 3);
    expect(s.smallestEllipsoid.volume).toBeGreaterThanOrEqual(s.hull.volume);
    expect(s.smallestEllipsoid.volume / volume).toBeGreaterThan(0.98);
    // A solid ellipsoid spreads as a²/5: its principal axes are 4a/√5.
    [a, b, c].forEach((half, k) => {
      const axis = s.axes[k];
      expect(Math.abs(Number(axis) - (4 * half) / Math.sqrt(5))).toBeLessThan(0.01 * half);
    });
    expect(s.diameter).toBeGreaterThan(2 * a - 2);
    expect(s.diameter).toBeLessThanOrEqual(2 * a + 2);
  });

  test("a ball: all round bodies agree", () => {
    const s = shape(
      region(
        [41, 41, 41],
        [2, 2, 2],
        solid(41, (x, y, z) => x * x + y * y + z * z <= 20.2 ** 2),
      ),
    );
    // Mesh vertices lie within half a voxel, 1 mm, of a centre, and centres in the ball of 40.4 mm.
    const ball = (radius: number) => (4 / 3) * Math.PI * radius ** 3;
    for (const body of [s.mesh, s.hull, s.smallestEllipsoid]) {
      expect(body.volume).toBeLessThanOrEqual(ball(41.4));
      expect(body.volume).toBeGreaterThan(ball(39.4));
    }
  });
});

describe("a region seen in a mirror or on another axis order is the same region", () => {
  const random = seeded(5);
  const dims: Vec3 = [7, 6, 5];
  const spacing: Vec3 = [0.8, 1.1, 2.5];
  const mask = Uint8Array.from({ length: 210 }, () => (random() < 0.6 ? 1 : 0));
  const image = Float64Array.from({ length: 210 }, () => Math.round(100 * random()));
  const moved = (map: (p: number[]) => number[], size: Vec3, space: Vec3): Roi => {
    const to = new Uint8Array(210);
    const values = new Float64Array(210);
    for (let i = 0; i < 210; i++) {
      const [x, y, z] = map([i % 7, Math.floor(i / 7) % 6, Math.floor(i / 42)]);
      const j = x + size[0] * (y + size[1] * z);
      to[j] = mask[i];
      values[j] = image[i];
    }
    return region(size, space, to, values);
  };
  const valuesOf = (roi: Roi) => morphology.features.map((f) => Number(f.compute(shape(roi))));
  const plain = valuesOf(region(dims, spacing, mask, image));
  const same = (roi: Roi) => {
    valuesOf(roi).forEach((value, k) => {
      const { id } = morphology.features[k];
      expect(Math.abs(value / plain[k] - 1), id).toBeLessThan(/ombb/.test(id) ? 1e-5 : 1e-8);
    });
  };
  test("mirrored", () => {
    same(moved(([x, y, z]) => [6 - x, y, z], dims, spacing));
    same(moved(([x, y, z]) => [x, 5 - y, z], dims, spacing));
    same(moved(([x, y, z]) => [x, y, 4 - z], dims, spacing));
  });
  test("turned", () => {
    same(moved(([x, y, z]) => [z, x, y], [5, 7, 6], [2.5, 0.8, 1.1]));
    same(moved(([x, y, z]) => [y, x, z], [6, 7, 5], [1.1, 0.8, 2.5]));
  });
});

describe("what is not defined has a reason", () => {
  const reasons = (roi: Roi) =>
    Object.fromEntries(
      morphology.features.flatMap((f) => {
        const value = f.compute(shape(roi));
        if (!isReason(value)) expect(Number.isFinite(value), f.id).toBe(true);
        return isReason(value) ? [[f.id.slice(11), value.reason]] : [];
      }),
    );
  const ones = (n: number) => new Uint8Array(n).fill(1);

  test("one voxel: an octahedron of a sixth of its volume, without axes", () => {
    const roi = region([1, 1, 1], [1, 2, 3], ones(1), Float64Array.of(5));
    const s = shape(roi);
    expect(s.mesh.volume).toBeCloseTo(1, 12);
    expect(s.hull.volume).toBeCloseTo(1, 12);
    expect(s.diameter).toBe(3);
    expect(reasons(roi)).toEqual({
      major_axis_length: "single_voxel",
      minor_axis_length: "single_voxel",
      least_axis_length: "single_voxel",
      elongation: "single_voxel",
      flatness: "single_voxel",
      volume_density_aee: "single_voxel",
      area_density_aee: "single_voxel",
      morans_i_index: "single_voxel",
      gearys_c_measure: "single_voxel",
    });
  });
  test("one slice: no third axis", () => {
    expect(reasons(region([4, 5, 1], [1, 1, 3], ones(20)))).toEqual({
      least_axis_length: "degenerate_shape",
      flatness: "degenerate_shape",
      volume_density_aee: "degenerate_shape",
      area_density_aee: "degenerate_shape",
    });
  });
  test("a plane askew and a line", () => {
    const plane = solid(9, (x, y, z) => x + y + z === 0);
    expect(Object.keys(reasons(region([9, 9, 9], [1, 1, 3], plane)))).toContain("flatness");
    const line = solid(9, (x, y, z) => x === y && y === z);
    expect(reasons(region([9, 9, 9], [1, 1, 1], line)).elongation).toBe("degenerate_shape");
  });
  test("flat intensities, no intensities, intensities that add up to 0, that are no numbers", () => {
    const mask = ones(8);
    const dims: Vec3 = [2, 2, 2];
    const of = (image: number[], inside = mask) =>
      reasons(region(dims, [1, 1, 1], mask, Float64Array.from(image), inside));
    expect(of([3, 3, 3, 3, 3, 3, 3, 3])).toEqual({ morans_i_index: "flat_region", gearys_c_measure: "flat_region" });
    expect(of([1, -1, 1, -1, 1, -1, 1, -1])).toEqual({ centre_of_mass_shift: "zero_mean" });
    expect(of([1, 2, 3, 4, 5, 6, 7, 8], new Uint8Array(8)).integrated_intensity).toBe("empty_intensity_mask");
    expect(of([1, 2, Number.NaN, 4, 5, 6, 7, 8]).morans_i_index).toBe("failed");
  });
  test("an empty region", () => {
    expect(shapeOf(region([1, 1, 1], [1, 1, 1], new Uint8Array(1)))).toMatchObject({ reason: "empty_region" });
    const empty = region([1, 1, 1], [1, 1, 1], ones(1), Float64Array.of(1), new Uint8Array(1));
    expect(localIntensity.prepare(empty, undefined as never, null)).toMatchObject({ reason: "empty_intensity_mask" });
  });
});
