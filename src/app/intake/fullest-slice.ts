/** The slice (k) where a mask has most voxels: where a lesion is best seen. Null for an empty mask. */
export function fullestSlice(mask: Uint8Array, dims: readonly [number, number, number]): number | null {
  const plane = dims[0] * dims[1];
  let best: number | null = null;
  let most = 0;
  for (let k = 0; k < dims[2]; k++) {
    let count = 0;
    for (let i = k * plane; i < (k + 1) * plane; i++) if (mask[i] !== 0) count++;
    if (count > most) {
      most = count;
      best = k;
    }
  }
  return best;
}
