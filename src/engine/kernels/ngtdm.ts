/**
 * Adds, for each voxel of slices [z0, z1) that has a neighbour in the region, 1 to `outCounts` and |level − mean level
 * of its neighbours in the region| to `outSums`, at its level. IBSI-1 §3.10 (IPET). `levels` has a border of zeros
 * (see `border.ts`); `offsets` lead to all neighbours. Both outputs have ng + 1 cells.
 */
export function sumDifferences(
  levels: Uint16Array,
  row: number,
  plane: number,
  start: number,
  nx: number,
  ny: number,
  z0: number,
  z1: number,
  offsets: Int32Array,
  outCounts: Float64Array,
  outSums: Float64Array,
): void {
  const count = offsets.length;
  for (let z = z0; z < z1; z++) {
    for (let y = 0; y < ny; y++) {
      const begin = start + z * plane + y * row;
      const end = begin + nx;
      for (let i = begin; i < end; i++) {
        const a = levels[i];
        if (a === 0) continue;
        let sum = 0;
        let inside = 0;
        for (let d = 0; d < count; d++) {
          const b = levels[i + offsets[d]];
          sum += b;
          inside += (0 - b) >>> 31; // 1 unless b is 0
        }
        if (inside === 0) continue;
        outCounts[a]++;
        // |a − sum / inside| with one rounding only: the product is a whole number.
        outSums[a] += Math.abs(a * inside - sum) / inside;
      }
    }
  }
}
