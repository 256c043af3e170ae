import type { PreparedMap } from "./prepare-map.ts";

/** A piece of work: rows [y0, y1) of slice z, every `step`-th row and column from 0 on. */
export type MapSlab = {
  readonly z: number;
  readonly y0: number;
  readonly y1: number;
  readonly step: 1 | 2 | 4;
};

/** Voxels of one slab, about: small enough to answer a cancel, large enough not to be all messages. */
const SLAB_VOXELS = 1024;

/**
 * The slabs of a map in the order in which they are wanted: the slice in view coarse (every fourth voxel along each
 * axis), finer, whole; then the others outwards from it, whole. Slices are of the map's grid; one outside it counts as
 * its nearest. Depends on the map alone, not on the number of workers. Slabs without a voxel to compute are left out.
 */
export function mapOrder(prepared: Pick<PreparedMap, "grid" | "target">, slice: number): MapSlab[] {
  const [nx, ny, nz] = prepared.grid.dims;
  const perRow = rowCounts(prepared.target, nx);
  const first = Math.min(nz - 1, Math.max(0, Math.round(slice)));
  const slabs: MapSlab[] = [
    ...slabsOf(perRow, ny, first, 4),
    ...slabsOf(perRow, ny, first, 2),
    ...slabsOf(perRow, ny, first, 1),
  ];
  for (let d = 1; d < nz; d++) {
    for (const z of [first - d, first + d]) if (z >= 0 && z < nz) slabs.push(...slabsOf(perRow, ny, z, 1));
  }
  return slabs;
}

function rowCounts(target: Uint8Array, nx: number): Uint32Array {
  const counts = new Uint32Array(target.length / nx);
  for (let r = 0, i = 0; r < counts.length; r++) for (let x = 0; x < nx; x++) counts[r] += target[i++];
  return counts;
}

/** Cuts begin at multiples of 4, so that coarse rows are the same wherever a slab begins. */
function slabsOf(perRow: Uint32Array, ny: number, z: number, step: 1 | 2 | 4): MapSlab[] {
  const slabs: MapSlab[] = [];
  let y0 = 0;
  let voxels = 0;
  for (let y = 0; y < ny; y++) {
    if (y % step === 0) voxels += perRow[ny * z + y] / step;
    const last = y === ny - 1;
    if (!last && (voxels < SLAB_VOXELS || (y + 1) % 4 !== 0)) continue;
    if (voxels > 0) slabs.push({ z, y0, y1: y + 1, step });
    y0 = y + 1;
    voxels = 0;
  }
  return slabs;
}
