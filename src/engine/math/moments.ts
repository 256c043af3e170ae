/** Mean and central moments (divided by N) of a sample, and its extremes. */
export type Moments = {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Σ(x−μ)²/N: the population variance, which the IBSI uses throughout. */
  readonly variance: number;
  /** Σ(x−μ)³/N. */
  readonly third: number;
  /** Σ(x−μ)⁴/N. */
  readonly fourth: number;
};

// Rows of this many terms are summed plainly and then added with compensation: the rounding of a row is that of
// 256 terms, whatever the number of voxels, at the speed of a plain loop.
const ROW = 256;

/**
 * Moments in two passes. Differences from the first value are summed, not the values, so that a flat sample has a
 * variance of exactly zero and a large offset costs no digits. `values` must not be empty.
 */
export function moments(values: Float64Array): Moments {
  const n = values.length;
  const first = values[0];
  let min = first;
  let max = first;
  let total = 0;
  let lost = 0;
  for (let start = 0; start < n; start += ROW) {
    const end = Math.min(n, start + ROW);
    let row = 0;
    for (let i = start; i < end; i++) {
      const x = values[i];
      if (x < min) min = x;
      if (x > max) max = x;
      row += x - first;
    }
    lost += lostIn(total, row);
    total += row;
  }
  const mean = first + (total + lost) / n;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let l2 = 0;
  let l3 = 0;
  let l4 = 0;
  for (let start = 0; start < n; start += ROW) {
    const end = Math.min(n, start + ROW);
    let r2 = 0;
    let r3 = 0;
    let r4 = 0;
    for (let i = start; i < end; i++) {
      const d = values[i] - mean;
      const d2 = d * d;
      r2 += d2;
      r3 += d2 * d;
      r4 += d2 * d2;
    }
    l2 += lostIn(s2, r2);
    l3 += lostIn(s3, r3);
    l4 += lostIn(s4, r4);
    s2 += r2;
    s3 += r3;
    s4 += r4;
  }
  return { count: n, min, max, mean, variance: (s2 + l2) / n, third: (s3 + l3) / n, fourth: (s4 + l4) / n };
}

/** What rounding takes from total + row (Neumaier). */
function lostIn(total: number, row: number): number {
  const next = total + row;
  return Math.abs(total) >= Math.abs(row) ? total - next + row : row - next + total;
}
