/**
 * Copies slices of a box of bytes, `first` to `last` of them (each nx·ny), into a box of `length` bytes where rows and slices
 * lie farther apart: slice z with its first voxel at out + z·plane. All else becomes 0.
 */
export function spreadRows(
  box: usize,
  nx: i32,
  ny: i32,
  first: i32,
  last: i32,
  row: i32,
  plane: i32,
  length: i32,
  out: usize,
): void {
  memory.fill(out, 0, length);
  for (let z = first; z < last; z++) {
    for (let y = 0; y < ny; y++) {
      const line = out + <usize>(z * plane + y * row);
      // What a row's last sixteen overrun is 0 or still to come.
      for (let x = 0; x < nx; x += 16) {
        v128.store(line + <usize>x, v128.and(v128.load(box + <usize>x), firstLanes(nx - x)));
      }
      box += nx;
    }
  }
}

/** The first n of sixteen bytes, all ones. */
export function firstLanes(n: i32): v128 {
  return i8x16.gt_s(i8x16.splat(<i8>min(n, 16)), i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
}
