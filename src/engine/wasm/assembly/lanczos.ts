// Lanczos' recursion for a symmetric matrix, see features/pyradiomics/lanczos.ts. Rows have an even number of columns, the
// last of them 0 where there is one too many; sums run over even and odd columns apart.

/** to[r] = row r · v for `count` rows of `width` columns. */
function timesRows(rows: usize, count: i32, width: i32, v: usize, to: usize): void {
  const bytes = (<usize>width) << 3;
  const end = v + bytes;
  let r = 0;
  for (; r + 4 <= count; r += 4) {
    let a = f64x2.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let at = rows;
    for (let k = v; k < end; k += 16, at += 16) {
      const x = v128.load(k);
      a = f64x2.add(a, f64x2.mul(v128.load(at), x));
      b = f64x2.add(b, f64x2.mul(v128.load(at + bytes), x));
      c = f64x2.add(c, f64x2.mul(v128.load(at + 2 * bytes), x));
      d = f64x2.add(d, f64x2.mul(v128.load(at + 3 * bytes), x));
    }
    store<f64>(to, total(a));
    store<f64>(to, total(b), 8);
    store<f64>(to, total(c), 16);
    store<f64>(to, total(d), 24);
    rows += 4 * bytes;
    to += 32;
  }
  for (; r < count; r++, rows += bytes, to += 8) store<f64>(to, dot(rows, v, width));
}

function total(lanes: v128): f64 {
  return f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1);
}

function dot(a: usize, b: usize, width: i32): f64 {
  let sum = f64x2.splat(0);
  const end = a + ((<usize>width) << 3);
  for (; a < end; a += 16, b += 16) sum = f64x2.add(sum, f64x2.mul(v128.load(a), v128.load(b)));
  return total(sum);
}

/** v −= Σ shares[r] · row r, one row after the other. */
function takeOffRows(rows: usize, count: i32, width: i32, shares: usize, v: usize): void {
  const bytes = (<usize>width) << 3;
  const end = v + bytes;
  for (let r = 0; r < count; r++, rows += bytes, shares += 8) {
    const share = v128.load64_splat(shares);
    let at = rows;
    for (let k = v; k < end; k += 16, at += 16) {
      v128.store(k, f64x2.sub(v128.load(k), f64x2.mul(share, v128.load(at))));
    }
  }
}

/**
 * Takes steps `from` to `to` of the recursion for matrix − root · rootᵀ (n rows). `basis` holds `from` + 1 rows, the last of
 * them not yet of length 1, and gets one more with each step; `diagonal` and `beside` get its numbers, beside[k] being the
 * length of row k. Returns the number of steps taken so far: fewer where nothing is left that is longer than `least`.
 * `shares` has room for a number a step.
 */
export function lanczos(
  matrix: usize,
  root: usize,
  n: i32,
  width: i32,
  basis: usize,
  shares: usize,
  diagonal: usize,
  beside: usize,
  least: f64,
  from: i32,
  to: i32,
): i32 {
  const bytes = (<usize>width) << 3;
  for (let step = from; step < to; step++) {
    const v = basis + <usize>step * bytes;
    const next = v + bytes;
    const length = f64x2.splat(load<f64>(beside + ((<usize>step) << 3)));
    for (let k = v; k < next; k += 16) v128.store(k, f64x2.div(v128.load(k), length));
    store<f64>(shares, dot(root, v, width));
    store<f64>(next + bytes - 8, 0);
    timesRows(matrix, n, width, v, next);
    takeOffRows(root, 1, width, shares, next);
    const middle = diagonal + ((<usize>step) << 3);
    store<f64>(middle, dot(v, next, width));
    takeOffRows(v, 1, width, middle, next);
    if (step > 0) takeOffRows(v - bytes, 1, width, beside + ((<usize>step) << 3), next);
    let before = dot(next, next, width);
    for (let pass = 0; pass < 3; pass++) {
      timesRows(basis, step + 1, width, next, shares);
      takeOffRows(basis, step + 1, width, shares, next);
      const after = dot(next, next, width);
      if (2 * after >= before) break;
      before = after;
    }
    const left = sqrt(dot(next, next, width));
    store<f64>(beside + ((<usize>(step + 1)) << 3), left);
    if (left <= least) return step + 1;
  }
  return to;
}
