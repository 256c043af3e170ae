import type { Bins } from "../kernels/region-levels.ts";
import { extentDims } from "../process/crop.ts";
import { type Piece, piecesOf, type Stored } from "../process/stored.ts";
import { room } from "./instance.ts";
import type { Kernels } from "./kernels.ts";

type Numbers = Float32Array | Float64Array;

/** Where a region's voxels lie along its box: of each row whether it holds one, of each column a byte that is 0 or not. */
export type Marks = { readonly count: number; readonly filled: Uint8Array; readonly columns: Uint8Array };

type Entered = {
  readonly kernels: Kernels;
  readonly buffer: ArrayBuffer;
  readonly pieces: readonly Piece[];
  readonly stride: number;
  readonly nx: number;
  readonly data: number;
  readonly mask: number;
  readonly at: readonly number[];
};

/** Rooms for a piece of the data and of the mask, and more. */
function enter({ data, dims, extent }: Stored<Numbers | Uint8Array>, ...more: readonly number[]): Entered | null {
  const pieces = piecesOf({ data, dims, extent });
  if (pieces.length === 0) return null;
  const [nx] = extentDims(extent);
  const { rows } = pieces[0];
  const memory = room(data.BYTES_PER_ELEMENT * ((rows - 1) * dims[0] + nx + 16), rows * nx + 16, ...more);
  if (memory === null) return null;
  const { kernels, buffer, at } = memory;
  return { kernels, buffer, pieces, stride: dims[0], nx, data: at[0], mask: at[1], at: at.slice(2) };
}

function loadData({ buffer, data: to, stride, nx }: Entered, { from, rows }: Piece, data: Numbers | Uint8Array): void {
  const size = data.BYTES_PER_ELEMENT;
  const bytes = size * ((rows - 1) * stride + nx);
  new Uint8Array(buffer, to, bytes).set(new Uint8Array(data.buffer, data.byteOffset + size * from, bytes));
}

const loadMask = ({ buffer, mask: at, nx }: Entered, { to, rows }: Piece, mask: Uint8Array): void =>
  new Uint8Array(buffer, at, rows * nx).set(mask.subarray(to, to + rows * nx));

const saveMask = ({ buffer, mask: at, nx }: Entered, { to, rows }: Piece, mask: Uint8Array): void =>
  mask.set(new Uint8Array(buffer, at, rows * nx), to);

function marksIn(
  entered: Entered | null,
  rows: number,
  work: (entered: Entered, piece: Piece, columns: number, filled: number) => number,
): Marks | null {
  if (entered === null) return null;
  const { buffer, pieces, nx, at } = entered;
  const [columns, filled] = at;
  new Uint8Array(buffer, columns, nx).fill(0);
  new Uint8Array(buffer, filled, rows).fill(0);
  let count = 0;
  for (const piece of pieces) count += work(entered, piece, columns, filled + piece.row);
  return {
    count,
    columns: new Uint8Array(buffer, columns, nx).slice(),
    filled: new Uint8Array(buffer, filled, rows).slice(),
  };
}

/** `markRows` of kernels/region.ts for a whole box; null where it does not run here. */
export function markInWasm(labels: Stored<Uint8Array>, label: number, mask: Uint8Array): Marks | null {
  const [nx, ny, nz] = extentDims(labels.extent);
  return marksIn(enter(labels, nx + 16, ny * nz), ny * nz, (entered, piece, columns, filled) => {
    loadData(entered, piece, labels.data);
    const { kernels, data, stride, mask: at } = entered;
    const count = kernels.markRows(data, stride, nx, piece.rows, label, at, columns, filled);
    saveMask(entered, piece, mask);
    return count;
  });
}

/** `keepRows` of kernels/region.ts for a whole box; null where it does not run here. */
export function keepInWasm(stored: Stored, mask: Uint8Array, low: number, high: number): Marks | null {
  const [nx, ny, nz] = extentDims(stored.extent);
  const size = stored.data.BYTES_PER_ELEMENT;
  return marksIn(enter(stored, nx + 16, ny * nz), ny * nz, (entered, piece, columns, filled) => {
    loadData(entered, piece, stored.data);
    loadMask(entered, piece, mask);
    const { kernels, data, stride, mask: at } = entered;
    const count = kernels.keepRows(size, data, stride, at, nx, piece.rows, low, high, columns, filled);
    saveMask(entered, piece, mask);
    return count;
  });
}

/** How often whole numbers occur: counts[k] of them are base + k. */
export type WholeCounts = { readonly base: number; readonly counts: Uint32Array };

/**
 * `countRows` of kernels/region.ts for a whole box, with `cells` counts from `base` on, without the zeros at their ends;
 * false where a voxel has no place there, null where it does not run here.
 */
export function countInWasm(stored: Stored, mask: Uint8Array, base: number, cells: number): WholeCounts | false | null {
  const entered = enter(stored, 4 * (cells + 1), 8);
  if (entered === null) return null;
  const { kernels, buffer, pieces, stride, nx, data, mask: inside, at } = entered;
  const [counts, span] = at;
  const size = stored.data.BYTES_PER_ELEMENT;
  const found = new Uint32Array(buffer, counts, cells).fill(0);
  for (const piece of pieces) {
    loadData(entered, piece, stored.data);
    loadMask(entered, piece, mask);
    if (kernels.countRows(size, data, stride, inside, nx, piece.rows, base, cells, counts) === 0) return false;
  }
  kernels.filledCells(counts, cells, span);
  const [first, last] = new Int32Array(buffer, span, 2);
  return { base: base + first, counts: found.slice(first, last + 1) };
}

/** `sumRows` of kernels/region.ts for a whole box; false where it does not run here. */
export function sumInWasm(stored: Stored, mask: Uint8Array, first: number, state: Float64Array): boolean {
  const entered = enter(stored, 8 * state.length + 16);
  if (entered === null) return false;
  const { kernels, buffer, pieces, stride, nx, data, mask: inside, at } = entered;
  const held = new Float64Array(buffer, at[0], state.length);
  held.set(state);
  for (const piece of pieces) {
    loadData(entered, piece, stored.data);
    loadMask(entered, piece, mask);
    kernels.sumRows(stored.data.BYTES_PER_ELEMENT, data, stride, inside, nx, piece.rows, first, at[0]);
  }
  state.set(held);
  return true;
}

/** `gatherRows` of kernels/region.ts for a whole box, `out` having room for its voxels; false where it does not run here. */
export function gatherInWasm(stored: Stored, mask: Uint8Array, out: Float64Array): boolean {
  const { data: numbers } = stored;
  const { rows } = piecesOf(stored)[0] ?? { rows: 0 };
  const entered = enter(stored, 8 * rows * extentDims(stored.extent)[0]);
  if (entered === null) return false;
  const { kernels, buffer, pieces, stride, nx, data, mask: inside, at } = entered;
  let n = 0;
  for (const piece of pieces) {
    loadData(entered, piece, numbers);
    loadMask(entered, piece, mask);
    const found = kernels.gatherRows(numbers.BYTES_PER_ELEMENT, data, stride, inside, nx, piece.rows, at[0]);
    out.set(new Float64Array(buffer, at[0], found), n);
    n += found;
  }
  return true;
}

type LevelBox = Uint8Array | Uint16Array;

const bytesOf = (array: LevelBox | Float64Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Levels of a whole box, piece by piece; `beside` lies in the kernels' memory while they work. */
function levelsIn(
  stored: Stored,
  mask: Uint8Array,
  out: LevelBox,
  beside: Uint8Array,
  work: (entered: Entered, rows: number, beside: number, to: number) => void,
): boolean {
  const width = out.BYTES_PER_ELEMENT;
  const { rows } = piecesOf(stored)[0] ?? { rows: 0 };
  const entered = enter(stored, beside.length, width * (rows * extentDims(stored.extent)[0] + 16));
  if (entered === null) return false;
  const { buffer, pieces, nx, at } = entered;
  const [held, to] = at;
  new Uint8Array(buffer, held, beside.length).set(beside);
  const written = new Uint8Array(buffer, to, width * rows * nx);
  const bytes = bytesOf(out);
  for (const piece of pieces) {
    loadData(entered, piece, stored.data);
    loadMask(entered, piece, mask);
    work(entered, piece.rows, held, to);
    bytes.set(written.subarray(0, width * piece.rows * nx), width * piece.to);
  }
  return true;
}

/** `lookUpRows` of kernels/region-levels.ts for a whole box; false where it does not run here. */
export function lookUpInWasm<Kind extends LevelBox>(
  stored: Stored,
  mask: Uint8Array,
  base: number,
  table: Kind,
  out: Kind,
): boolean {
  const [size, wide] = [stored.data.BYTES_PER_ELEMENT, out.BYTES_PER_ELEMENT - 1];
  return levelsIn(stored, mask, out, bytesOf(table), (entered, rows, cells, to) => {
    const { kernels, stride, nx, data, mask: inside } = entered;
    kernels.lookUpRows(size, wide, data, stride, inside, nx, rows, base, table.length - 1, cells, to);
  });
}

/** `divideRows` of kernels/region-levels.ts for a whole box; false where it does not run here. */
export function divideInWasm(stored: Stored, mask: Uint8Array, bins: Bins, out: LevelBox): boolean {
  const { low, factor, span, most, edges } = bins;
  const [size, wide] = [stored.data.BYTES_PER_ELEMENT, out.BYTES_PER_ELEMENT - 1];
  const beside = edges === null ? new Uint8Array(0) : bytesOf(edges);
  return levelsIn(stored, mask, out, beside, (entered, rows, held, to) => {
    const { kernels, stride, nx, data, mask: inside } = entered;
    const at = edges === null ? 0 : held;
    kernels.divideRows(size, wide, data, stride, inside, nx, rows, low, factor, span, most, at, to);
  });
}
