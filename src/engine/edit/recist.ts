import type { Vec3 } from "../grid.ts";
import { islandsOf } from "./islands.ts";

/** A point in voxels (continuous) of the volume. */
export type Bidirectional = {
  readonly slice: number;
  readonly axis: 0 | 1 | 2;
  /** Ends of the long axis and of the short one, as continuous voxel indices. */
  readonly long: readonly [Vec3, Vec3];
  readonly short: readonly [Vec3, Vec3];
  readonly longMm: number;
  readonly shortMm: number;
};

/**
 * Long and short axis of a segment as RECIST 1.1 measures a lesion (Eisenhauer 2009, doi:10.1016/j.ejca.2008.10.026): the
 * longest diameter in any slice across `axis`, and in that slice the longest one perpendicular to it. The outline runs
 * half way between the centres of voxels inside and outside, as IBSI's mesh does (L0JK). Islands of a slice are lesions of
 * their own. Null where the label has no voxel.
 */
export function bidirectional(
  labels: Uint8Array,
  dims: Vec3,
  spacing: Vec3,
  label: number,
  axis: 0 | 1 | 2,
): Bidirectional | null {
  const [u, v] = ([0, 1, 2] as const).filter((a) => a !== axis);
  const strides = [1, dims[0], dims[0] * dims[1]];
  const [nx, ny] = [dims[u], dims[v]];
  let best: { slice: number; longMm: number; points: Float64Array; pair: readonly [number, number] } | null = null;
  for (let slice = 0; slice < dims[axis]; slice++) {
    const mask = new Uint8Array(nx * ny);
    let any = false;
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++)
        if (labels[slice * strides[axis] + x * strides[u] + y * strides[v]] === label) {
          mask[x + nx * y] = 1;
          any = true;
        }
    if (!any) continue;
    const { numbers, sizes } = islandsOf({ mask, dims: [nx, ny, 1] });
    for (let island = 1; island < sizes.length; island++) {
      const points = outline(numbers, island, nx, ny, spacing[u], spacing[v]);
      const hull = hullOf(points);
      const { mm, pair } = farthest(hull);
      if (!best || mm > best.longMm * (1 + 1e-9)) best = { slice, longMm: mm, points: hull, pair };
    }
  }
  if (!best) return null;
  const { points: hull, pair, slice } = best;
  const at = (n: number): readonly [number, number] => [hull[2 * n], hull[2 * n + 1]];
  const [p, q] = [at(pair[0]), at(pair[1])];
  const short = widest(hull, p, q);
  const index = ([x, y]: readonly [number, number]): Vec3 => {
    const out: [number, number, number] = [0, 0, 0];
    out[axis] = slice;
    out[u] = x / spacing[u];
    out[v] = y / spacing[v];
    return out;
  };
  return {
    slice,
    axis,
    long: [index(p), index(q)],
    short: [index(short.ends[0]), index(short.ends[1])],
    longMm: best.longMm,
    shortMm: short.mm,
  };
}

/** Points (mm) half way between each pixel of an island and its edge neighbours outside. */
function outline(numbers: Uint32Array, island: number, nx: number, ny: number, dx: number, dy: number): Float64Array {
  const inside = (x: number, y: number) => x >= 0 && y >= 0 && x < nx && y < ny && numbers[x + nx * y] === island;
  const points: number[] = [];
  for (let y = 0; y < ny; y++)
    for (let x = 0; x < nx; x++) {
      if (!inside(x, y)) continue;
      if (!inside(x - 1, y)) points.push((x - 0.5) * dx, y * dy);
      if (!inside(x + 1, y)) points.push((x + 0.5) * dx, y * dy);
      if (!inside(x, y - 1)) points.push(x * dx, (y - 0.5) * dy);
      if (!inside(x, y + 1)) points.push(x * dx, (y + 0.5) * dy);
    }
  return Float64Array.from(points);
}

/** The corners of the convex hull, in order (Andrew's monotone chain). */
function hullOf(points: Float64Array): Float64Array {
  const order = Array.from({ length: points.length / 2 }, (_, n) => n).sort(
    (a, b) => points[2 * a] - points[2 * b] || points[2 * a + 1] - points[2 * b + 1],
  );
  const chain = (from: readonly number[]) => {
    const out: number[] = [];
    for (const n of from) {
      while (out.length > 1) {
        const [a, b] = out.slice(-2);
        const cross =
          (points[2 * b] - points[2 * a]) * (points[2 * n + 1] - points[2 * a + 1]) -
          (points[2 * b + 1] - points[2 * a + 1]) * (points[2 * n] - points[2 * a]);
        if (cross > 0) break;
        out.pop();
      }
      out.push(n);
    }
    return out.slice(0, -1);
  };
  const corners = [...chain(order), ...chain(order.toReversed())];
  return Float64Array.from(corners.flatMap((n) => [points[2 * n], points[2 * n + 1]]));
}

function farthest(hull: Float64Array): { mm: number; pair: readonly [number, number] } {
  let best = -1;
  let pair: readonly [number, number] = [0, 0];
  for (let a = 0; a < hull.length / 2; a++)
    for (let b = a + 1; b < hull.length / 2; b++) {
      const mm = Math.hypot(hull[2 * a] - hull[2 * b], hull[2 * a + 1] - hull[2 * b + 1]);
      if (mm > best * (1 + 1e-12)) {
        best = mm;
        pair = [a, b];
      }
    }
  return { mm: best, pair };
}

/** The longest chord of a convex outline perpendicular to the line p–q: it passes through a corner. */
function widest(hull: Float64Array, p: readonly [number, number], q: readonly [number, number]) {
  const length = Math.hypot(q[0] - p[0], q[1] - p[1]);
  const [ex, ey] = [(q[0] - p[0]) / length, (q[1] - p[1]) / length];
  const n = hull.length / 2;
  const along = Float64Array.from({ length: n }, (_, i) => hull[2 * i] * ex + hull[2 * i + 1] * ey);
  const across = Float64Array.from({ length: n }, (_, i) => hull[2 * i + 1] * ex - hull[2 * i] * ey);
  let best = { mm: -1, t: 0, low: 0, high: 0 };
  for (const t of along) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = 0, before = n - 1; i < n; before = i++) {
      const [a, b] = [along[before], along[i]];
      if (Math.min(a, b) > t || Math.max(a, b) < t) continue;
      const s = a === b ? across[i] : across[before] + ((t - a) / (b - a)) * (across[i] - across[before]);
      low = Math.min(low, s);
      high = Math.max(high, s);
    }
    if (high - low > best.mm * (1 + 1e-12)) best = { mm: high - low, t, low, high };
  }
  const end = (s: number): readonly [number, number] => [best.t * ex - s * ey, best.t * ey + s * ex];
  return { mm: best.mm, ends: [end(best.low), end(best.high)] as const };
}
