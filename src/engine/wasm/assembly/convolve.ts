// Convolution: kernels/convolve.ts. All numbers are f64; terms are those of its type Terms, 16 bytes each: the byte
// offsets (i32) of the two voxels, and the weight.

const TERM: usize = 16;

/**
 * Eight numbers at each step of two loops: `input` and `out` move on by so many bytes in each. Pairs come before single
 * voxels; `add`: to what `out` holds.
 */
export function convolve(
  input: usize,
  out: usize,
  outer: i32,
  outerIn: usize,
  outerOut: usize,
  inner: i32,
  innerIn: usize,
  innerOut: usize,
  terms: usize,
  pairs: i32,
  singles: i32,
  add: bool,
): void {
  const middle = terms + TERM * <usize>pairs;
  const end = middle + TERM * <usize>singles;
  for (let o = 0; o < outer; o++, input += outerIn, out += outerOut) {
    let from = input;
    let to = out;
    for (let i = 0; i < inner; i++, from += innerIn, to += innerOut) {
      let t = terms;
      let p: v128, q: v128, r: v128, s: v128;
      if (add) {
        p = v128.load(to);
        q = v128.load(to, 16);
        r = v128.load(to, 32);
        s = v128.load(to, 48);
      } else {
        const w = v128.load64_splat(t, 8);
        const a = from + load<i32>(t);
        if (pairs > 0) {
          const b = from + load<i32>(t, 4);
          p = f64x2.mul(w, f64x2.add(v128.load(a), v128.load(b)));
          q = f64x2.mul(w, f64x2.add(v128.load(a, 16), v128.load(b, 16)));
          r = f64x2.mul(w, f64x2.add(v128.load(a, 32), v128.load(b, 32)));
          s = f64x2.mul(w, f64x2.add(v128.load(a, 48), v128.load(b, 48)));
        } else {
          p = f64x2.mul(w, v128.load(a));
          q = f64x2.mul(w, v128.load(a, 16));
          r = f64x2.mul(w, v128.load(a, 32));
          s = f64x2.mul(w, v128.load(a, 48));
        }
        t += TERM;
      }
      for (; t < middle; t += TERM) {
        const w = v128.load64_splat(t, 8);
        const a = from + load<i32>(t);
        const b = from + load<i32>(t, 4);
        p = f64x2.add(p, f64x2.mul(w, f64x2.add(v128.load(a), v128.load(b))));
        q = f64x2.add(q, f64x2.mul(w, f64x2.add(v128.load(a, 16), v128.load(b, 16))));
        r = f64x2.add(r, f64x2.mul(w, f64x2.add(v128.load(a, 32), v128.load(b, 32))));
        s = f64x2.add(s, f64x2.mul(w, f64x2.add(v128.load(a, 48), v128.load(b, 48))));
      }
      for (; t < end; t += TERM) {
        const w = v128.load64_splat(t, 8);
        const a = from + load<i32>(t);
        p = f64x2.add(p, f64x2.mul(w, v128.load(a)));
        q = f64x2.add(q, f64x2.mul(w, v128.load(a, 16)));
        r = f64x2.add(r, f64x2.mul(w, v128.load(a, 32)));
        s = f64x2.add(s, f64x2.mul(w, v128.load(a, 48)));
      }
      v128.store(to, p);
      v128.store(to, q, 16);
      v128.store(to, r, 32);
      v128.store(to, s, 48);
    }
  }
}

/**
 * Writes what stands before and behind the n numbers of each of `count` rows, `pitch` bytes apart, at `rows`. `places`
 * holds for all before + n + after positions the number that stands there (i32), or −1 for a zero.
 */
export function padRows(rows: usize, count: i32, pitch: usize, n: i32, places: usize, before: i32, after: i32): void {
  for (let r = 0; r < count; r++, rows += pitch) {
    for (let k = 0; k < before; k++) pad(rows, k - before, places + ((<usize>k) << 2));
    for (let k = 0; k < after; k++) pad(rows, n + k, places + ((<usize>(before + n + k)) << 2));
  }
}

function pad(row: usize, position: i32, place: usize): void {
  const from = load<i32>(place);
  store<f64>(row + (position << 3), from < 0 ? 0 : load<f64>(row + (from << 3)));
}

/** Copies `count` rows of so many bytes; rows that overlap must come to lie before where they lay. */
export function moveRows(from: usize, fromPitch: usize, to: usize, toPitch: usize, count: i32, bytes: usize): void {
  for (let r: usize = 0; r < <usize>count; r++) memory.copy(to + r * toPitch, from + r * fromPitch, bytes);
}
