// `filterRecursively` of kernels/recursive-gaussian.ts, two lines in a vector. All numbers are f64.

/** Bytes of the lines that are filtered side by side: eight of them, a line of the cache. */
const SIDE: usize = 64;
/** Bytes of a recursion's coefficients: n0 … n3, m1 … m4, d1 … d4. */
const BACKWARD: usize = 32;
const COMMON: usize = 64;

/** What a constant line comes to in one direction, for its value of 1. */
function steady(c: usize, d: usize): f64 {
  const sd = 1 + load<f64>(d) + load<f64>(d, 8) + load<f64>(d, 16) + load<f64>(d, 24);
  return (load<f64>(c) + load<f64>(c, 8) + load<f64>(c, 16) + load<f64>(c, 24)) / sd;
}

/** Eight numbers: to (or, with `add`, on) what stands at `out` the weighted sum of those at four places. */
function weigh(c: usize, p: usize, q: usize, r: usize, s: usize, add: bool, out: usize): void {
  let k = v128.load64_splat(c);
  let l = v128.load64_splat(c, 8);
  let e = f64x2.add(f64x2.mul(k, v128.load(p)), f64x2.mul(l, v128.load(q)));
  let f = f64x2.add(f64x2.mul(k, v128.load(p, 16)), f64x2.mul(l, v128.load(q, 16)));
  let g = f64x2.add(f64x2.mul(k, v128.load(p, 32)), f64x2.mul(l, v128.load(q, 32)));
  let h = f64x2.add(f64x2.mul(k, v128.load(p, 48)), f64x2.mul(l, v128.load(q, 48)));
  k = v128.load64_splat(c, 16);
  l = v128.load64_splat(c, 24);
  e = f64x2.add(f64x2.add(e, f64x2.mul(k, v128.load(r))), f64x2.mul(l, v128.load(s)));
  f = f64x2.add(f64x2.add(f, f64x2.mul(k, v128.load(r, 16))), f64x2.mul(l, v128.load(s, 16)));
  g = f64x2.add(f64x2.add(g, f64x2.mul(k, v128.load(r, 32))), f64x2.mul(l, v128.load(s, 32)));
  h = f64x2.add(f64x2.add(h, f64x2.mul(k, v128.load(r, 48))), f64x2.mul(l, v128.load(s, 48)));
  if (add) {
    e = f64x2.add(v128.load(out), e);
    f = f64x2.add(v128.load(out, 16), f);
    g = f64x2.add(v128.load(out, 32), g);
    h = f64x2.add(v128.load(out, 48), h);
  }
  v128.store(out, e);
  v128.store(out, f, 16);
  v128.store(out, g, 32);
  v128.store(out, h, 48);
}

/**
 * Takes from eight numbers at `t` the weighted sum of the four results before them, `step` bytes apart. The last of them is
 * added last: the others need not wait for it.
 */
function feed(d: usize, t: usize, step: isize): void {
  const p = t + step;
  const q = p + step;
  const r = q + step;
  const s = r + step;
  let k = v128.load64_splat(d, 24);
  let l = v128.load64_splat(d, 16);
  let e = f64x2.add(f64x2.mul(k, v128.load(s)), f64x2.mul(l, v128.load(r)));
  let f = f64x2.add(f64x2.mul(k, v128.load(s, 16)), f64x2.mul(l, v128.load(r, 16)));
  let g = f64x2.add(f64x2.mul(k, v128.load(s, 32)), f64x2.mul(l, v128.load(r, 32)));
  let h = f64x2.add(f64x2.mul(k, v128.load(s, 48)), f64x2.mul(l, v128.load(r, 48)));
  k = v128.load64_splat(d, 8);
  l = v128.load64_splat(d);
  e = f64x2.add(f64x2.add(e, f64x2.mul(k, v128.load(q))), f64x2.mul(l, v128.load(p)));
  f = f64x2.add(f64x2.add(f, f64x2.mul(k, v128.load(q, 16))), f64x2.mul(l, v128.load(p, 16)));
  g = f64x2.add(f64x2.add(g, f64x2.mul(k, v128.load(q, 32))), f64x2.mul(l, v128.load(p, 32)));
  h = f64x2.add(f64x2.add(h, f64x2.mul(k, v128.load(q, 48))), f64x2.mul(l, v128.load(p, 48)));
  v128.store(t, f64x2.sub(v128.load(t), e));
  v128.store(t, f64x2.sub(v128.load(t, 16), f), 16);
  v128.store(t, f64x2.sub(v128.load(t, 32), g), 32);
  v128.store(t, f64x2.sub(v128.load(t, 48), h), 48);
}

/** Four places from `t` on: what a line that is always as the eight numbers at `from` comes to. */
function start(c: usize, d: usize, from: usize, add: bool, t: usize): void {
  const w = f64x2.splat(steady(c, d));
  for (let i: usize = 0; i < SIDE; i += 16) {
    const value = f64x2.mul(w, v128.load(from + i));
    for (let k: usize = 0; k < 4; k++) {
      const at = t + k * SIDE + i;
      v128.store(at, add ? f64x2.add(v128.load(at), value) : value);
    }
  }
}

/**
 * Filters eight lines of n places, `stepIn` bytes apart from `a` on, to `out`, whose places are `stepOut` apart and which
 * are elsewhere. With `b` and its coefficients the sum of both responses; b = 0: none. `y` has room for 2n + 8 places.
 */
function filter(
  a: usize,
  ca: usize,
  b: usize,
  cb: usize,
  n: i32,
  stepIn: usize,
  stepOut: usize,
  y: usize,
  out: usize,
): void {
  const d = ca + COMMON;
  const front = y + 4 * SIDE;
  const z = front + SIDE * <usize>n;
  const behind = z + SIDE * <usize>n;
  const length = stepIn * <usize>(n - 1);
  // The outermost voxels go on for ever: both directions have come to something before they reach the line.
  start(ca, d, a, false, y);
  start(ca + BACKWARD, d, a + length, false, behind);
  if (b !== 0) {
    start(cb, d, b, true, y);
    start(cb + BACKWARD, d, b + length, true, behind);
  }
  let to = front;
  let i0: usize = 0;
  let i1: usize = 0;
  let i2: usize = 0;
  let i3: usize = 0;
  for (let j = 0; j < n; j++, to += SIDE) {
    weigh(ca, a + i0, a + i1, a + i2, a + i3, false, to);
    if (b !== 0) weigh(cb, b + i0, b + i1, b + i2, b + i3, true, to);
    feed(d, to, -(<isize>SIDE));
    i3 = i2;
    i2 = i1;
    i1 = i0;
    i0 += stepIn;
  }
  i0 = length;
  i1 = length;
  i2 = length;
  i3 = length;
  to = behind - SIDE;
  let ahead = z - SIDE;
  out += stepOut * <usize>(n - 1);
  for (let j = 0; j < n; j++, to -= SIDE, ahead -= SIDE, out -= stepOut) {
    weigh(ca + BACKWARD, a + i0, a + i1, a + i2, a + i3, false, to);
    if (b !== 0) weigh(cb + BACKWARD, b + i0, b + i1, b + i2, b + i3, true, to);
    feed(d, to, SIDE);
    for (let i: usize = 0; i < SIDE; i += 16) v128.store(out + i, f64x2.add(v128.load(ahead + i), v128.load(to + i)));
    i3 = i2;
    i2 = i1;
    i1 = i0;
    // The last row is also what stands behind it.
    if (j > 0) i0 -= stepIn;
  }
}

/** `count` times eight lines, which are `nextIn` and `nextOut` bytes apart; otherwise as `filter`. */
export function recursion(
  a: usize,
  ca: usize,
  b: usize,
  cb: usize,
  count: i32,
  nextIn: usize,
  nextOut: usize,
  n: i32,
  stepIn: usize,
  stepOut: usize,
  y: usize,
  out: usize,
): void {
  for (let k = 0; k < count; k++) {
    filter(a, ca, b, cb, n, stepIn, stepOut, y, out);
    a += nextIn;
    if (b !== 0) b += nextIn;
    out += nextOut;
  }
}

/**
 * Rows of `width` numbers, `from` bytes apart, become columns: of `height` numbers, rounded up to eights, `to` bytes apart.
 * An odd last number of a row is turned with the one behind it.
 */
export function turn(rows: usize, from: usize, height: i32, width: i32, columns: usize, to: usize): void {
  for (let r = 0; r < height; r += 8) {
    const start = rows + from * <usize>r;
    const side = min(8, (height - r + 1) & ~1);
    for (let x = 0; x < width; x += 2) {
      let p = start + <usize>(x << 3);
      let q = columns + to * <usize>x + <usize>(r << 3);
      for (let k = 0; k < side; k += 2, p += 2 * from, q += 16) {
        const a = v128.load(p);
        const b = v128.load(p + from);
        v128.store(q, v128.shuffle<f64>(a, b, 0, 2));
        v128.store(q + to, v128.shuffle<f64>(a, b, 1, 3));
      }
    }
  }
}
