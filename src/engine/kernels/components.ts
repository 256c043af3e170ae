/** Length of the caller's `queue` and `out`. */
export const componentsLength = (nx: number, ny: number, nz: number): number => nx * ny * nz;

/**
 * Numbers the islands of a mask (not 0: inside): voxels joined by faces get the same number in `out` (zeros), 1, 2, … in
 * the order of their first voxels. Returns how many there are.
 */
export function labelComponents(
  mask: Uint8Array,
  nx: number,
  ny: number,
  nz: number,
  queue: Uint32Array,
  out: Uint32Array,
): number {
  const plane = nx * ny;
  const total = plane * nz;
  let count = 0;
  for (let start = 0; start < total; start++) {
    if (mask[start] === 0 || out[start] !== 0) continue;
    count++;
    let head = 0;
    let tail = 0;
    out[start] = count;
    queue[tail++] = start;
    while (head < tail) {
      const at = queue[head++];
      const k = Math.floor(at / plane);
      const j = Math.floor((at - k * plane) / nx);
      const i = at - k * plane - j * nx;
      for (let face = 0; face < 6; face++) {
        let next = at;
        if (face === 0) next = i > 0 ? at - 1 : at;
        else if (face === 1) next = i < nx - 1 ? at + 1 : at;
        else if (face === 2) next = j > 0 ? at - nx : at;
        else if (face === 3) next = j < ny - 1 ? at + nx : at;
        else if (face === 4) next = k > 0 ? at - plane : at;
        else next = k < nz - 1 ? at + plane : at;
        if (mask[next] === 0 || out[next] !== 0) continue;
        out[next] = count;
        queue[tail++] = next;
      }
    }
  }
  return count;
}
