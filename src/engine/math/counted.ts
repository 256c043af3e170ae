/**
 * A sample given as counts: `counts[k]` voxels have level k + 1. Its order statistics and moments come from the
 * counts, so they cost the number of levels, not the number of voxels.
 */
export type Counted = { readonly counts: Float64Array; readonly total: number };

/** Quantile p (0..1) of the levels, with linear interpolation between order statistics. */
export function countedQuantile({ counts, total }: Counted, p: number): number {
  const position = p * (total - 1);
  const below = Math.floor(position);
  const low = levelAtRank(counts, below);
  const share = position - below;
  return share === 0 ? low : low + share * (levelAtRank(counts, below + 1) - low);
}

/** Level of the voxel of a rank (0-based) in ascending order. */
function levelAtRank(counts: Float64Array, rank: number): number {
  let seen = 0;
  let k = 0;
  while (k < counts.length - 1 && seen + counts[k] <= rank) seen += counts[k++];
  return k + 1;
}

/** Mean of f(level) over the voxels whose level lies in [low, high]; NaN where there is none. */
export function countedMean({ counts }: Counted, f: (level: number) => number, low = 1, high = counts.length): number {
  let total = 0;
  let n = 0;
  for (let k = 0; k < counts.length; k++) {
    const level = k + 1;
    if (counts[k] === 0 || level < low || level > high) continue;
    total += counts[k] * f(level);
    n += counts[k];
  }
  return total / n;
}
