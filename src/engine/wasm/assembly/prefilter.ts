// `splinePrefilter` of process/spline-prefilter.ts.

/** Lines along x that are done side by side. */
const SIDE: i32 = 8;

/** One block of n rows of `inner` numbers, in place; `tail` has room for a row. */
export function prefilterRows(block: usize, n: i32, inner: i32, tail: usize): void {
  const z = Math.sqrt(3) - 2;
  const toSteady = 1 / (1 - z);
  const row = (<usize>inner) << 3;
  const pairs = row & ~15;
  const end = block + row * <usize>(n - 1);
  const zs = f64x2.splat(z);
  const steady = f64x2.splat(toSteady);
  const gain = f64x2.splat(6);
  for (let i: usize = 0; i < pairs; i += 16) {
    v128.store(tail + i, f64x2.mul(v128.load(end + i), steady));
    v128.store(block + i, f64x2.mul(v128.load(block + i), steady));
  }
  if (pairs < row) {
    store<f64>(tail + pairs, load<f64>(end + pairs) * toSteady);
    store<f64>(block + pairs, load<f64>(block + pairs) * toSteady);
  }
  for (let at = block + row; at <= end; at += row) {
    for (let i: usize = 0; i < pairs; i += 16) {
      v128.store(at + i, f64x2.add(v128.load(at + i), f64x2.mul(zs, v128.load(at + i - row))));
    }
    if (pairs < row) store<f64>(at + pairs, load<f64>(at + pairs) + z * load<f64>(at + pairs - row));
  }
  for (let i: usize = 0; i < row; i += 8) {
    const t = load<f64>(tail + i);
    store<f64>(end + i, -z * 6 * (t * toSteady + (load<f64>(end + i) - t) / (1 - z * z)));
  }
  for (let at = end - row; at >= block; at -= row) {
    for (let i: usize = 0; i < pairs; i += 16) {
      const value = f64x2.sub(v128.load(at + i + row), f64x2.mul(gain, v128.load(at + i)));
      v128.store(at + i, f64x2.mul(zs, value));
    }
    if (pairs < row) store<f64>(at + pairs, z * (load<f64>(at + pairs + row) - 6 * load<f64>(at + pairs)));
  }
}

/** `lines` lines of n numbers, in place: turned into rows of eight and back. `work` has room for those, `tail` for one. */
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
    prefilterRows(work, n, side, tail);
    for (let b = 0; b < side; b++) {
      for (let i = 0; i < n; i++) {
        store<f64>(from + line * <usize>b + ((<usize>i) << 3), load<f64>(work + ((<usize>(i * side + b)) << 3)));
      }
    }
  }
}
