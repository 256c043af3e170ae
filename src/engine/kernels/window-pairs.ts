/**
 * Co-occurrence in a window that slides along x: the pairs of the column that leaves are taken off, those of the
 * column that enters are added. Everything kept is a whole number, so the state depends on the window alone, not on
 * the way to it. IBSI-1 §3.6 (LFYI); counts are those of the symmetric matrix: 2 for a pair of equal levels in its
 * cell, 1 for another pair in each of its two cells.
 */

/** Numbers kept for each table beside its counts, at these places. */
export const PAIRS = 0; // pairs in the window
export const SUM = 1; // Σ (i + j) over pairs
export const SQUARES = 2; // Σ n² over cells
export const LOGS = 3; // Σ ⌊n log₂ n⌉ over cells, in units of 1/scale
export const MOST = 4; // greatest n
export const TOTALS = 5;

/**
 * n log₂ n for n ≤ most as whole multiples of 1/scale: with sums that stay below 2^53, entropies build up and down
 * without a trace. `most` is the sum of the counts of the largest window.
 */
export function scaledLogs(most: number, out: Float64Array): number {
  const bits = Math.ceil(Math.log2(most * Math.log2(most + 1) + 2));
  const scale = 2 ** (52 - bits);
  for (let n = 0; n < out.length; n++) out[n] = n < 2 ? 0 : Math.round(n * Math.log2(n) * scale);
  return scale;
}

/**
 * Adds (`delta` 1) or takes off (−1) the pairs of one column of the window with itself and with the columns of the
 * window beside it, at most `reach` away. The column begins at index `at` of `levels`, which has a border of zeros, and
 * has wy rows and wz planes. `steps` holds dx, dy, dz and the offset of each direction, dx pointing into the window.
 * Direction d counts in table d (`apart` 1), or all in table 0 (`apart` 0).
 * Tables: `cells` with (ng + 1) · stride counts each, upper triangle; `ofCount` with `counts` cells each: how many
 * cells (of both triangles) have each count; `sums`, `differences`, `marginals` with 2·ng + 1, ng + 1, ng + 1 each.
 */
export function slideColumn(
  levels: Uint16Array,
  at: number,
  row: number,
  plane: number,
  wy: number,
  wz: number,
  steps: Int32Array,
  directions: number,
  reach: number,
  delta: number,
  apart: number,
  ng: number,
  stride: number,
  counts: number,
  logs: Float64Array,
  cells: Uint16Array,
  ofCount: Int32Array,
  sums: Int32Array,
  differences: Int32Array,
  marginals: Int32Array,
  totals: Float64Array,
): void {
  const size = (ng + 1) * stride;
  for (let d = 0; d < directions; d++) {
    const dx = steps[4 * d];
    if (dx > reach || -dx > reach) continue;
    const dy = steps[4 * d + 1];
    const dz = steps[4 * d + 2];
    const offset = steps[4 * d + 3];
    const y0 = dy < 0 ? -dy : 0;
    const y1 = dy > 0 ? wy - dy : wy;
    const z0 = dz < 0 ? -dz : 0;
    const z1 = dz > 0 ? wz - dz : wz;
    const t = d * apart;
    const cellsAt = t * size;
    const countsAt = t * counts;
    const sumsAt = t * (2 * ng + 1);
    const levelsAt = t * (ng + 1);
    const totalsAt = t * TOTALS;
    // Whole numbers while the loop runs: small, and quicker than doubles.
    let pairs = 0;
    let sum = 0;
    let squares = 0;
    let logSum = 0;
    let most = totals[totalsAt + MOST] | 0;
    for (let z = z0; z < z1; z++) {
      const begin = at + z * plane + y0 * row;
      const end = at + z * plane + y1 * row;
      for (let i = begin; i < end; i += row) {
        const a = levels[i];
        if (a === 0) continue;
        const b = levels[i + offset];
        if (b === 0) continue;
        const both = a + b;
        // |a − b|, and 1 for equal levels, as arithmetic: which is greater is anybody's guess.
        const sign = (a - b) >> 31;
        const apartBy = ((a - b) ^ sign) - sign;
        const low = (both - apartBy) >> 1;
        const equal = (apartBy - 1) >>> 31;
        const weight = 2 - equal;
        const step = delta + delta * equal;
        const cell = cellsAt + low * stride + low + apartBy;
        const before = cells[cell];
        const after = before + step;
        cells[cell] = after;
        ofCount[countsAt + after] += weight;
        const left = ofCount[countsAt + before] - weight;
        ofCount[countsAt + before] = left;
        squares += weight * step * (before + after);
        logSum += weight * (logs[after] - logs[before]);
        if (after > most) most = after;
        else if ((left | (before - most)) === 0) {
          // The cell was the only one with the most. It has fallen by 1 or 2, and others may stand between.
          most = after + 1 < before && ofCount[countsAt + before - 1] > 0 ? before - 1 : after;
        }
        sums[sumsAt + both] += delta;
        differences[levelsAt + apartBy] += delta;
        marginals[levelsAt + a] += delta;
        marginals[levelsAt + b] += delta;
        pairs++;
        sum += both;
      }
    }
    totals[totalsAt + PAIRS] += delta * pairs;
    totals[totalsAt + SUM] += delta * sum;
    totals[totalsAt + SQUARES] += squares;
    totals[totalsAt + LOGS] += logSum;
    totals[totalsAt + MOST] = most;
  }
}
