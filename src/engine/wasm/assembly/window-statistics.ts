// Intensity statistics of a window that slides along a row: the sums of math/moments.ts, math/quantile.ts,
// math/deviation.ts and math/sum-of-squares.ts, in their order, for windows side by side.

/** Voxels of the row that are treated together: two vectors of two. */
const TOGETHER = 4;
/** Bytes of one value of each of them. */
const WIDE = 32;
/** Values that are summed plainly, see math/moments.ts. */
const ROW = 256;

/**
 * `rows`: the `area` rows that a window reaches, of `pitch` values each, infinite where there is none; `columns` of them
 * are read. Windows are `width` columns wide and begin at the columns `xs` (ascending). Networks as byte offsets: pairs
 * that sort a column, where a window's values then lie, pairs that merge its columns, and the order of the result.
 * `scratch` has room for two windows of four voxels. Writes sixteen rows of `pitch` numbers to `out`, at the windows'
 * columns; columns between may be written, too.
 */
export function windowStatistics(
  rows: usize,
  pitch: i32,
  columns: i32,
  size: i32,
  columnPairs: usize,
  columnPairsEnd: usize,
  places: usize,
  mergePairs: usize,
  mergePairsEnd: usize,
  order: usize,
  xs: usize,
  count: i32,
  scratch: usize,
  out: usize,
): void {
  for (let x = 0; x < columns; x += TOGETHER) exchange(rows + ((<usize>x) << 3), columnPairs, columnPairsEnd);
  const sorted = scratch + <usize>(WIDE * size);
  const stride = (<usize>pitch) << 3;
  let done = 0;
  for (let n = 0; n < count; n++) {
    const x = load<i32>(xs + ((<usize>n) << 2));
    if (n > 0 && x < done) continue;
    done = x + TOGETHER;
    const first = rows + ((<usize>x) << 3);
    for (let k = 0; k < size; k++) {
      const from = first + <usize>load<i32>(places + ((<usize>k) << 2));
      const to = scratch + <usize>(WIDE * k);
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    }
    exchange(scratch, mergePairs, mergePairsEnd);
    for (let k = 0; k < size; k++) {
      const from = scratch + <usize>load<i32>(order + ((<usize>k) << 2));
      const to = sorted + <usize>(WIDE * k);
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    }
    const to = out + ((<usize>x) << 3);
    summarise(sorted, size, to, stride);
    summarise(sorted + 16, size, to + 16, stride);
  }
}

/** Runs a network on four arrays side by side. */
function exchange(base: usize, pairs: usize, end: usize): void {
  for (let at = pairs; at < end; at += 8) {
    const p = base + <usize>load<i32>(at);
    const q = base + <usize>load<i32>(at, 4);
    const a = v128.load(p);
    const b = v128.load(q);
    const c = v128.load(p, 16);
    const d = v128.load(q, 16);
    v128.store(p, f64x2.pmin(a, b));
    v128.store(q, f64x2.pmax(a, b));
    v128.store(p, f64x2.pmin(c, d), 16);
    v128.store(q, f64x2.pmax(c, d), 16);
  }
}

/** What rounding takes from total + x (Neumaier); `next` is that sum. */
function lostIn(total: v128, x: v128, next: v128): v128 {
  const kept = f64x2.add(f64x2.sub(total, next), x);
  const late = f64x2.add(f64x2.sub(x, next), total);
  return v128.bitselect(kept, late, f64x2.ge(f64x2.abs(total), f64x2.abs(x)));
}

/** Two windows: their values ascend at WIDE bytes from each other, what there is none of is infinite. */
function summarise(sorted: usize, size: i32, out: usize, stride: usize): void {
  const end = sorted + <usize>(WIDE * size);
  const infinite = f64x2.splat(Infinity);
  const one = f64x2.splat(1);
  const zero = f64x2.splat(0);
  const first = v128.load(sorted);
  let greatest = first;
  let count = zero;
  let sum = zero;
  let lostSum = zero;
  let squares = zero;
  let lost = zero;
  for (let start = sorted; start < end; start += ROW * WIDE) {
    let row = zero;
    for (let at = start, last = min(end, start + ROW * WIDE); at < last; at += WIDE) {
      const v = v128.load(at);
      const is = f64x2.lt(v, infinite);
      count = f64x2.add(count, v128.and(one, is));
      greatest = v128.bitselect(v, greatest, is);
      row = f64x2.add(row, v128.and(f64x2.sub(v, first), is));
      const square = v128.and(f64x2.mul(v, v), is);
      const next = f64x2.add(squares, square);
      lost = f64x2.add(lost, lostIn(squares, square, next));
      squares = next;
    }
    const next = f64x2.add(sum, row);
    lostSum = f64x2.add(lostSum, lostIn(sum, row, next));
    sum = next;
  }
  const mean = f64x2.add(first, f64x2.div(f64x2.add(sum, lostSum), count));
  put(out, 0, stride, count);
  put(out, 1, stride, first);
  put(out, 2, stride, greatest);
  put(out, 3, stride, mean);
  put(out, 12, stride, f64x2.add(squares, lost));
  const n0 = <i32>f64x2.extract_lane(count, 0);
  const n1 = <i32>f64x2.extract_lane(count, 1);
  const p10 = quantiles(sorted, n0, n1, 0.1);
  const median = quantiles(sorted, n0, n1, 0.5);
  const p90 = quantiles(sorted, n0, n1, 0.9);
  put(out, 7, stride, p10);
  put(out, 8, stride, quantiles(sorted, n0, n1, 0.25));
  put(out, 9, stride, median);
  put(out, 10, stride, quantiles(sorted, n0, n1, 0.75));
  put(out, 11, stride, p90);
  spread(sorted, end, count, mean, median, out, stride);
  let below = zero;
  let inside = zero;
  for (let at = sorted; at < end; at += WIDE) {
    const v = v128.load(at);
    below = f64x2.add(below, v128.and(one, f64x2.lt(v, p10)));
    inside = f64x2.add(inside, v128.and(one, v128.and(f64x2.ge(v, p10), f64x2.le(v, p90))));
  }
  put(out, 15, stride, aroundMiddle(sorted, size, below, inside));
}

/** Central moments, and the mean distances from the mean and from the median. */
function spread(sorted: usize, end: usize, count: v128, mean: v128, median: v128, out: usize, stride: usize): void {
  const infinite = f64x2.splat(Infinity);
  const zero = f64x2.splat(0);
  let s2 = zero;
  let s3 = zero;
  let s4 = zero;
  let l2 = zero;
  let l3 = zero;
  let l4 = zero;
  let aroundMean = zero;
  let lostMean = zero;
  let aroundMedian = zero;
  let lostMedian = zero;
  for (let start = sorted; start < end; start += ROW * WIDE) {
    let r2 = zero;
    let r3 = zero;
    let r4 = zero;
    for (let at = start, last = min(end, start + ROW * WIDE); at < last; at += WIDE) {
      const v = v128.load(at);
      const is = f64x2.lt(v, infinite);
      const d = v128.and(f64x2.sub(v, mean), is);
      const d2 = f64x2.mul(d, d);
      r2 = f64x2.add(r2, d2);
      r3 = f64x2.add(r3, f64x2.mul(d2, d));
      r4 = f64x2.add(r4, f64x2.mul(d2, d2));
      const fromMean = f64x2.abs(d);
      const nextMean = f64x2.add(aroundMean, fromMean);
      lostMean = f64x2.add(lostMean, lostIn(aroundMean, fromMean, nextMean));
      aroundMean = nextMean;
      const fromMedian = v128.and(f64x2.abs(f64x2.sub(v, median)), is);
      const nextMedian = f64x2.add(aroundMedian, fromMedian);
      lostMedian = f64x2.add(lostMedian, lostIn(aroundMedian, fromMedian, nextMedian));
      aroundMedian = nextMedian;
    }
    const n2 = f64x2.add(s2, r2);
    const n3 = f64x2.add(s3, r3);
    const n4 = f64x2.add(s4, r4);
    l2 = f64x2.add(l2, lostIn(s2, r2, n2));
    l3 = f64x2.add(l3, lostIn(s3, r3, n3));
    l4 = f64x2.add(l4, lostIn(s4, r4, n4));
    s2 = n2;
    s3 = n3;
    s4 = n4;
  }
  put(out, 4, stride, f64x2.div(f64x2.add(s2, l2), count));
  put(out, 5, stride, f64x2.div(f64x2.add(s3, l3), count));
  put(out, 6, stride, f64x2.div(f64x2.add(s4, l4), count));
  put(out, 13, stride, f64x2.div(f64x2.add(aroundMean, lostMean), count));
  put(out, 14, stride, f64x2.div(f64x2.add(aroundMedian, lostMedian), count));
}

/** Mean distance of the `inside` values behind the `below` least ones from their own mean; −1 where there are none. */
function aroundMiddle(sorted: usize, size: i32, below: v128, inside: v128): v128 {
  const zero = f64x2.splat(0);
  const b0 = <i32>f64x2.extract_lane(below, 0);
  const b1 = <i32>f64x2.extract_lane(below, 1);
  const most = <i32>max(f64x2.extract_lane(inside, 0), f64x2.extract_lane(inside, 1));
  const first = pick(sorted, size, b0, b1);
  let sum = zero;
  let lostSum = zero;
  for (let start = 0; start < most; start += ROW) {
    let row = zero;
    for (let k = start; k < min(most, start + ROW); k++) {
      const is = f64x2.lt(f64x2.splat(<f64>k), inside);
      row = f64x2.add(row, v128.and(f64x2.sub(pick(sorted, size, b0 + k, b1 + k), first), is));
    }
    const next = f64x2.add(sum, row);
    lostSum = f64x2.add(lostSum, lostIn(sum, row, next));
    sum = next;
  }
  const mean = f64x2.add(first, f64x2.div(f64x2.add(sum, lostSum), inside));
  let around = zero;
  let lost = zero;
  for (let k = 0; k < most; k++) {
    const is = f64x2.lt(f64x2.splat(<f64>k), inside);
    const away = v128.and(f64x2.abs(f64x2.sub(pick(sorted, size, b0 + k, b1 + k), mean)), is);
    const next = f64x2.add(around, away);
    lost = f64x2.add(lost, lostIn(around, away, next));
    around = next;
  }
  const found = f64x2.div(f64x2.add(around, lost), inside);
  return v128.bitselect(found, f64x2.splat(-1), f64x2.gt(inside, zero));
}

/** Value k0 of the first window and value k1 of the second. */
function pick(sorted: usize, size: i32, k0: i32, k1: i32): v128 {
  const low = v128.load64_zero(sorted + <usize>(WIDE * min(k0, size - 1)));
  return v128.load64_lane(sorted + <usize>(WIDE * min(k1, size - 1) + 8), low, 1);
}

function put(out: usize, field: i32, stride: usize, value: v128): void {
  v128.store(out + <usize>field * stride, value);
}

function quantiles(sorted: usize, n0: i32, n1: i32, p: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(quantile(sorted, n0, p)), 1, quantile(sorted + 8, n1, p));
}

function quantile(sorted: usize, n: i32, p: f64): f64 {
  const position = p * <f64>max(0, n - 1);
  const below = <i32>position;
  const at = sorted + <usize>(WIDE * below);
  const low = load<f64>(at);
  const share = position - <f64>below;
  return share === 0 ? low : low + share * (load<f64>(at, WIDE) - low);
}
