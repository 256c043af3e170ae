import { expect, test } from "vitest";
import { paintStroke } from "#engine/kernels/paint.ts";

type Vec = readonly [number, number, number];
const n = 31;
const none = new Uint8Array(256);

function stroke(
  labels: Uint8Array,
  a: Vec,
  b: Vec,
  radius: number,
  options: {
    spacing?: Vec;
    from?: number;
    to?: number;
    locked?: Uint8Array;
    data?: Float32Array;
    range?: [number, number];
    k?: number;
  } = {},
) {
  const { spacing: [dx, dy, dz] = [1, 1, 1], from = -1, to = 1, locked = none, range, k } = options;
  const data = options.data ?? new Float32Array(labels.length);
  const [low, high] = range ?? [0, 0];
  const [k0, k1] = k === undefined ? [0, n - 1] : [k, k];
  return paintStroke(
    labels,
    data,
    n,
    n,
    dx,
    dy,
    dz,
    ...a,
    ...b,
    radius,
    0,
    n - 1,
    0,
    n - 1,
    k0,
    k1,
    from,
    to,
    locked,
    range ? 1 : 0,
    low,
    high,
  );
}
const fresh = () => new Uint8Array(n ** 3);

test("a dot is a disc or a ball of lattice points", () => {
  // OEIS A000328: lattice points in a disc; A000605: in a ball.
  expect([1, 2, 3, 6, 10].map((r) => stroke(fresh(), [15, 15, 15], [15, 15, 15], r, { k: 15 }))).toEqual([
    5, 13, 29, 113, 317,
  ]);
  expect([1, 2, 3, 6, 10].map((r) => stroke(fresh(), [15, 15, 15], [15, 15, 15], r))).toEqual([7, 33, 123, 925, 4169]);
});

test("spacing counts: slices 2.5 mm apart cut a ball of 6 mm in discs of x² + y² ≤ 36, 29.75 and 11", () => {
  expect(stroke(fresh(), [15, 15, 15], [15, 15, 15], 6, { spacing: [1, 1, 2.5] })).toBe(113 + 2 * 97 + 2 * 37);
});

test("a stroke is a rectangle with round ends, not a row of beads", () => {
  // 20 columns between the ends, 2·3 + 1 high, and the disc of radius 3.
  expect(stroke(fresh(), [5, 15, 15], [25, 15, 15], 3, { k: 15 })).toBe(20 * 7 + 29);
});

test("the eraser takes its own segment alone", () => {
  const labels = fresh().fill(2);
  labels.fill(1, 0, n ** 3 / 2);
  const ones = labels.filter((v) => v === 1).length;
  expect(stroke(labels, [15, 15, 15], [15, 15, 15], 100, { from: 1, to: 0 })).toBe(ones);
  expect(labels.filter((v) => v === 2).length).toBe(n ** 3 - ones);
});

test("locked segments are not painted over", () => {
  const labels = fresh().fill(3);
  labels[0] = 2;
  const locked = new Uint8Array(256);
  locked[3] = 1;
  expect(stroke(labels, [0, 0, 0], [0, 0, 0], 100, { locked })).toBe(1);
  expect(labels[0]).toBe(1);
});

test("the threshold brush paints its range, ends included, and never what is not a number", () => {
  const data = Float32Array.from({ length: n ** 3 }, (_, i) => (i % n === 7 ? Number.NaN : i % n));
  expect(stroke(fresh(), [15, 15, 15], [15, 15, 15], 100, { data, range: [5, 9] })).toBe(4 * n * n);
});
