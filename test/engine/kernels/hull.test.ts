import { describe, expect, test } from "vitest";
import type { Vec3 } from "#engine/grid.ts";
import { largestDistance } from "#engine/kernels/diameter.ts";
import { convexHull, type Hull, hullMeasures } from "#engine/kernels/hull.ts";
import { maskBits } from "#engine/kernels/mask-bits.ts";
import { outermostVertices, planarDiameters } from "#engine/kernels/planar-corners.ts";
import { surfaceLines } from "#engine/kernels/surface-lines.ts";
import { seeded } from "../../helpers/seeded.ts";

/** What makes it the hull: closed, made of given points, and no point outside any face. */
function check(points: Int32Array, hull: Hull): void {
  const { faces, neighbours, normals } = hull;
  const count = faces.length / 3;
  // Closed and of the sphere's kind: every side has its twin, V − E + F = 2.
  for (let f = 0; f < count; f++) {
    for (let k = 0; k < 3; k++) {
      const beside = neighbours[3 * f + k];
      const twins = [0, 1, 2].filter(
        (s) =>
          faces[3 * beside + s] === faces[3 * f + ((k + 1) % 3)] &&
          faces[3 * beside + ((s + 1) % 3)] === faces[3 * f + k] &&
          neighbours[3 * beside + s] === f,
      );
      expect(twins.length).toBe(1);
    }
  }
  expect(hull.corners.length - (3 * count) / 2 + count).toBe(2);
  for (let f = 0; f < count; f++) {
    const p = 3 * faces[3 * f];
    const side = (i: number) =>
      normals[3 * f] * (points[3 * i] - points[p]) +
      normals[3 * f + 1] * (points[3 * i + 1] - points[p + 1]) +
      normals[3 * f + 2] * (points[3 * i + 2] - points[p + 2]);
    for (let i = 0; i < points.length / 3; i++) if (side(i) > 0) expect.fail(`point ${i} lies outside face ${f}`);
  }
}

const hullOf = (points: Int32Array): Hull => {
  const hull = convexHull(points, points.length / 3);
  if (hull === null) throw new Error("flat");
  return hull;
};

describe("convex hull", () => {
  test("a cube of lattice points, most of them on faces and edges", () => {
    const points: number[] = [];
    for (let z = 0; z <= 4; z++) for (let y = 0; y <= 4; y++) for (let x = 0; x <= 4; x++) points.push(x, y, z);
    const hull = hullOf(Int32Array.from(points));
    check(Int32Array.from(points), hull);
    // Doubled indices: edges of 2, 4 and 6 mm.
    const { volume, area } = hullMeasures(Int32Array.from(points), hull, 1, 2, 3);
    expect(volume).toBeCloseTo(48, 12);
    expect(area).toBeCloseTo(2 * (8 + 24 + 12), 12);
  });

  test("random points, coarse enough for many to share planes", () => {
    const random = seeded(2);
    for (const span of [3, 5, 20, 1000, 16384]) {
      for (let round = 0; round < 12; round++) {
        const points = Int32Array.from({ length: 3 * 80 }, () => Math.floor(span * random()) - (span >> 1));
        check(points, hullOf(points));
      }
    }
  });

  test("points in a plane, on a line, and none have no hull", () => {
    expect(convexHull(Int32Array.of(0, 0, 0, 4, 0, 1, 0, 4, 2, 4, 4, 3, 2, 2, 1), 4)).toBeNull();
    expect(convexHull(Int32Array.of(0, 0, 0, 1, 1, 1, 2, 2, 2, 5, 5, 5), 4)).toBeNull();
    expect(convexHull(new Int32Array(30), 10)).toBeNull();
    expect(convexHull(new Int32Array(0), 0)).toBeNull();
  });
});

/** All mesh vertices of a mask, in doubled indices: between each voxel inside and a neighbour outside. */
function allVertices(mask: Uint8Array, [nx, ny, nz]: Vec3): Int32Array {
  const at = (x: number, y: number, z: number) =>
    x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz ? 0 : mask[x + nx * (y + ny * z)];
  const out: number[] = [];
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++) {
        if (at(x, y, z) === 0) continue;
        for (const d of [-1, 1]) {
          if (at(x + d, y, z) === 0) out.push(2 * x + d, 2 * y, 2 * z);
          if (at(x, y + d, z) === 0) out.push(2 * x, 2 * y + d, 2 * z);
          if (at(x, y, z + d) === 0) out.push(2 * x, 2 * y, 2 * z + d);
        }
      }
    }
  }
  return Int32Array.from(out);
}

test("the points kept of a mask have the hull and the diameters of all mesh vertices", () => {
  const random = seeded(3);
  const spacing: Vec3 = [1, 1.5, 4];
  const sizes: Vec3[] = [
    [9, 7, 5],
    [1, 6, 4],
    [1, 1, 5],
    [1, 1, 1],
    [12, 2, 9],
    [35, 3, 4],
    [3, 34, 2],
  ];
  for (const dims of sizes) {
    const [nx, ny, nz] = dims;
    for (const share of [0.02, 0.1, 0.5, 1]) {
      const mask = Uint8Array.from({ length: nx * ny * nz }, () => (random() < share ? 1 : 0));
      mask[0] = 1;
      const all = allVertices(mask, dims);
      const lines = surfaceLines(maskBits(mask, dims));
      const kept = outermostVertices(lines);
      const ours = hullMeasures(kept, hullOf(kept), ...spacing);
      const wanted = hullMeasures(all, hullOf(all), ...spacing);
      expect(ours.volume).toBeCloseTo(wanted.volume, 9);
      expect(ours.area).toBeCloseTo(wanted.area, 9);
      const mm = (p: ArrayLike<number>) => Float64Array.from(p, (v, i) => (v / 2) * spacing[i % 3]);
      expect(largestDistance(mm(kept), kept.length / 3)).toBeCloseTo(plainDiameter(mm(all)), 12);
      const found = planarDiameters(lines, spacing);
      for (const axis of [0, 1, 2] as const) {
        const planes = new Map<number, number[]>();
        for (let i = 0; i < all.length; i += 3) {
          const plane = planes.get(all[i + axis]) ?? [];
          planes.set(all[i + axis], plane);
          plane.push(...all.subarray(i, i + 3));
        }
        const diameters = Array.from(planes.values(), (points) => plainDiameter(mm(points)));
        expect(found[axis]).toBeCloseTo(Math.max(...diameters), 12);
      }
    }
  }
});

function plainDiameter(p: Float64Array): number {
  let best = 0;
  for (let i = 0; i < p.length; i += 3) {
    for (let j = 0; j < i; j += 3)
      best = Math.max(best, Math.hypot(p[i] - p[j], p[i + 1] - p[j + 1], p[i + 2] - p[j + 2]));
  }
  return best;
}

test("largest distance of random points against all pairs", () => {
  const random = seeded(4);
  for (let round = 0; round < 20; round++) {
    const points = Float64Array.from({ length: 3 * 60 }, () => 100 * random());
    expect(largestDistance(points, 60)).toBeCloseTo(plainDiameter(points), 12);
  }
  for (const size of [2, 3, 400, 1500]) {
    // On a sphere many pairs are nearly as far apart.
    const points = new Float64Array(3 * size);
    for (let i = 0; i < 3 * size; i += 3) {
      const p = [0, 0, 0].map(() => random() + random() - 1);
      points.set(
        p.map((v) => (40 * v) / Math.hypot(...p)),
        i,
      );
    }
    expect(largestDistance(points, size)).toBeCloseTo(plainDiameter(points), 12);
  }
  expect(largestDistance(new Float64Array(30), 10)).toBe(0);
  expect(largestDistance(new Float64Array(3), 1)).toBe(0);
});
