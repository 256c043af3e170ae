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

/**
 * A hull ready to be looked at from many directions. Side k (0, 1, 2) of face f is number 4f + k; it runs from its
 * origin to that of the next side, and the side of the neighbouring face that runs back is its twin. Sides between
 * faces of different facets are edges.
 */
export type SolidHull = {
  /** x, y, z of the corners in mm. */
  readonly corners: Float64Array;
  /** Outward normals of the faces, the same for all faces of a facet, twice the facet's area long. */
  readonly normals: Float64Array;
  readonly origin: Int32Array;
  readonly twin: Int32Array;
  /** The edge of the same facet that follows on an edge. */
  readonly next: Int32Array;
  /** An edge that begins at each corner; −1 for corners within a facet. */
  readonly leaving: Int32Array;
};

const nextSide = (side: number): number => ((side & 3) === 2 ? side - 2 : side + 1);

/** `points`: x, y, z in mm, as indexed by the hull. */
export function solidHull(points: Float64Array, { faces, neighbours, facets, corners }: Hull): SolidHull {
  const index = new Int32Array(points.length / 3);
  const at = new Float64Array(3 * corners.length);
  for (let k = 0; k < corners.length; k++) {
    index[corners[k]] = k;
    for (let a = 0; a < 3; a++) at[3 * k + a] = points[3 * corners[k] + a];
  }
  const count = faces.length / 3;
  const origin = new Int32Array(4 * count);
  const twin = new Int32Array(4 * count);
  const next = new Int32Array(4 * count).fill(-1);
  const leaving = new Int32Array(corners.length).fill(-1);
  const normals = new Float64Array(3 * count);
  for (let f = 0; f < count; f++) {
    for (let k = 0; k < 3; k++) {
      const from = faces[3 * f + k];
      const beyond = neighbours[3 * f + k];
      origin[4 * f + k] = index[from];
      // The twin ends where this side begins.
      const s = faces[3 * beyond + 1] === from ? 0 : faces[3 * beyond + 2] === from ? 1 : 2;
      twin[4 * f + k] = 4 * beyond + s;
    }
    addNormal(points, faces, f, normals, facets[f]);
  }
  for (let f = 0; f < count; f++) for (let a = 0; a < 3; a++) normals[3 * f + a] = normals[3 * facets[f] + a];
  const isEdge = (side: number) => facets[side >> 2] !== facets[twin[side] >> 2];
  for (let side = 0; side < origin.length; side++) {
    if ((side & 3) === 3 || !isEdge(side)) continue;
    leaving[origin[side]] = side;
    let following = nextSide(side);
    while (!isEdge(following)) following = nextSide(twin[following]);
    next[side] = following;
  }
  return { corners: at, normals, origin, twin, next, leaving };
}

/** Adds the normal of a face, twice its area long, to that of a facet. */
function addNormal(points: Float64Array, faces: Int32Array, f: number, normals: Float64Array, facet: number): void {
  const [a, b, c] = [3 * faces[3 * f], 3 * faces[3 * f + 1], 3 * faces[3 * f + 2]];
  const [ux, uy, uz] = [points[b] - points[a], points[b + 1] - points[a + 1], points[b + 2] - points[a + 2]];
  const [vx, vy, vz] = [points[c] - points[a], points[c + 1] - points[a + 1], points[c + 2] - points[a + 2]];
  normals[3 * facet] += uy * vz - uz * vy;
  normals[3 * facet + 1] += uz * vx - ux * vz;
  normals[3 * facet + 2] += ux * vy - uy * vx;
}

/** The outermost corner in a direction: from corner to corner, on to the outermost neighbour, as long as there is one. */
export function outermost(hull: SolidHull, start: number, ax: number, ay: number, az: number): number {
  const { corners, origin, twin, next, leaving } = hull;
  let corner = start;
  let most = corners[3 * corner] * ax + corners[3 * corner + 1] * ay + corners[3 * corner + 2] * az;
  for (;;) {
    let better = -1;
    const first = leaving[corner];
    let side = first;
    do {
      const back = twin[side];
      const other = origin[back];
      const along = corners[3 * other] * ax + corners[3 * other + 1] * ay + corners[3 * other + 2] * az;
      if (along > most) {
        most = along;
        better = other;
      }
      side = next[back];
    } while (side !== first);
    if (better < 0) return corner;
    corner = better;
  }
}

/** Unit vectors along the hull's edges at its two outermost corners in the direction of `axis`. */
export function edgesAtEnds(hull: SolidHull, [x, y, z]: Direction): readonly Direction[] {
  const { corners, origin, twin, next, leaving } = hull;
  const start = anyCorner(hull);
  const edges: Direction[] = [];
  for (const corner of [outermost(hull, start, x, y, z), outermost(hull, start, -x, -y, -z)]) {
    const first = leaving[corner];
    let side = first;
    do {
      const other = origin[twin[side]];
      const along = (a: 0 | 1 | 2) => corners[3 * other + a] - corners[3 * corner + a];
      edges.push(unit([along(0), along(1), along(2)]));
      side = next[twin[side]];
    } while (side !== first);
  }
  return edges;
}

/** A corner with edges, to go on from. */
const anyCorner = ({ leaving }: SolidHull): number => leaving.findIndex((side) => side >= 0);

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

/** Corners that seem so near each other, as a share of the hull's size, lie in line with the eye, but for rounding. */
const SAME_POINT = 1e-12;

/** Measures boxes around a hull along an axis; `u` and `v` make a right-handed frame with it. */
export function measureAlong(hull: SolidHull): MeasureAlong {
  const { corners } = hull;
  const count = corners.length / 3;
  const x = new Float64Array(2 * count + 2);
  const y = new Float64Array(2 * count + 2);
  const ringX = new Float64Array(count);
  const ringY = new Float64Array(count);
  let reach = 0;
  for (let k = 3; k < corners.length; k++) reach = Math.max(reach, Math.abs(corners[k] - corners[k % 3]));
  const farFrom = cornersAllRound(hull);
  // The next direction is often near the last.
  let [top, bottom, side] = [0, 0, 0].fill(anyCorner(hull));
  return (axis, u, v) => {
    const [ax, ay, az] = axis;
    top = outermost(hull, farFrom(top, ax, ay, az), ax, ay, az);
    bottom = outermost(hull, farFrom(bottom, -ax, -ay, -az), -ax, -ay, -az);
    side = outermost(hull, farFrom(side, u[0], u[1], u[2]), u[0], u[1], u[2]);
    const n = outline(hull, side, axis, u, v, ringX, ringY);
    const height =
      (corners[3 * top] - corners[3 * bottom]) * ax +
      (corners[3 * top + 1] - corners[3 * bottom + 1]) * ay +
      (corners[3 * top + 2] - corners[3 * bottom + 2]) * az;
    return smallestRectangle(x, y, convexPolygon(ringX, ringY, n, SAME_POINT * reach, x, y), height);
  };
}

/** Corners in many directions, of which one is near the outermost in a direction; that, or the one at hand. */
function cornersAllRound(hull: SolidHull): (corner: number, ax: number, ay: number, az: number) => number {
  const { corners } = hull;
  const some: number[] = [];
  for (let z = -1; z <= 1; z++) {
    for (let y = -1; y <= 1; y++)
      for (let x = -1; x <= 1; x++) some.push(outermost(hull, some.at(-1) ?? anyCorner(hull), x, y, z));
  }
  return (corner, ax, ay, az) => {
    let best = corner;
    let most = corners[3 * best] * ax + corners[3 * best + 1] * ay + corners[3 * best + 2] * az;
    for (let k = 0; k < some.length; k++) {
      const p = 3 * some[k];
      const along = corners[p] * ax + corners[p + 1] * ay + corners[p + 2] * az;
      if (along <= most) continue;
      most = along;
      best = some[k];
    }
    return best;
  };
}

/**
 * The outline of a hull seen along an axis, counter-clockwise, as x (along u) and y (along v), from a corner that most
 * likely is on it: along the sides of faces that are seen whose twin's is not. (Faces of a facet are seen alike, so there
 * is one outline, also where facets are seen edge-on and rounding decides.) Returns how many corners.
 */
function outline(
  { corners, normals, origin, twin, next, leaving }: SolidHull,
  near: number,
  [ax, ay, az]: Direction,
  [ux, uy, uz]: Direction,
  [vx, vy, vz]: Direction,
  x: Float64Array,
  y: Float64Array,
): number {
  const seen = (side: number): boolean => {
    const k = 3 * (side >> 2);
    return normals[k] * ax + normals[k + 1] * ay + normals[k + 2] * az > 0;
  };
  let first = leaving[near];
  while (!(seen(first) && !seen(twin[first]))) {
    first = next[twin[first]];
    if (first === leaving[near]) {
      for (first = 0; next[first] < 0 || !(seen(first) && !seen(twin[first])); ) first++;
      break;
    }
  }
  let n = 0;
  let side = first;
  do {
    const p = 3 * origin[side];
    x[n] = corners[p] * ux + corners[p + 1] * uy + corners[p + 2] * uz;
    y[n++] = corners[p] * vx + corners[p + 1] * vy + corners[p + 2] * vz;
    side = next[side];
    while (seen(twin[side])) side = next[twin[side]];
  } while (side !== first);
  return n;
}

/**
 * Corners of a convex polygon, counter-clockwise, written out twice to x and y: those of a ring, which is one but for
 * corners within a side and corners `together`. Returns how many.
 */
function convexPolygon(
  ringX: Float64Array,
  ringY: Float64Array,
  n: number,
  together: number,
  x: Float64Array,
  y: Float64Array,
): number {
  let first = 0;
  for (let k = 1; k < n; k++) if (ringX[k] > ringX[first]) first = k;
  let top = 0;
  for (let k = 0, at = first; k <= n; k++, at++) {
    if (at === n) at = 0;
    const px = ringX[at];
    const py = ringY[at];
    if (
      k > 0 &&
      k < n &&
      (isNear(px - x[0], py - y[0], together) || isNear(px - x[top - 1], py - y[top - 1], together))
    ) {
      continue;
    }
    while (top >= 2 && (x[top - 1] - x[top - 2]) * (py - y[top - 2]) <= (y[top - 1] - y[top - 2]) * (px - x[top - 2])) {
      top--;
    }
    x[top] = px;
    y[top++] = py;
  }
  top--; // the first again
  x.copyWithin(top, 0, top);
  y.copyWithin(top, 0, top);
  return top;
}

const isNear = (x: number, y: number, together: number): boolean => Math.abs(x) < together && Math.abs(y) < together;

/** The smallest rectangle around a convex polygon of n corners, written twice: an edge of it lies on a side. */
function smallestRectangle(x: Float64Array, y: Float64Array, n: number, height: number): AlongAxis {
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
    if (w * d >= area * square) continue;
    area = (w * d) / square;
    width = w;
    depth = d;
    cos = along;
    sin = up;
  }
  const side = Math.sqrt(cos * cos + sin * sin);
  return { width: width / side, depth: depth / side, cos: cos / side, sin: sin / side, height };
}
