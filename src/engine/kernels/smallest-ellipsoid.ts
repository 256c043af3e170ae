import { eigen3 } from "../math/eigen3.ts";

/**
 * Semi-axes, descending, of the ellipsoid of smallest volume around `count` points (x, y, z, not in one plane). It is
 * held by a few of them, so it is found for a small set, which takes in the points that stick out until none does. The
 * ellipsoid holds every point, and its volume exceeds the smallest by a factor of at most 1 + 2·tolerance.
 */
export function smallestEllipsoid(
  points: Float64Array,
  count: number,
  tolerance = 1e-9,
): readonly [number, number, number] {
  const { scaled, spreads } = standardise(points, count);
  const chosen = new Set(extremes(scaled, count));
  for (;;) {
    const map = shrink(scaled, Int32Array.from(chosen), tolerance);
    // Added is the farthest point of each octant of directions: points that stick out together are near each other.
    const far = new Int32Array(8).fill(-1);
    const reach = new Float64Array(8);
    let most = 0;
    for (let i = 0; i < count; i++) {
      const [x, y, z] = [scaled[3 * i], scaled[3 * i + 1], scaled[3 * i + 2]];
      const square = radiusSquared(map, x, y, z);
      if (square > most) most = square;
      const octant = (x > 0 ? 1 : 0) + (y > 0 ? 2 : 0) + (z > 0 ? 4 : 0);
      if (square <= Math.max(1 + tolerance / 2, reach[octant]) || chosen.has(i)) continue;
      far[octant] = i;
      reach[octant] = square;
    }
    const more = far.filter((i) => i >= 0);
    if (more.length === 0) return semiAxes(map, most, spreads);
    for (const i of more) chosen.add(i);
  }
}

/** A map x → A·x + b onto the unit ball: A's xx, yy, zz, xy, xz, yz, then b. */
type BallMap = Float64Array;

const SIZE = 9;

function radiusSquared(v: BallMap, x: number, y: number, z: number): number {
  const p = v[0] * x + v[3] * y + v[4] * z + v[6];
  const q = v[3] * x + v[1] * y + v[5] * z + v[7];
  const r = v[4] * x + v[5] * y + v[2] * z + v[8];
  return p * p + q * q + r * r;
}

/**
 * The map of largest determinant that brings a set of points into the unit ball, by Newton's method with a barrier:
 * minimises −t·log det A − Σ log(1 − |A·x + b|²) for growing t, whose solution is within (set size) / t of the best
 * log-determinant (Boyd and Vandenberghe, Convex Optimization, §8.4.1 and §11.3).
 */
function shrink(points: Float64Array, set: Int32Array, tolerance: number): BallMap {
  const map = new Float64Array(SIZE);
  map.fill(0.5, 0, 3); // points lie in the cube of half-width 1: their images lie within 0.87
  const trial = new Float64Array(SIZE);
  const gradient = new Float64Array(SIZE);
  const hessian = new Float64Array(SIZE * SIZE);
  for (let t = 1; ; t = Math.min(20 * t, set.length / tolerance)) {
    let value = objective(map, points, set, t);
    for (let step = 0; step < 60; step++) {
      differentiate(map, points, set, t, gradient, hessian);
      const decrement = newtonStep(gradient, hessian); // `gradient` becomes the step
      if (decrement < 1e-9) break;
      let share = 1;
      let next = Number.POSITIVE_INFINITY;
      for (; share > 1e-8; share /= 2) {
        for (let k = 0; k < SIZE; k++) trial[k] = map[k] + share * gradient[k];
        next = objective(trial, points, set, t);
        if (next <= value - 0.1 * share * decrement) break;
      }
      if (!(next < value)) break; // no further progress within rounding
      map.set(trial);
      value = next;
    }
    if (t >= set.length / tolerance) return map;
  }
}

/** The barrier's value; infinite where A is not positive definite or a point lies outside the ball. */
function objective(v: BallMap, points: Float64Array, set: Int32Array, t: number): number {
  const minor = v[0] * v[1] - v[3] * v[3];
  const determinant = minor * v[2] + 2 * v[3] * v[4] * v[5] - v[0] * v[5] * v[5] - v[1] * v[4] * v[4];
  if (!(v[0] > 0 && minor > 0 && determinant > 0)) return Number.POSITIVE_INFINITY;
  let value = -t * Math.log(determinant);
  for (let k = 0; k < set.length; k++) {
    const i = 3 * set[k];
    const slack = 1 - radiusSquared(v, points[i], points[i + 1], points[i + 2]);
    if (!(slack > 0)) return Number.POSITIVE_INFINITY;
    value -= Math.log(slack);
  }
  return value;
}

/** Which entries of A the nine unknowns stand for; −1 for b. */
const entries: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 1],
  [2, 2],
  [0, 1],
  [0, 2],
  [1, 2],
];

function differentiate(
  v: BallMap,
  points: Float64Array,
  set: Int32Array,
  t: number,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  gradient.fill(0);
  hessian.fill(0);
  // −t log det A: −t·tr(A⁻¹E), t·tr(A⁻¹E A⁻¹F).
  const inv = inverse3(v);
  for (let k = 0; k < 6; k++) {
    const [a, b] = entries[k];
    gradient[k] -= t * (a === b ? inv[4 * a] : 2 * inv[3 * a + b]);
    for (let l = 0; l < 6; l++) {
      const [c, d] = entries[l];
      const once = inv[3 * d + a] * inv[3 * b + c] + (c === d ? 0 : inv[3 * c + a] * inv[3 * b + d]);
      const twice = a === b ? 0 : inv[3 * d + b] * inv[3 * a + c] + (c === d ? 0 : inv[3 * c + b] * inv[3 * a + d]);
      hessian[SIZE * k + l] += t * (once + twice);
    }
  }
  // −log(1 − |y|²) with y = A·x + b = J·v: 2 Jᵀy / s, 2 JᵀJ / s + 4 Jᵀy yᵀJ / s².
  const j = new Float64Array(3 * SIZE);
  j[6] = j[SIZE + 7] = j[2 * SIZE + 8] = 1;
  const pulled = new Float64Array(SIZE);
  for (let n = 0; n < set.length; n++) {
    const i = 3 * set[n];
    const [x, y, z] = [points[i], points[i + 1], points[i + 2]];
    j[0] = j[SIZE + 3] = j[2 * SIZE + 4] = x;
    j[SIZE + 1] = j[3] = j[2 * SIZE + 5] = y;
    j[2 * SIZE + 2] = j[4] = j[SIZE + 5] = z;
    const p = v[0] * x + v[3] * y + v[4] * z + v[6];
    const q = v[3] * x + v[1] * y + v[5] * z + v[7];
    const r = v[4] * x + v[5] * y + v[2] * z + v[8];
    const slack = 1 - (p * p + q * q + r * r);
    for (let k = 0; k < SIZE; k++) {
      pulled[k] = (2 / slack) * (p * j[k] + q * j[SIZE + k] + r * j[2 * SIZE + k]);
      gradient[k] += pulled[k];
    }
    for (let k = 0; k < SIZE; k++) {
      for (let l = 0; l <= k; l++) {
        const square = j[k] * j[l] + j[SIZE + k] * j[SIZE + l] + j[2 * SIZE + k] * j[2 * SIZE + l];
        hessian[SIZE * k + l] += (2 / slack) * square + pulled[k] * pulled[l];
      }
    }
  }
}

/** Solves H·step = −gradient by Cholesky from the lower half of H, in place; returns half of −gradientᵀ·step. */
function newtonStep(gradient: Float64Array, h: Float64Array): number {
  for (let k = 0; k < SIZE; k++) {
    for (let l = 0; l <= k; l++) {
      let left = h[SIZE * k + l];
      for (let m = 0; m < l; m++) left -= h[SIZE * k + m] * h[SIZE * l + m];
      h[SIZE * k + l] = k === l ? Math.sqrt(Math.max(left, 1e-300)) : left / h[SIZE * l + l];
    }
  }
  let decrement = 0;
  for (let k = 0; k < SIZE; k++) {
    for (let m = 0; m < k; m++) gradient[k] -= h[SIZE * k + m] * gradient[m];
    gradient[k] /= h[SIZE * k + k];
    decrement += gradient[k] * gradient[k];
  }
  for (let k = SIZE - 1; k >= 0; k--) {
    for (let m = k + 1; m < SIZE; m++) gradient[k] -= h[SIZE * m + k] * gradient[m];
    gradient[k] /= h[SIZE * k + k];
  }
  for (let k = 0; k < SIZE; k++) gradient[k] = -gradient[k];
  return decrement / 2;
}

/** Inverse of A, row by row. */
function inverse3([xx, yy, zz, xy, xz, yz]: BallMap): readonly number[] {
  const [a, b, c] = [yy * zz - yz * yz, xz * yz - xy * zz, xy * yz - xz * yy];
  const d = xx * a + xy * b + xz * c;
  const [e, f, g] = [xx * zz - xz * xz, xy * xz - xx * yz, xx * yy - xy * xy];
  return [a / d, b / d, c / d, b / d, e / d, f / d, c / d, f / d, g / d];
}

/** Semi-axes in mm of the points that A·S⁻¹ maps to the ball of squared radius `most`. */
function semiAxes([xx, yy, zz, xy, xz, yz]: BallMap, most: number, [sx, sy, sz]: readonly number[]) {
  const [ax, ay, az] = [xx / sx, xy / sy, xz / sz];
  const [bx, by, bz] = [xy / sx, yy / sy, yz / sz];
  const [cx, cy, cz] = [xz / sx, yz / sy, zz / sz];
  const { values } = eigen3(
    ax * ax + bx * bx + cx * cx,
    ay * ay + by * by + cy * cy,
    az * az + bz * bz + cz * cz,
    ax * ay + bx * by + cx * cy,
    ax * az + bx * bz + cx * cz,
    ay * az + by * bz + cy * cz,
  );
  return [Math.sqrt(most / values[2]), Math.sqrt(most / values[1]), Math.sqrt(most / values[0])] as const;
}

/** The points moved and scaled along each axis to fill the cube from −1 to 1; the ellipsoid follows affine maps. */
function standardise(points: Float64Array, count: number): { scaled: Float64Array; spreads: readonly number[] } {
  const scaled = new Float64Array(3 * count);
  const spreads = [0, 1, 2].map((k) => {
    let [lo, hi] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < count; i++) {
      lo = Math.min(lo, points[3 * i + k]);
      hi = Math.max(hi, points[3 * i + k]);
    }
    for (let i = 0; i < count; i++) scaled[3 * i + k] = (points[3 * i + k] - (lo + hi) / 2) / ((hi - lo) / 2);
    return (hi - lo) / 2;
  });
  return { scaled, spreads };
}

/** Points that are extreme along the axes and space diagonals, to start near the end, and four that span the space. */
function extremes(points: Float64Array, count: number): number[] {
  const at = (i: number) => [points[3 * i], points[3 * i + 1], points[3 * i + 2]] as const;
  const largest = (measure: (i: number) => number): number => {
    let best = 0;
    for (let i = 1; i < count; i++) if (measure(i) > measure(best)) best = i;
    return best;
  };
  const chosen = new Set<number>();
  for (const x of [-1, 0, 1]) {
    for (const y of [-1, 0, 1]) {
      for (const z of [-1, 0, 1]) {
        chosen.add(largest((i) => x * points[3 * i] + y * points[3 * i + 1] + z * points[3 * i + 2]));
      }
    }
  }
  const [ox, oy, oz] = at(0);
  const from = (i: number) => [at(i)[0] - ox, at(i)[1] - oy, at(i)[2] - oz] as const;
  const p = largest((i) => Math.hypot(...from(i)));
  const [px, py, pz] = from(p);
  const normal = (i: number) => {
    const [x, y, z] = from(i);
    return [py * z - pz * y, pz * x - px * z, px * y - py * x] as const;
  };
  const q = largest((i) => Math.hypot(...normal(i)));
  const [nx, ny, nz] = normal(q);
  const r = largest((i) => Math.abs(nx * from(i)[0] + ny * from(i)[1] + nz * from(i)[2]));
  return [...chosen.add(0).add(p).add(q).add(r)];
}
