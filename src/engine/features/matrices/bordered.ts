import type { Vec3 } from "../../grid.ts";
import { borderedRow, copyInsideBorder } from "../../kernels/border.ts";
import { spreadLevelsInWasm } from "../../wasm/border.ts";
import { oncePerRoi } from "./once-per-roi.ts";

/** The levels of a region with a border of zeros, and how to walk in it. */
export type Bordered = {
  readonly dims: Vec3;
  /** Index of voxel (0, 0, 0). */
  readonly start: number;
  /** Strides from row to row and from plane to plane. */
  readonly row: number;
  readonly plane: number;
  /** Voxels, those of the border too. */
  readonly length: number;
  /** The levels, for plain kernels; made when they are first asked for. */
  readonly levels: () => Uint16Array;
  /** The levels as bytes, for the kernels in WebAssembly; null where they do not run or a level is higher. */
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
  const length = start + (nz + bz) * plane + by * row + bx;
  const box = { dims, start, row, plane, length };
  let levels: Uint16Array | undefined;
  let bytes: Uint8Array | null | undefined;
  return {
    ...box,
    levels: () => {
      if (levels === undefined) {
        levels = new Uint16Array(length);
        copyInsideBorder(roi.levels, nx, ny, nz, row, plane, start, levels);
      }
      return levels;
    },
    bytes: () => {
      bytes ??= spreadLevelsInWasm(box, roi);
      return bytes;
    },
  };
});

/** Steps as distances in the bordered array. */
export const offsetsOf = (directions: readonly Vec3[], { row, plane }: Pick<Bordered, "row" | "plane">): Int32Array =>
  Int32Array.from(directions, ([dx, dy, dz]) => dx + dy * row + dz * plane);
