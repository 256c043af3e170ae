import type { MaskBits } from "./mask-bits.ts";

/**
 * The first and the last mesh vertex on each line of a bundle, in doubled voxel indices: the vertex between voxels i
 * and i + 1 is 2i + 1, and all later decisions are exact in whole numbers. A line without vertices has `lo` > `hi`.
 * Lines are counted from doubled index −1, half a voxel outside the first voxel.
 */
export type LineEnds = {
  readonly lo: Int32Array;
  readonly hi: Int32Array;
  /** Lines side by side in the bundle's first direction (x; y where lines run along x) and in z. */
  readonly across: number;
  readonly slices: number;
};

/** Any vertex that is a corner of a convex hull, or an end of a largest distance, is an end of a line each way. */
export type SurfaceLines = { readonly alongX: LineEnds; readonly alongY: LineEnds };

export function surfaceLines({ bits, words, dims }: MaskBits): SurfaceLines {
  const [nx, ny, nz] = dims;
  const alongX = noLines(2 * ny + 1, 2 * nz + 1);
  const alongY = noLines(2 * nx + 1, 2 * nz + 1);
  const slice = words * (ny + 2);
  const steps = new Int32Array(slice);
  for (let z = 0; z <= nz; z++) {
    const at = z * slice;
    if (z > 0) {
      // The first slice is the border: nothing changes by it. Vertices across x lie half a voxel outside both ends.
      endsAlongX(bits, at + words, bits, 0, words, ny, 1, alongX, 1 + alongX.across * (2 * z - 1));
      endsAlongX(bits, at, bits, at + words, words, ny + 1, 0, alongX, alongX.across * (2 * z - 1));
      endsAlongY(bits, at, bits, 0, words, ny + 1, 1, alongY, -1 + alongY.across * (2 * z - 1));
      markSteps(bits, at, slice, words, steps);
      endsAlongY(steps, 0, bits, 0, words, ny + 1, 0, alongY, alongY.across * (2 * z - 1));
    }
    endsAlongX(bits, at + words, bits, at + slice + words, words, ny, 0, alongX, 1 + alongX.across * 2 * z);
    endsAlongY(bits, at, bits, at + slice, words, ny + 1, 0, alongY, -1 + alongY.across * 2 * z);
  }
  return { alongX, alongY };
}

const noLines = (across: number, slices: number): LineEnds => ({
  lo: new Int32Array(across * slices).fill(1),
  hi: new Int32Array(across * slices),
  across,
  slices,
});

/** Marks in the rows of a slice the bits that differ from the next. */
function markSteps(bits: Int32Array, at: number, slice: number, words: number, out: Int32Array): void {
  for (let k = 0; k < slice; k++) {
    const next = (k + 1) % words === 0 ? 0 : bits[at + k + 1];
    out[k] = bits[at + k] ^ ((bits[at + k] >>> 1) | (next << 31));
  }
}

/**
 * The ends of `rows` rows of bits in which two sets of rows differ, `outset` beyond them, to every second line from
 * line `to` on.
 */
function endsAlongX(
  first: Int32Array,
  a: number,
  second: Int32Array,
  b: number,
  words: number,
  rows: number,
  outset: number,
  { lo, hi }: LineEnds,
  to: number,
): void {
  for (let row = 0, k = 0; row < rows; row++, k += words) {
    let q = 0;
    while (q < words && first[a + k + q] === second[b + k + q]) q++;
    if (q === words) continue;
    const low = first[a + k + q] ^ second[b + k + q];
    lo[to + 2 * row] = 2 * (32 * q + 30 - Math.clz32(low & -low)) - outset;
    for (q = words - 1; first[a + k + q] === second[b + k + q]; ) q--;
    const high = first[a + k + q] ^ second[b + k + q];
    hi[to + 2 * row] = 2 * (32 * q + 30 - Math.clz32(high)) + outset;
  }
}

/** The same of columns of bits: bit b is line `to` + 2b. Row 0 of `rows` is the border. */
function endsAlongY(
  first: Int32Array,
  a: number,
  second: Int32Array,
  b: number,
  words: number,
  rows: number,
  outset: number,
  { lo, hi }: LineEnds,
  to: number,
): void {
  for (let q = 0; q < words; q++) {
    for (let row = 0, seen = 0, k = q; row < rows; row++, k += words) {
      const word = first[a + k] ^ second[b + k];
      for (let fresh = word & ~seen; fresh !== 0; fresh &= fresh - 1) {
        lo[to + 2 * (32 * q + 31 - Math.clz32(fresh & -fresh))] = 2 * (row - 1) - outset;
      }
      seen |= word;
    }
    for (let row = rows - 1, seen = 0, k = q + words * row; row >= 0; row--, k -= words) {
      const word = first[a + k] ^ second[b + k];
      for (let fresh = word & ~seen; fresh !== 0; fresh &= fresh - 1) {
        hi[to + 2 * (32 * q + 31 - Math.clz32(fresh & -fresh))] = 2 * (row - 1) + outset;
      }
      seen |= word;
    }
  }
}
