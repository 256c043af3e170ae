/**
 * Runs of equal grey level. IBSI-1 §3.7 (TP0I). `levels` has a border of zeros (see `border.ts`) one voxel wide; an
 * offset leads to the voxel before in the run's direction. A run is followed from its first voxel on.
 */

/** Cells of the table of one direction: ng + 1 rows of `longest` + 1. */
export const runsLength = (ng: number, longest: number): number => (ng + 1) * (longest + 1);

/**
 * Adds the runs that begin in slices [z0, z1) to `out`, a table (level × length) of `runsLength` for each offset. Plain
 * version: a voxel whose predecessor differs begins a run; it is as long as the same level goes on.
 */
export function countRuns(
  levels: Uint16Array,
  row: number,
  plane: number,
  start: number,
  nx: number,
  ny: number,
  z0: number,
  z1: number,
  offsets: Int32Array,
  longest: number,
  table: number,
  out: Float64Array,
): void {
  const count = offsets.length;
  const stride = longest + 1;
  for (let z = z0; z < z1; z++) {
    for (let y = 0; y < ny; y++) {
      const begin = start + z * plane + y * row;
      const end = begin + nx;
      for (let i = begin; i < end; i++) {
        const a = levels[i];
        if (a === 0) continue;
        let at = a * stride;
        for (let d = 0; d < count; d++, at += table) {
          const step = offsets[d];
          if (levels[i - step] === a) {
            if (levels[i + step] === a) continue;
            let length = 2;
            let next = i - 2 * step;
            while (levels[next] === a) {
              length++;
              next -= step;
            }
            out[at + length]++;
          } else if (levels[i + step] !== a) out[at + 1]++;
        }
      }
    }
  }
}

/**
 * Writes a key level·base + length for every run of one offset that begins in slices [z0, z1) to `keys` (room for one per voxel); returns how
 * many. For level numbers whose table would be larger than the region.
 */
export function listRuns(
  levels: Uint16Array,
  row: number,
  plane: number,
  start: number,
  nx: number,
  ny: number,
  z0: number,
  z1: number,
  offset: number,
  base: number,
  keys: Float64Array,
): number {
  let n = 0;
  for (let z = z0; z < z1; z++) {
    for (let y = 0; y < ny; y++) {
      const begin = start + z * plane + y * row;
      const end = begin + nx;
      for (let i = begin; i < end; i++) {
        const a = levels[i];
        if (a === 0 || levels[i + offset] === a) continue;
        let length = 1;
        let next = i - offset;
        while (levels[next] === a) {
          length++;
          next -= offset;
        }
        keys[n++] = a * base + length;
      }
    }
  }
  return n;
}
