// `splinePrefilter` of process/spline-prefilter.ts.

/** Lines along x that are done side by side. */
const SIDE: i32 = 8;

/** SPLINE_REACH of process/spline-prefilter.ts. */
const REACH: i32 = 24;

/** Row that stands k rows before the first, of n, mirrored about the outermost ones. */
function mirror(k: i32, n: i32): i32 {
  if (n === 1) return 0;
  const j = k % (2 * n - 2);
  return j < n ? j : 2 * n - 2 - j;
}

/** What the causal recursion has come to before the first row of a mirrored block; a pair of numbers more is written. */
function comeTo(block: usize, n: i32, row: usize, z: f64, toSteady: f64, lead: usize): void {
  const zs = f64x2.splat(z);
  const steady = f64x2.splat(toSteady);
  for (let k = REACH; k > 0; k--) {
    const at = block + row * <usize>mirror(k, n);
    for (let i: usize = 0; i < row; i += 16) {
      const value = v128.load(at + i);
      v128.store(
        lead + i,
        k === REACH ? f64x2.mul(value, steady) : f64x2.add(value, f64x2.mul(zs, v128.load(lead + i))),
      );
    }
  }
}

/**
 * One block of n rows of `inner` numbers, in place; `first` and `last` say whether it is mirrored about its first and
 * last row. `tail` has room for two rows, and 32 bytes more.
 */
export function prefilterRows(block: usize, n: i32, inner: i32, first: bool, last: bool, tail: usize): void {
  const z = Math.sqrt(3) - 2;
  const toSteady = 1 / (1 - z);
  const row = (<usize>inner) << 3;
  const pairs = row & ~15;
  const end = block + row * <usize>(n - 1);
  const zs = f64x2.splat(z);
  const steady = f64x2.splat(toSteady);
  const gain = f64x2.splat(6);
  const lead = tail + row + 16;
  for (let i: usize = 0; i < row; i += 16) v128.store(tail + i, f64x2.mul(v128.load(end + i), steady));
  if (first) comeTo(block, n, row, z, toSteady, lead);
  for (let i: usize = 0; i < row; i += 8) {
    const value = load<f64>(block + i);
    store<f64>(block + i, first ? value + z * load<f64>(lead + i) : value * toSteady);
  }
  for (let at = block + row; at <= end; at += row) {
    for (let i: usize = 0; i < pairs; i += 16) {
      v128.store(at + i, f64x2.add(v128.load(at + i), f64x2.mul(zs, v128.load(at + i - row))));
    }
    if (pairs < row) store<f64>(at + pairs, load<f64>(at + pairs) + z * load<f64>(at + pairs - row));
  }
  const inward = n > 1 ? end - row : end;
  for (let i: usize = 0; i < row; i += 8) {
    const t = load<f64>(tail + i);
    if (last) store<f64>(end + i, ((z * 6) / (z * z - 1)) * (load<f64>(end + i) + z * load<f64>(inward + i)));
    else store<f64>(end + i, -z * 6 * (t * toSteady + (load<f64>(end + i) - t) / (1 - z * z)));
  }
  for (let at = end - row; at >= block; at -= row) {
    for (let i: usize = 0; i < pairs; i += 16) {
      const value = f64x2.sub(v128.load(at + i + row), f64x2.mul(gain, v128.load(at + i)));
      v128.store(at + i, f64x2.mul(zs, value));
    }
    if (pairs < row) store<f64>(at + pairs, z * (load<f64>(at + pairs + row) - 6 * load<f64>(at + pairs)));
  }
}

/** `lines` lines of n numbers, in place: turned into rows of eight and back. `work` has room for those, `tail` for two, and 32 bytes more. */
export function prefilterLines(box: usize, n: i32, lines: i32, work: usize, tail: usize): void {
  const line = (<usize>n) << 3;
  for (let first = 0; first < lines; first += SIDE) {
    const from = box + line * <usize>first;
    const side = min(SIDE, lines - first);
    for (let b = 0; b < side; b++) {
      for (let i = 0; i < n; i++) {
        store<f64>(work + ((<usize>(i * side + b)) << 3), load<f64>(from + line * <usize>b + ((<usize>i) << 3)));
      }
    }
    prefilterRows(work, n, side, false, false, tail);
    for (let b = 0; b < side; b++) {
      for (let i = 0; i < n; i++) {
        store<f64>(from + line * <usize>b + ((<usize>i) << 3), load<f64>(work + ((<usize>(i * side + b)) << 3)));
      }
    }
  }
}
