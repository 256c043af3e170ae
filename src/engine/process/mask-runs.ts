const ONES = 0x01010101;

/**
 * Runs of ones in a mask (of 0 and 1): where each begins and ends (exclusive), in order. Four voxels at a time where they
 * are alike: a region's rows are few long runs, and what belongs to them is copied as a block.
 */
export function maskRuns(mask: Uint8Array): readonly number[] {
  const n = mask.length;
  const aligned = (mask.byteOffset & 3) === 0;
  const words = aligned ? new Int32Array(mask.buffer, mask.byteOffset, n >> 2) : new Int32Array(0);
  const runs: number[] = [];
  let i = 0;
  for (let wanted = 1; i < n; wanted = 1 - wanted) {
    // On to the next voxel that is `wanted`, over those that are not.
    const others = wanted === 1 ? 0 : ONES;
    while (i < n && mask[i] !== wanted) {
      if ((i & 3) === 0) {
        let w = i >> 2;
        while (w < words.length && words[w] === others) w++;
        if (w > i >> 2) {
          i = 4 * w;
          continue;
        }
      }
      i++;
    }
    if (wanted === 0 || i < n) runs.push(i);
  }
  // The last run may end with the mask.
  if ((runs.length & 1) === 1) runs.push(n);
  return runs;
}

/** Runs shorter than this are copied voxel by voxel. */
export const SHORT_RUN = 24;
