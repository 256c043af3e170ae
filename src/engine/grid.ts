/** Three numbers, in the order x (columns, i), y (rows, j), z (slices, k). */
export type Vec3 = readonly [number, number, number];

/**
 * The lattice of a volume, in millimetres and patient coordinates (DICOM LPS).
 * Voxel (i, j, k) is stored at `i + nx * (j + ny * k)`; its centre lies at
 * `origin + i·sx·d[0..2] + j·sy·d[3..5] + k·sz·d[6..8]`.
 */
export type Grid = {
  /** Number of voxels [nx, ny, nz]. */
  readonly dims: Vec3;
  /** Distance between voxel centres along i, j, k, in mm, each > 0. */
  readonly spacing: Vec3;
  /** Centre of voxel (0, 0, 0), in mm. */
  readonly origin: Vec3;
  /** Unit vectors of the i, j and k axes, one after the other (9 numbers). */
  readonly direction: readonly number[];
};

/** Number of voxels of a grid. */
export const voxelCount = (grid: Grid): number => grid.dims[0] * grid.dims[1] * grid.dims[2];

/** Patient position (mm, LPS) of the continuous voxel index (i, j, k). */
export function indexToWorld(grid: Grid, [i, j, k]: Vec3): Vec3 {
  const { origin: o, direction: d, spacing: s } = grid;
  const a = i * s[0];
  const b = j * s[1];
  const c = k * s[2];
  return [
    o[0] + a * d[0] + b * d[3] + c * d[6],
    o[1] + a * d[1] + b * d[4] + c * d[7],
    o[2] + a * d[2] + b * d[5] + c * d[8],
  ];
}

/** Continuous voxel index of a patient position (mm, LPS). The direction must be orthonormal. */
export function worldToIndex(grid: Grid, [x, y, z]: Vec3): Vec3 {
  const { origin: o, direction: d, spacing: s } = grid;
  const a = x - o[0];
  const b = y - o[1];
  const c = z - o[2];
  return [
    (a * d[0] + b * d[1] + c * d[2]) / s[0],
    (a * d[3] + b * d[4] + c * d[5]) / s[1],
    (a * d[6] + b * d[7] + c * d[8]) / s[2],
  ];
}
