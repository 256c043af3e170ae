import type { Vec3 } from "../grid.ts";
import { squaredDistanceTo } from "./distances.ts";

/** How well two regions on one grid agree. Volumes in mm³, distances in mm. */
export type Agreement = {
  readonly volumeA: number;
  readonly volumeB: number;
  readonly volumeShared: number;
  /** 2|A∩B| / (|A| + |B|). */
  readonly dice: number;
  /** |A∩B| / |A∪B|. */
  readonly jaccard: number;
  /** B − A, mm³, and in percent of A. */
  readonly volumeDifference: number;
  readonly volumeDifferencePercent: number;
  /** Greatest distance from one surface to the other, of both directions. */
  readonly hausdorff: number;
  /** The same with the 95th percentile in place of the greatest (linear between ranks), the larger of both directions. */
  readonly hausdorff95: number;
  /** Mean over all voxels of both surfaces of the distance to the other surface. */
  readonly meanSurfaceDistance: number;
};

/**
 * Compares two masks (not 0: inside). A surface is made of the voxels that have a face neighbour outside, and its distances
 * run between voxel centres (exact Euclidean). Null where one of them is empty: nothing of this is defined then.
 */
export function agreementOf(a: Uint8Array, b: Uint8Array, dims: Vec3, spacing: Vec3): Agreement | null {
  let [ofA, ofB, shared] = [0, 0, 0];
  const low = [...dims];
  const high = [-1, -1, -1];
  for (let k = 0, i = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let x = 0; x < dims[0]; x++, i++) {
        if (a[i] === 0 && b[i] === 0) continue;
        if (a[i] !== 0) ofA++;
        if (b[i] !== 0) ofB++;
        if (a[i] !== 0 && b[i] !== 0) shared++;
        low[0] = Math.min(low[0], x);
        low[1] = Math.min(low[1], j);
        low[2] = Math.min(low[2], k);
        high[0] = Math.max(high[0], x);
        high[1] = Math.max(high[1], j);
        high[2] = Math.max(high[2], k);
      }
  if (ofA === 0 || ofB === 0) return null;
  const box = { low, dims: high.map((h, n) => h - low[n] + 1) as unknown as Vec3, spacing };
  const surfaceA = surface(a, dims, box);
  const surfaceB = surface(b, dims, box);
  const fromA = distances(surfaceA, squaredDistanceTo(surfaceB, 1, box));
  const fromB = distances(surfaceB, squaredDistanceTo(surfaceA, 1, box));
  const sum = (values: Float64Array) => values.reduce((total, v) => total + v, 0);
  const voxel = spacing[0] * spacing[1] * spacing[2];
  return {
    volumeA: ofA * voxel,
    volumeB: ofB * voxel,
    volumeShared: shared * voxel,
    dice: (2 * shared) / (ofA + ofB),
    jaccard: shared / (ofA + ofB - shared),
    volumeDifference: (ofB - ofA) * voxel,
    volumeDifferencePercent: (100 * (ofB - ofA)) / ofA,
    hausdorff: Math.max(fromA[fromA.length - 1], fromB[fromB.length - 1]),
    hausdorff95: Math.max(percentile(fromA, 0.95), percentile(fromB, 0.95)),
    meanSurfaceDistance: (sum(fromA) + sum(fromB)) / (fromA.length + fromB.length),
  };
}

/** The surface voxels of a mask, in a box. A plane alone has no neighbours across it. */
function surface(mask: Uint8Array, [nx, ny, nz]: Vec3, box: { low: readonly number[]; dims: Vec3 }): Uint8Array {
  const inside = (i: number, j: number, k: number) =>
    i >= 0 && j >= 0 && k >= 0 && i < nx && j < ny && k < nz && mask[i + nx * (j + ny * k)] !== 0;
  const out = new Uint8Array(box.dims[0] * box.dims[1] * box.dims[2]);
  let at = 0;
  for (let z = 0; z < box.dims[2]; z++)
    for (let y = 0; y < box.dims[1]; y++)
      for (let x = 0; x < box.dims[0]; x++, at++) {
        const [i, j, k] = [x + box.low[0], y + box.low[1], z + box.low[2]];
        if (!inside(i, j, k)) continue;
        const within =
          inside(i - 1, j, k) &&
          inside(i + 1, j, k) &&
          inside(i, j - 1, k) &&
          inside(i, j + 1, k) &&
          (nz === 1 || (inside(i, j, k - 1) && inside(i, j, k + 1)));
        if (!within) out[at] = 1;
      }
  return out;
}

/** Distances (mm) at the voxels of a surface, ascending. */
function distances(of: Uint8Array, squared: Float64Array): Float64Array {
  return Float64Array.from(
    squared.filter((_, i) => of[i] === 1),
    Math.sqrt,
  ).sort();
}

/** Linear between ranks, 0 the least and 1 the greatest. */
function percentile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}
