/**
 * City-block distance to the border of a mask, in voxels: 1 at the border, 0 outside; beyond the box is outside.
 * IBSI-1 §3.9. With `in3d` 0 slices do not know of each other. Two sweeps; `out` has a cell for each voxel.
 */
export function borderDistances(
  mask: Uint8Array,
  nx: number,
  ny: number,
  nz: number,
  in3d: number,
  out: Uint16Array,
): void {
  const plane = nx * ny;
  let i = 0;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) {
        if (mask[i] === 0) {
          out[i] = 0;
          continue;
        }
        let least = x > 0 ? out[i - 1] : 0;
        const above = y > 0 ? out[i - nx] : 0;
        if (above < least) least = above;
        if (in3d !== 0) {
          const before = z > 0 ? out[i - plane] : 0;
          if (before < least) least = before;
        }
        out[i] = least + 1;
      }
    }
  }
  for (let z = nz - 1; z >= 0; z--) {
    for (let y = ny - 1; y >= 0; y--) {
      for (let x = nx - 1; x >= 0; x--) {
        i--;
        if (out[i] === 0) continue;
        let least = x < nx - 1 ? out[i + 1] : 0;
        const below = y < ny - 1 ? out[i + nx] : 0;
        if (below < least) least = below;
        if (in3d !== 0) {
          const after = z < nz - 1 ? out[i + plane] : 0;
          if (after < least) least = after;
        }
        if (least + 1 < out[i]) out[i] = least + 1;
      }
    }
  }
}
