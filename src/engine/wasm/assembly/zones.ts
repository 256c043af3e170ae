// Zones of levels up to 255, with their distances to the border: kernels/zones.ts and kernels/distance.ts.
import { firstLanes } from "./border";
import { onwards } from "./runs";

/** For a set of neighbours before a voxel, thirteen bits: one of each zone among them, at most four, four bits each. */
const standIns = memory.data(16384);
/** Stands for no neighbour. */
const NONE: u32 = 13;
/** Where the label of each of the 13 neighbours lies, seen from a voxel's own, in even slices and in odd ones (i32). */
const reach = memory.data(128);
let ready = false;

/** The set of the neighbours adjacent to the p-th: 9 in the plane before (dx fastest), 3 in the row before, one before. */
function adjacentTo(p: i32): i32 {
  let near = 0;
  for (let q = 0; q < 13; q++) {
    const dx = (p < 9 ? p % 3 : p < 12 ? p - 9 : 0) - (q < 9 ? q % 3 : q < 12 ? q - 9 : 0);
    const dy = (p < 9 ? p / 3 : p < 12 ? 0 : 1) - (q < 9 ? q / 3 : q < 12 ? 0 : 1);
    if (abs(dx) <= 1 && abs(dy) <= 1) near |= 1 << q;
  }
  return near;
}

/** Neighbours of the same level that are adjacent are of one zone already. */
function prepare(): void {
  const near = memory.data(64);
  for (let p = 0; p < 13; p++) store<i32>(near + ((<usize>p) << 2), adjacentTo(p));
  for (let set = 0; set < 8192; set++) {
    let chosen: u32 = 0;
    let shift = 0;
    for (let left = set; left !== 0; shift += 4) {
      chosen |= ctz(left) << shift;
      let group = left & -left;
      for (let fresh = group; fresh !== 0; ) {
        let grown = 0;
        for (; fresh !== 0; fresh &= fresh - 1) grown |= load<i32>(near + ((<usize>ctz(fresh)) << 2));
        fresh = grown & left & ~group;
        group |= fresh;
      }
      left &= ~group;
    }
    for (; shift < 16; shift += 4) chosen |= NONE << shift;
    store<u16>(standIns + ((<usize>set) << 1), <u16>chosen);
  }
  ready = true;
}

// A label is the address of its record: the label it was joined with (u32; its own while it stands for a zone), voxels
// (u32), level (u16), least distance (u16).
const RECORD: usize = 12;

/**
 * Joins and measures the zones; returns how many there are. Bit k of `joined` says that voxels are joined with the k-th
 * of the 13 neighbours before them. `distances` (u8) have the levels' strides. `labels` has room for 8 bytes a voxel of a
 * plane, `records` for RECORD bytes a voxel, `pairs` for 24 bytes a voxel of a row and 8 more, `work` for 32. The three
 * outputs (u16, u32, u32) have room for all voxels. After each slice the number of zones so far is written to `ends`.
 */
export function zones(
  levels: usize,
  row: i32,
  plane: i32,
  nx: i32,
  ny: i32,
  nz: i32,
  joined: i32,
  distances: usize,
  labels: usize,
  records: usize,
  pairs: usize,
  work: usize,
  outLevels: usize,
  outSizes: usize,
  outDistances: usize,
  ends: usize,
): i32 {
  if (!ready) prepare();
  const planeBytes = plane << 2;
  for (let k = 0; k < 13; k++) {
    const before = (k < 9 ? (k / 3 - 1) * row + (k % 3) - 1 : k < 12 ? k - 10 - row : -1) << 2;
    store<i32>(reach + ((<usize>k) << 2), k < 9 ? before + planeBytes : before);
    store<i32>(reach + 64 + ((<usize>k) << 2), k < 9 ? before - planeBytes : before);
  }
  const some = i8x16.splat(<i8>joined);
  const others = i8x16.splat(<i8>(joined >> 8));
  const deep = (joined & 511) !== 0;
  const none = i8x16.splat(0);
  let end = records;
  for (let z = 0; z < nz; z++) {
    const odd = (z & 1) !== 0;
    const to = reach + (odd ? 64 : 0);
    const slice = odd ? labels + <usize>planeBytes : labels;
    for (let y = 0; y < ny; y++) {
      const line = levels + <usize>(z * plane + y * row);
      const lineLabels = slice + <usize>((y * row) << 2);
      const lineDistances = distances + <usize>(z * plane + y * row);
      let pair = pairs;
      for (let x = 0; x < nx; x += 16) {
        const i = line + <usize>x;
        const a = v128.load(i);
        let inside = i8x16.bitmask(i8x16.ne(a, none));
        if (nx - x < 16) inside &= (1 << (nx - x)) - 1;
        if (inside === 0) continue;
        let low = none;
        let high = none;
        if (deep) {
          const up = i - <usize>(plane + row) - 1;
          low = v128.and(same(a, up), i8x16.splat(1));
          low = v128.or(low, v128.and(same(a, up + 1), i8x16.splat(2)));
          low = v128.or(low, v128.and(same(a, up + 2), i8x16.splat(4)));
          const here = up + <usize>row;
          low = v128.or(low, v128.and(same(a, here), i8x16.splat(8)));
          low = v128.or(low, v128.and(same(a, here + 1), i8x16.splat(16)));
          low = v128.or(low, v128.and(same(a, here + 2), i8x16.splat(32)));
          const down = here + <usize>row;
          low = v128.or(low, v128.and(same(a, down), i8x16.splat(64)));
          low = v128.or(low, v128.and(same(a, down + 1), i8x16.splat(-128)));
          low = v128.and(low, some);
          high = v128.and(same(a, down + 2), i8x16.splat(1));
        }
        const above = i - <usize>row - 1;
        high = v128.or(high, v128.and(same(a, above), i8x16.splat(2)));
        high = v128.or(high, v128.and(same(a, above + 1), i8x16.splat(4)));
        high = v128.or(high, v128.and(same(a, above + 2), i8x16.splat(8)));
        high = v128.or(high, v128.and(same(a, i - 1), i8x16.splat(16)));
        high = v128.and(high, others);
        v128.store(work, i8x16.shuffle(low, high, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
        v128.store(work, i8x16.shuffle(low, high, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), 16);
        let alone = inside & i8x16.bitmask(i8x16.eq(v128.or(low, high), none));
        inside &= ~alone;
        for (; alone !== 0; alone &= alone - 1) {
          const v = <usize>x + <usize>ctz(alone);
          store<u32>(lineLabels + (v << 2), end);
          store<u64>(end, <u64>end | ((<u64>1) << 32));
          store<u32>(end, <u32>load<u8>(line + v) | ((<u32>load<u8>(lineDistances + v)) << 16), 8);
          end += RECORD;
        }
        for (; inside !== 0; inside &= inside - 1) {
          const v = <usize>ctz(inside);
          const at = lineLabels + ((<usize>x + v) << 2);
          const chosen = <u32>load<u16>(standIns + ((<usize>load<u16>(work + (v << 1))) << 1));
          const label = <usize>load<u32>(at + load<i32>(to + ((chosen & 15) << 2)));
          store<u32>(at, label);
          store<u32>(label, load<u32>(label, 4) + 1, 4);
          const distance = <u32>load<u8>(lineDistances + <usize>x + v);
          store<u16>(label, <u16>min(<u32>load<u16>(label, 10), distance), 10);
          // What may be a second label is written, and kept if it is one: no branch to guess.
          store<u32>(pair, label);
          store<u32>(pair, load<u32>(at + load<i32>(to + (((chosen >> 4) & 15) << 2))), 4);
          pair += select<usize>(8, 0, ((chosen >> 4) & 15) !== NONE);
          for (let more = chosen >> 8; (more & 15) !== NONE; more = (more >> 4) | (NONE << 4)) {
            store<u32>(pair, label);
            store<u32>(pair, load<u32>(at + load<i32>(to + ((more & 15) << 2))), 4);
            pair += 8;
          }
        }
      }
      for (let k = pairs; k < pair; k += 8) {
        const one = rootOf(load<u32>(k));
        const other = rootOf(load<u32>(k, 4));
        store<u32>(max(one, other), min(one, other));
      }
    }
    store<u32>(ends + ((<usize>z) << 2), end);
  }
  return fold(records, nz, outLevels, outSizes, outDistances, ends);
}

function same(a: v128, at: usize): v128 {
  return i8x16.eq(a, v128.load(at));
}

/** The label that stands for a label's zone: the first one of all that were joined. */
function rootOf(label: usize): usize {
  let up = <usize>load<u32>(label);
  while (up !== label) {
    const over = <usize>load<u32>(up);
    store<u32>(label, over);
    label = over;
    up = <usize>load<u32>(label);
  }
  return label;
}

/** Numbers the zones in the order of their first labels, which is that of their first voxels, and adds up their records. */
function fold(records: usize, nz: i32, outLevels: usize, outSizes: usize, outDistances: usize, ends: usize): i32 {
  let next = 0;
  let record = records;
  for (let z = 0; z < nz; z++) {
    const end = <usize>load<u32>(ends + ((<usize>z) << 2));
    for (; record < end; record += RECORD) {
      const up = <usize>load<u32>(record);
      const voxels = load<u32>(record, 4);
      const distance = <u32>load<u16>(record, 10);
      if (up === record) {
        store<u32>(record, next);
        store<u16>(outLevels + ((<usize>next) << 1), load<u16>(record, 8));
        store<u32>(outSizes + ((<usize>next) << 2), voxels);
        store<u32>(outDistances + ((<usize>next) << 2), distance);
        next++;
        continue;
      }
      // What it was joined with came before it, and is numbered.
      const zone = <usize>load<u32>(up);
      store<u32>(record, zone);
      const size = outSizes + (zone << 2);
      store<u32>(size, load<u32>(size) + voxels);
      const least = outDistances + (zone << 2);
      store<u32>(least, min(load<u32>(least), distance));
    }
    store<i32>(ends + ((<usize>z) << 2), next);
  }
  return next;
}

/**
 * Distances, up to 255, to the border of a mask (u8, nx·ny·nz), as bytes with strides of their own: voxel (0, 0, 0) at `out`,
 * and what lies between the rows is left as it was. With `in3d` 0 slices do not know of each other.
 */
export function borderDistances(
  mask: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  row: i32,
  plane: i32,
  in3d: i32,
  out: usize,
): void {
  const one = i8x16.splat(1);
  const none = i8x16.splat(0);
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const line = out + <usize>(z * plane + y * row);
      let before = none;
      for (let x = 0; x < nx; x += 16) {
        const at = line + <usize>x;
        let least = y === 0 ? none : v128.load(at - row);
        if (in3d !== 0) least = i8x16.min_u(least, z === 0 ? none : v128.load(at - plane));
        const inside = v128.and(i8x16.ne(v128.load(mask + <usize>x), none), firstLanes(nx - x));
        least = onwards(v128.and(i8x16.add_sat_u(least, one), inside), before);
        storeFirst(at, least, nx - x);
        before = i8x16.splat(<i8>i8x16.extract_lane_u(least, 15));
      }
      mask += nx;
    }
  }
  for (let z = nz - 1; z >= 0; z--) {
    for (let y = ny - 1; y >= 0; y--) {
      const line = out + <usize>(z * plane + y * row);
      let after = none;
      for (let x = (nx - 1) & ~15; x >= 0; x -= 16) {
        const at = line + <usize>x;
        let least = y === ny - 1 ? none : v128.load(at + row);
        if (in3d !== 0) least = i8x16.min_u(least, z === nz - 1 ? none : v128.load(at + plane));
        least = i8x16.min_u(v128.load(at), i8x16.add_sat_u(least, one));
        least = backwards(v128.and(least, firstLanes(nx - x)), after);
        storeFirst(at, least, nx - x);
        after = i8x16.splat(<i8>i8x16.extract_lane_u(least, 0));
      }
    }
  }
}

/** The least of a lane and of those after it, with the steps to them, `after` (in all lanes) among them. */
function backwards(v: v128, after: v128): v128 {
  const most = i8x16.splat(-1);
  const one = i8x16.shuffle(v, most, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
  v = i8x16.min_u(v, i8x16.add_sat_u(one, i8x16.splat(1)));
  const two = i8x16.shuffle(v, most, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17);
  v = i8x16.min_u(v, i8x16.add_sat_u(two, i8x16.splat(2)));
  const four = i8x16.shuffle(v, most, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
  v = i8x16.min_u(v, i8x16.add_sat_u(four, i8x16.splat(4)));
  const eight = i8x16.shuffle(v, most, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23);
  v = i8x16.min_u(v, i8x16.add_sat_u(eight, i8x16.splat(8)));
  return i8x16.min_u(v, i8x16.add_sat_u(after, i8x16(16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)));
}

/** Stores the first n bytes. */
function storeFirst(at: usize, v: v128, n: i32): void {
  v128.store(at, n < 16 ? v128.bitselect(v, v128.load(at), firstLanes(n)) : v);
}
