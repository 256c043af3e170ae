// `filterRecursively` of kernels/recursive-gaussian.ts, two lines in a vector. All numbers are f64.

/** Bytes of the lines that are filtered side by side: eight of them, a line of the cache. */
const SIDE: usize = 64;

function splat(coefficients: usize, k: usize): v128 {
  return v128.load64_splat(coefficients + (k << 3));
}

function four(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128, r: v128, s: v128): v128 {
  return f64x2.add(f64x2.add(f64x2.add(f64x2.mul(a, p), f64x2.mul(b, q)), f64x2.mul(c, r)), f64x2.mul(d, s));
}

/**
 * Rows of `width` bytes (at most SIDE), `step` bytes apart: n of them from `input` to `out`, which are apart; 8 bytes
 * behind `input` may be read. `coefficients`: n0 … n3, m1 … m4, d1 … d4. `y` and `z` have room for n + 4 rows of SIDE bytes.
 */
function filter(
  input: usize,
  n: i32,
  step: usize,
  width: usize,
  coefficients: usize,
  y: usize,
  z: usize,
  out: usize,
): void {
  const n0 = load<f64>(coefficients);
  const n1 = load<f64>(coefficients + 8);
  const n2 = load<f64>(coefficients + 16);
  const n3 = load<f64>(coefficients + 24);
  const m1 = load<f64>(coefficients + 32);
  const m2 = load<f64>(coefficients + 40);
  const m3 = load<f64>(coefficients + 48);
  const m4 = load<f64>(coefficients + 56);
  const sd =
    1 +
    load<f64>(coefficients + 64) +
    load<f64>(coefficients + 72) +
    load<f64>(coefficients + 80) +
    load<f64>(coefficients + 88);
  const d1 = splat(coefficients, 8);
  const d2 = splat(coefficients, 9);
  const d3 = splat(coefficients, 10);
  const d4 = splat(coefficients, 11);
  const last = input + step * <usize>(n - 1);
  const front = y + 4 * SIDE;
  const behind = z + SIDE * <usize>n;
  const before = f64x2.splat((n0 + n1 + n2 + n3) / sd);
  const after = f64x2.splat((m1 + m2 + m3 + m4) / sd);
  for (let c: usize = 0; c < width; c += 16) {
    const start = f64x2.mul(before, v128.load(input + c));
    const end = f64x2.mul(after, v128.load(last + c));
    for (let k: usize = 0; k < 4; k++) {
      v128.store(y + k * SIDE + c, start);
      v128.store(behind + k * SIDE + c, end);
    }
  }
  const a0 = f64x2.splat(n0);
  const a1 = f64x2.splat(n1);
  const a2 = f64x2.splat(n2);
  const a3 = f64x2.splat(n3);
  let to = front;
  let x0 = input;
  let x1 = input;
  let x2 = input;
  let x3 = input;
  for (let j = 0; j < n; j++, to += SIDE) {
    for (let c: usize = 0; c < width; c += 16) {
      const t = to + c;
      const x = four(a0, a1, a2, a3, v128.load(x0 + c), v128.load(x1 + c), v128.load(x2 + c), v128.load(x3 + c));
      const back = four(
        d1,
        d2,
        d3,
        d4,
        v128.load(t - SIDE),
        v128.load(t - 2 * SIDE),
        v128.load(t - 3 * SIDE),
        v128.load(t - 4 * SIDE),
      );
      v128.store(t, f64x2.sub(x, back));
    }
    x3 = x2;
    x2 = x1;
    x1 = x0;
    x0 += step;
  }
  const b1 = f64x2.splat(m1);
  const b2 = f64x2.splat(m2);
  const b3 = f64x2.splat(m3);
  const b4 = f64x2.splat(m4);
  x0 = last;
  x1 = last;
  x2 = last;
  x3 = last;
  to = behind - SIDE;
  let from = front + SIDE * <usize>(n - 1);
  let target = out + step * <usize>(n - 1);
  for (let j = 0; j < n; j++, to -= SIDE, from -= SIDE, target -= step) {
    for (let c: usize = 0; c < width; c += 16) {
      const t = to + c;
      const x = four(b1, b2, b3, b4, v128.load(x0 + c), v128.load(x1 + c), v128.load(x2 + c), v128.load(x3 + c));
      const back = four(
        d1,
        d2,
        d3,
        d4,
        v128.load(t + SIDE),
        v128.load(t + 2 * SIDE),
        v128.load(t + 3 * SIDE),
        v128.load(t + 4 * SIDE),
      );
      const value = f64x2.sub(x, back);
      v128.store(t, value);
      const sum = f64x2.add(v128.load(from + c), value);
      // A last line by itself: what stands behind it is the next row's.
      if (c + 16 <= width) v128.store(target + c, sum);
      else v128.store64_lane(target + c, sum, 0);
    }
    x3 = x2;
    x2 = x1;
    x1 = x0;
    // The last row is also what stands behind it.
    if (j > 0) x0 -= step;
  }
}

/** `blocks` blocks of n rows of `inner` numbers. */
export function recursionRows(
  input: usize,
  n: i32,
  inner: i32,
  blocks: i32,
  coefficients: usize,
  y: usize,
  z: usize,
  out: usize,
): void {
  const step = (<usize>inner) << 3;
  for (let b = 0; b < blocks; b++) {
    const block = step * <usize>(b * n);
    for (let c: usize = 0; c < step; c += SIDE) {
      filter(input + block + c, n, step, min(SIDE, step - c), coefficients, y, z, out + block + c);
    }
  }
}

/** `lines` lines of n numbers; `out` may be `input`. `work` and `more` have room for n rows of SIDE bytes, and 16 more. */
export function recursionLines(
  input: usize,
  n: i32,
  lines: i32,
  coefficients: usize,
  y: usize,
  z: usize,
  work: usize,
  more: usize,
  out: usize,
): void {
  const line = (<usize>n) << 3;
  for (let first = 0; first < lines; first += 8) {
    const side = min(8, lines - first);
    for (let b = 0; b < side; b++) {
      const from = input + line * <usize>(first + b);
      for (let i: usize = 0; i < <usize>n; i++) {
        store<f64>(work + i * SIDE + ((<usize>b) << 3), load<f64>(from + (i << 3)));
      }
    }
    filter(work, n, SIDE, (<usize>side) << 3, coefficients, y, z, more);
    for (let b = 0; b < side; b++) {
      const to = out + line * <usize>(first + b);
      for (let i: usize = 0; i < <usize>n; i++) {
        store<f64>(to + (i << 3), load<f64>(more + i * SIDE + ((<usize>b) << 3)));
      }
    }
  }
}

/** a = wa · a + wb · b, for n numbers; up to one more is read and written. */
export function mix(a: usize, wa: f64, b: usize, wb: f64, n: i32): void {
  const end = a + ((<usize>n) << 3);
  const u = f64x2.splat(wa);
  const v = f64x2.splat(wb);
  for (; a < end; a += 16, b += 16) {
    v128.store(a, f64x2.add(f64x2.mul(u, v128.load(a)), f64x2.mul(v, v128.load(b))));
  }
}
