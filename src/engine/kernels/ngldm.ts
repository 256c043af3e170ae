/**
 * Writes, for each voxel of slices [z0, z1), its level and 1 + the number of its neighbours whose level differs by at
 * most `coarseness` (whole, below 2^31); returns how many voxels. IBSI-1 §3.11 (REK0). `levels` has a border of zeros
 * (see `border.ts`); `offsets` lead to all neighbours. `outLevels` and `outDependences` have room for each voxel.
 */
export function countDependences(
  levels: Uint16Array,
  row: number,
  plane: number,
  start: number,
  nx: number,
  ny: number,
  z0: number,
  z1: number,
  offsets: Int32Array,
  coarseness: number,
  outLevels: Uint16Array,
  outDependences: Uint32Array,
): number {
  const count = offsets.length;
  let n = 0;
  for (let z = z0; z < z1; z++) {
    for (let y = 0; y < ny; y++) {
      const begin = start + z * plane + y * row;
      const end = begin + nx;
      for (let i = begin; i < end; i++) {
        const a = levels[i];
        if (a === 0) continue;
        // Plain version: if b > 0 and |a − b| ≤ coarseness, dependent += 1. As arithmetic (the sign bit of b − low or
        // high − b is set when b lies outside) it takes a third of the time: no branch to guess.
        const low = a > coarseness ? a - coarseness : 1;
        const high = a + coarseness;
        let dependent = 1;
        for (let d = 0; d < count; d++) {
          const b = levels[i + offsets[d]];
          dependent += 1 + (((b - low) | (high - b)) >> 31);
        }
        outLevels[n] = a;
        outDependences[n++] = dependent;
      }
    }
  }
  return n;
}
