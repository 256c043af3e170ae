import { countRows, gatherRows, keepRows, markRows, sumRows } from "../kernels/region.ts";
import { type Bins, divideRows, lookUpRows } from "../kernels/region-levels.ts";
import {
  countInWasm,
  divideInWasm,
  gatherInWasm,
  keepInWasm,
  lookUpInWasm,
  type Marks,
  markInWasm,
  sumInWasm,
  type WholeCounts,
} from "../wasm/region.ts";
import { countOnes, type Extent, extentDims, maskExtent } from "./crop.ts";
import { piecesOf, type Stored } from "./stored.ts";

/** A mask of a box (1 inside), how many voxels it holds, and the tight box of these; null where it holds none. */
export type Mask = { readonly mask: Uint8Array; readonly count: number; readonly box: Extent | null };

/** The mask of a label in a box of a label map. */
export function markedMask(labels: Stored<Uint8Array>, label: number): Mask {
  const [nx, ny, nz] = extentDims(labels.extent);
  const mask = new Uint8Array(nx * ny * nz);
  const marks = markInWasm(labels, label, mask);
  if (marks !== null) return { mask, count: marks.count, box: boxOf(marks, ny) };
  const { data, dims } = labels;
  for (const { from, to, rows } of piecesOf(labels)) markRows(data, from, dims[0], nx, rows, label, mask, to);
  return maskOf(mask, labels);
}

/** The voxels of a mask whose numbers lie in [low, high]; what is no number does not. The mask given is not changed. */
export function keptMask(stored: Stored, { mask }: Mask, low: number, high: number): Mask {
  const [nx, ny] = extentDims(stored.extent);
  const kept = new Uint8Array(mask);
  const marks = keepInWasm(stored, kept, low, high);
  if (marks !== null) return { mask: kept, count: marks.count, box: boxOf(marks, ny) };
  const { data, dims } = stored;
  for (const { from, to, rows } of piecesOf(stored)) keepRows(data, from, dims[0], kept, to, nx, rows, low, high);
  return maskOf(kept, stored);
}

/** A mask that fills a box of its own, counted. */
export const maskOf = (mask: Uint8Array, { extent }: Pick<Stored, "extent">): Mask => ({
  mask,
  count: countOnes(mask),
  box: maskExtent(mask, extentDims(extent)),
});

function boxOf({ count, columns, filled }: Marks, ny: number): Extent | null {
  if (count === 0) return null;
  const marked = (byte: number) => byte !== 0;
  const first = filled.findIndex(marked);
  const last = filled.findLastIndex(marked);
  let [y0, y1] = [ny, 0];
  for (let row = first; row <= last; row++) {
    if (filled[row] === 0) continue;
    y0 = Math.min(y0, row % ny);
    y1 = Math.max(y1, row % ny);
  }
  return {
    lo: [columns.findIndex(marked), y0, Math.floor(first / ny)],
    hi: [columns.findLastIndex(marked) + 1, y1 + 1, Math.floor(last / ny) + 1],
  };
}

/**
 * How often each whole number occurs among the voxels of a mask, from the least to the greatest; null where one is no
 * whole number, or does not lie between `base` and base + cells.
 */
export function countedVoxels(stored: Stored, mask: Uint8Array, base: number, cells: number): WholeCounts | null {
  const found = countInWasm(stored, mask, base, cells);
  if (found !== null) return found || null;
  const [nx] = extentDims(stored.extent);
  const { data, dims } = stored;
  const counts = new Uint32Array(cells);
  const whole = piecesOf(stored).every(({ from, to, rows }) =>
    countRows(data, from, dims[0], mask, to, nx, rows, base, counts),
  );
  if (!whole) return null;
  const [first, last] = [counts.findIndex((n) => n > 0), counts.findLastIndex((n) => n > 0)];
  return { base: base + Math.max(0, first), counts: counts.slice(Math.max(0, first), last + 1) };
}

/** Mean and extremes of the voxels of a mask, `first` being one of them. NaN or infinite where one of them is. */
export function summedVoxels(
  stored: Stored,
  { mask, count }: Mask,
  first: number,
): { readonly mean: number; readonly min: number; readonly max: number } {
  const state = Float64Array.of(0, 0, first, first);
  if (!sumInWasm(stored, mask, first, state)) {
    const [nx] = extentDims(stored.extent);
    const { data, dims } = stored;
    for (const { from, to, rows } of piecesOf(stored)) sumRows(data, from, dims[0], mask, to, nx, rows, first, state);
  }
  const [total, lost, min, max] = state;
  // −0 is 0.
  return { mean: first + (total + lost) / count, min: min + 0, max: max + 0 };
}

/** The numbers of the voxels of a mask, in storage order. */
export function gatheredVoxels(stored: Stored, { mask, count }: Pick<Mask, "mask" | "count">): Float64Array {
  const out = new Float64Array(count);
  if (gatherInWasm(stored, mask, out)) return out;
  const [nx] = extentDims(stored.extent);
  const { data, dims } = stored;
  let n = 0;
  for (const { from, to, rows } of piecesOf(stored)) n = gatherRows(data, from, dims[0], mask, to, nx, rows, out, n);
  return out;
}

/** Levels by arithmetic in the box `out`, 0 outside the mask. */
export function fillByBins(stored: Stored, mask: Uint8Array, bins: Bins, out: Uint8Array | Uint16Array): void {
  if (divideInWasm(stored, mask, bins, out)) return;
  const [nx] = extentDims(stored.extent);
  const { data, dims } = stored;
  for (const { from, to, rows } of piecesOf(stored)) divideRows(data, from, dims[0], mask, to, nx, rows, bins, out);
}

/** Levels of whole numbers x in the box `out`, table[x − base]; the last cell of the table is no number's. */
export function fillByTable<Kind extends Uint8Array | Uint16Array>(
  stored: Stored,
  mask: Uint8Array,
  base: number,
  table: Kind,
  out: Kind,
): void {
  if (lookUpInWasm(stored, mask, base, table, out)) return;
  const [nx] = extentDims(stored.extent);
  const { data, dims } = stored;
  for (const { from, to, rows } of piecesOf(stored)) {
    lookUpRows(data, from, dims[0], mask, to, nx, rows, base, table, out);
  }
}
