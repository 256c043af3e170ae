import { eigen3 } from "../math/eigen3.ts";

/**
 * Semi-axes, descending, of the ellipsoid of smallest volume around `count` points (x, y, z, not in one plane):
 * Khachiyan's ascent with the away steps of Todd and Yıldırım (2007), which make it converge linearly, and Harman and
 * Pronzato's rule that drops points which cannot touch. The ellipsoid holds every point, and its volume exceeds the
 * smallest by a factor of at most (1 + tolerance)^1.5.
 */
export function smallestEllipsoid(
  points: Float64Array,
  count: number,
  tolerance = 1e-9,
): readonly [number, number, number] {
  const scaled = standardise(points, count);
  const d = 3;
  const n = d + 1; // points are lifted to (x, y, z, 1): the ellipsoid round the origin there is the one sought
  const weight = new Float64Array(count);
  const start = extremes(scaled, count);
  for (const i of start) weight[i] = 1 / start.length;
  const kappa = new Float64Array(count);
  const inverse = new Float64Array(16);
  let active = Int32Array.from(weight.keys());

  for (let step = 0; step < 200_000; step++) {
    // Renewed now and then, since rank-one updates gather rounding.
    if (step % 64 === 0) {
      invert4(secondMoments(scaled, weight, active), inverse);
      for (const i of active) kappa[i] = form(inverse, scaled, i, scaled, i);
    }
    let far = -1;
    let near = -1;
    for (let k = 0; k < active.length; k++) {
      const i = active[k];
      if (far < 0 || kappa[i] > kappa[far]) far = i;
      if (weight[i] > 0 && (near < 0 || kappa[i] < kappa[near])) near = i;
    }
    const above = kappa[far] / n - 1;
    const below = 1 - kappa[near] / n;
    if (above <= tolerance) break;
    if (step % 64 === 0) {
      const bound = n * (1 + above / 2 - Math.sqrt(above * (4 + above - 4 / n)) / 2);
      active = active.filter((i) => weight[i] > 0 || kappa[i] >= bound);
    }
    const chosen = above >= below ? far : near;
    const most = kappa[chosen];
    let share = (most - n) / (n * (most - 1));
    // Away: at most as far as drops the point.
    if (chosen === near && above < below)
      share = most <= 1 ? floor(weight[near]) : Math.max(share, floor(weight[near]));
    const stay = 1 - share;
    const factor = share / (stay + share * most);
    const row = [0, 1, 2, 3].map((r) => dot(inverse, r, scaled, chosen));
    for (let k = 0; k < active.length; k++) {
      const i = active[k];
      const omega = row[0] * scaled[3 * i] + row[1] * scaled[3 * i + 1] + row[2] * scaled[3 * i + 2] + row[3];
      kappa[i] = (kappa[i] - factor * omega * omega) / stay;
      weight[i] *= stay;
    }
    weight[chosen] += share;
    if (weight[chosen] < 1e-15) weight[chosen] = 0;
    for (let r = 0; r < 4; r++) {
      for (let c = 0; c < 4; c++) inverse[4 * r + c] = (inverse[4 * r + c] - factor * row[r] * row[c]) / stay;
    }
  }
  return semiAxes(points, count, weight);
}

const floor = (weight: number) => -weight / (1 - weight);

/** The ellipsoid with the shape of the weighted points, blown up until it holds all points. */
function semiAxes(points: Float64Array, count: number, weight: Float64Array): readonly [number, number, number] {
  const c = [0, 0, 0];
  let all = 0;
  for (let i = 0; i < count; i++) all += weight[i];
  for (let i = 0; i < count; i++) for (let k = 0; k < 3; k++) c[k] += (weight[i] / all) * points[3 * i + k];
  const s = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    if (weight[i] === 0) continue;
    const w = weight[i] / all;
    const [x, y, z] = [points[3 * i] - c[0], points[3 * i + 1] - c[1], points[3 * i + 2] - c[2]];
    [x * x, y * y, z * z, x * y, x * z, y * z].forEach((product, k) => {
      s[k] += w * product;
    });
  }
  const { values, vectors } = eigen3(s[0], s[1], s[2], s[3], s[4], s[5]);
  let reach = 0;
  for (let i = 0; i < count; i++) {
    const [x, y, z] = [points[3 * i] - c[0], points[3 * i + 1] - c[1], points[3 * i + 2] - c[2]];
    let r = 0;
    for (let k = 0; k < 3; k++) r += (x * vectors[k][0] + y * vectors[k][1] + z * vectors[k][2]) ** 2 / values[k];
    if (r > reach) reach = r;
  }
  return [Math.sqrt(values[0] * reach), Math.sqrt(values[1] * reach), Math.sqrt(values[2] * reach)];
}

/** The points moved to zero mean and unit spread along each axis; the smallest ellipsoid follows affine maps. */
function standardise(points: Float64Array, count: number): Float64Array {
  const out = new Float64Array(3 * count);
  for (let k = 0; k < 3; k++) {
    let mean = 0;
    for (let i = 0; i < count; i++) mean += points[3 * i + k] / count;
    let spread = 0;
    for (let i = 0; i < count; i++) spread = Math.max(spread, Math.abs(points[3 * i + k] - mean));
    for (let i = 0; i < count; i++) out[3 * i + k] = (points[3 * i + k] - mean) / spread;
  }
  return out;
}

/** Points that are extreme along each of the axes and space diagonals: they span the space, and start near the end. */
function extremes(points: Float64Array, count: number): number[] {
  const chosen = new Set<number>();
  for (const [x, y, z] of [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [1, 1, 1],
    [1, 1, -1],
    [1, -1, 1],
    [-1, 1, 1],
  ]) {
    const along = (i: number) => x * points[3 * i] + y * points[3 * i + 1] + z * points[3 * i + 2];
    let lo = 0;
    let hi = 0;
    for (let i = 1; i < count; i++) {
      if (along(i) < along(lo)) lo = i;
      if (along(i) > along(hi)) hi = i;
    }
    chosen.add(lo).add(hi);
  }
  return [...chosen];
}

function secondMoments(points: Float64Array, weight: Float64Array, active: Int32Array): Float64Array {
  const m = new Float64Array(16);
  for (const i of active) {
    if (weight[i] === 0) continue;
    const q = [points[3 * i], points[3 * i + 1], points[3 * i + 2], 1];
    for (let r = 0; r < 4; r++) for (let c = 0; c < 4; c++) m[4 * r + c] += weight[i] * q[r] * q[c];
  }
  return m;
}

/** Row r of a 4 × 4 matrix times the lifted point i. */
const dot = (m: Float64Array, r: number, p: Float64Array, i: number): number =>
  m[4 * r] * p[3 * i] + m[4 * r + 1] * p[3 * i + 1] + m[4 * r + 2] * p[3 * i + 2] + m[4 * r + 3];

const form = (m: Float64Array, p: Float64Array, i: number, q: Float64Array, j: number): number =>
  p[3 * i] * dot(m, 0, q, j) + p[3 * i + 1] * dot(m, 1, q, j) + p[3 * i + 2] * dot(m, 2, q, j) + dot(m, 3, q, j);

/** Inverse of a positive definite 4 × 4 matrix by Gauss and Jordan. */
function invert4(m: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let k = 0; k < 4; k++) out[5 * k] = 1;
  for (let k = 0; k < 4; k++) {
    const pivot = m[5 * k];
    for (let c = 0; c < 4; c++) {
      m[4 * k + c] /= pivot;
      out[4 * k + c] /= pivot;
    }
    for (let r = 0; r < 4; r++) {
      const times = m[4 * r + k];
      if (r === k || times === 0) continue;
      for (let c = 0; c < 4; c++) {
        m[4 * r + c] -= times * m[4 * k + c];
        out[4 * r + c] -= times * out[4 * k + c];
      }
    }
  }
}
