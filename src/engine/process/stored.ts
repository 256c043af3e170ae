import type { Vec3 } from "../grid.ts";
import { cropImage, type Extent, extentDims } from "./crop.ts";

/** Numbers where they lie: the box `extent` of an array of `dims`, an image or what was made of it. It reaches not beyond. */
export type Stored<Data = Float32Array | Float64Array> = {
  readonly data: Data;
  readonly dims: Vec3;
  readonly extent: Extent;
};

/** All of an array that holds a box and no more. */
export const boxed = (data: Float64Array, dims: Vec3): Stored => ({ data, dims, extent: { lo: [0, 0, 0], hi: dims } });

/** The numbers of a box alone, as f64; not to be written into. */
export function boxIn({ data, dims, extent }: Stored): Float64Array {
  const [nx, ny, nz] = extentDims(extent);
  return data instanceof Float64Array && data.length === nx * ny * nz ? data : cropImage(data, dims, extent);
}

/** Some rows of a box: where they begin in the array, and in an array of the box alone; which row of the box is the first. */
export type Piece = { readonly from: number; readonly to: number; readonly row: number; readonly rows: number };

/** Voxels of the array that lie between the first and the last of a piece: few enough for a processor's nearer caches. */
export const PIECE = 2 ** 17;

/** A box in pieces of `PIECE` voxels of the array at most (of a row, where that is longer), in storage order. */
export function piecesOf({ dims: [nx, ny], extent }: Stored<unknown>): Piece[] {
  const { lo } = extent;
  const [cx, cy, cz] = extentDims(extent);
  // Rows that lie one after the other need not be cut between planes.
  const whole = cx === nx && cy === ny;
  const [planes, rows] = whole ? [1, cy * cz] : [cz, cy];
  const most = Math.max(1, Math.floor(PIECE / nx));
  const pieces: Piece[] = [];
  for (let z = 0; z < planes; z++) {
    for (let y = 0; y < rows; y += most) {
      const row = z * rows + y;
      const from = lo[0] + nx * (lo[1] + y + ny * (lo[2] + z));
      pieces.push({ from, to: row * cx, row, rows: Math.min(most, rows - y) });
    }
  }
  return pieces;
}
