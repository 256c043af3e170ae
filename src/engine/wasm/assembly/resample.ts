// Resampling of a box slice by slice: process/interpolate.ts. Sums are f64; a tap is the place of a number and its weight.

import { prefilterRows } from "./prefilter";

/** Rows that are turned and resampled along x side by side. */
const SIDE: i32 = 8;

/** Two numbers of type T as f64. */
function two<T>(at: usize): v128 {
  return sizeof<T>() === 8 ? v128.load(at) : f64x2.promote_low_f32x4(v128.load64_zero(at));
}

/** One term of a weighted sum: weight t times the two numbers at `at`. */
function term<T>(weights: usize, t: usize, at: usize): v128 {
  return f64x2.mul(v128.load64_splat(weights + (t << 3)), two<T>(at));
}

/** Σ_t weights[t] · (two numbers at `base` + the t-th offset) over `order` (1, 2 or 4) offsets. */
function weigh(base: usize, offsets: usize, weights: usize, order: i32): v128 {
  const first = term<f64>(weights, 0, base + load<i32>(offsets));
  if (order === 1) return first;
  const two = f64x2.add(first, term<f64>(weights, 1, base + load<i32>(offsets, 4)));
  if (order === 2) return two;
  const three = f64x2.add(two, term<f64>(weights, 2, base + load<i32>(offsets, 8)));
  return f64x2.add(three, term<f64>(weights, 3, base + load<i32>(offsets, 12)));
}

/** The weighted sum of `order` rows of n numbers; up to three more are read and written. */
function blend<T>(rows: usize, weights: usize, order: i32, n: i32, out: usize): void {
  const end = out + ((<usize>n) << 3);
  const a = <usize>load<i32>(rows);
  const w = v128.load64_splat(weights);
  const step = 2 * sizeof<T>();
  let i: usize = 0;
  if (order === 1) {
    for (; out < end; out += 16, i += step) v128.store(out, f64x2.mul(w, two<T>(a + i)));
    return;
  }
  const b = <usize>load<i32>(rows + 4);
  const v = v128.load64_splat(weights + 8);
  if (order === 2) {
    for (; out < end; out += 32, i += 2 * step) {
      v128.store(out, f64x2.add(f64x2.mul(w, two<T>(a + i)), f64x2.mul(v, two<T>(b + i))));
      v128.store(out + 16, f64x2.add(f64x2.mul(w, two<T>(a + i + step)), f64x2.mul(v, two<T>(b + i + step))));
    }
    return;
  }
  const c = <usize>load<i32>(rows + 8);
  const d = <usize>load<i32>(rows + 12);
  const u = v128.load64_splat(weights + 16);
  const s = v128.load64_splat(weights + 24);
  for (; out < end; out += 16, i += step) {
    const first = f64x2.add(f64x2.mul(w, two<T>(a + i)), f64x2.mul(v, two<T>(b + i)));
    v128.store(out, f64x2.add(f64x2.add(first, f64x2.mul(u, two<T>(c + i))), f64x2.mul(s, two<T>(d + i))));
  }
}

export function blendSingles(rows: usize, weights: usize, order: i32, n: i32, out: usize): void {
  blend<f32>(rows, weights, order, n, out);
}

export function blendDoubles(rows: usize, weights: usize, order: i32, n: i32, out: usize): void {
  blend<f64>(rows, weights, order, n, out);
}

/** 1 where the label stands, else 0, as f32: n of them, and up to 15 more. */
export function maskOf(labels: usize, label: i32, n: i32, out: usize): void {
  const wanted = i8x16.splat(<i8>label);
  const one = f32x4.splat(1);
  const end = labels + <usize>n;
  for (; labels < end; labels += 16, out += 64) {
    const is = i8x16.eq(v128.load(labels), wanted);
    const low = i16x8.extend_low_i8x16_s(is);
    const high = i16x8.extend_high_i8x16_s(is);
    v128.store(out, v128.and(one, i32x4.extend_low_i16x8_s(low)));
    v128.store(out + 16, v128.and(one, i32x4.extend_high_i16x8_s(low)));
    v128.store(out + 32, v128.and(one, i32x4.extend_low_i16x8_s(high)));
    v128.store(out + 48, v128.and(one, i32x4.extend_high_i16x8_s(high)));
  }
}

/**
 * A slice of f64 rows (`width` bytes apart, n numbers of each are read) to `count` rows of `across` numbers at `out`.
 * `down`: for each of those rows the byte offsets of its `downOrder` rows, with their weights; `along`: for each number
 * the byte offsets of its places in a turned row (64 bytes a place). `turned` has room for n + 2 such, `more` for
 * across + 2. `isSpline`: the rows are turned to coefficients along x first; `isFirst`, `isLast` and `tail` as in prefilterRows.
 */
export function resampleSlice(
  slice: usize,
  n: i32,
  down: usize,
  downWeights: usize,
  downOrder: i32,
  count: i32,
  along: usize,
  alongWeights: usize,
  alongOrder: i32,
  across: i32,
  isSpline: bool,
  isFirst: bool,
  isLast: bool,
  turned: usize,
  tail: usize,
  more: usize,
  out: usize,
): void {
  const row = (<usize>across) << 3;
  for (let first = 0; first < count; first += SIDE) {
    const side = min(SIDE, count - first);
    for (let b = 0; b < side; b += 2) {
      // An odd last row goes beside itself.
      const j = first + b;
      blendTurned(slice, n, down, downWeights, downOrder, j, min(j + 1, count - 1), turned + <usize>(b << 3));
    }
    if (isSpline) prefilterRows(turned, n, SIDE, isFirst, isLast, tail);
    for (let j = 0; j < across; j++) {
      const at = along + <usize>((j * alongOrder) << 2);
      const weights = alongWeights + <usize>((j * alongOrder) << 3);
      const to = more + <usize>(j << 6);
      for (let b: usize = 0; b < 64; b += 16) {
        v128.store(to + b, weigh(turned + b, at, weights, alongOrder));
      }
    }
    for (let b = 0; b < side; b += 2)
      turnBack(more + <usize>(b << 3), across, b + 1 < side, out + row * <usize>(first + b));
  }
}

/** Two blended rows beside each other at `to`: numbers of one place are neighbours, places 64 bytes apart. */
function blendTurned(slice: usize, n: i32, down: usize, weights: usize, order: i32, j: i32, k: i32, to: usize): void {
  const a = down + <usize>((j * order) << 2);
  const b = down + <usize>((k * order) << 2);
  const wa = weights + <usize>((j * order) << 3);
  const wb = weights + <usize>((k * order) << 3);
  const end = (<usize>n) << 3;
  for (let i: usize = 0; i < end; i += 16, to += 128) {
    const p = weigh(slice + i, a, wa, order);
    const q = weigh(slice + i, b, wb, order);
    v128.store(to, v128.shuffle<f64>(p, q, 0, 2));
    v128.store(to + 64, v128.shuffle<f64>(p, q, 1, 3));
  }
}

/** Two turned rows of n numbers, or the first of them, to `out`. */
function turnBack(turned: usize, n: i32, both: bool, out: usize): void {
  const row = (<usize>n) << 3;
  let i: usize = 0;
  for (; i + 16 <= row; i += 16, turned += 128) {
    const a = v128.load(turned);
    const b = v128.load(turned + 64);
    v128.store(out + i, v128.shuffle<f64>(a, b, 0, 2));
    if (both) v128.store(out + row + i, v128.shuffle<f64>(a, b, 1, 3));
  }
  if (i === row) return;
  store<f64>(out + i, load<f64>(turned));
  if (both) store<f64>(out + row + i, load<f64>(turned + 8));
}

/** Forms of numbers: process/number-form.ts says what each means. */
const ROUNDED: i32 = 1;
const CUT: i32 = 2;
const SINGLE: i32 = 3;

/** n numbers in that form, in place; one more is read and written. */
export function inForm(kind: i32, numbers: usize, n: i32): void {
  const end = numbers + ((<usize>n) << 3);
  const zero = f64x2.splat(0);
  for (; numbers < end; numbers += 16) {
    const x = v128.load(numbers);
    let formed = x;
    if (kind === ROUNDED) formed = f64x2.add(f64x2.floor(f64x2.add(x, f64x2.splat(0.5))), zero);
    else if (kind === CUT) {
      const near = f64x2.nearest(x);
      const isNear = f64x2.lt(f64x2.abs(f64x2.sub(x, near)), f64x2.splat(1e-9));
      formed = f64x2.add(v128.bitselect(near, f64x2.trunc(x), isNear), zero);
    } else if (kind === SINGLE) formed = f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(x));
    v128.store(numbers, formed);
  }
}

/** 1 where a number is at least `least`, else 0. */
export function reaches(numbers: usize, least: f64, n: i32, out: usize): void {
  for (let i: usize = 0; i < <usize>n; i++) store<u8>(out + i, load<f64>(numbers + (i << 3)) >= least ? 1 : 0);
}

/**
 * A row of T as f64: `width` numbers, whose places in the row stand in `places` (i32). From `lead` on `inner` of them
 * follow one another.
 */
function widen<T>(row: usize, places: usize, lead: i32, inner: i32, width: i32, out: usize): void {
  for (let i = 0; i < lead; i++, out += 8) store<f64>(out, <f64>load<T>(row + place<T>(places, i)));
  let from = row + place<T>(places, lead);
  const end = out + ((<usize>inner) << 3);
  for (; out + 16 <= end; out += 16, from += 2 * sizeof<T>()) v128.store(out, two<T>(from));
  if (out < end) {
    store<f64>(out, <f64>load<T>(from));
    out += 8;
  }
  for (let i = lead + inner; i < width; i++, out += 8) store<f64>(out, <f64>load<T>(row + place<T>(places, i)));
}

function place<T>(places: usize, i: i32): usize {
  return <usize>load<i32>(places + ((<usize>i) << 2)) * sizeof<T>();
}

export function widenSingles(row: usize, places: usize, lead: i32, inner: i32, width: i32, out: usize): void {
  widen<f32>(row, places, lead, inner, width, out);
}

export function widenDoubles(row: usize, places: usize, lead: i32, inner: i32, width: i32, out: usize): void {
  widen<f64>(row, places, lead, inner, width, out);
}
