import { describe, expect, it } from "vitest";
import { fillPolygon } from "#engine/kernels/polygon-fill.ts";
import { type Outline, outlines } from "#io/writers/outlines.ts";
import { seeded } from "../../helpers/seeded.ts";

const picture = (text: string): { plane: Uint8Array; nx: number; ny: number } => {
  const rows = text.trim().split(/\s+/);
  return { plane: Uint8Array.from(rows.join(""), (c) => Number(c === "#")), nx: rows[0].length, ny: rows.length };
};
const fill = (outline: Outline, nx: number, ny: number, plane = new Uint8Array(nx * ny)): Uint8Array => {
  const xs = Float64Array.from(outline.filter((_, n) => n % 2 === 0));
  const ys = Float64Array.from(outline.filter((_, n) => n % 2 === 1));
  fillPolygon(xs, ys, xs.length, nx, ny, plane);
  return plane;
};
function evenOdd(all: readonly Outline[], nx: number, ny: number): Uint8Array {
  const plane = new Uint8Array(nx * ny);
  for (const outline of all) fill(outline, nx, ny, plane);
  return plane;
}
function union(all: readonly Outline[], nx: number, ny: number): Uint8Array {
  const plane = new Uint8Array(nx * ny);
  for (const outline of all) for (const [p, inside] of fill(outline, nx, ny).entries()) plane[p] |= inside;
  return plane;
}
/** Shoelace. */
const area = (outline: Outline): number => {
  let twice = 0;
  for (let p = 0; p < outline.length; p += 2) {
    const q = (p + 2) % outline.length;
    twice += outline[p] * outline[q + 1] - outline[q] * outline[p + 1];
  }
  return twice / 2;
};
const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

describe("outlines", () => {
  it("a rectangle has four corners, on its outer edges", () => {
    expect(outlines(picture(".... .##. .##. ....").plane, 1, 4, 4)).toEqual([[0.5, 0.5, 2.5, 0.5, 2.5, 2.5, 0.5, 2.5]]);
  });

  it("a ring is one keyhole: its hole hangs on a level bridge that is walked both ways", () => {
    const { plane, nx, ny } = picture("##### ##### ##.## ##### #####");
    const [ring, ...rest] = outlines(plane, 1, nx, ny);
    expect(rest).toEqual([]);
    expect(ring).toHaveLength(2 * (4 + 4 + 2));
    expect(area(ring)).toBe(24);
  });

  it("pixels that touch by a corner are outlines apart; an island in a hole is one too", () => {
    expect(outlines(picture("#. .#").plane, 1, 2, 2)).toHaveLength(2);
    expect(outlines(picture("##### #...# #.#.# #...# #####").plane, 1, 5, 5)).toHaveLength(2);
  });

  it("takes only its own label, and gives nothing for one that is absent", () => {
    const plane = Uint8Array.of(1, 2, 2, 7);
    expect(outlines(plane, 7, 2, 2)).toEqual([[0.5, 0.5, 1.5, 0.5, 1.5, 1.5, 0.5, 1.5]]);
    expect(outlines(plane, 3, 2, 2)).toEqual([]);
  });

  it.each([0.03, 0.2, 0.4, 0.5, 0.59, 0.7, 0.9, 0.99, 1])(
    "random pixels, %f of them set: the same voxels and area",
    (density) => {
      const random = seeded(Math.round(density * 1000));
      for (let round = 0; round < 60; round++) {
        const nx = 1 + Math.floor(random() * 40);
        const ny = 1 + Math.floor(random() * 40);
        const plane = Uint8Array.from({ length: nx * ny }, () => Number(random() < density));
        const all = outlines(plane, 1, nx, ny);
        expect(evenOdd(all, nx, ny)).toEqual(plane);
        expect(union(all, nx, ny)).toEqual(plane);
        expect(sum(all.map(area))).toBe(sum(plane));
        expect(Math.min(...all.map(area), 1)).toBeGreaterThan(0);
      }
    },
  );
});
