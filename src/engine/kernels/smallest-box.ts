import type { Hull } from "./hull.ts";

/** Edge lengths of a box, in mm. */
export type BoxSize = readonly [number, number, number];

type Direction = readonly [number, number, number];
type Found = { readonly volume: number; readonly size: BoxSize; readonly axes: readonly Direction[] };

/** How many starting directions are measured, and how many of the best are then improved. */
const STARTS = 400;
const IMPROVED = 8;

/**
 * Edge lengths, descending, of the oriented box of smallest volume around a hull. `points`: x, y, z in mm, as indexed
 * by the hull. For a given direction of one edge the best box is found exactly (rotating calipers on the silhouette).
 * The directions tried are those of the largest facets (the smallest box usually lies on one), the axes, and a net
 * over the half sphere; the best are improved by turning about each of the box's edges and by ever smaller tilts.
 * A box cannot be smaller than the smallest one, so the error is to one side; on test solids it is under 1e-6.
 */
export function smallestBox(points: Float64Array, hull: Hull, starts: readonly Direction[] = []): BoxSize {
  const silhouette = silhouetteOf(points, hull);
  const tried = startDirections(points, hull, starts).map((axis) => boxAlong(silhouette, axis));
  tried.sort((p, q) => p.volume - q.volume);
  let best = tried[0];
  for (const start of tried.slice(0, IMPROVED)) {
    const better = improve(silhouette, start, 0.1, 0.01);
    if (better.volume < best.volume) best = better;
  }
  best = improve(silhouette, best, 0.01, 1e-8);
  const [a, b, c] = [...best.size].sort((p, q) => q - p);
  return [a, b, c];
}

const length = (v: Direction): number => Math.hypot(v[0], v[1], v[2]);
const unit = (v: Direction): Direction => [v[0] / length(v), v[1] / length(v), v[2] / length(v)];
const cross = (a: Direction, b: Direction): Direction => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
/** A unit vector at right angles to a unit vector. */
function besides(v: Direction): Direction {
  const [x, y, z] = v.map(Math.abs);
  return unit(cross(v, x <= y && x <= z ? [1, 0, 0] : y <= z ? [0, 1, 0] : [0, 0, 1]));
}

function startDirections(points: Float64Array, hull: Hull, starts: readonly Direction[]): Direction[] {
  // Facets made of several triangles count once: their whole-number normals have the same direction exactly.
  const facets = new Map<string, { area: number; normal: Direction }>();
  for (let f = 0; f < hull.faces.length; f += 3) {
    const [i, j, k] = [hull.normals[f], hull.normals[f + 1], hull.normals[f + 2]];
    const divisor = gcd(gcd(Math.abs(i), Math.abs(j)), Math.abs(k));
    const sign = i < 0 || (i === 0 && (j < 0 || (j === 0 && k < 0))) ? -divisor : divisor;
    const key = `${i / sign},${j / sign},${k / sign}`;
    const normal = triangleNormal(points, hull.faces, f);
    const facet = facets.get(key) ?? { area: 0, normal: unit(normal) };
    facet.area += length(normal);
    facets.set(key, facet);
  }
  const largest = [...facets.values()].sort((p, q) => q.area - p.area).slice(0, STARTS - 100);
  const net: Direction[] = [];
  for (let k = 0; k < 96; k++) {
    const z = (k + 0.5) / 96;
    const r = Math.sqrt(1 - z * z);
    const angle = k * Math.PI * (3 - Math.sqrt(5));
    net.push([r * Math.cos(angle), r * Math.sin(angle), z]);
  }
  return [[1, 0, 0], [0, 1, 0], [0, 0, 1], ...starts, ...largest.map((facet) => facet.normal), ...net];
}

function gcd(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b];
  return a;
}

function triangleNormal(points: Float64Array, faces: Int32Array, f: number): Direction {
  const at = (k: number): Direction => {
    const p = 3 * faces[f + k];
    return [points[p], points[p + 1], points[p + 2]];
  };
  const [a, b, c] = [at(0), at(1), at(2)];
  return cross([b[0] - a[0], b[1] - a[1], b[2] - a[2]], [c[0] - a[0], c[1] - a[1], c[2] - a[2]]);
}

type Silhouette = {
  /** The hull's outline seen along `axis`, in coordinates along `u` and `v`: corners of a convex polygon. */
  readonly outline: (axis: Direction, u: Direction, v: Direction) => { x: Float64Array; y: Float64Array; n: number };
  readonly extent: (axis: Direction) => number;
};

function silhouetteOf(points: Float64Array, { faces, neighbours, corners }: Hull): Silhouette {
  const count = faces.length / 3;
  const normals = new Float64Array(faces.length);
  for (let f = 0; f < faces.length; f += 3) normals.set(triangleNormal(points, faces, f), f);
  const front = new Uint8Array(count);
  const seen = new Int32Array(points.length / 3);
  let view = 0;
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

/** The smallest box with an edge along `axis`: an edge of its rectangle lies on a side of the outline. */
function boxAlong(silhouette: Silhouette, axis: Direction): Found {
  const u = besides(axis);
  const v = cross(axis, u);
  const { x, y, n } = silhouette.outline(axis, u, v);
  const height = silhouette.extent(axis);
  let area = Number.POSITIVE_INFINITY;
  let [width, depth, cos, sin] = [0, 0, 1, 0];
  let [right, top, left] = [1, 1, 1];
  for (let i = 0; i < n; i++) {
    const j = (i + 1) % n;
    const side = Math.hypot(x[j] - x[i], y[j] - y[i]);
    if (side === 0) continue;
    const c = (x[j] - x[i]) / side;
    const s = (y[j] - y[i]) / side;
    const along = (k: number) => c * x[k % n] + s * y[k % n];
    const off = (k: number) => c * y[k % n] - s * x[k % n];
    // The three other supports only ever move forward as the side turns.
    if (right < i + 1) right = i + 1;
    while (right < i + n && along(right + 1) > along(right)) right++;
    if (top < right) top = right;
    while (top < i + n && off(top + 1) > off(top)) top++;
    if (left < top) left = top;
    while (left < i + n && along(left + 1) < along(left)) left++;
    const w = along(right) - along(left);
    const d = off(top) - off(i);
    if (w * d < area) [area, width, depth, cos, sin] = [w * d, w, d, c, s];
  }
  const mix = (p: number, q: number): Direction => [p * u[0] + q * v[0], p * u[1] + q * v[1], p * u[2] + q * v[2]];
  return { volume: area * height, size: [width, depth, height], axes: [mix(cos, sin), mix(-sin, cos), axis] };
}

/** Turns about the box's edges, then tilts by `first` radians, and by a third of it whenever none of eight helps, down to `last`. */
function improve(silhouette: Silhouette, start: Found, first: number, last: number): Found {
  let best = settle(silhouette, start);
  for (let tilt = first; tilt > last; ) {
    const [u, v, axis] = best.axes;
    let better = best;
    for (let k = 0; k < 8; k++) {
      const [a, b] = [tilt * Math.cos((k * Math.PI) / 4), tilt * Math.sin((k * Math.PI) / 4)];
      const tilted = unit([
        axis[0] + a * u[0] + b * v[0],
        axis[1] + a * u[1] + b * v[1],
        axis[2] + a * u[2] + b * v[2],
      ]);
      const found = boxAlong(silhouette, tilted);
      if (found.volume < better.volume * (1 - 1e-12)) better = found;
    }
    if (better === best) tilt /= 3;
    else best = settle(silhouette, better);
  }
  return best;
}

/** Each of the three edges in turn is held and the box turned about it, until nothing gets smaller. */
function settle(silhouette: Silhouette, start: Found): Found {
  let best = start;
  for (let still = 0, k = 0; still < 3; k++) {
    const found = boxAlong(silhouette, unit(best.axes[k % 3]));
    if (found.volume < best.volume * (1 - 1e-12)) {
      best = found;
      still = 0;
    } else still++;
  }
  return best;
}
