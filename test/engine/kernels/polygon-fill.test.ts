import { describe, expect, it } from "vitest";
import { fillPolygon } from "#engine/kernels/polygon-fill.ts";

type Points = readonly (readonly [number, number])[];

function fill(nx: number, ny: number, ...contours: Points[]): Uint8Array {
  const out = new Uint8Array(nx * ny);
  for (const c of contours) {
    fillPolygon(
      Float64Array.from(c, (p) => p[0]),
      Float64Array.from(c, (p) => p[1]),
      c.length,
      nx,
      ny,
      out,
    );
  }
  return out;
}
const picture = (plane: Uint8Array, nx: number): string[] =>
  Array.from({ length: plane.length / nx }, (_, j) =>
    Array.from(plane.subarray(j * nx, (j + 1) * nx), (v) => (v ? "#" : ".")).join(""),
  );
const count = (plane: Uint8Array): number => plane.reduce((a, b) => a + b, 0);
const rectangle = (x0: number, y0: number, x1: number, y1: number): Points => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
];

/**
 * The plain version, without a division: a centre is inside when an odd number of edges lies at or left of it, by the
 * sign of a cross product, which is exact for the coordinates used here (multiples of 1/8).
 */
function plain(nx: number, ny: number, contours: Points[]): Uint8Array {
  const out = new Uint8Array(nx * ny);
  for (let j = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      let edges = 0;
      for (const c of contours) {
        c.forEach(([xa, ya], p) => {
          const [xb, yb] = c[(p + 1) % c.length];
          const spans = Math.min(ya, yb) <= j && j < Math.max(ya, yb);
          const side = Math.sign(yb - ya) * ((i - xa) * (yb - ya) - (j - ya) * (xb - xa));
          if (spans && side >= 0) edges++;
        });
      }
      out[i + nx * j] = edges % 2;
    }
  }
  return out;
}

describe("fillPolygon", () => {
  it("gives the left and upper edge to a rectangle through voxel centres, not the right and lower", () => {
    expect(picture(fill(6, 5, rectangle(1, 1, 4, 3)), 6)).toEqual(["......", ".###..", ".###..", "......", "......"]);
  });

  it("takes every centre between the edges", () => {
    expect(picture(fill(6, 5, rectangle(0.5, 0.5, 4.5, 3.5)), 6)).toEqual([
      "......",
      ".####.",
      ".####.",
      ".####.",
      "......",
    ]);
  });

  it("does not depend on the direction or the starting point of the contour", () => {
    const star: [number, number][] = [
      [5, 0.25],
      [6.125, 3.75],
      [9.75, 3.875],
      [7, 6],
      [8, 9.875],
      [5, 7.5],
      [2, 9.875],
      [3, 6],
      [0.25, 3.875],
      [3.875, 3.75],
    ];
    const one = fill(11, 11, star);
    expect(fill(11, 11, [...star].reverse())).toEqual(one);
    expect(fill(11, 11, [...star.slice(4), ...star.slice(0, 4)])).toEqual(one);
    expect(one).toEqual(plain(11, 11, [star]));
  });

  it("tiles: polygons with a common edge neither overlap nor leave a gap", () => {
    const a: Points = [
      [0, 0],
      [7, 0],
      [3, 7],
      [0, 7],
    ];
    const b: Points = [
      [7, 0],
      [9, 0],
      [9, 7],
      [3, 7],
    ];
    const both = fill(9, 7, a, b);
    expect(count(both)).toBe(63);
    expect(count(fill(9, 7, a)) + count(fill(9, 7, b))).toBe(63);
  });

  it("makes holes, islands in holes, and keyholes", () => {
    const nested = fill(12, 12, rectangle(0, 0, 12, 12), rectangle(2, 2, 10, 10), rectangle(4, 4, 8, 8));
    expect(count(nested)).toBe(144 - 64 + 16);
    const keyhole: Points = [
      [0, 0],
      [12, 0],
      [12, 12],
      [0, 12],
      [0, 5],
      [3, 5],
      [3, 9],
      [9, 9],
      [9, 3],
      [3, 3],
      [3, 5],
      [0, 5],
    ];
    expect(fill(12, 12, keyhole)).toEqual(fill(12, 12, rectangle(0, 0, 12, 12), rectangle(3, 3, 9, 9)));
  });

  it("fills a bow tie even-odd", () => {
    const bow: Points = [
      [0, 0],
      [8, 8],
      [8, 0],
      [0, 8],
    ];
    expect(fill(9, 9, bow)).toEqual(plain(9, 9, [bow]));
  });

  it("clips to the plane", () => {
    expect(count(fill(4, 3, rectangle(-100.3, -50.2, 70.1, 90.9)))).toBe(12);
    expect(count(fill(4, 3, rectangle(-9, -9, -1, 90)))).toBe(0);
    expect(count(fill(4, 3, rectangle(4, -9, 9, 90)))).toBe(0);
    expect(picture(fill(4, 3, rectangle(-9, 1, 2, 9)), 4)).toEqual(["....", "##..", "##.."]);
  });

  it("gives nothing for a point, a line, or no points", () => {
    expect(count(fill(5, 5))).toBe(0);
    expect(count(fill(5, 5, []))).toBe(0);
    expect(count(fill(5, 5, [[2, 2]]))).toBe(0);
    expect(
      count(
        fill(5, 5, [
          [0, 0],
          [4, 4],
        ]),
      ),
    ).toBe(0);
  });

  it("agrees with the plain version on random polygons (seed 20240501)", () => {
    let seed = 20240501;
    const random = () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed / 2 ** 32;
    };
    for (let t = 0; t < 300; t++) {
      const contours = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
        Array.from({ length: 3 + Math.floor(random() * 8) }, (): [number, number] => {
          const step = random() < 0.3 ? 1 : 1 / 8; // some points exactly on centres
          const to = (v: number) => Math.round(v / step) * step;
          return [to(random() * 20 - 4), to(random() * 16 - 3)];
        }),
      );
      expect(fill(13, 11, ...contours), `polygon ${t}`).toEqual(plain(13, 11, contours));
    }
  });
});
