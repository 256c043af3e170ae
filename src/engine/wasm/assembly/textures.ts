// Texture matrices of levels up to 255: kernels/glcm.ts and glrlm.ts, sixteen voxels at a time.
// `levels` (u8) has a border of zeros; voxel (0, 0, z0) lies at `start`, and sixteen bytes may be read behind the last one.

/**
 * Counts pairs: adds 1 to the u32 at out[d][level · stride + level of the neighbour] for each of `count` offsets (i32).
 * A table has `table` cells, at most 65 536. `work` has room for 32 bytes an offset.
 */
export function countPairs(
  levels: usize,
  row: i32,
  plane: i32,
  nx: i32,
  ny: i32,
  nz: i32,
  offsets: usize,
  count: i32,
  stride: i32,
  table: i32,
  work: usize,
  out: usize,
): void {
  const strides = i16x8.splat(<i16>stride);
  const none = i8x16.splat(0);
  const tableBytes = (<usize>table) << 2;
  const ends = offsets + ((<usize>count) << 2);
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const line = levels + <usize>(z * plane + y * row);
      for (let x = 0; x < nx; x += 16) {
        const i = line + <usize>x;
        const a = v128.load(i);
        let inside = i8x16.bitmask(i8x16.ne(a, none));
        if (nx - x < 16) inside &= (1 << (nx - x)) - 1;
        if (inside === 0) continue;
        const low = i16x8.mul(i16x8.extend_low_i8x16_u(a), strides);
        const high = i16x8.mul(i16x8.extend_high_i8x16_u(a), strides);
        let to = work;
        for (let o = offsets; o < ends; o += 4) {
          const b = v128.load(i + load<i32>(o));
          v128.store(to, i16x8.add(low, i16x8.extend_low_i8x16_u(b)));
          v128.store(to + 16, i16x8.add(high, i16x8.extend_high_i8x16_u(b)));
          to += 32;
        }
        if (count === 13) {
          for (; inside !== 0; inside &= inside - 1) count13(work + ((<usize>ctz(inside)) << 1), out, tableBytes);
          continue;
        }
        for (; inside !== 0; inside &= inside - 1) {
          let cells = out;
          for (let at = work + ((<usize>ctz(inside)) << 1); at < to; at += 32) {
            add(cells + ((<usize>load<u16>(at)) << 2));
            cells += tableBytes;
          }
        }
      }
    }
  }
}

function add(cell: usize): void {
  store<u32>(cell, load<u32>(cell) + 1);
}

/** The thirteen directions of the volume, without a loop. */
function count13(at: usize, out: usize, table: usize): void {
  add(out + ((<usize>load<u16>(at)) << 2));
  add(out + table + ((<usize>load<u16>(at, 32)) << 2));
  add(out + 2 * table + ((<usize>load<u16>(at, 64)) << 2));
  add(out + 3 * table + ((<usize>load<u16>(at, 96)) << 2));
  add(out + 4 * table + ((<usize>load<u16>(at, 128)) << 2));
  add(out + 5 * table + ((<usize>load<u16>(at, 160)) << 2));
  add(out + 6 * table + ((<usize>load<u16>(at, 192)) << 2));
  add(out + 7 * table + ((<usize>load<u16>(at, 224)) << 2));
  add(out + 8 * table + ((<usize>load<u16>(at, 256)) << 2));
  add(out + 9 * table + ((<usize>load<u16>(at, 288)) << 2));
  add(out + 10 * table + ((<usize>load<u16>(at, 320)) << 2));
  add(out + 11 * table + ((<usize>load<u16>(at, 352)) << 2));
  add(out + 12 * table + ((<usize>load<u16>(at, 384)) << 2));
}

/**
 * Counts, for each offset, the voxels that have p voxels of their level before them in their run: adds 1 to the u32 at
 * out[d][level · stride + p]. Runs of length l are those of p = l − 1 less those of p = l. An offset leads one voxel back;
 * no run is longer than 255. `before` holds the positions of two planes for each offset: 2 × `room` bytes, `room` =
 * (ny + 2)·row + 64. `work` has room for 16 bytes an offset.
 */
export function countRuns(
  levels: usize,
  row: i32,
  plane: i32,
  nx: i32,
  ny: i32,
  nz: i32,
  offsets: usize,
  count: i32,
  stride: i32,
  table: i32,
  before: usize,
  room: usize,
  work: usize,
  out: usize,
): void {
  const none = i8x16.splat(0);
  const one = i8x16.splat(1);
  const tableBytes = (<usize>table) << 2;
  for (let z = 0; z < nz; z++) {
    const here = (z & 1) === 0 ? 0 : room;
    const there = room - here;
    for (let y = 0; y < ny; y++) {
      const line = levels + <usize>(z * plane + y * row);
      const column = <usize>(row + 16 + y * row);
      let run = 0;
      for (let x = 0; x < nx; x += 16) {
        const i = line + <usize>x;
        const a = v128.load(i);
        let inside = i8x16.bitmask(i8x16.ne(a, none));
        if (nx - x < 16) inside &= (1 << (nx - x)) - 1;
        if (inside === 0) {
          run = 0;
          continue;
        }
        let to = work;
        let positions = before + column + <usize>x;
        for (let d = 0; d < count; d++) {
          const offset = load<i32>(offsets + ((<usize>d) << 2));
          const same = i8x16.eq(a, v128.load(i + offset));
          if (offset === -1) {
            const bits = i8x16.bitmask(same);
            for (let v = 0; v < 16; v++) {
              run = ((bits >> v) & 1) !== 0 ? run + 1 : 0;
              store<u8>(to + <usize>v, <u8>run);
            }
          } else {
            // Back in this plane, or in the one before.
            const back = offset < -row - 1 ? there + <usize>(offset + plane) : here + <usize>offset;
            const p = v128.and(i8x16.add_sat_u(v128.load(positions + back), one), same);
            v128.store(positions + here, p);
            v128.store(to, p);
          }
          to += 16;
          positions += 2 * room;
        }
        for (; inside !== 0; inside &= inside - 1) {
          const v = <usize>ctz(inside);
          let cells = out + ((<usize>(<i32>load<u8>(i + v) * stride)) << 2);
          for (let at = work + v; at < to; at += 16) {
            add(cells + ((<usize>load<u8>(at)) << 2));
            cells += tableBytes;
          }
        }
      }
    }
  }
}
