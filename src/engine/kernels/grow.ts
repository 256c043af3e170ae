/** Length of the caller's `queue`, and of `out`. */
export const growLength = (nx: number, ny: number, nz: number): number => nx * ny * nz;

/**
 * Grows a region from voxel (si, sj, sk) of a box of intensities: every voxel that is joined to the seed by faces, whose
 * value lies in [low, high], and whose centre is no farther than `radius` mm from the seed's. Sets `out` (the box,
 * zeros) to 1 there and returns their number, 0 when the seed itself is outside the range.
 *
 * `data` is the whole volume; the box starts at voxel `first`, with `sy` voxels from one row to the next and `sz` from
 * one slice to the next, and is nx × ny × nz. dx, dy, dz: spacing in mm. The radius is the guard against leaks: no
 * region can run farther than it.
 */
export function grow(
  data: Float32Array,
  first: number,
  sy: number,
  sz: number,
  nx: number,
  ny: number,
  nz: number,
  dx: number,
  dy: number,
  dz: number,
  si: number,
  sj: number,
  sk: number,
  low: number,
  high: number,
  radius: number,
  queue: Uint32Array,
  out: Uint8Array,
): number {
  const plane = nx * ny;
  const limit = radius * radius;
  const seedValue = data[first + si + sj * sy + sk * sz];
  if (!(seedValue >= low && seedValue <= high)) return 0;
  let head = 0;
  let tail = 0;
  const seed = si + nx * sj + plane * sk;
  out[seed] = 1;
  queue[tail++] = seed;
  while (head < tail) {
    const at = queue[head++];
    const k = Math.floor(at / plane);
    const j = Math.floor((at - k * plane) / nx);
    const i = at - k * plane - j * nx;
    for (let face = 0; face < 6; face++) {
      const x = face === 0 ? i - 1 : face === 1 ? i + 1 : i;
      const y = face === 2 ? j - 1 : face === 3 ? j + 1 : j;
      const z = face === 4 ? k - 1 : face === 5 ? k + 1 : k;
      if (x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz) continue;
      const next = x + nx * y + plane * z;
      if (out[next] !== 0) continue;
      const a = (x - si) * dx;
      const b = (y - sj) * dy;
      const c = (z - sk) * dz;
      if (a * a + b * b + c * c > limit) continue;
      const value = data[first + x + y * sy + z * sz];
      if (!(value >= low && value <= high)) continue;
      out[next] = 1;
      queue[tail++] = next;
    }
  }
  return tail;
}
