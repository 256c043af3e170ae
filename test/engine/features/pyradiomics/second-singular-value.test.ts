import { expect, test } from "vitest";
import { secondSingularValue } from "#engine/features/pyradiomics/second-singular-value.ts";
import { seeded } from "../../../helpers/seeded.ts";

const random = seeded(17);

/** The entries of a square table that are not 0, under level numbers with holes. */
function countsOf(table: readonly (readonly number[])[], shift: number) {
  const entries = table.flatMap((row, i) => row.flatMap((n, j) => (n > 0 ? [{ i, j, n }] : [])));
  return {
    i: Uint16Array.from(entries, ({ i }) => 3 * i + 2),
    j: Uint32Array.from(entries, ({ j }) => 3 * j + 2 + shift),
    n: Float64Array.from(entries, ({ n }) => n),
  };
}

/** Squares of singular values by Jacobi's rotations of BᵀB, B = p / √(p_x p_y): the greatest but one. */
function plain(table: readonly (readonly number[])[]): number {
  const total = table.flat().reduce((a, b) => a + b, 0);
  const x = table.map((row) => row.reduce((a, b) => a + b, 0) / total);
  const y = table.map((_, j) => table.reduce((a, row) => a + row[j], 0) / total);
  const b = table.map((row, i) => row.map((n, j) => (n === 0 ? 0 : n / total / Math.sqrt(x[i] * y[j]))));
  const n = table.length;
  const a = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => b.reduce((sum, row) => sum + row[i] * row[j], 0)),
  );
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (a[p][q] === 0) continue;
        const angle = 0.5 * Math.atan2(2 * a[p][q], a[q][q] - a[p][p]);
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        for (let k = 0; k < n; k++) [a[k][p], a[k][q]] = [c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]];
        for (let k = 0; k < n; k++) [a[p][k], a[q][k]] = [c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]];
      }
    }
  }
  return Math.sqrt(Math.max(0, a.map((row, k) => row[k]).sort((u, v) => v - u)[1]));
}

test("the second singular value of random matrices, symmetric or not, full and sparse", () => {
  for (let trial = 0; trial < 120; trial++) {
    const n = 2 + Math.floor(random() * (trial % 12 === 0 ? 60 : 9));
    const filled = 0.1 + 0.9 * random();
    const table = Array.from({ length: n }, () =>
      Array.from({ length: n }, () => (random() < filled ? Math.ceil(1000 * random() ** 5) : 0)),
    );
    const symmetric = trial % 2 === 0;
    if (symmetric) for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) table[i][j] = table[j][i];
    const rows = table.filter((row) => row.some((k) => k > 0)).length;
    const columns = table.filter((_, j) => table.some((row) => row[j] > 0)).length;
    if (rows < 2 || columns < 2) continue;
    expect(secondSingularValue(countsOf(table, symmetric ? 0 : 1)), `trial ${trial}`).toBeCloseTo(plain(table), 10);
  }
});

test("levels in pairs of their own: all is known of a neighbour, whichever way it is counted", () => {
  const ways = [
    [4, 0, 0],
    [0, 0, 7],
    [0, 2, 0],
  ];
  expect(secondSingularValue(countsOf(ways, 0))).toBeCloseTo(1, 14);
  // Scaled, this is a symmetric matrix; its margins differ all the same.
  const oneWay = [
    [0, 0, 5],
    [0, 3, 0],
    [1, 0, 0],
  ];
  expect(secondSingularValue(countsOf(oneWay, 0))).toBeCloseTo(1, 14);
});

test("independent neighbours, and a single level", () => {
  const independent = [1, 2, 5].map((a) => [3, 1, 4].map((b) => a * b));
  expect(secondSingularValue(countsOf(independent, 1))).toBeCloseTo(0, 7);
  expect(secondSingularValue(countsOf([[9]], 0))).toBe(0);
});
