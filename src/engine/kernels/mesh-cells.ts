/**
 * What the surface mesh does inside one cell of eight voxel centres, for each of the 256 ways its corners can lie
 * inside (bit set) or outside. Corner c has x = c & 1, y = c >> 1 & 1, z = c >> 2. The mask is 0 or 1 and the level
 * is 0.5, so a mesh vertex lies in the middle of every edge between an inside and an outside corner.
 *
 * The cases are derived, not listed: on each face of the cell the cut edges are joined such that inside corners that
 * touch only across a diagonal stay apart. The two cells of a face join its edges alike, so the mesh has no holes.
 */

/** Corners of the six faces, counter-clockwise seen from outside the cell. */
const faces = [
  [0, 2, 3, 1],
  [4, 5, 7, 6],
  [0, 1, 5, 4],
  [2, 6, 7, 3],
  [0, 4, 6, 2],
  [1, 3, 7, 5],
] as const;

export type Point = readonly [number, number, number];
export type Triangle = readonly [Point, Point, Point];

const coordinate = (corner: number, axis: number) => (corner >> axis) & 1;
const middle = (a: number, b: number): Point => [
  (coordinate(a, 0) + coordinate(b, 0)) / 2,
  (coordinate(a, 1) + coordinate(b, 1)) / 2,
  (coordinate(a, 2) + coordinate(b, 2)) / 2,
];
const edgeId = (a: number, b: number) => 8 * Math.min(a, b) + Math.max(a, b);

/** The closed polygons in which the mesh cuts the cell, each counter-clockwise seen from inside the region. */
export function polygons(cell: number): Point[][] {
  const inside = (corner: number) => ((cell >> corner) & 1) === 1;
  const position = new Map<number, Point>();
  const following = new Map<number, number>();
  for (const face of faces) {
    for (let k = 0; k < 4; k++) {
      const last = face[k];
      const outside = face[(k + 1) % 4];
      if (!inside(last) || inside(outside)) continue;
      // Walk back over the run of inside corners that ends here: the mesh cuts off this run.
      let first = k;
      while (inside(face[(first + 3) % 4])) first = (first + 3) % 4;
      const leaving = edgeId(last, outside);
      following.set(leaving, edgeId(face[(first + 3) % 4], face[first]));
      position.set(leaving, middle(last, outside));
    }
  }
  const found: Point[][] = [];
  const seen = new Set<number>();
  for (const start of following.keys()) {
    const polygon: Point[] = [];
    for (let edge = start; !seen.has(edge); edge = following.get(edge)!) {
      seen.add(edge);
      polygon.push(position.get(edge)!);
    }
    if (polygon.length > 0) found.push(polygon);
  }
  return found;
}

/** Every way to cut a polygon into triangles without new vertices. */
export function triangulations(polygon: readonly Point[]): Triangle[][] {
  if (polygon.length < 3) return [[]];
  const first = polygon[0];
  const last = polygon[polygon.length - 1];
  const all: Triangle[][] = [];
  for (let k = 1; k < polygon.length - 1; k++) {
    for (const left of triangulations(polygon.slice(0, k + 1))) {
      for (const right of triangulations(polygon.slice(k))) all.push([...left, [first, polygon[k], last], ...right]);
    }
  }
  return all;
}

function triangleArea([p, q, r]: Triangle, sx: number, sy: number, sz: number): number {
  const ax = (q[0] - p[0]) * sx;
  const ay = (q[1] - p[1]) * sy;
  const az = (q[2] - p[2]) * sz;
  const bx = (r[0] - p[0]) * sx;
  const by = (r[1] - p[1]) * sy;
  const bz = (r[2] - p[2]) * sz;
  return Math.hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx) / 2;
}

/** Flow of the field (0, 0, z) into the region through a triangle. */
function inflow([p, q, r]: Triangle): number {
  const twiceAreaXy = (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  return ((twiceAreaXy / 2) * (p[2] + q[2] + r[2])) / 3;
}

/** Area of the region on the face z = 1 of the cell, through which the same field flows out. */
function topArea(cell: number): number {
  const top = cell >> 4;
  const corners = (top & 1) + ((top >> 1) & 1) + ((top >> 2) & 1) + (top >> 3);
  const diagonal = top === 0b1001 || top === 0b0110;
  return [0, 1 / 8, diagonal ? 1 / 4 : 1 / 2, 7 / 8, 1][corners];
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const near = (a: number, b: number) => Math.abs(a - b) < 1e-9;

/**
 * The triangulations kept for a polygon. A polygon of five or more vertices is not flat, so they differ: kept are
 * those of largest area on cubic voxels (as the usual tables have it) and among them those of median volume. What is
 * left are mirror images of each other; taking the mean over them gives a flipped region the same surface.
 */
function kept(polygon: readonly Point[]): Triangle[][] {
  const all = triangulations(polygon).map((triangles) => ({
    triangles,
    area: total(triangles.map((t) => triangleArea(t, 1, 1, 1))),
    volume: total(triangles.map(inflow)),
  }));
  const largest = Math.max(...all.map((way) => way.area));
  const large = all.filter((way) => near(way.area, largest)).sort((a, b) => a.volume - b.volume);
  const median = large[large.length >> 1].volume;
  return large.filter((way) => near(way.volume, median)).map((way) => way.triangles);
}

const cells = Array.from({ length: 256 }, (_, cell) => polygons(cell).map(kept));

/** Volume of the region in each of the 256 cells, as a share of the cell (divergence theorem). */
export const cellVolumes: Float64Array = Float64Array.from(
  cells,
  (cut, cell) => topArea(cell) - total(cut.map((ways) => total(ways[0].map(inflow)))),
);

/** Triangles of the mesh in each of the 256 cells, and edges of the cell that it cuts. */
export const cellFaces: Uint8Array = Uint8Array.from(cells, (cut) => total(cut.map((ways) => ways[0].length)));
export const cellCuts: Uint8Array = Uint8Array.from(cells, (cut) => total(cut.map((ways) => ways[0].length + 2)));

/** A triangle's cross product of two sides, without signs: with the spacing it gives the area. */
type Slant = readonly [number, number, number];

function slantOf([p, q, r]: Triangle): Slant {
  const [ax, ay, az] = [q[0] - p[0], q[1] - p[1], q[2] - p[2]];
  const [bx, by, bz] = [r[0] - p[0], r[1] - p[1], r[2] - p[2]];
  return [Math.abs(ay * bz - az * by), Math.abs(az * bx - ax * bz), Math.abs(ax * by - ay * bx)];
}

/** The few slants that occur, and how many triangles of each there are in each cell (mean over the ways to cut it). */
const slants: Slant[] = [];
const slantsOfCells: readonly (readonly { slant: number; count: number }[])[] = cells.map((cut) => {
  const counts = new Map<number, number>();
  for (const ways of cut) {
    for (const triangle of ways.flat()) {
      const slant = slantOf(triangle);
      let k = slants.findIndex((other) => other.every((side, a) => side === slant[a]));
      if (k < 0) k = slants.push(slant) - 1;
      counts.set(k, (counts.get(k) ?? 0) + 1 / ways.length);
    }
  }
  return Array.from(counts, ([slant, count]) => ({ slant, count }));
});

/** Area of the mesh in each of the 256 cells, in mm², for a spacing in mm. */
export function cellAreas(sx: number, sy: number, sz: number): Float64Array {
  const areas = slants.map(([x, y, z]) => Math.sqrt((x * sy * sz) ** 2 + (y * sx * sz) ** 2 + (z * sx * sy) ** 2) / 2);
  return Float64Array.from(slantsOfCells, (found) =>
    found.reduce((sum, { slant, count }) => sum + count * areas[slant], 0),
  );
}
