/**
 * Passes over rows of a region. The data's rows begin at `from`, `stride` apart; those of the mask (1 inside), and what is
 * written beside it, at `to`, one after the other: `rows` of them, `nx` voxels each.
 */
type Data = Float32Array | Float64Array;

/** Writes 1 to the mask for voxels with a label, else 0. */
export function markRows(
  labels: Uint8Array,
  from: number,
  stride: number,
  nx: number,
  rows: number,
  label: number,
  mask: Uint8Array,
  to: number,
): void {
  let o = to;
  for (let y = 0; y < rows; y++) {
    const start = from + y * stride;
    for (let i = start; i < start + nx; i++) mask[o++] = labels[i] === label ? 1 : 0;
  }
}

/** Takes out of the mask what does not lie in [low, high]; written so that what is no number goes, too. */
export function keepRows(
  data: Data,
  from: number,
  stride: number,
  mask: Uint8Array,
  to: number,
  nx: number,
  rows: number,
  low: number,
  high: number,
): void {
  let o = to;
  for (let y = 0; y < rows; y++) {
    const start = from + y * stride;
    for (let i = start; i < start + nx; i++, o++) if (!(data[i] >= low && data[i] <= high)) mask[o] = 0;
  }
}

/**
 * Adds the voxels of the mask to counts[x − base] if all are whole numbers that have a place there; false at the first
 * that is not.
 */
export function countRows(
  data: Data,
  from: number,
  stride: number,
  mask: Uint8Array,
  to: number,
  nx: number,
  rows: number,
  base: number,
  counts: Uint32Array,
): boolean {
  let o = to;
  for (let y = 0; y < rows; y++) {
    const start = from + y * stride;
    for (let i = start; i < start + nx; i++, o++) {
      if (mask[o] === 0) continue;
      const cell = data[i] - base;
      if (!(cell >= 0 && cell < counts.length) || cell !== Math.floor(cell)) return false;
      counts[cell]++;
    }
  }
  return true;
}

/**
 * Sums the differences of the mask's voxels from `first`, and finds their extremes. `state`: the sum, what rounding took
 * from it (Neumaier), the least and the greatest so far. Four sums of a row, of every fourth voxel, are made apart.
 */
export function sumRows(
  data: Data,
  from: number,
  stride: number,
  mask: Uint8Array,
  to: number,
  nx: number,
  rows: number,
  first: number,
  state: Float64Array,
): void {
  let [total, lost, low, high] = state;
  let o = to;
  for (let y = 0; y < rows; y++) {
    const start = from + y * stride;
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let x = 0; x < nx; x++, o++) {
      if (mask[o] === 0) continue;
      const value = data[start + x];
      if (value < low) low = value;
      if (value > high) high = value;
      const difference = value - first;
      if ((x & 3) === 0) a += difference;
      else if ((x & 3) === 1) b += difference;
      else if ((x & 3) === 2) c += difference;
      else d += difference;
    }
    const row = a + b + (c + d);
    const next = total + row;
    lost += Math.abs(total) >= Math.abs(row) ? total - next + row : row - next + total;
    total = next;
  }
  state[0] = total;
  state[1] = lost;
  state[2] = low;
  state[3] = high;
}

/** Writes the voxels of the mask one after the other, from out[at] on; returns where the next belongs. */
export function gatherRows(
  data: Data,
  from: number,
  stride: number,
  mask: Uint8Array,
  to: number,
  nx: number,
  rows: number,
  out: Float64Array,
  at: number,
): number {
  let o = to;
  let n = at;
  for (let y = 0; y < rows; y++) {
    const start = from + y * stride;
    for (let i = start; i < start + nx; i++, o++) if (mask[o] !== 0) out[n++] = data[i];
  }
  return n;
}
