// Zones of levels up to 255, with their distances to the border: kernels/zones.ts and kernels/distance.ts.

/** Which neighbours stand for a set of neighbours before a voxel, thirteen bits: one of each zone among them. */
const standIns = memory.data(16384);
let ready = false;

/** Of the 13 neighbours before a voxel: 9 in the plane before (dx fastest), 3 in the row before, and the voxel before. */
function adjacent(p: i32, q: i32): bool {
  const dx = (p < 9 ? p % 3 : p < 12 ? p - 9 : 0) - (q < 9 ? q % 3 : q < 12 ? q - 9 : 0);
  const dy = (p < 9 ? p / 3 : p < 12 ? 0 : 1) - (q < 9 ? q / 3 : q < 12 ? 0 : 1);
  return abs(dx) <= 1 && abs(dy) <= 1;
}

/** Neighbours of the same level that are adjacent are of one zone already. */
function prepare(): void {
  for (let set = 0; set < 8192; set++) {
    let left = set;
    let chosen = 0;
    while (left !== 0) {
      let group = left & -left;
      chosen |= group;
      for (let grown = true; grown; ) {
        grown = false;
        for (let p = 0; p < 13; p++) {
          if ((left & ~group & (1 << p)) === 0) continue;
          for (let q = 0; q < 13; q++) {
            if ((group & (1 << q)) === 0 || !adjacent(p, q)) continue;
            group |= 1 << p;
            grown = true;
            break;
          }
        }
      }
      left &= ~group;
    }
    store<u16>(standIns + ((<usize>set) << 1), <u16>chosen);
  }
  ready = true;
}

/**
 * Joins and measures the zones; returns how many there are. `bits` (i32) says which of the 13 neighbours each offset leads
 * to, `reach` has room for 13 i32, `parent` for an i32 each byte of the levels from `levels` on, `work` for 32 bytes,
 * `distances` holds u16, nx·ny·nz of them. The three outputs (u16, u32, u32) have room for all voxels. After each slice
 * the number of zones so far is written to `ends`.
 */
export function zones(
  levels: usize,
  row: i32,
  plane: i32,
  nx: i32,
  ny: i32,
  nz: i32,
  offsets: usize,
  count: i32,
  bits: usize,
  reach: usize,
  parent: usize,
  work: usize,
  distances: usize,
  outLevels: usize,
  outSizes: usize,
  outDistances: usize,
  ends: usize,
): i32 {
  if (!ready) prepare();
  for (let d = 0; d < count; d++) {
    const bit = load<i32>(bits + ((<usize>d) << 2));
    store<i32>(reach + ((<usize>bit) << 2), load<i32>(offsets + ((<usize>d) << 2)));
  }
  const none = i8x16.splat(0);
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const line = z * plane + y * row;
      for (let x = 0; x < nx; x += 16) {
        const i = line + x;
        const a = v128.load(levels + <usize>i);
        let inside = i8x16.bitmask(i8x16.ne(a, none));
        if (nx - x < 16) inside &= (1 << (nx - x)) - 1;
        if (inside === 0) continue;
        let low = none;
        let high = none;
        for (let d = 0; d < count; d++) {
          const same = i8x16.eq(a, v128.load(levels + <usize>i + load<i32>(offsets + ((<usize>d) << 2))));
          const bit = i16x8.splat((<i16>1) << (<i16>load<i32>(bits + ((<usize>d) << 2))));
          low = v128.or(low, v128.and(i16x8.extend_low_i8x16_s(same), bit));
          high = v128.or(high, v128.and(i16x8.extend_high_i8x16_s(same), bit));
        }
        v128.store(work, low);
        v128.store(work + 16, high);
        for (; inside !== 0; inside &= inside - 1) {
          const v = ctz(inside);
          const set = <i32>load<u16>(work + ((<usize>v) << 1));
          join(i + v, <i32>load<u16>(standIns + ((<usize>set) << 1)), reach, parent);
        }
      }
    }
  }

  let next = 0;
  let distance = distances;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const begin = z * plane + y * row;
      for (let i = begin; i < begin + nx; i++, distance += 2) {
        const a = load<u8>(levels + <usize>i);
        if (a === 0) continue;
        const cell = parent + ((<usize>i) << 2);
        const earlier = load<i32>(cell);
        if (earlier === i) {
          store<i32>(cell, next);
          store<u16>(outLevels + ((<usize>next) << 1), a);
          store<u32>(outSizes + ((<usize>next) << 2), 1);
          store<u32>(outDistances + ((<usize>next) << 2), load<u16>(distance));
          next++;
          continue;
        }
        const zone = load<i32>(parent + ((<usize>earlier) << 2));
        store<i32>(cell, zone);
        const size = outSizes + ((<usize>zone) << 2);
        store<u32>(size, load<u32>(size) + 1);
        const least = outDistances + ((<usize>zone) << 2);
        store<u32>(least, min(load<u32>(least), <u32>load<u16>(distance)));
      }
    }
    store<i32>(ends + ((<usize>z) << 2), next);
  }
  return next;
}

/** Joins voxel i with the zones of its neighbours `chosen`; the first voxel of a zone is its root. */
function join(i: i32, chosen: i32, reach: usize, parent: usize): void {
  let root = i;
  for (let left = chosen; left !== 0; left &= left - 1) {
    const r = rootOf(i + load<i32>(reach + ((<usize>ctz(left)) << 2)), parent);
    if (r === root) continue;
    if (r < root) {
      if (root !== i) store<i32>(parent + ((<usize>root) << 2), r);
      root = r;
    } else store<i32>(parent + ((<usize>r) << 2), root);
  }
  store<i32>(parent + ((<usize>i) << 2), root);
}

function rootOf(voxel: i32, parent: usize): i32 {
  let r = voxel;
  let up = load<i32>(parent + ((<usize>r) << 2));
  while (up !== r) {
    const over = load<i32>(parent + ((<usize>up) << 2));
    store<i32>(parent + ((<usize>r) << 2), over);
    r = over;
    up = load<i32>(parent + ((<usize>r) << 2));
  }
  return r;
}

/**
 * Distances to the border of a mask (u8), to `out` (u16): nx·ny·nz each. `padded` has room for (nx + 8)·(ny + 2)·(nz + 2)
 * u16 and holds zeros. With `in3d` 0 slices do not know of each other.
 */
export function borderDistances(mask: usize, nx: i32, ny: i32, nz: i32, in3d: i32, padded: usize, out: usize): void {
  const width = (<usize>(nx + 8)) << 1;
  const plane = width * (ny + 2);
  const one = i16x8.splat(1);
  const none = i16x8.splat(0);
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const line = padded + plane * (z + 1) + width * (y + 1);
      const from = mask + <usize>(nx * (y + ny * z));
      for (let x = 0; x < nx; x += 8) {
        const at = line + ((<usize>x) << 1);
        let least = v128.load(at - width);
        if (in3d !== 0) least = i16x8.min_u(least, v128.load(at - plane));
        const inside = i16x8.ne(v128.load8x8_u(from + <usize>x), none);
        v128.store(at, v128.and(i16x8.add(least, one), inside));
      }
      let before: u32 = 0;
      for (let at = line; at < line + ((<usize>nx) << 1); at += 2) {
        before = min(<u32>load<u16>(at), before + 1);
        store<u16>(at, <u16>before);
      }
    }
  }
  for (let z = nz - 1; z >= 0; z--) {
    for (let y = ny - 1; y >= 0; y--) {
      const line = padded + plane * (z + 1) + width * (y + 1);
      for (let x = 0; x < nx; x += 8) {
        const at = line + ((<usize>x) << 1);
        let least = v128.load(at + width);
        if (in3d !== 0) least = i16x8.min_u(least, v128.load(at + plane));
        v128.store(at, i16x8.min_u(v128.load(at), i16x8.add(least, one)));
      }
      let after: u32 = 0;
      for (let at = line + ((<usize>(nx - 1)) << 1); at >= line; at -= 2) {
        after = min(<u32>load<u16>(at), after + 1);
        store<u16>(at, <u16>after);
      }
      memory.copy(out + ((<usize>(nx * (y + ny * z))) << 1), line, (<usize>nx) << 1);
    }
  }
}
