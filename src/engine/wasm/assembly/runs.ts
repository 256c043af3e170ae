// Run lengths of levels up to 255: kernels/glrlm.ts, sixteen voxels at a time. `levels` (u8) has a border of zeros; voxel
// (0, 0, z0) lies at `levels`, and sixteen bytes may be read behind the last one.

/**
 * Counts, for each of the 13 neighbours d before a voxel (9 in the slice before, dx fastest, 3 in the row before, and the
 * voxel before), the voxels that have p > 0 voxels of their level before them in their run: adds 1 to the u32 at
 * out[(level · stride + p) · 16 + d] where bit d of `wanted` says so. With bit 15, d = 15 and p = 0 it counts the voxels of
 * each level: those that begin a run are what is left of them. Runs of length l are the voxels of p = l − 1 less those of p = l.
 * No run is longer than 255. `before` holds the positions in two slices for 12 neighbours: 24 × `room` bytes, `room` =
 * (ny + 2)·row + 64. `work` has room for 272 bytes.
 */
export function countRuns(
  levels: usize,
  row: i32,
  plane: i32,
  nx: i32,
  ny: i32,
  nz: i32,
  wanted: i32,
  stride: i32,
  before: usize,
  room: usize,
  work: usize,
  out: usize,
): void {
  const none = i8x16.splat(0);
  const one = i8x16.splat(1);
  const strides = i16x8.splat(<i16>stride);
  const nearest = (wanted & 511) !== 0 ? 0 : 3;
  for (let k = 0; k < 4; k++) store<u64>(work + 240 + <usize>(k << 3), masksOf((wanted >> (3 * k)) & 7));
  for (let z = 0; z < nz; z++) {
    const here = (z & 1) === 0 ? 0 : room;
    const there = room - here;
    for (let y = 0; y < ny; y++) {
      const line = levels + <usize>(z * plane + y * row);
      const column = before + <usize>(row + 16 + y * row);
      let run = none;
      for (let x = 0; x < nx; x += 16) {
        const i = line + <usize>x;
        const a = v128.load(i);
        let inside = i8x16.bitmask(i8x16.ne(a, none));
        if (nx - x < 16) inside &= (1 << (nx - x)) - 1;
        if (inside === 0) {
          run = none;
          continue;
        }
        v128.store(work, i16x8.mul(i16x8.extend_low_i8x16_u(a), strides));
        v128.store(work, i16x8.mul(i16x8.extend_high_i8x16_u(a), strides), 16);
        // The three rows of the slice before and the row before, three neighbours in each: one bit a voxel and neighbour.
        const voxels = <u64>inside * 0x000100010001;
        for (let k = nearest; k < 4; k++) {
          const away = k === 3 ? -row : (k - 1) * row;
          const b = i + away - (k === 3 ? 0 : plane);
          const at = column + <usize>x + <usize>(6 * k) * room;
          const from = at + away + (k === 3 ? here : there);
          const to = at + here;
          const ranks = work + 32 + <usize>(48 * k);
          let same = i8x16.eq(a, v128.load(b - 1));
          let found = <u64>i8x16.bitmask(same);
          let rank = v128.and(i8x16.add_sat_u(v128.load(from - 1), one), same);
          v128.store(to, rank);
          v128.store(ranks, rank);
          same = i8x16.eq(a, v128.load(b));
          found |= (<u64>i8x16.bitmask(same)) << 16;
          rank = v128.and(i8x16.add_sat_u(v128.load(from + 2 * room), one), same);
          v128.store(to + 2 * room, rank);
          v128.store(ranks, rank, 16);
          same = i8x16.eq(a, v128.load(b + 1));
          found |= (<u64>i8x16.bitmask(same)) << 32;
          rank = v128.and(i8x16.add_sat_u(v128.load(from + 4 * room + 1), one), same);
          v128.store(to + 4 * room, rank);
          v128.store(ranks, rank, 32);
          addRuns(found & voxels & load<u64>(work + 240 + <usize>(k << 3)), work, 3 * k, out);
        }
        if ((wanted & 4096) !== 0) {
          const same = i8x16.eq(a, v128.load(i - 1));
          const rank = onwards(same, run);
          run = i8x16.splat(<i8>i8x16.extract_lane_u(rank, 15));
          v128.store(work, rank, 32 + 12 * 16);
          addRuns(<u64>(i8x16.bitmask(same) & inside), work, 12, out);
        }
        if ((wanted & 32768) === 0) continue;
        for (; inside !== 0; inside &= inside - 1) {
          add(out + ((<usize>load<u16>(work + ((<usize>ctz(inside)) << 1))) << 6) + 60);
        }
      }
    }
  }
}

/** Sixteen ones for each of three bits. */
function masksOf(bits: i32): u64 {
  return (<u64>(bits & 1) | ((<u64>(bits & 2)) << 15) | ((<u64>(bits & 4)) << 30)) * 0xffff;
}

/** Counts a position for each bit: sixteen voxels for neighbour `first`, then for those after it. */
function addRuns(found: u64, work: usize, first: i32, out: usize): void {
  const ranks = work + 32 + <usize>(first << 4);
  for (; found !== 0; found &= found - 1) {
    const k = <usize>ctz(found);
    const cell = <usize>load<u16>(work + ((k & 15) << 1)) + <usize>load<u8>(ranks + k);
    add(out + (((cell << 4) + <usize>first + (k >> 4)) << 2));
  }
}

function add(cell: usize): void {
  store<u32>(cell, load<u32>(cell) + 1);
}

/** The least of a lane and of those before it, with the steps to them, `before` (in all lanes) among them. */
export function onwards(v: v128, before: v128): v128 {
  const most = i8x16.splat(-1);
  const one = i8x16.shuffle(most, v, 0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
  v = i8x16.min_u(v, i8x16.add_sat_u(one, i8x16.splat(1)));
  const two = i8x16.shuffle(most, v, 0, 1, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
  v = i8x16.min_u(v, i8x16.add_sat_u(two, i8x16.splat(2)));
  const four = i8x16.shuffle(most, v, 0, 1, 2, 3, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27);
  v = i8x16.min_u(v, i8x16.add_sat_u(four, i8x16.splat(4)));
  const eight = i8x16.shuffle(most, v, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
  v = i8x16.min_u(v, i8x16.add_sat_u(eight, i8x16.splat(8)));
  return i8x16.min_u(v, i8x16.add_sat_u(before, i8x16(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)));
}
