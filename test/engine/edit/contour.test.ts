import { describe, expect, test } from "vitest";
import { contourHandles, denseContour, dragHandle, nudgeContour } from "#engine/edit/contour.ts";
import { fillPolygon } from "#engine/kernels/polygon-fill.ts";

/** Area of a closed polygon by the shoelace formula. */
function area({ xs, ys }: { xs: Float64Array; ys: Float64Array }): number {
  let twice = 0;
  for (let p = 0, q = xs.length - 1; p < xs.length; q = p++) twice += xs[q] * ys[p] - xs[p] * ys[q];
  return Math.abs(twice) / 2;
}
const square = [-0.5, -0.5, 9.5, -0.5, 9.5, 9.5, -0.5, 9.5];

describe("a contour", () => {
  test("with more points is the same contour: its area, and the voxels that it holds", () => {
    const dense = denseContour(square, 0.25);
    expect(dense.xs.length).toBe(160);
    expect(area(dense)).toBeCloseTo(100, 12);
    const plane = new Uint8Array(144);
    fillPolygon(dense.xs, dense.ys, dense.xs.length, 12, 12, plane);
    expect(plane.reduce((n, v) => n + v, 0)).toBe(100);
    for (let y = 0; y < 12; y++) for (let x = 0; x < 12; x++) expect(plane[x + 12 * y]).toBe(x < 10 && y < 10 ? 1 : 0);
  });

  test("is pushed where the pointer is, and nowhere else", () => {
    const dense = denseContour(square, 0.25);
    const before = { xs: dense.xs.slice(), ys: dense.ys.slice() };
    // The middle of the right side, by 1 to the right, radius 3.
    const moved = nudgeContour(dense, 9.5, 4.5, 1, 0, 3, 3);
    expect(moved).toBe(23); // |y − 4.5| < 3 in steps of a quarter
    for (let p = 0; p < dense.xs.length; p++) {
      const r = Math.abs(before.ys[p] - 4.5) / 3;
      const weight = before.xs[p] === 9.5 && r < 1 ? (1 - r ** 2) ** 2 : 0;
      expect(dense.xs[p]).toBeCloseTo(before.xs[p] + weight, 12);
      expect(dense.ys[p]).toBe(before.ys[p]);
    }
    // The bump's area: the integral of (1 − (t/3)²)² over |t| < 3 is 3 · 16/15; the polygon's chords differ by their rule.
    expect(area(dense)).toBeCloseTo(100 + 3.2, 2);
  });

  test("of a square has four handles, of a disc as many as its roundness asks for", () => {
    const dense = denseContour(square, 0.25);
    const corners = contourHandles(dense, 0.1).map((p) => [dense.xs[p], dense.ys[p]]);
    expect(corners).toEqual([
      [-0.5, -0.5],
      [9.5, -0.5],
      [9.5, 9.5],
      [-0.5, 9.5],
    ]);
    const round = Array.from({ length: 360 }, (_, a) => (a * Math.PI) / 180);
    const disc = denseContour(
      round.flatMap((a) => [20 * Math.cos(a), 20 * Math.sin(a)]),
      1,
    );
    const handles = contourHandles(disc, 0.5);
    // Chords with a sagitta of half a voxel at radius 20 span 25.7°: fourteen at least.
    expect(handles.length).toBeGreaterThanOrEqual(14);
    expect(handles.length).toBeLessThanOrEqual(32);
  });

  test("follows a dragged corner in straight lines", () => {
    const dense = denseContour(square, 0.25);
    const to = { xs: dense.xs.slice(), ys: dense.ys.slice() };
    const [a, b, c] = contourHandles(dense, 0.1);
    dragHandle(dense, a, b, c, 4, -4, to);
    expect([to.xs[b], to.ys[b]]).toEqual([13.5, -4.5]);
    expect([to.xs[a], to.ys[a], to.xs[c], to.ys[c]]).toEqual([-0.5, -0.5, 9.5, 9.5]);
    // The corner moved along the diagonal: two triangles with base 10 and height 4 more.
    expect(area(to)).toBeCloseTo(140, 9);
    dragHandle(dense, a, b, c, 0, 0, to);
    expect(to.xs).toEqual(dense.xs);
    // The last handle's neighbour is the first.
    const all = contourHandles(dense, 0.1);
    dragHandle(dense, all[2], all[3], all[0], -4, 4, to);
    expect(area(to)).toBeCloseTo(140, 9);
  });
});
