// Passes over the rows of a region: kernels/region.ts. A box is `rows` rows of `nx` voxels, those of the data `stride`
// voxels apart, those of the mask and of what is written one after the other. Sixteen voxels are looked at together: up
// to fifteen behind the last one are read, and what is written may be followed by fifteen bytes or numbers more.
// `size`: bytes of a number of the data, 4 or 8.
import { changed, cut, four, halved, inside, two, within } from "./sixteen";

/**
 * Writes 1 for the voxels with a label, else 0; returns how many there are. Adds them to `columns` (nx bytes), and says
 * of each row in `filled` whether it holds one.
 */
export function markRows(
  labels: usize,
  stride: i32,
  nx: i32,
  rows: i32,
  label: i32,
  mask: usize,
  columns: usize,
  filled: usize,
): i32 {
  const wanted = i8x16.splat(<i8>label);
  const one = i8x16.splat(1);
  let count = 0;
  for (let y = 0; y < rows; y++) {
    let any = i8x16.splat(0);
    for (let x = 0; x < nx; x += 16) {
      const at = <usize>x;
      const found = within(i8x16.eq(v128.load(labels + at), wanted), nx - x);
      v128.store(mask + at, v128.and(found, one));
      v128.store(columns + at, v128.or(v128.load(columns + at), found));
      any = v128.or(any, found);
      count += popcnt(i8x16.bitmask(found));
    }
    store<u8>(filled + <usize>y, <u8>v128.any_true(any));
    labels += <usize>stride;
    mask += <usize>nx;
  }
  return count;
}

function between<T>(data: usize, low: v128, high: v128): v128 {
  const x = two<T>(data);
  return v128.and(f64x2.ge(x, low), f64x2.le(x, high));
}

function eightBetween<T>(data: usize, low: v128, high: v128): v128 {
  const pair = <usize>2 * sizeof<T>();
  const first = halved(between<T>(data, low, high), between<T>(data + pair, low, high));
  const second = halved(between<T>(data + 2 * pair, low, high), between<T>(data + 3 * pair, low, high));
  return i16x8.narrow_i32x4_s(first, second);
}

function keep<T>(
  data: usize,
  stride: i32,
  mask: usize,
  nx: i32,
  rows: i32,
  low: f64,
  high: f64,
  columns: usize,
  filled: usize,
): i32 {
  const least = f64x2.splat(low);
  const most = f64x2.splat(high);
  const one = i8x16.splat(1);
  let count = 0;
  for (let y = 0; y < rows; y++) {
    let any = i8x16.splat(0);
    for (let x = 0; x < nx; x += 16) {
      const at = mask + <usize>x;
      const found = inside(at, nx - x);
      if (!v128.any_true(found)) continue;
      const from = data + <usize>x * sizeof<T>();
      const kept = v128.and(
        found,
        i8x16.narrow_i16x8_s(eightBetween<T>(from, least, most), eightBetween<T>(from + 8 * sizeof<T>(), least, most)),
      );
      // What is not of this row stays as it is.
      v128.store(at, v128.bitselect(v128.and(kept, one), v128.load(at), found));
      v128.store(columns + <usize>x, v128.or(v128.load(columns + <usize>x), kept));
      any = v128.or(any, kept);
      count += popcnt(i8x16.bitmask(kept));
    }
    store<u8>(filled + <usize>y, <u8>v128.any_true(any));
    data += <usize>stride * sizeof<T>();
    mask += <usize>nx;
  }
  return count;
}

/**
 * Takes out of the mask what does not lie in [low, high]; returns how many voxels are left. `columns`, `filled`: as above.
 */
export function keepRows(
  size: i32,
  data: usize,
  stride: i32,
  mask: usize,
  nx: i32,
  rows: i32,
  low: f64,
  high: f64,
  columns: usize,
  filled: usize,
): i32 {
  return size === 4
    ? keep<f32>(data, stride, mask, nx, rows, low, high, columns, filled)
    : keep<f64>(data, stride, mask, nx, rows, low, high, columns, filled);
}

/** Adds to the u32 of four cells. */
function addFour(counts: usize, cells: v128): void {
  const a = counts + ((<usize>i32x4.extract_lane(cells, 0)) << 2);
  store<u32>(a, load<u32>(a) + 1);
  const b = counts + ((<usize>i32x4.extract_lane(cells, 1)) << 2);
  store<u32>(b, load<u32>(b) + 1);
  const c = counts + ((<usize>i32x4.extract_lane(cells, 2)) << 2);
  store<u32>(c, load<u32>(c) + 1);
  const d = counts + ((<usize>i32x4.extract_lane(cells, 3)) << 2);
  store<u32>(d, load<u32>(d) + 1);
}

function count<T>(
  data: usize,
  stride: i32,
  mask: usize,
  nx: i32,
  rows: i32,
  base: i32,
  cells: i32,
  counts: usize,
): i32 {
  const bases = i32x4.splat(base);
  // One cell more, for what is not in the mask.
  const outside = i32x4.splat(cells);
  const quarter = <usize>4 * sizeof<T>();
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < nx; x += 16) {
      const found = inside(mask + <usize>x, nx - x);
      if (!v128.any_true(found)) continue;
      const from = data + <usize>x * sizeof<T>();
      const wa = cut<T>(from);
      const wb = cut<T>(from + quarter);
      const wc = cut<T>(from + 2 * quarter);
      const wd = cut<T>(from + 3 * quarter);
      const ma = four(found, 0);
      const mb = four(found, 1);
      const mc = four(found, 2);
      const md = four(found, 3);
      const a = i32x4.sub(wa, bases);
      const b = i32x4.sub(wb, bases);
      const c = i32x4.sub(wc, bases);
      const d = i32x4.sub(wd, bases);
      const fractions = v128.or(
        v128.or(v128.and(changed<T>(from, wa), ma), v128.and(changed<T>(from + quarter, wb), mb)),
        v128.or(v128.and(changed<T>(from + 2 * quarter, wc), mc), v128.and(changed<T>(from + 3 * quarter, wd), md)),
      );
      const most = i32x4.max_u(
        i32x4.max_u(v128.and(a, ma), v128.and(b, mb)),
        i32x4.max_u(v128.and(c, mc), v128.and(d, md)),
      );
      if (v128.any_true(v128.or(fractions, i32x4.ge_u(most, outside)))) return 0;
      addFour(counts, v128.bitselect(a, outside, ma));
      addFour(counts, v128.bitselect(b, outside, mb));
      addFour(counts, v128.bitselect(c, outside, mc));
      addFour(counts, v128.bitselect(d, outside, md));
    }
    data += <usize>stride * sizeof<T>();
    mask += <usize>nx;
  }
  return 1;
}

/**
 * Adds the voxels of the mask to the u32 at counts[x − base], if they are whole numbers from `base` on and below
 * base + cells: returns 1. At the first that is not it returns 0. `counts` has room for one number more than `cells`.
 */
export function countRows(
  size: i32,
  data: usize,
  stride: i32,
  mask: usize,
  nx: i32,
  rows: i32,
  base: i32,
  cells: i32,
  counts: usize,
): i32 {
  return size === 4
    ? count<f32>(data, stride, mask, nx, rows, base, cells, counts)
    : count<f64>(data, stride, mask, nx, rows, base, cells, counts);
}

/** Writes the first and the last of `cells` u32 that are not 0 to `span` (i32), the last before the first where all are. */
export function filledCells(counts: usize, cells: i32, span: usize): void {
  let first = 0;
  while (first + 4 <= cells && !v128.any_true(v128.load(counts + ((<usize>first) << 2)))) first += 4;
  while (first < cells && load<u32>(counts + ((<usize>first) << 2)) === 0) first++;
  let last = cells - 1;
  while (last >= first + 4 && !v128.any_true(v128.load(counts + ((<usize>(last - 3)) << 2)))) last -= 4;
  while (last >= first && load<u32>(counts + ((<usize>last) << 2)) === 0) last--;
  store<i32>(span, first);
  store<i32>(span, last, 4);
}

/** Σ of the differences from `first`, and the extremes: `state` holds sum, what rounding took from it, least, greatest. */
function sum<T>(data: usize, stride: i32, mask: usize, nx: i32, rows: i32, first: f64, state: usize): void {
  const firsts = f64x2.splat(first);
  let low = f64x2.splat(load<f64>(state, 16));
  let high = f64x2.splat(load<f64>(state, 24));
  let total = load<f64>(state);
  let lost = load<f64>(state, 8);
  const pair = <usize>2 * sizeof<T>();
  for (let y = 0; y < rows; y++) {
    let a = f64x2.splat(0);
    let b = f64x2.splat(0);
    for (let x = 0; x < nx; x += 16) {
      const found = inside(mask + <usize>x, nx - x);
      const voxels = i8x16.bitmask(found);
      if (voxels === 0) continue;
      let from = data + <usize>x * sizeof<T>();
      v128.store(state + 32, found);
      for (let at = state + 32; at < state + 48; at += 4) {
        const marks = i16x8.extend_low_i8x16_s(v128.load32_zero(at));
        const four = i32x4.extend_low_i16x8_s(marks);
        // What is not in the mask counts as the first number: a difference of 0.
        const u = v128.bitselect(two<T>(from), firsts, i64x2.extend_low_i32x4_s(four));
        const v = v128.bitselect(two<T>(from + pair), firsts, i64x2.extend_high_i32x4_s(four));
        a = f64x2.add(a, f64x2.sub(u, firsts));
        b = f64x2.add(b, f64x2.sub(v, firsts));
        low = f64x2.pmin(f64x2.pmin(low, u), v);
        high = f64x2.pmax(f64x2.pmax(high, u), v);
        from += 2 * pair;
      }
    }
    const row =
      f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1) + (f64x2.extract_lane(b, 0) + f64x2.extract_lane(b, 1));
    const next = total + row;
    lost += abs(total) >= abs(row) ? total - next + row : row - next + total;
    total = next;
    data += <usize>stride * sizeof<T>();
    mask += <usize>nx;
  }
  store<f64>(state, total);
  store<f64>(state, lost, 8);
  store<f64>(state, min2(low), 16);
  store<f64>(state, max2(high), 24);
}

function min2(pair: v128): f64 {
  const a = f64x2.extract_lane(pair, 0);
  const b = f64x2.extract_lane(pair, 1);
  return b < a ? b : a;
}

function max2(pair: v128): f64 {
  const a = f64x2.extract_lane(pair, 0);
  const b = f64x2.extract_lane(pair, 1);
  return b > a ? b : a;
}

/** See `sum`; `state` is followed by 16 bytes of work. */
export function sumRows(
  size: i32,
  data: usize,
  stride: i32,
  mask: usize,
  nx: i32,
  rows: i32,
  first: f64,
  state: usize,
): void {
  if (size === 4) sum<f32>(data, stride, mask, nx, rows, first, state);
  else sum<f64>(data, stride, mask, nx, rows, first, state);
}

function gather<T>(data: usize, stride: i32, mask: usize, nx: i32, rows: i32, out: usize): i32 {
  let to = out;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < nx; x += 16) {
      const from = data + <usize>x * sizeof<T>();
      let voxels = i8x16.bitmask(inside(mask + <usize>x, nx - x));
      if (voxels === 0xffff) {
        for (let k: usize = 0; k < 16; k += 2) v128.store(to + (k << 3), two<T>(from + k * sizeof<T>()));
        to += 128;
      } else {
        for (; voxels !== 0; voxels &= voxels - 1) {
          store<f64>(to, <f64>load<T>(from + <usize>ctz(voxels) * sizeof<T>()));
          to += 8;
        }
      }
    }
    data += <usize>stride * sizeof<T>();
    mask += <usize>nx;
  }
  return <i32>((to - out) >> 3);
}

/** Writes the numbers of the mask one after the other, as f64; returns how many there are. */
export function gatherRows(size: i32, data: usize, stride: i32, mask: usize, nx: i32, rows: i32, out: usize): i32 {
  return size === 4 ? gather<f32>(data, stride, mask, nx, rows, out) : gather<f64>(data, stride, mask, nx, rows, out);
}
