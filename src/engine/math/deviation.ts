/** Mean distance of the values from a centre: Σ|x − c|/N. `values` must not be empty. */
export function meanDistance(values: Float64Array, centre: number): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const x = Math.abs(values[i] - centre);
    const next = total + x;
    lost += total >= x ? total - next + x : x - next + total;
    total = next;
  }
  return (total + lost) / values.length;
}

/** The part of ascending values that lies in [low, high], as a view. */
export function between(sorted: Float64Array, low: number, high: number): Float64Array {
  let start = 0;
  while (start < sorted.length && sorted[start] < low) start++;
  let end = sorted.length;
  while (end > start && sorted[end - 1] > high) end--;
  return sorted.subarray(start, end);
}
