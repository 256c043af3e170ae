/** Length of the caller's `out` for `countCells`. */
export const cellKinds = 256;

/**
 * Counts the cells of eight neighbouring voxels by which corners are inside: marching cubes, reduced to what volume
 * and area need. IBSI-1 §3.1.1. `padded`: 0 or 1, nx × ny × nz voxels with a border of zeros all round. Adds to
 * `out[cell]`, cells numbered as in mesh-cells.ts.
 */
export function countCells(padded: Uint8Array, nx: number, ny: number, nz: number, out: Uint32Array): void {
  const plane = nx * ny;
  for (let z = 0; z + 1 < nz; z++) {
    for (let y = 0; y + 1 < ny; y++) {
      let at = nx * (y + ny * z);
      const end = at + nx;
      // The four corners with x = 0 have the even bits; those with x = 1 the odd ones, and become even one step on.
      let even = 0;
      for (at += 1; at < end; at++) {
        const next = padded[at] | (padded[at + nx] << 2) | (padded[at + plane] << 4) | (padded[at + plane + nx] << 6);
        out[even | (next << 1)]++;
        even = next;
      }
    }
  }
}

/** Copies a mask into the middle of `out`, (nx + 2) × (ny + 2) × (nz + 2) zeros. */
export function padMask(mask: Uint8Array, nx: number, ny: number, nz: number, out: Uint8Array): void {
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const from = nx * (y + ny * z);
      const to = 1 + (nx + 2) * (y + 1 + (ny + 2) * (z + 1));
      for (let x = 0; x < nx; x++) out[to + x] = mask[from + x];
    }
  }
}
