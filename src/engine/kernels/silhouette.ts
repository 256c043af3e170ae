import type { Hull } from "./hull.ts";

/** A direction or an edge: x, y, z. */
export type Direction = readonly [number, number, number];

export const length = (v: Direction): number => Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
export function unit(v: Direction): Direction {
  const l = length(v);
  return [v[0] / l, v[1] / l, v[2] / l];
}
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

/** The n corners of a convex polygon, counter-clockwise; corner n + i repeats corner i. Overwritten by the next one. */
export type Outline = { readonly x: Float64Array; readonly y: Float64Array; readonly n: number };

/** A hull ready to be looked at from many directions. */
export type Silhouette = {
  /** The hull's outline seen along `axis`, in coordinates along `u` and `v`. */
  readonly outline: (axis: Direction, u: Direction, v: Direction) => Outline;
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
  const xs = new Float64Array(corners.length);
  const ys = new Float64Array(corners.length);
  const following = Int32Array.from(faces, (_, side) => (side % 3 === 2 ? side - 2 : side + 1));
  const px = new Float64Array(2 * corners.length + 2);
  const py = new Float64Array(2 * corners.length + 2);
  let view = 0;
  const beside = new Map<number, Set<number>>();
  for (let i = 0; i < faces.length; i++) {
    beside.set(faces[i], (beside.get(faces[i]) ?? new Set()).add(faces[following[i]]));
  }
  return {
    outline(axis, u, v) {
      view++;
      for (let f = 0; f < count; f++) {
        const toward = normals[3 * f] * axis[0] + normals[3 * f + 1] * axis[1] + normals[3 * f + 2] * axis[2];
        front[f] = toward > 0 ? 1 : 0;
      }
      let n = 0;
      for (let side = 0; side < 3 * count; side++) {
        if (side % 3 === 0 && front[side / 3] === 0) {
          side += 2;
          continue;
        }
        if (front[neighbours[side]] === 1) continue;
        for (let end = 0; end < 2; end++) {
          const corner = end === 0 ? faces[side] : faces[following[side]];
          if (seen[corner] === view) continue;
          seen[corner] = view;
          const p = 3 * corner;
          xs[n] = points[p] * u[0] + points[p + 1] * u[1] + points[p + 2] * u[2];
          ys[n] = points[p] * v[0] + points[p + 1] * v[1] + points[p + 2] * v[2];
          n++;
        }
      }
      return convexPolygon(xs, ys, n, px, py);
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

/**
 * Corners of the convex hull of n points in the plane, counter-clockwise (monotone chain), written out twice to x and y.
 * The points are put in order by insertion: they are few, and half in order already.
 */
function convexPolygon(xs: Float64Array, ys: Float64Array, n: number, x: Float64Array, y: Float64Array): Outline {
  for (let i = 1; i < n; i++) {
    const xi = xs[i];
    const yi = ys[i];
    let k = i;
    for (; k > 0 && (xs[k - 1] > xi || (xs[k - 1] === xi && ys[k - 1] > yi)); k--) {
      xs[k] = xs[k - 1];
      ys[k] = ys[k - 1];
    }
    xs[k] = xi;
    ys[k] = yi;
  }
  let top = 0;
  for (let side = 0; side < 2; side++) {
    const base = top;
    for (let k = 0; k < n; k++) {
      const p = side === 0 ? k : n - 1 - k;
      while (top - base >= 2) {
        const ux = x[top - 1] - x[top - 2];
        const uy = y[top - 1] - y[top - 2];
        if (ux * (ys[p] - y[top - 2]) - uy * (xs[p] - x[top - 2]) > 0) break;
        top--;
      }
      x[top] = xs[p];
      y[top] = ys[p];
      top++;
    }
    top--;
  }
  x.copyWithin(top, 0, top);
  y.copyWithin(top, 0, top);
  return { x, y, n: top };
}
