/** Single precision numbers as whole numbers of the same order. */
const orderOf = (bits: number): number => (bits >= 0x80000000 ? ~bits >>> 0 : (bits | 0x80000000) >>> 0);

/**
 * Values at positions between 0 and 1 of the sorted data, linear between neighbours (numpy's default quantile), without
 * sorting them: two passes, and a sort of the few values near each position. The data hold no NaN and are not changed.
 */
export function quantilesOf(data: Float32Array, positions: readonly number[]): number[] {
  const n = data.length;
  const bits = new Uint32Array(data.buffer, data.byteOffset, n);
  const counts = new Uint32Array(65536);
  for (let i = 0; i < n; i++) counts[orderOf(bits[i]) >>> 16]++;
  const ranks = positions.map((p) => p * (n - 1));
  const wanted = new Set(ranks.flatMap((r) => [Math.floor(r), Math.ceil(r)]));
  // Bins that hold a wanted rank, and how many values lie below them.
  const below = new Map<number, number>();
  let total = 0;
  const sorted = [...wanted].sort((a, b) => a - b);
  let next = 0;
  for (let bin = 0; bin < counts.length && next < sorted.length; bin++) {
    const end = total + counts[bin];
    while (next < sorted.length && sorted[next] < end) {
      below.set(bin, total);
      next++;
    }
    total = end;
  }
  const held = new Map(Array.from(below.keys(), (bin) => [bin, new Float32Array(counts[bin])]));
  const filled = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    const bin = orderOf(bits[i]) >>> 16;
    const values = held.get(bin);
    if (values === undefined) continue;
    const at = filled.get(bin) ?? 0;
    values[at] = data[i];
    filled.set(bin, at + 1);
  }
  for (const values of held.values()) values.sort();
  const at = (rank: number): number => {
    for (const [bin, start] of below) {
      const values = held.get(bin);
      if (values && rank >= start && rank < start + values.length) return values[rank - start];
    }
    return Number.NaN;
  };
  return ranks.map((r) => {
    const low = at(Math.floor(r));
    return low + (at(Math.ceil(r)) - low) * (r - Math.floor(r));
  });
}
