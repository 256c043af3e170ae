import { eigen3 } from "../math/eigen3.ts";

/**
 * Semi-axes, descending, of the ellipsoid of smallest volume around `count` points (x, y, z, not in one plane). It is
 * held by a few of them, so it is found for a small set, which takes in the points that stick out until none does:
 * roughly as long as many do. The ellipsoid holds every point, and its volume exceeds the smallest by a factor of at
 * most 1 + 2·tolerance.
 */
export function smallestEllipsoid(
  points: Float64Array,
  count: number,
  tolerance = 1e-9,
): readonly [number, number, number] {
  const chosen = new Set(extremes(points, count));
  const { scaled, root } = whiten(points, count, chosen);
  let set = gather(scaled, chosen);
  let state = beginning(chosen.size);
  for (let rough = 1e-2; ; ) {
    shrink(set, state, rough);
    const { map } = state;
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
    if (more.length === 0 && rough === tolerance) return semiAxes(map, most, root);
    rough = more.length === 0 ? tolerance : Math.max(tolerance, Math.min(rough, (most - 1) / 10));
    if (more.length === 0) continue;
    for (const i of more) chosen.add(i);
    set = gather(scaled, chosen);
    state = beginning(chosen.size);
  }
}

function gather(points: Float64Array, chosen: ReadonlySet<number>): Float64Array {
  const set = new Float64Array(3 * chosen.size);
  let o = 0;
  for (const i of chosen) for (let a = 0; a < 3; a++) set[o++] = points[3 * i + a];
  return set;
}

/** A map x → A·x + b onto the unit ball: A's xx, yy, zz, xy, xz, yz, then b. */
type BallMap = Float64Array;

const SIZE = 9;

/** Where the row of [A, b] that gives each coordinate stands in a map. */
const rows = [
  [0, 3, 4, 6],
  [3, 1, 5, 7],
  [4, 5, 2, 8],
] as const;

function radiusSquared(v: BallMap, x: number, y: number, z: number): number {
  const p = v[0] * x + v[3] * y + v[4] * z + v[6];
  const q = v[3] * x + v[1] * y + v[5] * z + v[7];
  const r = v[4] * x + v[5] * y + v[2] * z + v[8];
  return p * p + q * q + r * r;
}

/** How far each step goes towards the solution: the gap that is left is to become a fifth. */
const AHEAD = 5;

/** A map that leaves all points inside the ball, and a multiplier for each point. */
type State = { readonly map: BallMap; readonly multipliers: Float64Array };

/** Points lie in the unit ball; multipliers come to add up to 3/2. */
const beginning = (count: number): State => ({
  map: new Float64Array(SIZE).fill(0.9, 0, 3),
  multipliers: new Float64Array(count).fill(1.5 / count),
});

/**
 * Goes on to the map of largest determinant that brings points into the unit ball: −log det A is minimised under
 * |A·x + b|² ≤ 1 by Newton steps in the map and the multipliers (Boyd and Vandenberghe, Convex Optimization, §8.4.1 and
 * §11.7). Ends where the log-determinant is within `tolerance` of the largest.
 */
function shrink(points: Float64Array, { map, multipliers }: State, tolerance: number): void {
  const count = multipliers.length;
  const step = new Float64Array(SIZE);
  const change = new Float64Array(count);
  const slopes = new Float64Array(SIZE * count);
  const slacks = new Float64Array(count);
  const [trial, trialMultipliers] = [new Float64Array(SIZE), new Float64Array(count)];
  const hessian = new Float64Array(SIZE * SIZE);
  const residual = new Float64Array(SIZE);
  slope(points, map, slopes, slacks);
  for (let round = 0; round < 100; round++) {
    let gap = 0;
    for (let i = 0; i < count; i++) gap += slacks[i] * multipliers[i];
    const target = gap / (AHEAD * count);
    const before = imbalance(map, slopes, slacks, multipliers, target, residual);
    if (gap + 10 * Math.sqrt(before.dual) <= tolerance) return;
    newtonSystem(map, points, slopes, slacks, multipliers, target, step, hessian);
    solve(step, hessian);
    let share = 1;
    for (let i = 0; i < count; i++) {
      let along = 0;
      for (let k = 0; k < SIZE; k++) along += slopes[SIZE * i + k] * step[k];
      change[i] = -multipliers[i] + (target + multipliers[i] * along) / slacks[i];
      if (change[i] < 0) share = Math.min(share, -multipliers[i] / change[i]);
    }
    const bound = before.dual + before.centre;
    for (share *= 0.99; ; share /= 2) {
      if (share < 1e-10) return; // no further progress within rounding
      for (let k = 0; k < SIZE; k++) trial[k] = map[k] + share * step[k];
      for (let i = 0; i < count; i++) trialMultipliers[i] = multipliers[i] + share * change[i];
      if (!isPositive(trial) || !slope(points, trial, slopes, slacks)) continue;
      const { dual, centre } = imbalance(trial, slopes, slacks, trialMultipliers, target, residual);
      if (dual + centre <= (1 - 0.01 * share) ** 2 * bound) break;
    }
    map.set(trial);
    multipliers.set(trialMultipliers);
  }
}

const isPositive = ([xx, yy, zz, xy, xz, yz]: BallMap): boolean =>
  xx > 0 && xx * yy > xy * xy && (xx * yy - xy * xy) * zz + 2 * xy * xz * yz > xx * yz * yz + yy * xz * xz;

/**
 * How much each point has left of the ball's radius squared, 1 − |A·x + b|², and how |A·x + b|² goes with the map.
 * False where a point does not lie inside.
 */
function slope(points: Float64Array, v: BallMap, outSlopes: Float64Array, outSlacks: Float64Array): boolean {
  for (let i = 0, o = 0; i < outSlacks.length; i++, o += SIZE) {
    const x = points[3 * i];
    const y = points[3 * i + 1];
    const z = points[3 * i + 2];
    const p = v[0] * x + v[3] * y + v[4] * z + v[6];
    const q = v[3] * x + v[1] * y + v[5] * z + v[7];
    const r = v[4] * x + v[5] * y + v[2] * z + v[8];
    outSlacks[i] = 1 - (p * p + q * q + r * r);
    if (!(outSlacks[i] > 0)) return false;
    outSlopes[o] = 2 * p * x;
    outSlopes[o + 1] = 2 * q * y;
    outSlopes[o + 2] = 2 * r * z;
    outSlopes[o + 3] = 2 * (p * y + q * x);
    outSlopes[o + 4] = 2 * (p * z + r * x);
    outSlopes[o + 5] = 2 * (q * z + r * y);
    outSlopes[o + 6] = 2 * p;
    outSlopes[o + 7] = 2 * q;
    outSlopes[o + 8] = 2 * r;
  }
  return true;
}

/** By how much the two conditions are missed: the Lagrangian's gradient is 0, and each slack × multiplier is `target`. */
function imbalance(
  map: BallMap,
  slopes: Float64Array,
  slacks: Float64Array,
  multipliers: Float64Array,
  target: number,
  scratch: Float64Array,
): { dual: number; centre: number } {
  determinantSlope(inverse3(map), scratch);
  let centre = 0;
  for (let i = 0, o = 0; i < slacks.length; i++) {
    centre += (multipliers[i] * slacks[i] - target) ** 2;
    for (let k = 0; k < SIZE; k++) scratch[k] += multipliers[i] * slopes[o++];
  }
  let dual = 0;
  for (let k = 0; k < SIZE; k++) dual += scratch[k] * scratch[k];
  return { dual, centre };
}

/** The gradient of −log det A, from the inverse of A. */
function determinantSlope(inv: readonly number[], out: Float64Array): void {
  for (let k = 0; k < 6; k++) {
    const [a, b] = entries[k];
    out[k] = a === b ? -inv[4 * a] : -2 * inv[3 * a + b];
  }
  out.fill(0, 6);
}

/** Which entries of A the first six unknowns stand for. */
const entries: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 1],
  [2, 2],
  [0, 1],
  [0, 2],
  [1, 2],
];

/** The right-hand side and (its lower half) the matrix of the Newton step. */
function newtonSystem(
  map: BallMap,
  points: Float64Array,
  slopes: Float64Array,
  slacks: Float64Array,
  multipliers: Float64Array,
  target: number,
  outGradient: Float64Array,
  outHessian: Float64Array,
): void {
  // −log det A: −tr(A⁻¹E), tr(A⁻¹E A⁻¹F).
  const inv = inverse3(map);
  determinantSlope(inv, outGradient);
  outHessian.fill(0);
  for (let k = 0; k < 6; k++) {
    const [a, b] = entries[k];
    for (let l = 0; l <= k; l++) {
      const [c, d] = entries[l];
      const once = inv[3 * d + a] * inv[3 * b + c] + (c === d ? 0 : inv[3 * c + a] * inv[3 * b + d]);
      const twice = a === b ? 0 : inv[3 * d + b] * inv[3 * a + c] + (c === d ? 0 : inv[3 * c + b] * inv[3 * a + d]);
      outHessian[SIZE * k + l] = once + twice;
    }
  }
  // Σ λ ∇∇|A·x + b|²: by the weighted sums of (x, y, z, 1) times itself, for each row of [A, b] the same.
  let [xx, yy, zz, xy, xz, yz, x1, y1, z1, n] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < slacks.length; i++) {
    const x = points[3 * i];
    const y = points[3 * i + 1];
    const z = points[3 * i + 2];
    const weight = 2 * multipliers[i];
    xx += weight * x * x;
    yy += weight * y * y;
    zz += weight * z * z;
    xy += weight * x * y;
    xz += weight * x * z;
    yz += weight * y * z;
    x1 += weight * x;
    y1 += weight * y;
    z1 += weight * z;
    n += weight;
    const o = SIZE * i;
    const pull = multipliers[i] / slacks[i];
    for (let k = 0; k < SIZE; k++) {
      const pulled = pull * slopes[o + k];
      outGradient[k] += (target / slacks[i]) * slopes[o + k];
      for (let l = 0; l <= k; l++) outHessian[SIZE * k + l] += pulled * slopes[o + l];
    }
  }
  const sums = [xx, xy, xz, x1, xy, yy, yz, y1, xz, yz, zz, z1, x1, y1, z1, n];
  for (const row of rows) {
    for (let a = 0; a < 4; a++) {
      for (let b = 0; b < 4; b++) if (row[b] <= row[a]) outHessian[SIZE * row[a] + row[b]] += sums[4 * a + b];
    }
  }
}

/** Solves H·step = −gradient by Cholesky from the lower half of H, in place. */
function solve(gradient: Float64Array, h: Float64Array): void {
  for (let k = 0; k < SIZE; k++) {
    for (let l = 0; l <= k; l++) {
      let left = h[SIZE * k + l];
      for (let m = 0; m < l; m++) left -= h[SIZE * k + m] * h[SIZE * l + m];
      h[SIZE * k + l] = k === l ? Math.sqrt(Math.max(left, 1e-300)) : left / h[SIZE * l + l];
    }
  }
  for (let k = 0; k < SIZE; k++) {
    for (let m = 0; m < k; m++) gradient[k] -= h[SIZE * k + m] * gradient[m];
    gradient[k] /= h[SIZE * k + k];
  }
  for (let k = SIZE - 1; k >= 0; k--) {
    for (let m = k + 1; m < SIZE; m++) gradient[k] -= h[SIZE * m + k] * gradient[m];
    gradient[k] /= h[SIZE * k + k];
  }
  for (let k = 0; k < SIZE; k++) gradient[k] = -gradient[k];
}

/** Inverse of A, row by row. */
function inverse3([xx, yy, zz, xy, xz, yz]: BallMap): readonly number[] {
  const [a, b, c] = [yy * zz - yz * yz, xz * yz - xy * zz, xy * yz - xz * yy];
  const d = xx * a + xy * b + xz * c;
  const [e, f, g] = [xx * zz - xz * xz, xy * xz - xx * yz, xx * yy - xy * xy];
  return [a / d, b / d, c / d, b / d, e / d, f / d, c / d, f / d, g / d];
}

/** Semi-axes in mm of the points that A·R⁻¹ maps to the ball of squared radius `most`. */
function semiAxes([xx, yy, zz, xy, xz, yz]: BallMap, most: number, root: Root) {
  // Each row of A times R⁻¹, by substitution.
  const [a, b, c] = [across(root, xx, xy, xz), across(root, xy, yy, yz), across(root, xz, yz, zz)];
  const dot = (k: 0 | 1 | 2, l: 0 | 1 | 2) => a[k] * a[l] + b[k] * b[l] + c[k] * c[l];
  const { values } = eigen3(dot(0, 0), dot(1, 1), dot(2, 2), dot(0, 1), dot(0, 2), dot(1, 2));
  return [Math.sqrt(most / values[2]), Math.sqrt(most / values[1]), Math.sqrt(most / values[0])] as const;
}

/** A lower triangle R: xx, yx, yy, zx, zy, zz. */
type Root = readonly [number, number, number, number, number, number];

/** The row [p, q, r]·R⁻¹. */
function across([xx, yx, yy, zx, zy, zz]: Root, p: number, q: number, r: number): readonly [number, number, number] {
  const z = r / zz;
  const y = (q - z * zy) / yy;
  return [(p - y * yx - z * zx) / xx, y, z];
}

/**
 * The points as R⁻¹·(point − centre), where R·Rᵀ is the spread of some of them, and in all as far from the centre as 1:
 * the ellipsoid follows affine maps, and the one around these is nearly a ball.
 */
function whiten(points: Float64Array, count: number, some: ReadonlySet<number>): { scaled: Float64Array; root: Root } {
  const centre = [0, 0, 0];
  for (const i of some) for (let a = 0; a < 3; a++) centre[a] += points[3 * i + a] / some.size;
  const spread = [0, 0, 0, 0, 0, 0];
  for (const i of some) {
    const [x, y, z] = [points[3 * i] - centre[0], points[3 * i + 1] - centre[1], points[3 * i + 2] - centre[2]];
    [x * x, x * y, y * y, x * z, y * z, z * z].forEach((product, k) => {
      spread[k] += product;
    });
  }
  const xx = Math.sqrt(spread[0]);
  const [yx, zx] = [spread[1] / xx, spread[3] / xx];
  const yy = Math.sqrt(spread[2] - yx * yx);
  const zy = (spread[4] - zx * yx) / yy;
  const zz = Math.sqrt(spread[5] - zx * zx - zy * zy);
  const scaled = new Float64Array(3 * count);
  let most = 0;
  for (let k = 0; k < 3 * count; k += 3) {
    const x = (points[k] - centre[0]) / xx;
    const y = (points[k + 1] - centre[1] - yx * x) / yy;
    const z = (points[k + 2] - centre[2] - zx * x - zy * y) / zz;
    scaled[k] = x;
    scaled[k + 1] = y;
    scaled[k + 2] = z;
    most = Math.max(most, x * x + y * y + z * z);
  }
  const far = Math.sqrt(most);
  for (let k = 0; k < scaled.length; k++) scaled[k] /= far;
  return { scaled, root: [xx * far, yx * far, yy * far, zx * far, zy * far, zz * far] };
}

/** Points that are extreme along the axes and diagonals, to start near the end, and four that span the space. */
function extremes(points: Float64Array, count: number): ReadonlySet<number> {
  const chosen = new Set<number>();
  for (let k = 0; k < 13; k++) {
    // Half of the 27 directions, counted from the first to the one before the middle; the others are their opposites.
    const [x, y, z] = [(k % 3) - 1, (Math.floor(k / 3) % 3) - 1, Math.floor(k / 9) - 1];
    let low = 0;
    let high = 0;
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0, p = 0; i < count; i++, p += 3) {
      const along = x * points[p] + y * points[p + 1] + z * points[p + 2];
      if (along < least) {
        least = along;
        low = i;
      }
      if (along > most) {
        most = along;
        high = i;
      }
    }
    chosen.add(low).add(high);
  }
  const [ox, oy, oz] = points;
  const p = farthest(points, count, (x, y, z) => (x - ox) ** 2 + (y - oy) ** 2 + (z - oz) ** 2);
  const [px, py, pz] = [points[3 * p] - ox, points[3 * p + 1] - oy, points[3 * p + 2] - oz];
  const q = farthest(points, count, (x, y, z) => {
    const [ux, uy, uz] = [x - ox, y - oy, z - oz];
    return (py * uz - pz * uy) ** 2 + (pz * ux - px * uz) ** 2 + (px * uy - py * ux) ** 2;
  });
  const [qx, qy, qz] = [points[3 * q] - ox, points[3 * q + 1] - oy, points[3 * q + 2] - oz];
  const [nx, ny, nz] = [py * qz - pz * qy, pz * qx - px * qz, px * qy - py * qx];
  const r = farthest(points, count, (x, y, z) => Math.abs(nx * (x - ox) + ny * (y - oy) + nz * (z - oz)));
  return chosen.add(0).add(p).add(q).add(r);
}

function farthest(points: Float64Array, count: number, measure: (x: number, y: number, z: number) => number): number {
  let best = 0;
  let most = -1;
  for (let i = 0; i < count; i++) {
    const value = measure(points[3 * i], points[3 * i + 1], points[3 * i + 2]);
    if (value <= most) continue;
    most = value;
    best = i;
  }
  return best;
}
