/**
 * A sorted window that slides: instead of sorting the window anew, one column of voxels leaves and one enters, both
 * sorted. The result depends on the window's values alone.
 */

/** Sorts values[from, to) in place; for the few dozen values of a column. */
export function sortShort(values: Float64Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const x = values[i];
    let j = i - 1;
    while (j >= from && values[j] > x) {
      values[j + 1] = values[j];
      j--;
    }
    values[j + 1] = x;
  }
}

/**
 * Writes sorted[0, n) without leaving[l0, l1) and with entering[e0, e1) to `out`, all ascending; returns how many. What
 * leaves must be in `sorted`.
 */
export function exchangeSorted(
  sorted: Float64Array,
  n: number,
  leaving: Float64Array,
  l0: number,
  l1: number,
  entering: Float64Array,
  e0: number,
  e1: number,
  out: Float64Array,
): number {
  let l = l0;
  let e = e0;
  let o = 0;
  for (let i = 0; i < n; i++) {
    const x = sorted[i];
    if (l < l1 && leaving[l] === x) {
      l++;
      continue;
    }
    while (e < e1 && entering[e] < x) out[o++] = entering[e++];
    out[o++] = x;
  }
  while (e < e1) out[o++] = entering[e++];
  return o;
}

/** Copies the values of column x that are 1 in the mask, y in [y0, y1), z in [z0, z1), to `out` from `at` on, −0 as 0; returns the end. */
export function gatherColumn(
  values: Float64Array,
  mask: Uint8Array,
  nx: number,
  ny: number,
  x: number,
  y0: number,
  y1: number,
  z0: number,
  z1: number,
  at: number,
  out: Float64Array,
): number {
  let o = at;
  for (let z = z0; z < z1; z++) {
    let i = x + nx * (y0 + ny * z);
    for (let y = y0; y < y1; y++, i += nx) if (mask[i] === 1) out[o++] = values[i] + 0;
  }
  return o;
}
