/** Length of the caller's `scratch`: one running sum a row, and votes and voters of the voxels of a row. */
export const majorityScratchLength = (nx: number, ny: number, nz: number): number => (nx + 1) * ny * nz + 2 * nx;

/**
 * Median of a mask in a ball: `out` is 1 where more than half of the voxels whose centres lie within `radius` mm are
 * inside. The box nx × ny × nz starts at voxel (ox, oy, oz) of an image of mx × my × mz; image voxels beyond the box
 * are outside the mask, and what lies beyond the image does not vote. A ball is a bundle of rows: running sums make
 * each row two look-ups.
 */
export function majority(
  mask: Uint8Array,
  nx: number,
  ny: number,
  nz: number,
  dx: number,
  dy: number,
  dz: number,
  ox: number,
  oy: number,
  oz: number,
  mx: number,
  my: number,
  mz: number,
  radius: number,
  scratch: Int32Array,
  out: Uint8Array,
): void {
  const limit = radius * radius * (1 + 1e-9);
  for (let row = 0; row < ny * nz; row++) {
    let sum = 0;
    scratch[row * (nx + 1)] = 0;
    for (let x = 0; x < nx; x++) {
      if (mask[row * nx + x] !== 0) sum++;
      scratch[row * (nx + 1) + x + 1] = sum;
    }
  }
  const ry = Math.floor((radius / dy) * (1 + 1e-9));
  const rz = Math.floor((radius / dz) * (1 + 1e-9));
  const votes = (nx + 1) * ny * nz;
  const voters = votes + nx;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      scratch.fill(0, votes, votes + 2 * nx);
      for (let c = -rz; c <= rz; c++) {
        if (z + oz + c < 0 || z + oz + c >= mz) continue;
        for (let b = -ry; b <= ry; b++) {
          if (y + oy + b < 0 || y + oy + b >= my) continue;
          const left = limit - c * c * dz * dz - b * b * dy * dy;
          if (left < 0) continue;
          const half = Math.floor(Math.sqrt(left) / dx);
          for (let x = 0; x < nx; x++) {
            scratch[voters + x] += Math.min(mx - 1, x + ox + half) - Math.max(0, x + ox - half) + 1;
          }
          if (z + c < 0 || z + c >= nz || y + b < 0 || y + b >= ny) continue;
          const row = (y + b + ny * (z + c)) * (nx + 1);
          // Most rows of a box around a segment hold none of it.
          if (scratch[row + nx] === 0) continue;
          for (let x = 0; x < nx; x++) {
            scratch[votes + x] += scratch[row + Math.min(nx, x + half + 1)] - scratch[row + Math.max(0, x - half)];
          }
        }
      }
      const to = nx * (y + ny * z);
      for (let x = 0; x < nx; x++) out[to + x] = 2 * scratch[votes + x] > scratch[voters + x] ? 1 : 0;
    }
  }
}
