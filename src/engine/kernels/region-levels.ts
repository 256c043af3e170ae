/** Levels of the rows of a region; see ./region.ts for the arguments. */
type Data = Float32Array | Float64Array;

/**
 * How numbers become levels: ⌊factor · (x − low) / span⌋ + 1, at most `most`. Where there are edges (most + 1 of them),
 * they decide: level k holds what reaches edges[k − 1] and not edges[k].
 */
export type Bins = {
  readonly low: number;
  readonly factor: number;
  readonly span: number;
  readonly most: number;
  readonly edges: Float64Array | null;
};

/** The level of a number that is `low` or more. */
export function levelOf(x: number, { low, factor, span, most, edges }: Bins): number {
  // The product first: where factor · (x − low) is exact, so is the edge between two bins. Not negative: | 0 is ⌊ ⌋.
  let level = (((factor * (x - low)) / span) | 0) + 1;
  if (level > most) level = most;
  if (edges !== null) {
    // Division may be off by the last digit.
    while (level < most && x >= edges[level]) level++;
    while (level > 1 && x < edges[level - 1]) level--;
  }
  return level;
}

/** Writes the levels of the mask's voxels, and 0 outside. */
export function divideRows(
  data: Data,
  from: number,
  stride: number,
  mask: Uint8Array,
  to: number,
  nx: number,
  rows: number,
  bins: Bins,
  out: Uint8Array | Uint16Array,
): void {
  let o = to;
  for (let y = 0; y < rows; y++) {
    const start = from + y * stride;
    for (let i = start; i < start + nx; i++, o++) out[o] = mask[o] === 0 ? 0 : levelOf(data[i], bins);
  }
}

/** The same from a table: table[x − base] for whole numbers x. */
export function lookUpRows(
  data: Data,
  from: number,
  stride: number,
  mask: Uint8Array,
  to: number,
  nx: number,
  rows: number,
  base: number,
  table: Uint8Array | Uint16Array,
  out: Uint8Array | Uint16Array,
): void {
  let o = to;
  for (let y = 0; y < rows; y++) {
    const start = from + y * stride;
    for (let i = start; i < start + nx; i++, o++) out[o] = mask[o] === 0 ? 0 : table[data[i] - base];
  }
}
