import { expect, test } from "vitest";
import { grow, growLength } from "#engine/kernels/grow.ts";

/** A ball of 100 in a cube of 0, with anisotropic spacing; the count by the plain definition. */
function phantom(n: number, spacing: readonly number[], radius: number) {
  const data = new Float32Array(n ** 3);
  const c = (n - 1) / 2;
  let inside = 0;
  for (let k = 0; k < n; k++)
    for (let j = 0; j < n; j++)
      for (let i = 0; i < n; i++)
        if (Math.hypot((i - c) * spacing[0], (j - c) * spacing[1], (k - c) * spacing[2]) <= radius) {
          data[i + n * (j + n * k)] = 100;
          inside++;
        }
  return { data, inside, c };
}

function run(
  data: Float32Array,
  n: number,
  d: readonly number[],
  seed: readonly number[],
  low: number,
  high: number,
  radius: number,
) {
  const out = new Uint8Array(growLength(n, n, n));
  const queue = new Uint32Array(growLength(n, n, n));
  const count = grow(
    data,
    0,
    n,
    n * n,
    n,
    n,
    n,
    d[0],
    d[1],
    d[2],
    seed[0],
    seed[1],
    seed[2],
    low,
    high,
    radius,
    queue,
    out,
  );
  return { count, out };
}

test("grow takes the whole ball and nothing else", () => {
  const spacing = [1, 1, 2.5];
  const { data, inside, c } = phantom(31, spacing, 11);
  const { count, out } = run(data, 31, spacing, [c, c, c], 50, 150, 1000);
  expect(count).toBe(inside);
  expect(out.every((v, i) => (v === 1) === (data[i] === 100))).toBe(true);
});

test("the radius stops a leak", () => {
  const data = new Float32Array(41 ** 3).fill(100);
  const { count } = run(data, 41, [1, 1, 1], [20, 20, 20], 0, 200, 9);
  // Lattice points within 9 of the origin: the Gauss sphere problem, OEIS A000605.
  expect(count).toBe(3071);
});

test("only faces join: a diagonal neighbour is another region", () => {
  const data = new Float32Array(27);
  data[0] = 1;
  data[1 + 3 + 9] = 1;
  expect(run(data, 3, [1, 1, 1], [0, 0, 0], 1, 1, 100).count).toBe(1);
});

test("a seed outside the range, or not a number, grows nothing", () => {
  const data = new Float32Array(27).fill(5);
  data[13] = Number.NaN;
  expect(run(data, 3, [1, 1, 1], [0, 0, 0], 6, 7, 100).count).toBe(0);
  expect(run(data, 3, [1, 1, 1], [1, 1, 1], 0, 10, 100).count).toBe(0);
});

test("a box inside the volume reads the volume's own strides", () => {
  const n = 10;
  const data = new Float32Array(n ** 3);
  for (let k = 4; k < 7; k++) for (let j = 4; j < 7; j++) for (let i = 4; i < 7; i++) data[i + n * (j + n * k)] = 1;
  const out = new Uint8Array(growLength(5, 5, 1));
  const queue = new Uint32Array(growLength(5, 5, 1));
  const first = 3 + n * (3 + n * 5);
  expect(grow(data, first, n, n * n, 5, 5, 1, 1, 1, 1, 2, 2, 0, 1, 1, 100, queue, out)).toBe(9);
});
