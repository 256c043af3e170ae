/**
 * Co-occurrence of grey levels. IBSI-1 §3.6 (LFYI). `levels` has a border of zeros (see `border.ts`) as wide as the
 * offsets reach; an offset is a step in that array. Pairs are counted one way; the caller adds the transpose.
 */

/** Stride of the rows of a table of pairs; never a power of two, which makes counters collide in the cache. */
export function pairStride(ng: number): number {
  const stride = ng + 1;
  return (stride & (stride - 1)) === 0 ? stride + 1 : stride;
}

/** Cells of the table of one direction. */
export const pairsLength = (ng: number): number => pairStride(ng) * (ng + 1);

/**
 * Adds the pairs (level of a voxel, level of its neighbour) in slices [z0, z1) to `out`, one table of `pairsLength`
 * after the other for `count` offsets from `first` on. Column 0 gathers the neighbours outside the region: counting
 * them is cheaper than asking.
 */
export function countPairs(
  levels: Uint16Array,
  row: number,
  plane: number,
  start: number,
  nx: number,
  ny: number,
  z0: number,
  z1: number,
  offsets: Int32Array,
  first: number,
  count: number,
  stride: number,
  table: number,
  out: Float64Array,
): void {
  const last = first + count;
  for (let z = z0; z < z1; z++) {
    for (let y = 0; y < ny; y++) {
      const begin = start + z * plane + y * row;
      const end = begin + nx;
      for (let i = begin; i < end; i++) {
        const a = levels[i];
        if (a === 0) continue;
        // Plain version: for each offset, if the neighbour b is inside, out[offset][a][b] += 1.
        let at = a * stride;
        for (let d = first; d < last; d++) {
          out[at + levels[i + offsets[d]]]++;
          at += table;
        }
      }
    }
  }
}

/**
 * Writes a key level·base + level of the neighbour for every pair of one offset, and one for its reverse, to `keys`
 * (room for two per voxel); returns how many. For level numbers whose table would be larger than the region.
 */
export function listPairs(
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
        const b = levels[i + offset];
        if (a === 0 || b === 0) continue;
        keys[n++] = a * base + b;
        keys[n++] = b * base + a;
      }
    }
  }
  return n;
}
