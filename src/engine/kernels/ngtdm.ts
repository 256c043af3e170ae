/** Adds, at its level, 1 and the difference from the mean of its neighbours for each voxel that has any: for many levels. */
export function addDifferences(
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

/**
 * Adds, for each voxel of slices [z0, z1) with c neighbours in the region, 1 to `outCounts` and |c · level − sum of their
 * levels| to `outSums`, at level · (offsets + 1) + c. IBSI-1 §3.10 (IPET): divided by c these are the differences from
 * the neighbours' mean; all that is added here is whole numbers, so no order of addition matters. `levels` has a border
 * of zeros (see `border.ts`); `offsets` lead to all neighbours. Both outputs have (ng + 1) · (offsets + 1) cells.
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
        const cell = a * (count + 1) + inside;
        outCounts[cell]++;
        outSums[cell] += Math.abs(a * inside - sum);
      }
    }
  }
}
