import { mergeCounts } from "#engine/features/matrices/counts.ts";
import type { MatrixPart } from "#engine/inspect/matrix.ts";

/** A matrix as a table of cells to look at. */
export type Heat = {
  /** Level of each row, ascending. */
  readonly rows: readonly number[];
  /** j of each column, ascending. */
  readonly columns: readonly number[];
  /** Row by row; 0 for a cell without entries. */
  readonly values: Float64Array;
  /** Columns that do not occur are left out: the axis counts places. */
  readonly ordinal: boolean;
  /** Each column has colours of its own: the n_i and s_i of an NGTDM. */
  readonly separate: boolean;
};

/** An axis longer than this shows only what occurs. */
const LONGEST = 512;

/** The entries of matrices as a table, those of several added up. `square`: both axes are grey levels. */
export function heatOf(parts: readonly MatrixPart[], ng: number, square: boolean): Heat {
  if (parts[0].sums !== null) return tones(parts, ng);
  const counts = parts.length === 1 ? parts[0].counts : mergeCounts(parts.map((p) => p.counts));
  const last = counts.j.reduce((most, j) => Math.max(most, j), 0);
  const rows = axis(ng, counts.i, false);
  const columns = axis(square ? ng : last, counts.j, !square);
  const [rowAt, columnAt] = [placesOf(rows), placesOf(columns)];
  const values = new Float64Array(rows.length * columns.length);
  for (let k = 0; k < counts.n.length; k++) {
    values[(rowAt.get(counts.i[k]) ?? 0) * columns.length + (columnAt.get(counts.j[k]) ?? 0)] = counts.n[k];
  }
  const ordinal = columns.length < (columns.at(-1) ?? 0);
  return { rows, columns, values, ordinal, separate: false };
}

function tones(parts: readonly MatrixPart[], ng: number): Heat {
  const rows = axis(
    ng,
    parts.flatMap((p) => [...p.counts.i]),
    false,
  );
  const at = placesOf(rows);
  const values = new Float64Array(2 * rows.length);
  for (const { counts, sums } of parts) {
    for (let k = 0; k < counts.n.length; k++) {
      const row = 2 * (at.get(counts.i[k]) ?? 0);
      values[row] += counts.n[k];
      values[row + 1] += sums?.[k] ?? 0;
    }
  }
  return { rows, columns: [1, 2], values, ordinal: false, separate: true };
}

/** The place of each value of an axis. */
export const placesOf = (axis: readonly number[]) => new Map(axis.map((value, k) => [value, k]));

/** 1 to `last`; only what occurs where that is too long, or (`sparse`) mostly empty. */
function axis(last: number, occurring: ArrayLike<number>, sparse: boolean): readonly number[] {
  const found = [...new Set(Array.from(occurring))].sort((a, b) => a - b);
  const long = last > LONGEST || (sparse && last > 24 && last > 2 * found.length);
  return long ? found : Array.from({ length: last }, (_, k) => k + 1);
}

/** 0 to 1 for each cell, for its colour; negative for an empty one. */
export function shadesOf({ values, columns, separate }: Heat, log: boolean): Float64Array {
  const scale = log ? Math.log1p : (x: number) => x;
  const most = new Float64Array(columns.length);
  for (let k = 0; k < values.length; k++) most[k % columns.length] = Math.max(most[k % columns.length], values[k]);
  const greatest = most.reduce((a, b) => Math.max(a, b), 0);
  return values.map((value, k) => {
    if (value <= 0) return -1;
    const top = separate ? most[k % columns.length] : greatest;
    // Entries weighted by distance may be tiny: their logarithm is taken from the greatest.
    return log && top < 1 ? scale((1000 * value) / top) / scale(1000) : scale(value) / scale(top);
  });
}
