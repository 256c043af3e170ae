import { expect, test } from "vitest";
import { blendShapes, signedDistance as distance } from "#engine/kernels/interpolate-slices.ts";
import { seeded } from "../../helpers/seeded.ts";

const disc = (n: number, cx: number, cy: number, r: number) =>
  Uint8Array.from({ length: n * n }, (_, p) => (Math.hypot((p % n) - cx, Math.floor(p / n) - cy) <= r ? 1 : 0));
const count = (mask: Uint8Array) => mask.reduce((a, b) => a + b, 0);
function centre(mask: Uint8Array, n: number): [number, number] {
  let x = 0;
  let y = 0;
  mask.forEach((v, p) => {
    x += v * (p % n);
    y += v * Math.floor(p / n);
  });
  return [x / count(mask), y / count(mask)];
}
function between(a: Uint8Array, b: Uint8Array, n: number, t: number) {
  const out = new Uint8Array(n * n);
  const [x0, y0] = centre(a, n);
  const [x1, y1] = centre(b, n);
  blendShapes(distance(a, n, n, 1, 1), distance(b, n, n, 1, 1), n, n, t, x0, y0, x1, y1, out);
  return out;
}

test("the signed distance is the plain one, anisotropic", () => {
  const random = seeded(11);
  const [nx, ny, dx, dy] = [17, 13, 0.7, 1.9];
  const mask = Uint8Array.from({ length: nx * ny }, () => (random() < 0.4 ? 1 : 0));
  const d = distance(mask, nx, ny, dx, dy);
  for (let p = 0; p < nx * ny; p++) {
    let nearest = Number.POSITIVE_INFINITY;
    for (let q = 0; q < nx * ny; q++)
      if (mask[q] !== mask[p])
        nearest = Math.min(
          nearest,
          Math.hypot(((q % nx) - (p % nx)) * dx, (Math.floor(q / nx) - Math.floor(p / nx)) * dy),
        );
    expect(d[p]).toBeCloseTo(mask[p] ? -nearest : nearest, 9);
  }
});

test("between two equal discs lies the same disc: a cylinder", () => {
  const a = disc(64, 30, 31, 12);
  for (const t of [0.25, 0.5, 0.75]) expect([...between(a, a, 64, t)]).toEqual([...a]);
});

test("between a large and a small disc the area is a cone's, within the width of a pixel's edge", () => {
  for (const t of [0.25, 0.5, 0.75]) {
    const r = 24 * (1 - t) + 8 * t;
    const area = count(between(disc(80, 40, 40, 24), disc(80, 40, 40, 8), 80, t));
    expect(Math.abs(Math.sqrt(area / Math.PI) - r)).toBeLessThan(0.5);
  }
});

test("discs that do not overlap wander and keep their size", () => {
  const a = disc(90, 20, 40, 9);
  const b = disc(90, 70, 46, 9);
  const middle = between(a, b, 90, 0.5);
  expect(count(middle)).toBe(count(a));
  expect(centre(middle, 90)).toEqual([45, 43]);
});
