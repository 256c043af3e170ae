/**
 * Quantile p (0..1) of ascending values, with linear interpolation between order statistics (type 7 of Hyndman and
 * Fan; the default of NumPy and R). `sorted` must not be empty.
 */
export function quantile(sorted: Float64Array, p: number): number {
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below];
  const share = position - below;
  return share === 0 ? low : low + share * (sorted[below + 1] - low);
}
