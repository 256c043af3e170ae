/**
 * Paints a stroke: every voxel whose centre is within `radius` mm of the line from index (ax, ay, az) to (bx, by, bz)
 * (continuous; the same point twice for a dot) and inside the box of whole indices [i0, i1] × [j0, j1] × [k0, k1],
 * which must lie in the volume. One slice thick, the box makes the ball a disc.
 *
 * Label `from` becomes `to` (an eraser: from the segment to 0); `from` = −1 takes any label that is not `to` and not
 * `locked` (256 values, 1 = locked). Where `bounded` is 1, only voxels with low ≤ value ≤ high. `labels`, `data`:
 * volumes of rows nx and slices nx · ny; dx, dy, dz: spacing in mm. Returns the number of voxels changed.
 */
export function paintStroke(
  labels: Uint8Array,
  data: Float32Array,
  nx: number,
  ny: number,
  dx: number,
  dy: number,
  dz: number,
  ax: number,
  ay: number,
  az: number,
  bx: number,
  by: number,
  bz: number,
  radius: number,
  i0: number,
  i1: number,
  j0: number,
  j1: number,
  k0: number,
  k1: number,
  from: number,
  to: number,
  locked: Uint8Array,
  bounded: number,
  low: number,
  high: number,
): number {
  const limit = radius * radius;
  const ux = (bx - ax) * dx;
  const uy = (by - ay) * dy;
  const uz = (bz - az) * dz;
  const length2 = ux * ux + uy * uy + uz * uz;
  let count = 0;
  for (let k = k0; k <= k1; k++) {
    const z = (k - az) * dz;
    for (let j = j0; j <= j1; j++) {
      const y = (j - ay) * dy;
      const row = nx * (j + ny * k);
      for (let i = i0; i <= i1; i++) {
        const x = (i - ax) * dx;
        const along = length2 > 0 ? (x * ux + y * uy + z * uz) / length2 : 0;
        const t = along < 0 ? 0 : along > 1 ? 1 : along;
        const px = x - t * ux;
        const py = y - t * uy;
        const pz = z - t * uz;
        if (px * px + py * py + pz * pz > limit) continue;
        const at = row + i;
        const was = labels[at];
        if (from >= 0 ? was !== from : was === to || locked[was] !== 0) continue;
        if (bounded !== 0 && !(data[at] >= low && data[at] <= high)) continue;
        labels[at] = to;
        count++;
      }
    }
  }
  return count;
}
