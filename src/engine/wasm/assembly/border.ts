/**
 * Spreads the levels (u16, up to 255) of the voxels of a mask (u8, nx·ny·nz), in storage order, as bytes over a box with
 * a border of zeros: `length` bytes at `out`, voxel (0, 0, 0) at `start`. All three may be overrun by sixteen bytes.
 */
export function spreadLevels(
  mask: usize,
  levels: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  row: i32,
  plane: i32,
  start: i32,
  length: i32,
  out: usize,
): void {
  memory.fill(out, 0, length);
  const none = i8x16.splat(0);
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const line = out + <usize>(start + z * plane + y * row);
      for (let x = 0; x < nx; x += 16) {
        let inside = i8x16.bitmask(i8x16.ne(v128.load(mask + <usize>x), none));
        if (nx - x < 16) inside &= (1 << (nx - x)) - 1;
        if (inside === 0xffff) {
          v128.store(line + <usize>x, i8x16.narrow_i16x8_u(v128.load(levels), v128.load(levels, 16)));
          levels += 32;
          continue;
        }
        for (; inside !== 0; inside &= inside - 1) {
          store<u8>(line + <usize>(x + ctz(inside)), <u8>load<u16>(levels));
          levels += 2;
        }
      }
      mask += nx;
    }
  }
}
