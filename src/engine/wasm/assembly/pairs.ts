// Texture matrices of levels up to 255: kernels/glcm.ts, sixteen voxels at a time.
// `levels` (u8) has a border of zeros; voxel (0, 0, z0) lies at `start`, and sixteen bytes may be read behind the last one.

/** Bytes of a table of pairs at a fixed place: those of at most SMALL cells. Thirteen of them. */
const SMALL_TABLE = 5040;
const SMALL = SMALL_TABLE >> 2;
const smallTables = memory.data(65520);

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
  // The thirteen directions of the volume with few levels: tables whose addresses are part of the instructions.
  const small = count === 13 && table <= SMALL;
  if (small) memory.fill(smallTables, 0, 65520);
  const strides = i16x8.splat(<i16>(small ? stride << 2 : stride));
  const shift = small ? 2 : 0;
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
          v128.store(to, i16x8.add(low, i16x8.shl(i16x8.extend_low_i8x16_u(b), shift)));
          v128.store(to + 16, i16x8.add(high, i16x8.shl(i16x8.extend_high_i8x16_u(b), shift)));
          to += 32;
        }
        if (small) {
          countSmall(inside, work);
          continue;
        }
        if (count === 13) {
          countLarge(inside, work, out, tableBytes);
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
  if (!small) return;
  for (let d = 0; d < 13; d++) {
    const from = smallTables + <usize>(d * SMALL_TABLE);
    for (let k: usize = 0; k < tableBytes; k += 4) {
      const cell = out + <usize>d * tableBytes + k;
      store<u32>(cell, load<u32>(cell) + load<u32>(from + k));
    }
  }
}

function add(cell: usize): void {
  store<u32>(cell, load<u32>(cell) + 1);
}

/** The pairs of the voxels `inside`, in thirteen directions, to tables of any size. Without a loop over the directions. */
function countLarge(inside: i32, work: usize, out: usize, table: usize): void {
  for (; inside !== 0; inside &= inside - 1) {
    const pairs = work + ((<usize>ctz(inside)) << 1);
    let cells = out;
    add(cells + ((<usize>load<u16>(pairs)) << 2));
    cells += table;
    add(cells + ((<usize>load<u16>(pairs, 32)) << 2));
    cells += table;
    add(cells + ((<usize>load<u16>(pairs, 64)) << 2));
    cells += table;
    add(cells + ((<usize>load<u16>(pairs, 96)) << 2));
    cells += table;
    add(cells + ((<usize>load<u16>(pairs, 128)) << 2));
    cells += table;
    add(cells + ((<usize>load<u16>(pairs, 160)) << 2));
    cells += table;
    add(cells + ((<usize>load<u16>(pairs, 192)) << 2));
    cells += table;
    add(cells + ((<usize>load<u16>(pairs, 224)) << 2));
    cells += table;
    add(cells + ((<usize>load<u16>(pairs, 256)) << 2));
    cells += table;
    add(cells + ((<usize>load<u16>(pairs, 288)) << 2));
    cells += table;
    add(cells + ((<usize>load<u16>(pairs, 320)) << 2));
    cells += table;
    add(cells + ((<usize>load<u16>(pairs, 352)) << 2));
    cells += table;
    add(cells + ((<usize>load<u16>(pairs, 384)) << 2));
  }
}

/** The same for small tables. */
function countSmall(inside: i32, work: usize): void {
  for (; inside !== 0; inside &= inside - 1) {
    const pairs = work + ((<usize>ctz(inside)) << 1);
    let at = <usize>load<u16>(pairs);
    store<u32>(at, load<u32>(at, smallTables) + 1, smallTables);
    at = load<u16>(pairs, 32);
    store<u32>(at, load<u32>(at, smallTables + SMALL_TABLE) + 1, smallTables + SMALL_TABLE);
    at = load<u16>(pairs, 64);
    store<u32>(at, load<u32>(at, smallTables + 2 * SMALL_TABLE) + 1, smallTables + 2 * SMALL_TABLE);
    at = load<u16>(pairs, 96);
    store<u32>(at, load<u32>(at, smallTables + 3 * SMALL_TABLE) + 1, smallTables + 3 * SMALL_TABLE);
    at = load<u16>(pairs, 128);
    store<u32>(at, load<u32>(at, smallTables + 4 * SMALL_TABLE) + 1, smallTables + 4 * SMALL_TABLE);
    at = load<u16>(pairs, 160);
    store<u32>(at, load<u32>(at, smallTables + 5 * SMALL_TABLE) + 1, smallTables + 5 * SMALL_TABLE);
    at = load<u16>(pairs, 192);
    store<u32>(at, load<u32>(at, smallTables + 6 * SMALL_TABLE) + 1, smallTables + 6 * SMALL_TABLE);
    at = load<u16>(pairs, 224);
    store<u32>(at, load<u32>(at, smallTables + 7 * SMALL_TABLE) + 1, smallTables + 7 * SMALL_TABLE);
    at = load<u16>(pairs, 256);
    store<u32>(at, load<u32>(at, smallTables + 8 * SMALL_TABLE) + 1, smallTables + 8 * SMALL_TABLE);
    at = load<u16>(pairs, 288);
    store<u32>(at, load<u32>(at, smallTables + 9 * SMALL_TABLE) + 1, smallTables + 9 * SMALL_TABLE);
    at = load<u16>(pairs, 320);
    store<u32>(at, load<u32>(at, smallTables + 10 * SMALL_TABLE) + 1, smallTables + 10 * SMALL_TABLE);
    at = load<u16>(pairs, 352);
    store<u32>(at, load<u32>(at, smallTables + 11 * SMALL_TABLE) + 1, smallTables + 11 * SMALL_TABLE);
    at = load<u16>(pairs, 384);
    store<u32>(at, load<u32>(at, smallTables + 12 * SMALL_TABLE) + 1, smallTables + 12 * SMALL_TABLE);
  }
}
