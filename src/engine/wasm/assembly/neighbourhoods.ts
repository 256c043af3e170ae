// Neighbourhoods of levels up to 255: kernels/ngtdm.ts and ngldm.ts, sixteen voxels at a time, for neighbours anywhere and,
// quicker, for those that touch the voxel. `levels` (u8) has a border of zeros; voxel (0, 0, z0) lies at `levels`, and
// sixteen bytes may be read behind the last one.

/**
 * Counts the voxels of each level with c neighbours inside, and adds up their |level · c − sum of the neighbours|: adds
 * 2^40 and that to the u64 at out[level · (count + 1) + c]. At most 255 offsets and 2^24 voxels. `work`: 64 bytes.
 */
export function sumDifferences(
  levels: usize,
  row: i32,
  plane: i32,
  nx: i32,
  ny: i32,
  nz: i32,
  offsets: usize,
  count: i32,
  work: usize,
  out: usize,
): void {
  const none = i8x16.splat(0);
  const ends = offsets + ((<usize>count) << 2);
  const stride = count + 1;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const line = levels + <usize>(z * plane + y * row);
      for (let x = 0; x < nx; x += 16) {
        const i = line + <usize>x;
        const a = v128.load(i);
        let voxels = i8x16.bitmask(i8x16.ne(a, none));
        if (nx - x < 16) voxels &= (1 << (nx - x)) - 1;
        if (voxels === 0) continue;
        let low = none;
        let high = none;
        let inside = none;
        for (let o = offsets; o < ends; o += 4) {
          const b = v128.load(i + load<i32>(o));
          low = i16x8.add(low, i16x8.extend_low_i8x16_u(b));
          high = i16x8.add(high, i16x8.extend_high_i8x16_u(b));
          inside = i8x16.sub(inside, i8x16.ne(b, none));
        }
        addDifferences(voxels, a, inside, low, high, stride, work, out);
      }
    }
  }
}

/**
 * Counts the voxels of each level with d dependent neighbours, itself among them: adds 1 to the u32 at
 * out[level · (count + 2) + d]. At most 254 offsets; `coarseness` at most 255. `work`: 32 bytes.
 */
export function countDependences(
  levels: usize,
  row: i32,
  plane: i32,
  nx: i32,
  ny: i32,
  nz: i32,
  offsets: usize,
  count: i32,
  coarseness: i32,
  work: usize,
  out: usize,
): void {
  const none = i8x16.splat(0);
  const one = i8x16.splat(1);
  const most = i8x16.splat(<i8>coarseness);
  const ends = offsets + ((<usize>count) << 2);
  const stride = count + 2;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const line = levels + <usize>(z * plane + y * row);
      for (let x = 0; x < nx; x += 16) {
        const i = line + <usize>x;
        const a = v128.load(i);
        let voxels = i8x16.bitmask(i8x16.ne(a, none));
        if (nx - x < 16) voxels &= (1 << (nx - x)) - 1;
        if (voxels === 0) continue;
        const low = i8x16.max_u(i8x16.sub_sat_u(a, most), one);
        const range = i8x16.sub(i8x16.add_sat_u(a, most), low);
        let dependent = one;
        for (let o = offsets; o < ends; o += 4) {
          dependent = i8x16.sub(dependent, within(i + load<i32>(o), low, range));
        }
        addDependences(voxels, a, dependent, stride, work, out);
      }
    }
  }
}

/** The same for the neighbours that touch a voxel, 26 or, not `deep`, the 8 of its slice. `work`: 48·(ny + 2) + 64 bytes. */
export function sumDifferencesAround(
  levels: usize,
  row: i32,
  plane: i32,
  nx: i32,
  ny: i32,
  nz: i32,
  deep: i32,
  work: usize,
  out: usize,
): void {
  const none = i8x16.splat(0);
  const sums = work + 64;
  // A voxel counts among its neighbours: |level · c − sum| stays as it is, c is greater by 1.
  const stride = deep !== 0 ? 27 : 9;
  const cells = out - 8;
  const reach = deep !== 0 ? <usize>plane : 0;
  for (let z = 0; z < nz; z++) {
    for (let x = 0; x < nx; x += 16) {
      const column = levels + <usize>(z * plane + x);
      // Of each row what its three columns (and slices) hold: the sum of all bytes as 16 bits, of the high ones, voxels.
      let to = sums;
      for (let at = column - row; to < sums + 48 * (ny + 2); at += row, to += 48) {
        let whole = none;
        let high = none;
        let inside = none;
        for (let i = at - reach; i <= at + reach; i += plane) {
          const before = v128.load(i - 1);
          const here = v128.load(i);
          const after = v128.load(i + 1);
          whole = i16x8.add(whole, i16x8.add(before, i16x8.add(here, after)));
          high = i16x8.add(
            high,
            i16x8.add(i16x8.shr_u(before, 8), i16x8.add(i16x8.shr_u(here, 8), i16x8.shr_u(after, 8))),
          );
          inside = i8x16.sub(
            inside,
            i8x16.add(i8x16.ne(before, none), i8x16.add(i8x16.ne(here, none), i8x16.ne(after, none))),
          );
        }
        v128.store(to, whole);
        v128.store(to, high, 16);
        v128.store(to, inside, 32);
      }
      to = sums;
      for (let y = 0; y < ny; y++, to += 48) {
        const a = v128.load(column + y * row);
        let voxels = i8x16.bitmask(i8x16.ne(a, none));
        if (nx - x < 16) voxels &= (1 << (nx - x)) - 1;
        if (voxels === 0) continue;
        const whole = i16x8.add(v128.load(to), i16x8.add(v128.load(to, 48), v128.load(to, 96)));
        const high = i16x8.add(v128.load(to, 16), i16x8.add(v128.load(to, 64), v128.load(to, 112)));
        const inside = i8x16.add(v128.load(to, 32), i8x16.add(v128.load(to, 80), v128.load(to, 128)));
        const low = i16x8.sub(whole, i16x8.shl(high, 8));
        const first = i8x16.shuffle(low, high, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23);
        const second = i8x16.shuffle(low, high, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31);
        addDifferences(voxels, a, inside, first, second, stride, work, cells);
      }
    }
  }
}

/** The same for the neighbours that touch a voxel, 26 or, not `deep`, the 8 of its slice. `work`: 32 bytes. */
export function countDependencesAround(
  levels: usize,
  row: i32,
  plane: i32,
  nx: i32,
  ny: i32,
  nz: i32,
  deep: i32,
  coarseness: i32,
  work: usize,
  out: usize,
): void {
  const none = i8x16.splat(0);
  const one = i8x16.splat(1);
  const most = i8x16.splat(<i8>coarseness);
  const stride = deep !== 0 ? 28 : 10;
  const reach = deep !== 0 ? <usize>plane : 0;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const line = levels + <usize>(z * plane + y * row);
      for (let x = 0; x < nx; x += 16) {
        const i = line + <usize>x;
        const a = v128.load(i);
        let voxels = i8x16.bitmask(i8x16.ne(a, none));
        if (nx - x < 16) voxels &= (1 << (nx - x)) - 1;
        if (voxels === 0) continue;
        const low = i8x16.max_u(i8x16.sub_sat_u(a, most), one);
        const range = i8x16.sub(i8x16.add_sat_u(a, most), low);
        // The voxel is within its own range: it counts itself.
        let dependent = none;
        for (let at = i - reach; at <= i + reach; at += plane) {
          for (let line = at - row; line <= at + row; line += row) {
            const sides =
              coarseness === 0
                ? i8x16.add(same(line - 1, a), i8x16.add(same(line, a), same(line + 1, a)))
                : i8x16.add(
                    within(line - 1, low, range),
                    i8x16.add(within(line, low, range), within(line + 1, low, range)),
                  );
            dependent = i8x16.sub(dependent, sides);
          }
        }
        addDependences(voxels, a, dependent, stride, work, out);
      }
    }
  }
}

/** Whether each of 16 bytes is that of `a`. */
function same(at: usize, a: v128): v128 {
  return i8x16.eq(v128.load(at), a);
}

/** Whether each of 16 bytes is from `low` to `low` + `range`. */
function within(at: usize, low: v128, range: v128): v128 {
  const above = i8x16.sub(v128.load(at), low);
  return i8x16.eq(i8x16.min_u(above, range), above);
}

/** Adds 1 at level · stride + dependent for the voxels, 16 bits, of sixteen. */
function addDependences(voxels: i32, a: v128, dependent: v128, stride: i32, work: usize, out: usize): void {
  storeCells(a, dependent, stride, work);
  for (; voxels !== 0; voxels &= voxels - 1) {
    const cell = out + ((<usize>load<u16>(work + ((<usize>ctz(voxels)) << 1))) << 2);
    store<u32>(cell, load<u32>(cell) + 1);
  }
}

/** Adds 1 and |level · inside − sum| at level · stride + inside; the sums are 16 bits, those of the first voxels `low`. */
function addDifferences(
  voxels: i32,
  a: v128,
  inside: v128,
  low: v128,
  high: v128,
  stride: i32,
  work: usize,
  out: usize,
): void {
  storeCells(a, inside, stride, work);
  const lowProduct = i16x8.extmul_low_i8x16_u(a, inside);
  const highProduct = i16x8.extmul_high_i8x16_u(a, inside);
  v128.store(work, v128.or(i16x8.sub_sat_u(lowProduct, low), i16x8.sub_sat_u(low, lowProduct)), 32);
  v128.store(work, v128.or(i16x8.sub_sat_u(highProduct, high), i16x8.sub_sat_u(high, highProduct)), 48);
  for (; voxels !== 0; voxels &= voxels - 1) {
    const at = work + ((<usize>ctz(voxels)) << 1);
    const cell = out + ((<usize>load<u16>(at)) << 3);
    store<u64>(cell, load<u64>(cell) + (((<u64>1) << 40) + <u64>load<u16>(at, 32)));
  }
}

/** level · stride + column, 16 bits each. */
function storeCells(a: v128, column: v128, stride: i32, work: usize): void {
  const strides = i16x8.splat(<i16>stride);
  const low = i16x8.mul(i16x8.extend_low_i8x16_u(a), strides);
  const high = i16x8.mul(i16x8.extend_high_i8x16_u(a), strides);
  v128.store(work, i16x8.add(low, i16x8.extend_low_i8x16_u(column)));
  v128.store(work, i16x8.add(high, i16x8.extend_high_i8x16_u(column)), 16);
}
