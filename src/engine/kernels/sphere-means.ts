import { sphereMeansInWasm } from "../wasm/sphere-means.ts";

/**
 * Means of an image over the voxels whose centres lie within `radius` mm of a voxel's centre, for the voxels of a
 * region. IBSI-1 §3.2. A sphere is a stack of rows, and a row's sum is the difference of two running sums.
 */
export type SphereInput = {
  readonly intensities: Float64Array;
  readonly dims: readonly [number, number, number];
  readonly spacing: readonly [number, number, number];
  readonly radius: number;
};

/** Writes to `out` (n + 1 numbers a row, (nx + 1)·ny·nz in all) the running sums of each row, starting at 0. */
function runningSums(intensities: Float64Array, nx: number, rows: number, out: Float64Array): void {
  for (let row = 0; row < rows; row++) {
    let total = 0;
    let o = row * (nx + 1);
    out[o++] = 0;
    for (let i = row * nx; i < (row + 1) * nx; i++) out[o++] = total += intensities[i];
  }
}

/**
 * The mean around each voxel of `mask` (1 inside; `maskDims` voxels, its voxel (0, 0, 0) at `offset` in the image),
 * in storage order. Voxels of the sphere outside the image do not exist and are left out of the mean.
 */
export function sphereMeans(
  input: SphereInput,
  mask: Uint8Array,
  dims: readonly [number, number, number],
  offset: readonly [number, number, number],
): Float64Array {
  const sphere = sphereRows(input.spacing, input.radius);
  let count = 0;
  for (let i = 0; i < mask.length; i++) count += mask[i];
  return (
    sphereMeansInWasm(input, mask, dims, offset, sphere, count) ??
    plainSphereMeans(input, mask, dims, offset, sphere, count)
  );
}

/** The rows of the sphere, as dz, dy and how many voxels they reach to either side of the middle. */
function sphereRows([sx, sy, sz]: SphereInput["spacing"], radius: number): Int32Array {
  // Distances that equal the radius but for rounding are inside.
  const square = radius * radius * (1 + 1e-12);
  const reachY = Math.floor(Math.sqrt(square) / sy);
  const reachZ = Math.floor(Math.sqrt(square) / sz);
  const rows: number[] = [];
  for (let dz = -reachZ; dz <= reachZ; dz++) {
    for (let dy = -reachY; dy <= reachY; dy++) {
      const left = square - dz * sz * (dz * sz) - dy * sy * (dy * sy);
      if (left >= 0) rows.push(dz, dy, Math.floor(Math.sqrt(left) / sx));
    }
  }
  return Int32Array.from(rows);
}

function plainSphereMeans(
  { intensities, dims: [nx, ny, nz] }: SphereInput,
  mask: Uint8Array,
  [mx, my, mz]: readonly [number, number, number],
  [ox, oy, oz]: readonly [number, number, number],
  sphere: Int32Array,
  count: number,
): Float64Array {
  const sums = new Float64Array((nx + 1) * ny * nz);
  runningSums(intensities, nx, ny * nz, sums);
  const total = new Float64Array(mx);
  const voxels = new Float64Array(mx);
  const means = new Float64Array(count);
  let n = 0;
  for (let z = 0; z < mz; z++) {
    for (let y = 0; y < my; y++) {
      const start = mx * (y + my * z);
      let lo = 0;
      while (lo < mx && mask[start + lo] === 0) lo++;
      if (lo === mx) continue;
      let hi = mx;
      while (mask[start + hi - 1] === 0) hi--;
      total.fill(0);
      voxels.fill(0);
      for (let r = 0; r < sphere.length; r += 3) {
        const iz = z + oz + sphere[r];
        const iy = y + oy + sphere[r + 1];
        if (iz < 0 || iz >= nz || iy < 0 || iy >= ny) continue;
        addRow(sums, (nx + 1) * (iy + ny * iz), nx, sphere[r + 2], ox, lo, hi, total, voxels);
      }
      for (let x = lo; x < hi; x++) if (mask[start + x] === 1) means[n++] = total[x] / voxels[x];
    }
  }
  return means;
}

// Adds, for each x in [lo, hi), the row's voxels from x − reach to x + reach, as far as they exist.
function addRow(
  sums: Float64Array,
  row: number,
  nx: number,
  reach: number,
  ox: number,
  lo: number,
  hi: number,
  total: Float64Array,
  voxels: Float64Array,
): void {
  const last = row + ox + reach + 1;
  const first = row + ox - reach;
  if (lo + ox - reach >= 0 && hi + ox + reach <= nx) {
    // The whole reach exists for all x: the usual case, without the comparisons below.
    const width = 2 * reach + 1;
    for (let x = lo; x < hi; x++) {
      total[x] += sums[last + x] - sums[first + x];
      voxels[x] += width;
    }
    return;
  }
  for (let x = lo; x < hi; x++) {
    const from = Math.max(row, first + x);
    const to = Math.min(row + nx, last + x);
    total[x] += sums[to] - sums[from];
    voxels[x] += to - from;
  }
}

/** How many voxels have their centres within `radius` mm of a voxel's centre, where the image does not end. */
export function sphereVoxels([sx, sy, sz]: SphereInput["spacing"], radius: number): number {
  const square = radius * radius * (1 + 1e-12);
  let count = 0;
  for (let z = -Math.floor(radius / sz) - 1; z * sz <= radius * 1.001; z++) {
    for (let y = -Math.floor(radius / sy) - 1; y * sy <= radius * 1.001; y++) {
      const left = square - (z * sz) ** 2 - (y * sy) ** 2;
      if (left >= 0) count += 2 * Math.floor(Math.sqrt(left) / sx) + 1;
    }
  }
  return count;
}
