/** Length of the caller's `scratch`: one line's parabolas, and one line of values. */
export const distanceScratchLength = (nx: number, ny: number, nz = 1): number => 3 * Math.max(nx, ny, nz) + 1;

/** Stands for "no source yet"; larger than any squared distance in a body. */
export const FAR = 1e20;

/**
 * Squared distance (mm²) of each voxel centre to the nearest source's, in place. `f`: 0 at sources, FAR elsewhere. Exact
 * Euclidean, one pass of parabolas an axis (Felzenszwalb and Huttenlocher 2012, doi:10.4086/toc.2012.v008a019).
 * dx, dy, dz: spacing in mm. Without a source everything stays FAR.
 */
export function squaredDistances(
  f: Float64Array,
  nx: number,
  ny: number,
  nz: number,
  dx: number,
  dy: number,
  dz: number,
  scratch: Float64Array,
): void {
  const plane = nx * ny;
  for (let z = 0; z < nz; z++) for (let y = 0; y < ny; y++) lowerEnvelope(f, z * plane + y * nx, 1, nx, dx, scratch);
  if (ny > 1)
    for (let z = 0; z < nz; z++) for (let x = 0; x < nx; x++) lowerEnvelope(f, z * plane + x, nx, ny, dy, scratch);
  if (nz > 1) for (let at = 0; at < plane; at++) lowerEnvelope(f, at, plane, nz, dz, scratch);
}

/** Lower envelope of the parabolas f(q) + (d·(p − q))² along one line, in place. */
function lowerEnvelope(
  f: Float64Array,
  first: number,
  step: number,
  n: number,
  d: number,
  scratch: Float64Array,
): void {
  const at = 0; // positions of parabolas
  const from = n; // where each begins to be lowest; n + 1 values
  const value = 2 * n + 1; // the line's values, kept while it is overwritten
  const d2 = d * d;
  let k = -1;
  for (let q = 0; q < n; q++) {
    const fq = f[first + q * step];
    scratch[value + q] = fq;
    if (fq >= FAR) continue;
    let s = Number.NEGATIVE_INFINITY;
    while (k >= 0) {
      const p = scratch[at + k];
      s = (fq + d2 * q * q - (scratch[value + p] + d2 * p * p)) / (2 * d2 * (q - p));
      if (s > scratch[from + k]) break;
      k--;
    }
    if (k < 0) s = Number.NEGATIVE_INFINITY;
    k++;
    scratch[at + k] = q;
    scratch[from + k] = s;
  }
  if (k < 0) return;
  const last = k;
  k = 0;
  for (let q = 0; q < n; q++) {
    while (k < last && scratch[from + k + 1] < q) k++;
    const p = scratch[at + k];
    f[first + q * step] = scratch[value + p] + d2 * (q - p) * (q - p);
  }
}
