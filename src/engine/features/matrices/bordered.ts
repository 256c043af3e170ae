import type { Vec3 } from "../../grid.ts";
import { borderedRow, copyInsideBorder } from "../../kernels/border.ts";
import { oncePerRoi } from "./once-per-roi.ts";

/** A region with a border of zeros around it, and how to walk in it. */
export type Bordered = {
  readonly dims: Vec3;
  /** Index of voxel (0, 0, 0). */
  readonly start: number;
  /** Strides from row to row and from plane to plane. */
  readonly row: number;
  readonly plane: number;
  /** The levels inside the border, for plain kernels: made when they are first asked for. */
  readonly levels: () => Uint16Array;
  /** The levels without a border, as bytes, for those in WebAssembly; null where a level is higher. */
  readonly bytes: () => Uint8Array | null;
};

/** The region's levels with a border that steps of up to `distance` voxels do not leave. */
export const bordered = oncePerRoi((roi, distance: number): Bordered => {
  const { dims } = roi;
  const [nx, ny, nz] = dims;
  const [bx, by, bz] = dims.map((n) => Math.max(1, Math.min(distance, n - 1)));
  const row = borderedRow(nx, bx);
  const plane = row * (ny + by);
  const start = bz * plane + by * row + bx;
  let levels: Uint16Array | undefined;
  return {
    dims,
    start,
    row,
    plane,
    levels: () => {
      if (levels === undefined) {
        levels = new Uint16Array(start + (nz + bz) * plane + by * row + bx);
        copyInsideBorder(roi.levels, nx, ny, nz, row, plane, start, levels);
      }
      return levels;
    },
    bytes: () => roi.levelBytes,
  };
});

/** Steps as distances in the bordered array. */
export const offsetsOf = (directions: readonly Vec3[], { row, plane }: Bordered): Int32Array =>
  Int32Array.from(directions, ([dx, dy, dz]) => dx + dy * row + dz * plane);
