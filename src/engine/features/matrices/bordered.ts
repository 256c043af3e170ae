import type { Vec3 } from "../../grid.ts";
import { borderedRow, copyInsideBorder } from "../../kernels/border.ts";
import { oncePerRoi } from "./once-per-roi.ts";

/** The levels of a region with a border of zeros, and how to walk in it. */
export type Bordered = {
  readonly levels: Uint16Array;
  readonly dims: Vec3;
  /** Index of voxel (0, 0, 0). */
  readonly start: number;
  /** Strides from row to row and from plane to plane. */
  readonly row: number;
  readonly plane: number;
};

/** The region's levels with a border that steps of up to `distance` voxels do not leave. */
export const bordered = oncePerRoi((roi, distance: number): Bordered => {
  const [nx, ny, nz] = roi.dims;
  const [bx, by, bz] = roi.dims.map((n) => Math.max(1, Math.min(distance, n - 1)));
  const row = borderedRow(nx, bx);
  const plane = row * (ny + by);
  const start = bz * plane + by * row + bx;
  const levels = new Uint16Array(start + (nz + bz) * plane + by * row + bx);
  copyInsideBorder(roi.levels, nx, ny, nz, row, plane, start, levels);
  return { levels, dims: roi.dims, start, row, plane };
});

/** Steps as distances in the bordered array. */
export const offsetsOf = (directions: readonly Vec3[], { row, plane }: Bordered): Int32Array =>
  Int32Array.from(directions, ([dx, dy, dz]) => dx + dy * row + dz * plane);
