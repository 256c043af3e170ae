import type { Vec3 } from "../grid.ts";

/**
 * A mask as bits within a border of zeros: bit x + 1 of row (y + 1) + (ny + 2)·(z + 1) is voxel (x, y, z), each row is
 * `words` words long. An eighth of the mask's bytes, and 32 voxels are looked at in one go.
 */
export type MaskBits = { readonly bits: Int32Array; readonly words: number; readonly dims: Vec3 };

/** The bits of a mask of 0 and 1. */
export function maskBits(mask: Uint8Array, dims: Vec3): MaskBits {
  const [nx, ny, nz] = dims;
  const words = (nx + 33) >>> 5;
  const flat = new Int32Array(((mask.length + 31) >>> 5) + 2);
  packFlat((mask.byteOffset & 3) === 0 ? mask : mask.slice(), flat);
  const bits = new Int32Array(words * (ny + 2) * (nz + 2));
  for (let z = 0, from = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++, from += nx) spreadRow(flat, from, nx, bits, words * (y + 1 + (ny + 2) * (z + 1)));
  }
  return { bits, words, dims };
}

/** Writes the voxels one after the other, from bit 32 of `out` on. `mask` begins at a multiple of four bytes. */
function packFlat(mask: Uint8Array, out: Int32Array): void {
  const fours = new Int32Array(mask.buffer, mask.byteOffset, mask.length >> 2);
  for (let k = 0; k < fours.length; k++) {
    // Brings the lowest bits of four bytes together in the highest byte.
    const nibble = (Math.imul(fours[k], 0x01020408) >>> 24) & 15;
    out[(k >> 3) + 1] |= nibble << (4 * (k & 7));
  }
  for (let i = 4 * fours.length; i < mask.length; i++) out[(i >> 5) + 1] |= mask[i] << (i & 31);
}

/** Writes `nx` bits of `flat`, from bit `from` + 32 on, as a row of `out` that begins with a bit of 0. */
function spreadRow(flat: Int32Array, from: number, nx: number, out: Int32Array, at: number): void {
  const shift = (from + 31) & 31;
  let k = (from + 31) >>> 5;
  let left = nx + 1;
  for (let o = at; left > 0; o++, k++, left -= 32) {
    const word = (flat[k] >>> shift) | ((flat[k + 1] << (31 - shift)) << 1);
    out[o] = left < 32 ? word & ((1 << left) - 1) : word;
  }
  out[at] &= ~1;
}

/** Sums over the voxels of a mask, of whole numbers: exact up to 2^53. */
export type MaskMoments = {
  readonly count: number;
  /** Σx, Σy, Σz in voxels. */
  readonly first: Vec3;
  /** Σx², Σy², Σz². */
  readonly squares: Vec3;
  /** Σxy, Σxz, Σyz. */
  readonly products: Vec3;
};

export function maskMoments({ bits, words, dims }: MaskBits): MaskMoments {
  const [, ny, nz] = dims;
  let [n, x1, y1, z1, xx, yy, zz, xy, xz, yz] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const at = words * (y + 1 + (ny + 2) * (z + 1));
      let row = 0;
      let rowX = 0;
      let sign = -1;
      let last = 0;
      for (let q = 0; q < words; q++) {
        const word = bits[at + q];
        // Where runs begin and where they end; a run is the sum up to its end less that up to its beginning.
        let turns = word ^ ((word << 1) | last);
        last = word >>> 31;
        for (; turns !== 0; turns &= turns - 1, sign = -sign) {
          const x = 32 * q + 30 - Math.clz32(turns & -turns);
          row += sign * x;
          rowX += (sign * x * (x - 1)) / 2;
          xx += (sign * x * (x - 1) * (2 * x - 1)) / 6;
        }
      }
      n += row;
      x1 += rowX;
      y1 += row * y;
      z1 += row * z;
      yy += row * y * y;
      zz += row * z * z;
      xy += rowX * y;
      xz += rowX * z;
      yz += row * y * z;
    }
  }
  return { count: n, first: [x1, y1, z1], squares: [xx, yy, zz], products: [xy, xz, yz] };
}

/** The sum of numbers that the voxels of a mask have, in storage order, and their centre, in voxels from (0, 0, 0). */
export function centreOfMass({ bits, words, dims }: MaskBits, values: Float64Array): { mass: number; centre: Vec3 } {
  const [, ny, nz] = dims;
  let [mass, x1, y1, z1] = [0, 0, 0, 0];
  for (let z = 0, i = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const at = words * (y + 1 + (ny + 2) * (z + 1));
      let row = 0;
      let rowX = 0;
      let begin = -1;
      let last = 0;
      for (let q = 0; q < words; q++) {
        const word = bits[at + q];
        let turns = word ^ ((word << 1) | last);
        last = word >>> 31;
        for (; turns !== 0; turns &= turns - 1) {
          const turn = 32 * q + 30 - Math.clz32(turns & -turns);
          if (begin < 0) {
            begin = turn;
            continue;
          }
          for (let x = begin; x < turn; x++, i++) {
            row += values[i];
            rowX += values[i] * x;
          }
          begin = -1;
        }
      }
      mass += row;
      x1 += rowX;
      y1 += row * y;
      z1 += row * z;
    }
  }
  return { mass, centre: [x1 / mass, y1 / mass, z1 / mass] };
}
