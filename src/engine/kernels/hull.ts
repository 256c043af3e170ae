/** A convex hull as triangles: `faces` holds three indices into the points a face, counter-clockwise from outside. */
export type Hull = {
  readonly faces: Int32Array;
  /** The face across each side: side k of face f lies between its corners k and k + 1. */
  readonly neighbours: Int32Array;
  /** The first face of the facet of each face: faces in one plane that hang together. */
  readonly facets: Int32Array;
  /** Outward normal of each face, not of unit length, exact. */
  readonly normals: Float64Array;
  /** Indices of the points that are corners of a face. */
  readonly corners: Int32Array;
};

/**
 * Convex hull in space of points with whole coordinates (quickhull). Every decision is a determinant of whole numbers
 * below 2^53, hence exact, as long as no coordinate exceeds 2^14 in size. Null when all points lie in one plane.
 */
export function convexHull(points: Int32Array, count: number): Hull | null {
  const simplex = firstSimplex(points, count);
  if (simplex === null) return null;

  // A closed surface on V corners has 2V − 4 faces, and while a point is added those it replaces are still there.
  const slots = 4 * count;
  const corner = new Int32Array(3 * slots);
  const across = new Int32Array(3 * slots);
  const normal = new Float64Array(4 * slots); // nx, ny, nz and offset a face
  const alive = new Uint8Array(slots);
  const first = new Int32Array(slots); // head of the list of points outside the face, or -1
  const following = new Int32Array(count).fill(-1);
  const free: number[] = [];
  let used = 0;

  const addFace = (a: number, b: number, c: number): number => {
    const face = free.pop() ?? used++;
    const ax = points[3 * a];
    const ay = points[3 * a + 1];
    const az = points[3 * a + 2];
    const ux = points[3 * b] - ax;
    const uy = points[3 * b + 1] - ay;
    const uz = points[3 * b + 2] - az;
    const vx = points[3 * c] - ax;
    const vy = points[3 * c + 1] - ay;
    const vz = points[3 * c + 2] - az;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    corner[3 * face] = a;
    corner[3 * face + 1] = b;
    corner[3 * face + 2] = c;
    normal[4 * face] = nx;
    normal[4 * face + 1] = ny;
    normal[4 * face + 2] = nz;
    normal[4 * face + 3] = nx * ax + ny * ay + nz * az;
    alive[face] = 1;
    first[face] = -1;
    return face;
  };
  /** > 0 outside the face; exact. */
  const height = (face: number, p: number): number =>
    normal[4 * face] * points[3 * p] +
    normal[4 * face + 1] * points[3 * p + 1] +
    normal[4 * face + 2] * points[3 * p + 2] -
    normal[4 * face + 3];
  const assign = (p: number, faces: readonly number[]): void => {
    for (let k = 0; k < faces.length; k++) {
      const face = faces[k];
      if (height(face, p) <= 0) continue;
      following[p] = first[face];
      first[face] = p;
      return;
    }
  };

  const [a, b, c, d] = simplex;
  const start = [addFace(a, b, c), addFace(a, d, b), addFace(b, d, c), addFace(c, d, a)];
  across.set([1, 2, 3, 3, 2, 0, 1, 3, 0, 2, 1, 0]);
  for (let p = 0; p < count; p++) if (p !== a && p !== b && p !== c && p !== d) assign(p, start);

  const faceFrom = new Int32Array(count); // the new face whose outer side starts at a point
  const mark = new Int32Array(slots); // the round in which a face was found visible
  const todo = [...start];
  for (let round = 1; todo.length > 0; round++) {
    const seed = todo.pop()!;
    if (alive[seed] === 0 || first[seed] < 0) continue;
    let eye = first[seed];
    for (let p = eye; p >= 0; p = following[p]) if (height(seed, p) > height(seed, eye)) eye = p;

    // Faces in the plane of the eye count as hidden: with exact heights the rim is then one simple loop.
    const visible = [seed];
    mark[seed] = round;
    const fresh: number[] = [];
    for (let k = 0; k < visible.length; k++) {
      const face = visible[k];
      for (let side = 0; side < 3; side++) {
        const beyond = across[3 * face + side];
        if (mark[beyond] === round) continue;
        if (height(beyond, eye) > 0) {
          mark[beyond] = round;
          visible.push(beyond);
          continue;
        }
        const from = corner[3 * face + side];
        const to = corner[3 * face + ((side + 1) % 3)];
        const added = addFace(from, to, eye);
        across[3 * added] = beyond;
        for (let s = 0; s < 3; s++) if (corner[3 * beyond + s] === to) across[3 * beyond + s] = added;
        faceFrom[from] = added;
        fresh.push(added);
      }
    }
    for (const face of fresh) {
      const beside = faceFrom[corner[3 * face + 1]];
      across[3 * face + 1] = beside;
      across[3 * beside + 2] = face;
    }
    for (const face of visible) {
      alive[face] = 0;
      free.push(face);
      for (let p = first[face]; p >= 0; ) {
        const next = following[p];
        if (p !== eye) assign(p, fresh);
        p = next;
      }
      first[face] = -1;
    }
    for (const face of fresh) if (first[face] >= 0) todo.push(face);
  }
  return collect(points, corner, across, normal, alive.subarray(0, used));
}

/** Four points that span a volume, the first three counter-clockwise seen from outside; null if there are none. */
function firstSimplex(points: Int32Array, count: number): [number, number, number, number] | null {
  const at = (p: number): [number, number, number] => [points[3 * p], points[3 * p + 1], points[3 * p + 2]];
  const farthest = (measure: (p: number) => number): number => {
    let best = -1;
    let most = 0;
    for (let p = 0; p < count; p++) {
      const value = Math.abs(measure(p));
      if (value > most) {
        most = value;
        best = p;
      }
    }
    return best;
  };
  if (count < 4) return null;
  let a = 0;
  for (let p = 1; p < count; p++) if (points[3 * p] < points[3 * a]) a = p;
  const [ax, ay, az] = at(a);
  const b = farthest((p) => (points[3 * p] - ax) ** 2 + (points[3 * p + 1] - ay) ** 2 + (points[3 * p + 2] - az) ** 2);
  if (b < 0) return null;
  const [ux, uy, uz] = [points[3 * b] - ax, points[3 * b + 1] - ay, points[3 * b + 2] - az];
  const crossed = (p: number): [number, number, number] => {
    const [vx, vy, vz] = [points[3 * p] - ax, points[3 * p + 1] - ay, points[3 * p + 2] - az];
    return [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
  };
  const c = farthest((p) => Math.max(...crossed(p).map(Math.abs)));
  if (c < 0) return null;
  const [nx, ny, nz] = crossed(c);
  const above = (p: number) =>
    nx * (points[3 * p] - ax) + ny * (points[3 * p + 1] - ay) + nz * (points[3 * p + 2] - az);
  const d = farthest(above);
  if (d < 0) return null;
  return above(d) < 0 ? [a, b, c, d] : [a, c, b, d];
}

function collect(
  points: Int32Array,
  corner: Int32Array,
  across: Int32Array,
  normal: Float64Array,
  alive: Uint8Array,
): Hull {
  const index = new Int32Array(alive.length);
  let count = 0;
  for (let face = 0; face < alive.length; face++) if (alive[face] === 1) index[face] = count++;
  const faces = new Int32Array(3 * count);
  const neighbours = new Int32Array(3 * count);
  const normals = new Float64Array(3 * count);
  for (let face = 0; face < alive.length; face++) {
    if (alive[face] === 0) continue;
    for (let k = 0; k < 3; k++) {
      faces[3 * index[face] + k] = corner[3 * face + k];
      neighbours[3 * index[face] + k] = index[across[3 * face + k]];
      normals[3 * index[face] + k] = normal[4 * face + k];
    }
  }
  const isCorner = new Uint8Array(points.length / 3);
  for (const p of faces) isCorner[p] = 1;
  const corners = new Int32Array(count / 2 + 2); // a closed surface of so many triangles
  for (let p = 0, k = 0; p < isCorner.length; p++) if (isCorner[p] === 1) corners[k++] = p;
  const facets = facetsOf(points, faces, neighbours, normals);
  return { faces, neighbours, facets, normals, corners };
}

function facetsOf(points: Int32Array, faces: Int32Array, neighbours: Int32Array, normals: Float64Array): Int32Array {
  const facets = new Int32Array(faces.length / 3).fill(-1);
  const height = (f: number, p: number) =>
    normals[3 * f] * points[3 * p] + normals[3 * f + 1] * points[3 * p + 1] + normals[3 * f + 2] * points[3 * p + 2];
  for (let first = 0; first < facets.length; first++) {
    if (facets[first] >= 0) continue;
    facets[first] = first;
    const level = height(first, faces[3 * first]);
    const found = [first];
    for (let k = 0; k < found.length; k++) {
      for (let side = 3 * found[k]; side < 3 * found[k] + 3; side++) {
        const beyond = neighbours[side];
        if (facets[beyond] >= 0) continue;
        if (height(first, faces[3 * beyond]) !== level) continue;
        if (height(first, faces[3 * beyond + 1]) !== level || height(first, faces[3 * beyond + 2]) !== level) continue;
        facets[beyond] = first;
        found.push(beyond);
      }
    }
  }
  return facets;
}

/** Volume (mm³) and area (mm²) of a hull of points in doubled voxel indices, for a spacing in mm. */
export function hullMeasures(
  points: Int32Array,
  { faces, normals }: Hull,
  sx: number,
  sy: number,
  sz: number,
): { volume: number; area: number } {
  let six = 0; // six times the volume in doubled indices: a whole number
  let area = 0;
  for (let f = 0; f < faces.length; f += 3) {
    const p = 3 * faces[f];
    six += normals[f] * points[p] + normals[f + 1] * points[p + 1] + normals[f + 2] * points[p + 2];
    area += Math.hypot(normals[f] * sy * sz, normals[f + 1] * sx * sz, normals[f + 2] * sx * sy);
  }
  return { volume: (six / 48) * sx * sy * sz, area: area / 8 };
}
