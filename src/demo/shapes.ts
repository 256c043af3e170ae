/** Small formulas of shape, in mm. "Depth" is a distance to the surface, positive inside. */

export const clamp = (v: number, low: number, high: number): number => (v < low ? low : v > high ? high : v);

/** 0 below `from`, 1 above `to`, smooth between (`from` may be the greater one). */
export function smoothstep(from: number, to: number, v: number): number {
  const t = clamp((v - from) / (to - from), 0, 1);
  return t * t * (3 - 2 * t);
}

export const mix = (a: number, b: number, t: number): number => a + (b - a) * t;

/** The share of a voxel of width `width` that lies inside, for a surface at `depth`. */
export const coverage = (depth: number, width: number): number => clamp(depth / width + 0.5, 0, 1);

/** The greater of two depths with the crease rounded over `k`. */
export function smoothUnion(a: number, b: number, k: number): number {
  const h = clamp(0.5 + (0.5 * (a - b)) / k, 0, 1);
  return mix(b, a, h) + k * h * (1 - h);
}

/** Depth inside an ellipsoid (approximate away from the surface). */
export function ellipsoid(x: number, y: number, z: number, rx: number, ry: number, rz: number): number {
  const k0 = Math.sqrt((x / rx) ** 2 + (y / ry) ** 2 + (z / rz) ** 2);
  if (k0 < 1e-6) return Math.min(rx, ry, rz);
  const k1 = Math.sqrt((x / rx ** 2) ** 2 + (y / ry ** 2) ** 2 + (z / rz ** 2) ** 2);
  return (k0 * (1 - k0)) / k1;
}

/**
 * A smooth curve through [position, value] pairs, ascending in position, flat outside. It is tabulated once:
 * anatomy asks for it at every voxel.
 */
export function curve(points: readonly (readonly [number, number])[]): (at: number) => number {
  const first = points[0][0];
  const last = points[points.length - 1][0];
  const steps = 512;
  const scale = steps / (last - first);
  const table = Float64Array.from({ length: steps + 2 }, (_, n) => hermite(points, first + Math.min(n, steps) / scale));
  return (at) => {
    const t = clamp((at - first) * scale, 0, steps);
    const n = Math.floor(t);
    return table[n] + (table[n + 1] - table[n]) * (t - n);
  };
}

/** Cubic between the points, with the slopes of their neighbours (Catmull-Rom), so that outlines have no corners. */
function hermite(points: readonly (readonly [number, number])[], at: number): number {
  let n = 1;
  while (n < points.length - 1 && at > points[n][0]) n++;
  const [from, a] = points[n - 1];
  const [to, b] = points[n];
  const h = to - from;
  const t = clamp((at - from) / h, 0, 1);
  const before = slope(points[Math.max(0, n - 2)], points[n]);
  const after = slope(points[n - 1], points[Math.min(points.length - 1, n + 1)]);
  const t2 = t * t;
  const t3 = t2 * t;
  return (2 * t3 - 3 * t2 + 1) * a + (t3 - 2 * t2 + t) * h * before + (3 * t2 - 2 * t3) * b + (t3 - t2) * h * after;
}

const slope = (a: readonly [number, number], b: readonly [number, number]): number => (b[1] - a[1]) / (b[0] - a[0]);
