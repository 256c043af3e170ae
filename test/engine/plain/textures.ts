import type { Vec3 } from "#engine/grid.ts";

/**
 * The texture matrices written down from their definitions, slowly: no border, no table, no sharing. What the engine's
 * kernels are compared with. Matrices are maps from "i j" to a count.
 */
export type PlainMatrix = Map<string, number>;

const add = (matrix: PlainMatrix, i: number, j: number): void => {
  matrix.set(`${i} ${j}`, (matrix.get(`${i} ${j}`) ?? 0) + 1);
};

/** The level at a voxel, 0 outside the box. */
export const levelAt = (levels: ArrayLike<number>, [nx, ny, nz]: Vec3, x: number, y: number, z: number): number =>
  x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz ? 0 : levels[x + nx * (y + ny * z)];

function forEachVoxel([nx, ny, nz]: Vec3, z0: number, z1: number, visit: (x: number, y: number, z: number) => void) {
  for (let z = z0; z < Math.min(z1, nz); z++) {
    for (let y = 0; y < ny; y++) for (let x = 0; x < nx; x++) visit(x, y, z);
  }
}

/** Every step with coordinates from −reach to reach, in the slice or in space. */
export function allSteps(reach: number, in3d: boolean): Vec3[] {
  const steps: Vec3[] = [];
  for (let dx = -reach; dx <= reach; dx++) {
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dz = in3d ? -reach : 0; dz <= (in3d ? reach : 0); dz++) {
        if (dx !== 0 || dy !== 0 || dz !== 0) steps.push([dx, dy, dz]);
      }
    }
  }
  return steps;
}

export function plainPairs(levels: Uint16Array, dims: Vec3, [dx, dy, dz]: Vec3, z0 = 0, z1 = dims[2]): PlainMatrix {
  const matrix: PlainMatrix = new Map();
  forEachVoxel(dims, z0, z1, (x, y, z) => {
    const a = levelAt(levels, dims, x, y, z);
    const b = levelAt(levels, dims, x + dx, y + dy, z + dz);
    if (a === 0 || b === 0) return;
    add(matrix, a, b);
    add(matrix, b, a);
  });
  return matrix;
}

export function plainRuns(levels: Uint16Array, dims: Vec3, [dx, dy, dz]: Vec3, z0 = 0, z1 = dims[2]): PlainMatrix {
  const matrix: PlainMatrix = new Map();
  forEachVoxel(dims, z0, z1, (x, y, z) => {
    const a = levelAt(levels, dims, x, y, z);
    if (a === 0 || levelAt(levels, dims, x - dx, y - dy, z - dz) === a) return;
    let length = 1;
    while (levelAt(levels, dims, x + length * dx, y + length * dy, z + length * dz) === a) length++;
    add(matrix, a, length);
  });
  return matrix;
}

/** Distances to the border by peeling: a voxel with a face neighbour outside what is left goes with this layer. */
export function plainDistances(mask: Uint8Array, dims: Vec3, in3d: boolean): Uint16Array {
  const left = Uint8Array.from(mask);
  const distances = new Uint16Array(mask.length);
  for (let layer = 1; left.includes(1); layer++) {
    const peeled: number[] = [];
    forEachVoxel(dims, 0, dims[2], (x, y, z) => {
      const faces = allSteps(1, in3d).filter(([dx, dy, dz]) => Math.abs(dx) + Math.abs(dy) + Math.abs(dz) === 1);
      const i = x + dims[0] * (y + dims[1] * z);
      if (left[i] === 0 || faces.every(([dx, dy, dz]) => levelAt(left, dims, x + dx, y + dy, z + dz) === 1)) return;
      distances[i] = layer;
      peeled.push(i);
    });
    for (const i of peeled) left[i] = 0;
  }
  return distances;
}

/** Level, size and least distance of every zone, by flooding. */
export function plainZones(
  levels: Uint16Array,
  mask: Uint8Array,
  dims: Vec3,
  in3d: boolean,
): { level: number; size: number; distance: number; slice: number }[] {
  const distances = plainDistances(mask, dims, in3d);
  const seen = new Set<number>();
  const zones: { level: number; size: number; distance: number; slice: number }[] = [];
  const at = (x: number, y: number, z: number) => x + dims[0] * (y + dims[1] * z);
  forEachVoxel(dims, 0, dims[2], (x0, y0, z0) => {
    const level = levels[at(x0, y0, z0)];
    if (level === 0 || seen.has(at(x0, y0, z0))) return;
    const zone = { level, size: 0, distance: Number.POSITIVE_INFINITY, slice: z0 };
    const queue: Vec3[] = [[x0, y0, z0]];
    seen.add(at(x0, y0, z0));
    for (let voxel = queue.pop(); voxel !== undefined; voxel = queue.pop()) {
      const [x, y, z] = voxel;
      zone.size++;
      zone.distance = Math.min(zone.distance, distances[at(x, y, z)]);
      for (const [dx, dy, dz] of allSteps(1, in3d)) {
        if (levelAt(levels, dims, x + dx, y + dy, z + dz) !== level || seen.has(at(x + dx, y + dy, z + dz))) continue;
        seen.add(at(x + dx, y + dy, z + dz));
        queue.push([x + dx, y + dy, z + dz]);
      }
    }
    zones.push(zone);
  });
  return zones;
}

/** n and s of every level. */
export function plainTones(levels: Uint16Array, dims: Vec3, reach: number, in3d: boolean, z0 = 0, z1 = dims[2]) {
  const tones = new Map<number, { n: number; s: number }>();
  forEachVoxel(dims, z0, z1, (x, y, z) => {
    const a = levelAt(levels, dims, x, y, z);
    if (a === 0) return;
    const around = allSteps(reach, in3d)
      .map(([dx, dy, dz]) => levelAt(levels, dims, x + dx, y + dy, z + dz))
      .filter((b) => b > 0);
    if (around.length === 0) return;
    const tone = tones.get(a) ?? { n: 0, s: 0 };
    tone.n++;
    tone.s += Math.abs(a - around.reduce((sum, b) => sum + b, 0) / around.length);
    tones.set(a, tone);
  });
  return tones;
}

export function plainDependences(
  levels: Uint16Array,
  dims: Vec3,
  reach: number,
  coarseness: number,
  in3d: boolean,
  z0 = 0,
  z1 = dims[2],
): PlainMatrix {
  const matrix: PlainMatrix = new Map();
  forEachVoxel(dims, z0, z1, (x, y, z) => {
    const a = levelAt(levels, dims, x, y, z);
    if (a === 0) return;
    const dependent = allSteps(reach, in3d)
      .map(([dx, dy, dz]) => levelAt(levels, dims, x + dx, y + dy, z + dz))
      .filter((b) => b > 0 && Math.abs(a - b) <= coarseness);
    add(matrix, a, dependent.length + 1);
  });
  return matrix;
}
