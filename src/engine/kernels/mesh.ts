import type { MaskBits } from "./mask-bits.ts";

/** How many kinds of cells there are: `counts` of `countCells` is as long, `at` three times. */
export const cellKinds = 256;

/** The cell with all corners inside. */
const FULL = 255;

/**
 * Counts the cells of eight neighbouring voxels by which corners are inside: marching cubes, reduced to what volume
 * and area need. IBSI-1 §3.1.1. Adds to `counts[cell]`, cells numbered as in mesh-cells.ts (none of those that lie all
 * outside), and for those with corners of both sorts the place of corner 0, counted from the border, to x, y and z in
 * `at[3·cell]`.
 */
export function countCells({ bits, words, dims }: MaskBits, counts: Float64Array, at: Float64Array): void {
  const [, ny, nz] = dims;
  const plane = words * (ny + 2);
  for (let z = 0; z <= nz; z++) {
    for (let y = 0; y <= ny; y++) {
      const row = words * (y + (ny + 2) * z);
      // Corners with x = 0 in four words, and those with x = 1 one bit on; backwards, so that the next word is known.
      let [next0, next2, next4, next6] = [0, 0, 0, 0];
      for (let q = words - 1; q >= 0; q--) {
        const c0 = bits[row + q];
        const c2 = bits[row + words + q];
        const c4 = bits[row + plane + q];
        const c6 = bits[row + plane + words + q];
        const c1 = (c0 >>> 1) | (next0 << 31);
        const c3 = (c2 >>> 1) | (next2 << 31);
        const c5 = (c4 >>> 1) | (next4 << 31);
        const c7 = (c6 >>> 1) | (next6 << 31);
        next0 = c0;
        next2 = c2;
        next4 = c4;
        next6 = c6;
        const some = c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7;
        if (some === 0) continue;
        const all = c0 & c1 & c2 & c3 & c4 & c5 & c6 & c7;
        if (all !== 0) counts[FULL] += ones(all);
        for (let mixed = some & ~all; mixed !== 0; mixed &= mixed - 1) {
          const b = 31 - Math.clz32(mixed & -mixed);
          const cell =
            ((c0 >>> b) & 1) |
            (((c1 >>> b) & 1) << 1) |
            (((c2 >>> b) & 1) << 2) |
            (((c3 >>> b) & 1) << 3) |
            (((c4 >>> b) & 1) << 4) |
            (((c5 >>> b) & 1) << 5) |
            (((c6 >>> b) & 1) << 6) |
            (((c7 >>> b) & 1) << 7);
          counts[cell]++;
          at[3 * cell] += 32 * q + b;
          at[3 * cell + 1] += y;
          at[3 * cell + 2] += z;
        }
      }
    }
  }
}

/** How many bits of a word are set. */
function ones(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
