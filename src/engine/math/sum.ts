/**
 * Sum with Neumaier's compensation: the error stays near one rounding whatever the number of terms, so a sum over
 * 1e8 voxels does not drift and does not depend on their order beyond the last digit.
 */
export function sum(values: Float64Array): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    const next = total + x;
    lost += Math.abs(total) >= Math.abs(x) ? total - next + x : x - next + total;
    total = next;
  }
  return total + lost;
}
