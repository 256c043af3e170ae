import type { Hull } from "./hull.ts";

/** A direction or an edge: x, y, z. */
export type Direction = readonly [number, number, number];

export const length = (v: Direction): number => Math.hypot(v[0], v[1], v[2]);
export const unit = (v: Direction): Direction => [v[0] / length(v), v[1] / length(v), v[2] / length(v)];
export const cross = (a: Direction, b: Direction): Direction => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** Normal of a face, twice its area long. */
export function triangleNormal(points: Float64Array, faces: Int32Array, f: number): Direction {
  const at = (k: number): Direction => {
    const p = 3 * faces[f + k];
    return [points[p], points[p + 1], points[p + 2]];
  };
  const [a, b, c] = [at(0), at(1), at(2)];
  return cross([b[0] - a[0], b[1] - a[1], b[2] - a[2]], [c[0] - a[0], c[1] - a[1], c[2] - a[2]]);
}

/** A hull ready to be looked at from many directions. */
export type Silhouette = {
  /** The hull's outline seen along `axis`, in coordinates along `u` and `v`: corners of a convex polygon. */
  readonly outline: (axis: Direction, u: Direction, v: Direction) => { x: Float64Array; y: Float64Array; n: number };
  readonly extent: (axis: Direction) => number;
  /** Unit vectors along the hull's edges at its two outermost corners in the direction of `axis`. */
  readonly edgesAtEnds: (axis: Direction) => readonly Direction[];
};

export function silhouetteOf(points: Float64Array, { faces, neighbours, corners }: Hull): Silhouette {
  const count = faces.length / 3;
  const normals = new Float64Array(faces.length);
  for (let f = 0; f < faces.length; f += 3) normals.set(triangleNormal(points, faces, f), f);
  const front = new Uint8Array(count);
  const seen = new Int32Array(points.length / 3);
  let view = 0;
  const beside = new Map<number, Set<number>>();
  for (let i = 0; i < faces.length; i++) {
    const next = faces[i % 3 === 2 ? i - 2 : i + 1];
    beside.set(faces[i], (beside.get(faces[i]) ?? new Set()).add(next));
  }
  return {
    outline(axis, u, v) {
      view++;
      for (let f = 0; f < count; f++) {
        const toward = normals[3 * f] * axis[0] + normals[3 * f + 1] * axis[1] + normals[3 * f + 2] * axis[2];
        front[f] = toward > 0 ? 1 : 0;
      }
      const xs: number[] = [];
      const ys: number[] = [];
      for (let f = 0; f < count; f++) {
        if (front[f] === 0) continue;
        for (let k = 0; k < 3; k++) {
          if (front[neighbours[3 * f + k]] === 1) continue;
          for (const corner of [faces[3 * f + k], faces[3 * f + ((k + 1) % 3)]]) {
            if (seen[corner] === view) continue;
            seen[corner] = view;
            const [x, y, z] = [points[3 * corner], points[3 * corner + 1], points[3 * corner + 2]];
            xs.push(x * u[0] + y * u[1] + z * u[2]);
            ys.push(x * v[0] + y * v[1] + z * v[2]);
          }
        }
      }
      return convexPolygon(xs, ys);
    },
    extent(axis) {
      let lo = Number.POSITIVE_INFINITY;
      let hi = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < corners.length; k++) {
        const p = 3 * corners[k];
        const t = points[p] * axis[0] + points[p + 1] * axis[1] + points[p + 2] * axis[2];
        if (t < lo) lo = t;
        if (t > hi) hi = t;
      }
      return hi - lo;
    },
    edgesAtEnds(axis) {
      const along = (p: number) => points[3 * p] * axis[0] + points[3 * p + 1] * axis[1] + points[3 * p + 2] * axis[2];
      const far = corners.reduce((best, p) => (along(p) > along(best) ? p : best), corners[0]);
      const near = corners.reduce((best, p) => (along(p) < along(best) ? p : best), corners[0]);
      return [far, near].flatMap((p) =>
        [...(beside.get(p) ?? [])].map((q) =>
          unit([
            points[3 * q] - points[3 * p],
            points[3 * q + 1] - points[3 * p + 1],
            points[3 * q + 2] - points[3 * p + 2],
          ]),
        ),
      );
    },
  };
}

/** Corners of the convex hull of points in the plane, counter-clockwise (monotone chain). */
function convexPolygon(xs: readonly number[], ys: readonly number[]): { x: Float64Array; y: Float64Array; n: number } {
  const order = Int32Array.from(xs.keys()).sort((a, b) => xs[a] - xs[b] || ys[a] - ys[b]);
  const x = new Float64Array(order.length + 1);
  const y = new Float64Array(order.length + 1);
  let top = 0;
  for (let side = 0; side < 2; side++) {
    const base = top;
    for (let k = 0; k < order.length; k++) {
      const p = order[side === 0 ? k : order.length - 1 - k];
      while (top - base >= 2) {
        const [ux, uy] = [x[top - 1] - x[top - 2], y[top - 1] - y[top - 2]];
        if (ux * (ys[p] - y[top - 2]) - uy * (xs[p] - x[top - 2]) > 0) break;
        top--;
      }
      x[top] = xs[p];
      y[top] = ys[p];
      top++;
    }
    top--;
  }
  return { x, y, n: top };
}
