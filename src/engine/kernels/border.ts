/**
 * A border of zeros around the levels of a region spares every other kernel its tests for the edge. Rows share their
 * border with the next row, planes with the next plane: a neighbour beyond one end lies in the border of the other.
 */

/** Stride from row to row with a border of `bx`; never a power of two, which caches punish. */
export function borderedRow(nx: number, bx: number): number {
  const row = nx + bx;
  return (row & (row - 1)) === 0 ? row + 1 : row;
}

/** Copies `levels` (nx·ny·nz) into `out`, which holds zeros: voxel (0, 0, 0) at `start`, rows and planes apart as given. */
export function copyInsideBorder(
  levels: Uint16Array,
  nx: number,
  ny: number,
  nz: number,
  row: number,
  plane: number,
  start: number,
  out: Uint16Array,
): void {
  let from = 0;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const to = start + z * plane + y * row;
      for (let x = 0; x < nx; x++) out[to + x] = levels[from++];
    }
  }
}
