import { type Counts, totalOf } from "../matrices/counts.ts";
import { greatestEigenvalue } from "./greatest-eigenvalue.ts";

/** p(i, j) / √(p_x(i) p_y(j)) over the levels that occur, row after row. */
type Scaled = {
  /** Index of the first entry of each row, and one past the last entry. */
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly entries: Float64Array;
  /** √p_x and √p_y: singular vectors with the value 1. */
  readonly rootX: Float64Array;
  readonly rootY: Float64Array;
};

/** Rows of a matrix that is written out in full. */
const MOST_ROWS = 512;

/**
 * The second singular value of p(i, j) / √(p_x(i) p_y(j)): Haralick's maximal correlation. 0 where rows or columns have
 * a single level. The first is 1, with the roots of the margins as vectors: what is left after taking it off is measured.
 */
export function secondSingularValue(counts: Counts): number {
  const matrix = scaled(counts);
  const { rootX, rootY } = matrix;
  if (rootX.length < 2 || rootY.length < 2) return 0;
  if (isSymmetric(matrix)) {
    return greatestEigenvalue({
      root: rootX,
      multiply: (v, out) => multiply(matrix, v, out),
      rows: (width) => (rootX.length > MOST_ROWS ? null : writtenOut(matrix, width)),
    });
  }
  // The square of the matrix: its transpose times itself.
  const across = transposed(matrix);
  const between = new Float64Array(rootX.length);
  const square = greatestEigenvalue({
    root: rootY,
    multiply: (v, out) => {
      multiply(matrix, v, between);
      multiply(across, between, out);
    },
    rows: () => null,
  });
  return Math.sqrt(square);
}

function scaled(counts: Counts): Scaled {
  const { i, j, n } = counts;
  const total = totalOf(counts);
  const [rows, columns] = [numbered(i), numbered(j)];
  const starts = new Int32Array(rows.count + 1);
  const rootX = new Float64Array(rows.count);
  const rootY = new Float64Array(columns.count);
  const entries = new Float64Array(n.length);
  for (let k = 0; k < n.length; k++) {
    const p = n[k] / total;
    entries[k] = p;
    starts[rows.at[k] + 1] = k + 1;
    rootX[rows.at[k]] += p;
    rootY[columns.at[k]] += p;
  }
  for (let r = 0; r < rootX.length; r++) rootX[r] = Math.sqrt(rootX[r]);
  for (let c = 0; c < rootY.length; c++) rootY[c] = Math.sqrt(rootY[c]);
  for (let k = 0; k < n.length; k++) entries[k] /= rootX[rows.at[k]] * rootY[columns.at[k]];
  return { starts, columns: columns.at, entries, rootX, rootY };
}

/** Levels numbered from 0 on, in ascending order. */
function numbered(levels: Uint16Array | Uint32Array): { at: Int32Array; count: number } {
  let highest = 0;
  for (let k = 0; k < levels.length; k++) if (levels[k] > highest) highest = levels[k];
  const number = new Int32Array(highest + 1);
  for (let k = 0; k < levels.length; k++) number[levels[k]] = 1;
  let count = 0;
  for (let level = 0; level <= highest; level++) if (number[level] === 1) number[level] = count++;
  const at = new Int32Array(levels.length);
  for (let k = 0; k < levels.length; k++) at[k] = number[levels[k]];
  return { at, count };
}

/** The rows become columns: as entries come row after row, each column fills in order. */
function transposed({ starts, columns, entries, rootX, rootY }: Scaled): Scaled {
  const first = new Int32Array(rootY.length + 1);
  for (let k = 0; k < columns.length; k++) first[columns[k] + 1]++;
  for (let c = 0; c < rootY.length; c++) first[c + 1] += first[c];
  const next = first.slice();
  const turned = { columns: new Int32Array(columns.length), entries: new Float64Array(columns.length) };
  for (let r = 0; r < rootX.length; r++) {
    for (let k = starts[r]; k < starts[r + 1]; k++) {
      const to = next[columns[k]]++;
      turned.columns[to] = r;
      turned.entries[to] = entries[k];
    }
  }
  return { starts: first, ...turned, rootX: rootY, rootY: rootX };
}

function isSymmetric(matrix: Scaled): boolean {
  const { rootX, rootY } = matrix;
  if (rootX.length !== rootY.length || rootX.some((root, k) => root !== rootY[k])) return false;
  const { columns, entries } = transposed(matrix);
  for (let k = 0; k < columns.length; k++) {
    if (columns[k] !== matrix.columns[k] || entries[k] !== matrix.entries[k]) return false;
  }
  return true;
}

/** out = matrix · v: sums over even and odd columns apart, as two lanes do. */
function multiply({ starts, columns, entries }: Scaled, v: Float64Array, out: Float64Array): void {
  for (let r = 0; r < out.length; r++) {
    let even = 0;
    let odd = 0;
    for (let k = starts[r]; k < starts[r + 1]; k++) {
      const product = entries[k] * v[columns[k]];
      if ((columns[k] & 1) === 0) even += product;
      else odd += product;
    }
    out[r] = even + odd;
  }
}

function writtenOut({ starts, columns, entries, rootX }: Scaled, width: number): Float64Array {
  const rows = new Float64Array(rootX.length * width);
  for (let r = 0; r < rootX.length; r++) {
    for (let k = starts[r]; k < starts[r + 1]; k++) rows[r * width + columns[k]] = entries[k];
  }
  return rows;
}
