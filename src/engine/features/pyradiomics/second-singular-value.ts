import type { Counts } from "../matrices/counts.ts";
import { totalOf } from "../matrices/counts.ts";

/** Steps of Lanczos' recursion that are taken at least, where there are as many levels. */
const LEAST_STEPS = 40;

/**
 * The second singular value of p(i, j) / √(p_x(i) p_y(j)): Haralick's maximal correlation. 0 where rows or columns have
 * a single level. The first is 1, with the roots of the margins as vectors; what is left after taking it off is measured by
 * Lanczos' recursion with full reorthogonalisation, whose cost is the entries times some dozens of steps.
 */
export function secondSingularValue(counts: Counts): number {
  const { i, j, n } = counts;
  const total = totalOf(counts);
  const rows = numbered(i);
  const columns = numbered(j);
  const [x, y] = [new Float64Array(rows.count), new Float64Array(columns.count)];
  for (let k = 0; k < n.length; k++) {
    x[rows.at[k]] += n[k] / total;
    y[columns.at[k]] += n[k] / total;
  }
  if (rows.count < 2 || columns.count < 2) return 0;
  const rootX = x.map(Math.sqrt);
  const rootY = y.map(Math.sqrt);
  const entries = n.map((weight, k) => weight / total / (rootX[rows.at[k]] * rootY[columns.at[k]]));
  const between = new Float64Array(rows.count);
  /** out = Bᵀ B v, where B is the scaled matrix less its first part. */
  const apply = (v: Float64Array, out: Float64Array): void => {
    const first = dot(rootY, v);
    for (let r = 0; r < between.length; r++) between[r] = -first * rootX[r];
    for (let k = 0; k < n.length; k++) between[rows.at[k]] += entries[k] * v[columns.at[k]];
    const second = dot(rootX, between);
    for (let c = 0; c < out.length; c++) out[c] = -second * rootY[c];
    for (let k = 0; k < n.length; k++) out[columns.at[k]] += entries[k] * between[rows.at[k]];
  };
  return Math.sqrt(Math.max(0, largestEigenvalue(apply, columns.count)));
}

/** Levels numbered from 0 on, in ascending order. */
function numbered(levels: Uint16Array | Uint32Array): { at: Int32Array; count: number } {
  const sorted = [...new Set(levels)].sort((a, b) => a - b);
  const index = new Map(sorted.map((level, k) => [level, k]));
  return { at: Int32Array.from(levels, (level) => index.get(level) ?? 0), count: sorted.length };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

/** Largest eigenvalue of a symmetric positive operator of `size`. */
function largestEigenvalue(apply: (v: Float64Array, out: Float64Array) => void, size: number): number {
  // Any start without symmetry will do; this one is the same each time.
  let v = Float64Array.from({ length: size }, (_, k) => 1 + Math.sin(12.9898 * (k + 1)));
  let length = Math.sqrt(dot(v, v));
  v = v.map((a) => a / length);
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const beside: number[] = [];
  let last = 0;
  let steady = 0;
  while (basis.length < size) {
    basis.push(v);
    const next = new Float64Array(size);
    apply(v, next);
    diagonal.push(dot(v, next));
    // Twice is enough to be orthogonal to the last digit.
    for (let pass = 0; pass < 2; pass++) {
      for (const old of basis) {
        const share = dot(old, next);
        for (let k = 0; k < size; k++) next[k] -= share * old[k];
      }
    }
    const value = topOfTridiagonal(diagonal, beside);
    steady = Math.abs(value - last) <= 1e-15 * value ? steady + 1 : 0;
    last = value;
    length = Math.sqrt(dot(next, next));
    if (length <= 1e-14 || (steady >= 3 && basis.length >= LEAST_STEPS)) break;
    beside.push(length);
    v = next.map((a) => a / length);
  }
  return last;
}

/** Largest eigenvalue of a symmetric tridiagonal matrix, by bisection on the signs of its pivots. */
function topOfTridiagonal(diagonal: readonly number[], beside: readonly number[]): number {
  let high = 0;
  for (let k = 0; k < diagonal.length; k++) {
    high = Math.max(high, diagonal[k] + Math.abs(beside[k - 1] ?? 0) + Math.abs(beside[k] ?? 0));
  }
  let low = Math.max(...diagonal);
  const allBelow = (x: number): boolean => {
    let pivot = 1;
    for (let k = 0; k < diagonal.length; k++) {
      pivot = diagonal[k] - x - (k === 0 ? 0 : (beside[k - 1] * beside[k - 1]) / pivot);
      if (pivot >= 0) return false;
    }
    return true;
  };
  for (let step = 0; step < 80 && low < high; step++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (allBelow(middle)) high = middle;
    else low = middle;
  }
  return high;
}
