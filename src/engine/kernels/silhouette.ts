import { measureAlongInWasm } from "../wasm/box-along.ts";
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

/** A hull ready to be looked at from many directions. */
export type SolidHull = {
  /** Outward normals of the faces, twice their area long: x, y, z. */
  readonly normals: Float64Array;
  /** The two faces and the two corners of each edge. */
  readonly edges: Int32Array;
  /** x, y, z of the corners. */
  readonly corners: Float64Array;
  /** Unit vectors along the edges that leave each corner. */
  readonly leaving: readonly (readonly Direction[])[];
};

/** `points`: x, y, z in mm, as indexed by the hull. */
export function solidHull(points: Float64Array, { faces, neighbours, corners }: Hull): SolidHull {
  const normals = new Float64Array(faces.length);
  for (let f = 0; f < faces.length; f += 3) normals.set(triangleNormal(points, faces, f), f);
  const index = new Map(Array.from(corners, (p, k): [number, number] => [p, k]));
  const at = new Float64Array(3 * corners.length);
  corners.forEach((p, k) => {
    at.set(points.subarray(3 * p, 3 * p + 3), 3 * k);
  });
  const edges: number[] = [];
  const leaving = Array.from(corners, (): Direction[] => []);
  for (let side = 0; side < faces.length; side++) {
    const face = Math.floor(side / 3);
    const p = index.get(faces[side])!;
    const q = index.get(faces[side % 3 === 2 ? side - 2 : side + 1])!;
    // An edge is a side of two faces.
    if (face < neighbours[side]) edges.push(face, neighbours[side], p, q);
    leaving[p].push(unit([at[3 * q] - at[3 * p], at[3 * q + 1] - at[3 * p + 1], at[3 * q + 2] - at[3 * p + 2]]));
  }
  return { normals, edges: Int32Array.from(edges), corners: at, leaving };
}

/** Unit vectors along the hull's edges at its two outermost corners in the direction of `axis`. */
export function edgesAtEnds({ corners, leaving }: SolidHull, axis: Direction): readonly Direction[] {
  let [far, near] = [0, 0];
  let [most, least] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let k = 0; k < leaving.length; k++) {
    const along = corners[3 * k] * axis[0] + corners[3 * k + 1] * axis[1] + corners[3 * k + 2] * axis[2];
    if (along > most) [most, far] = [along, k];
    if (along < least) [least, near] = [along, k];
  }
  return [...leaving[far], ...leaving[near]];
}

/**
 * The smallest box with an edge along an axis: its extent (`height`) along it, and edges `width` along cos·u + sin·v
 * and `depth` across.
 */
export type AlongAxis = {
  readonly width: number;
  readonly depth: number;
  readonly height: number;
  readonly cos: number;
  readonly sin: number;
};
export type MeasureAlong = (axis: Direction, u: Direction, v: Direction) => AlongAxis;

/** Measures boxes around a hull along an axis; `u` and `v` make a right-handed frame with it. */
export const measureAlong = (hull: SolidHull): MeasureAlong => measureAlongInWasm(hull) ?? plainMeasureAlong(hull);

export function plainMeasureAlong({ normals, edges, corners }: SolidHull): MeasureAlong {
  const count = corners.length / 3;
  const front = new Uint8Array(normals.length / 3);
  const seen = new Int32Array(count);
  const xs = new Float64Array(count);
  const ys = new Float64Array(count);
  const px = new Float64Array(2 * count + 2);
  const py = new Float64Array(2 * count + 2);
  let view = 0;
  return (axis, u, v) => {
    const [ax, ay, az] = axis;
    view++;
    for (let f = 0, k = 0; f < front.length; f++, k += 3) {
      front[f] = normals[k] * ax + normals[k + 1] * ay + normals[k + 2] * az > 0 ? 1 : 0;
    }
    // The outline runs along the edges between faces that are seen and faces that are not.
    let n = 0;
    for (let e = 0; e < edges.length; e += 4) {
      if (front[edges[e]] === front[edges[e + 1]]) continue;
      for (let end = 2; end < 4; end++) {
        const corner = edges[e + end];
        if (seen[corner] === view) continue;
        seen[corner] = view;
        const p = 3 * corner;
        xs[n] = corners[p] * u[0] + corners[p + 1] * u[1] + corners[p + 2] * u[2];
        ys[n] = corners[p] * v[0] + corners[p + 1] * v[1] + corners[p + 2] * v[2];
        n++;
      }
    }
    let lo = Number.POSITIVE_INFINITY;
    let hi = Number.NEGATIVE_INFINITY;
    for (let p = 0; p < corners.length; p += 3) {
      const t = corners[p] * ax + corners[p + 1] * ay + corners[p + 2] * az;
      if (t < lo) lo = t;
      if (t > hi) hi = t;
    }
    return { ...smallestRectangle(px, py, convexPolygon(xs, ys, n, px, py)), height: hi - lo };
  };
}

/** The smallest rectangle around a convex polygon of n corners, written twice: an edge of it lies on a side. */
function smallestRectangle(x: Float64Array, y: Float64Array, n: number): Omit<AlongAxis, "height"> {
  let area = Number.POSITIVE_INFINITY;
  let width = 0;
  let depth = 0;
  let cos = 1;
  let sin = 0;
  let right = 1;
  let top = 1;
  let left = 1;
  for (let i = 0; i < n; i++) {
    const along = x[i + 1] - x[i];
    const up = y[i + 1] - y[i];
    const square = along * along + up * up;
    if (square === 0) continue;
    // The three other supports only ever move forward as the side turns: on while the next corner is farther out.
    const end = i + n; // corner i again, which may be the leftmost
    if (right < i + 1) right = i + 1;
    while (right < end && along * (x[right + 1] - x[right]) + up * (y[right + 1] - y[right]) > 0) right++;
    if (top < right) top = right;
    while (top < end && along * (y[top + 1] - y[top]) - up * (x[top + 1] - x[top]) > 0) top++;
    if (left < top) left = top;
    while (left < end && along * (x[left + 1] - x[left]) + up * (y[left + 1] - y[left]) < 0) left++;
    // Both times the side's length.
    const w = along * (x[right] - x[left]) + up * (y[right] - y[left]);
    const d = along * (y[top] - y[i]) - up * (x[top] - x[i]);
    if ((w * d) / square >= area) continue;
    area = (w * d) / square;
    width = w;
    depth = d;
    cos = along;
    sin = up;
  }
  const side = Math.sqrt(cos * cos + sin * sin);
  return { width: width / side, depth: depth / side, cos: cos / side, sin: sin / side };
}

/**
 * Corners of the convex hull of n points in the plane, counter-clockwise (monotone chain), written out twice to x and y;
 * returns how many. The points are put in order by x, then y, in steps that get smaller (Shell's sort): they are few.
 */
function convexPolygon(xs: Float64Array, ys: Float64Array, n: number, x: Float64Array, y: Float64Array): number {
  if (n > 200) sortWithin(xs, ys, n, 57);
  if (n > 60) sortWithin(xs, ys, n, 19);
  if (n > 20) sortWithin(xs, ys, n, 5);
  sortWithin(xs, ys, n, 1);
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
  return top;
}

/** Puts points that lie `gap` apart in order, by insertion. */
function sortWithin(xs: Float64Array, ys: Float64Array, n: number, gap: number): void {
  for (let i = gap; i < n; i++) {
    const xi = xs[i];
    const yi = ys[i];
    let k = i;
    for (; k >= gap && (xs[k - gap] > xi || (xs[k - gap] === xi && ys[k - gap] > yi)); k -= gap) {
      xs[k] = xs[k - gap];
      ys[k] = ys[k - gap];
    }
    xs[k] = xi;
    ys[k] = yi;
  }
}
