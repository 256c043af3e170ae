import type { Vec3 } from "../../grid.ts";
import { largestDistance } from "../../kernels/diameter.ts";

/**
 * The largest distances between vertices of the mesh of a mask, in mm: in space, and between vertices of equal x, y and
 * z. A vertex lies half way between an inside and an outside voxel.
 */
export function diametersOf(mask: Uint8Array, dims: Vec3, spacing: Vec3): { space: number; equal: Vec3 } {
  const equal: [number, number, number] = [0, 0, 0];
  const outermost: number[] = [];
  for (const axis of [0, 1, 2] as const) {
    const planes = outlines(mask, dims, axis);
    for (const points of planes.values()) {
      const inMm = Float64Array.from(points, (p, k) => (p / 2) * spacing[k % 3]);
      equal[axis] = Math.max(equal[axis], largestDistance(inMm, inMm.length / 3));
      // The two ends of the largest distance in space are ends of rows in any plane.
      if (axis === 2) for (const p of points) outermost.push(p);
    }
  }
  const inMm = Float64Array.from(outermost, (p, k) => (p / 2) * spacing[k % 3]);
  return { space: largestDistance(inMm, inMm.length / 3), equal };
}

/**
 * The vertices of each plane of equal doubled index along `axis`, of each row in it only the first and the last (no
 * other can be an end of a largest distance): x, y, z one after the other, in doubled indices.
 */
function outlines(mask: Uint8Array, dims: Vec3, axis: 0 | 1 | 2): Map<number, number[]> {
  const across = axis === 0 ? 1 : 0;
  const along = axis === 2 ? 1 : 2;
  const width = 2 * dims[across] + 3;
  /** By plane and position across: the least and the greatest position along. */
  const rows = new Map<number, [number, number]>();
  const add = (vertex: Vec3): void => {
    const key = (vertex[axis] + 1) * width + vertex[across] + 1;
    const row = rows.get(key);
    const position = vertex[along];
    if (row === undefined) rows.set(key, [position, position]);
    else if (position < row[0]) row[0] = position;
    else if (position > row[1]) row[1] = position;
  };
  eachVertex(mask, dims, add);
  const planes = new Map<number, number[]>();
  for (const [key, [least, greatest]] of rows) {
    const plane = Math.floor(key / width) - 1;
    const position = (key % width) - 1;
    const points = planes.get(plane) ?? [];
    planes.set(plane, points);
    for (const end of least === greatest ? [least] : [least, greatest]) {
      const vertex = [0, 0, 0];
      vertex[axis] = plane;
      vertex[across] = position;
      vertex[along] = end;
      points.push(...vertex);
    }
  }
  return planes;
}

function eachVertex(mask: Uint8Array, [nx, ny, nz]: Vec3, add: (vertex: Vec3) => void): void {
  for (let z = 0, i = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) {
        if (mask[i] === 0) continue;
        if (x === 0 || mask[i - 1] === 0) add([2 * x - 1, 2 * y, 2 * z]);
        if (x === nx - 1 || mask[i + 1] === 0) add([2 * x + 1, 2 * y, 2 * z]);
        if (y === 0 || mask[i - nx] === 0) add([2 * x, 2 * y - 1, 2 * z]);
        if (y === ny - 1 || mask[i + nx] === 0) add([2 * x, 2 * y + 1, 2 * z]);
        if (z === 0 || mask[i - nx * ny] === 0) add([2 * x, 2 * y, 2 * z - 1]);
        if (z === nz - 1 || mask[i + nx * ny] === 0) add([2 * x, 2 * y, 2 * z + 1]);
      }
    }
  }
}
