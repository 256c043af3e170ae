import { describe, expect, test } from "vitest";
import { convexHull } from "#engine/kernels/hull.ts";
import { cross, type Direction, measureAlong, solidHull, unit } from "#engine/kernels/silhouette.ts";
import { smallestBox } from "#engine/kernels/smallest-box.ts";
import { smallestEllipsoid } from "#engine/kernels/smallest-ellipsoid.ts";
import { seeded } from "../../helpers/seeded.ts";

type V = readonly number[];
const box = (points: readonly V[]) => {
  const whole = Int32Array.from(points.flat());
  const hull = convexHull(whole, points.length);
  if (hull === null) throw new Error("flat");
  return smallestBox(Float64Array.from(whole), hull);
};
const volume = ([a, b, c]: V) => a * b * c;
const signs = [-1, 1];
const eight = signs.flatMap((x) => signs.flatMap((y) => signs.map((z) => [x, y, z])));

/** A rotation drawn evenly (unit quaternion). */
function rotation(random: () => number): (p: V) => number[] {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const q = [normal(), normal(), normal(), normal()];
  const size = Math.hypot(...q);
  const [w, x, y, z] = q.map((t) => t / size);
  const m = [
    [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
    [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
    [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
  ];
  return (p) => m.map((row) => row[0] * p[0] + row[1] * p[1] + row[2] * p[2]);
}

describe("smallest oriented box", () => {
  test("a box askew: (1,2,2), (2,1,−2) and (2,−2,1) are at right angles and of length 3", () => {
    const corners = eight.map(([a, b, c]) =>
      [
        [1, 2, 2],
        [2, 1, -2],
        [2, -2, 1],
      ].map((row) => 50 * a * row[0] + 30 * b * row[1] + 7 * c * row[2]),
    );
    const [p, q, r] = box(corners);
    expect([p, q, r].map((edge) => Number(edge.toFixed(8)))).toEqual([300, 180, 42]);
  });

  test("a regular tetrahedron: the cube it is inscribed in, which touches it along edges only", () => {
    const corners = eight.filter(([x, y, z]) => x * y * z > 0).map((p) => p.map((t) => 500 * t));
    expect(volume(box(corners)) / 1e9 - 1).toBeLessThan(1e-6);
    // The same tetrahedron turned, with corners rounded to whole numbers a ten-thousandth of its size.
    const turn = rotation(seeded(7));
    const found = volume(box(corners.map((p) => turn(p.map((t) => 10 * t)).map(Math.round)))) / 1e12;
    expect(Math.abs(found - 1)).toBeLessThan(5e-4);
  });

  test("boxes turned at random are found, and no orientation tried at random is smaller", () => {
    const random = seeded(8);
    for (let round = 0; round < 6; round++) {
      const turn = rotation(random);
      const edges = [4000 * random() + 500, 3000 * random() + 500, 2000 * random() + 500];
      const corners = eight.map((s) => turn(s.map((t, k) => (t * edges[k]) / 2)).map(Math.round));
      // Rounding moves a corner by at most √3/2, so an edge by at most √3.
      const wanted = edges.map((e) => e + Math.sqrt(3));
      expect(volume(box(corners))).toBeLessThanOrEqual(volume(wanted));
    }
    for (let round = 0; round < 6; round++) {
      const points = Array.from({ length: 6 + 4 * round }, () => [0, 0, 0].map(() => Math.floor(2000 * random())));
      const found = volume(box(points));
      let best = Number.POSITIVE_INFINITY;
      for (let trial = 0; trial < 20_000; trial++) {
        const turned = points.map(rotation(random));
        const spans = [0, 1, 2].map((k) => {
          const along = turned.map((p) => p[k]);
          return Math.max(...along) - Math.min(...along);
        });
        best = Math.min(best, volume(spans));
      }
      expect(found).toBeLessThanOrEqual(best);
    }
  });
});

test("a box along an axis holds all corners and touches them on each side, edges and facets seen edge-on too", () => {
  const random = seeded(13);
  for (const span of [4, 9, 40, 1000]) {
    // Coarse points lie together in planes and on lines.
    const points = Int32Array.from({ length: 3 * 150 }, () => Math.floor(span * (random() + random() + random())));
    const hull = convexHull(points, points.length / 3);
    if (hull === null) throw new Error("flat");
    const solid = solidHull(
      Float64Array.from(points, (p, k) => p * [0.7, 0.7, 1.3][k % 3]),
      hull,
    );
    const { corners, normals, origin } = solid;
    const corner = (c: number): Direction => [corners[3 * c], corners[3 * c + 1], corners[3 * c + 2]];
    const measure = measureAlong(solid);
    const axes = Array.from({ length: 60 }, () => unit([random() - 0.5, random() - 0.5, random() - 0.5]));
    for (let f = 0; f < normals.length; f += 3) {
      axes.push(unit([normals[f], normals[f + 1], normals[f + 2]]));
      // Along a side, and so in the planes of two facets.
      const [p, q] = [corner(origin[(4 * f) / 3]), corner(origin[(4 * f) / 3 + 1])];
      axes.push(unit([p[0] - q[0], p[1] - q[1], p[2] - q[2]]));
    }
    for (const axis of [...axes, [1, 0, 0], [0, 1, 0], [0, 0, -1]] as Direction[]) {
      const u = unit(cross(axis, Math.abs(axis[0]) < 0.6 ? [1, 0, 0] : [0, 1, 0]));
      const v = cross(axis, u);
      const { width, depth, height, cos, sin } = measure(axis, u, v);
      const mix = (a: number, b: number): Direction => [a * u[0] + b * v[0], a * u[1] + b * v[1], a * u[2] + b * v[2]];
      for (const [edge, size] of [
        [mix(cos, sin), width],
        [mix(-sin, cos), depth],
        [axis, height],
      ] as const) {
        const along: number[] = [];
        for (let k = 0; k < corners.length; k += 3) {
          along.push(corners[k] * edge[0] + corners[k + 1] * edge[1] + corners[k + 2] * edge[2]);
        }
        expect(size / (Math.max(...along) - Math.min(...along))).toBeCloseTo(1, 10);
      }
    }
  }
});

describe("smallest ellipsoid", () => {
  const axes = (points: readonly V[]) => smallestEllipsoid(Float64Array.from(points.flat()), points.length);
  const close = (found: V, wanted: V) =>
    found.forEach((axis, k) => {
      expect(Math.abs(axis / wanted[k] - 1)).toBeLessThan(1e-8);
    });

  test("corners of a cuboid: √3 of its half edges, however it is turned", () => {
    const random = seeded(9);
    for (let round = 0; round < 5; round++) {
      const turn = rotation(random);
      const corners = eight.map(([x, y, z]) => turn([11 * x, 5 * y, 2 * z]).map((t) => t + 40));
      close(
        axes(corners),
        [11, 5, 2].map((half) => half * Math.sqrt(3)),
      );
    }
  });

  test("a tetrahedron: its volume times √3·π·… as for the regular one, since the ellipsoid follows affine maps", () => {
    // Regular, edge 1: circumradius √6/4, volume √2/12.
    const ratio = ((4 / 3) * Math.PI * (Math.sqrt(6) / 4) ** 3) / (Math.SQRT2 / 12);
    const random = seeded(10);
    for (let round = 0; round < 5; round++) {
      const p = Array.from({ length: 4 }, () => [0, 0, 0].map(() => 100 * random()));
      const [a, b, c] = [1, 2, 3].map((k) => p[k].map((t, i) => t - p[0][i]));
      const six = Math.abs(
        a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0]),
      );
      expect(Math.abs(((4 / 3) * Math.PI * volume(axes(p))) / ((ratio * six) / 6) - 1)).toBeLessThan(1e-8);
    }
  });

  test("thousands of points on an ellipsoid askew: the ellipsoid, up to the gaps between points", () => {
    const random = seeded(11);
    const turn = rotation(random);
    const points = Array.from({ length: 4000 }, () => {
      const to = rotation(random)([1, 0, 0]);
      return turn([40 * to[0], 25 * to[1], 9 * to[2]]);
    });
    const found = axes(points);
    // Gaps of 4000 random points are about 0.1 wide, and a chord of 0.1 leaves 0.1²/8 of the radius.
    [40, 25, 9].forEach((half, k) => {
      expect(found[k] / half).toBeLessThan(1 + 1e-9);
      expect(found[k] / half).toBeGreaterThan(0.998);
    });
  });

  test("a plate a thousandth as thick as wide", () => {
    const turn = rotation(seeded(12));
    close(
      axes(eight.map(([x, y, z]) => turn([1000 * x, 1000 * y, z]))),
      [1000, 1000, 1].map((half) => half * Math.sqrt(3)),
    );
  });
});
