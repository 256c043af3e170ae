// `addDiscs` of kernels/sphere-discs.ts; arrays and sizes as in `DiscPlan`. Two columns to a vector.

/** Columns that are taken through all rows of a block before the next: what they read stays in the nearest cache. */
const TILE = 32;

export function addDiscs(
  values: usize,
  single: i32,
  line: usize,
  wide: usize,
  offsets: usize,
  ends: usize,
  spans: usize,
  slots: usize,
  sums: usize,
  pitch: i32,
  width: i32,
  left: i32,
  stride: i32,
  rx: i32,
  ry: i32,
  rz: i32,
  count: i32,
  first: i32,
  end: i32,
  from: i32,
  to: i32,
): void {
  for (let r = 0; r < count + 2 * ry; r++) {
    const there = r >= first && r < end;
    const at = <usize>(r * pitch + left - rx);
    let row = values + (at << 3);
    if (single !== 0) {
      row = line;
      if (there) promote(values + (at << 2), from, to + 2 * rx, rx - left, width + rx - left, line);
      else memory.fill(line + ((<usize>from) << 3), 0, (<usize>(to + 2 * rx - from)) << 3);
    } else if (!there || from + left - rx < 0 || to + left + rx > width) {
      fill(there ? row : 0, from, to + 2 * rx, rx - left, width + rx - left, line);
      row = line;
    }
    widen(row + ((<usize>rx) << 3), wide + ((<usize>(r * (rx + 1) * stride)) << 3), (<usize>stride) << 3, rx, from, to);
  }
  for (let tile = from; tile < to; tile += TILE) {
    for (let y = 0; y < count; y++) {
      const span = spans + ((<usize>y) << 3);
      const last = min(min(tile + TILE, to), (load<i32>(span, 4) + 7) & ~7);
      const middle = wide + ((<usize>((y + ry) * (rx + 1) * stride)) << 3);
      for (let x = max(tile, load<i32>(span) & ~7); x < last; x += 8) {
        stack(middle + ((<usize>x) << 3), offsets, ends, slots, sums + ((<usize>(y * stride + x)) << 3), rz);
      }
    }
  }
}

/** Copies columns [from, to) of a row to `line`, with zeros outside [lo, hi), or zeros alone where there is no row. */
function fill(row: usize, from: i32, to: i32, lo: i32, hi: i32, line: usize): void {
  memory.fill(line + ((<usize>from) << 3), 0, (<usize>(to - from)) << 3);
  const at = max(from, lo);
  const n = min(to, hi) - at;
  if (row !== 0 && n > 0) memory.copy(line + ((<usize>at) << 3), row + ((<usize>at) << 3), (<usize>n) << 3);
}

/** The same of single precision. */
function promote(row: usize, from: i32, to: i32, lo: i32, hi: i32, line: usize): void {
  const begin = min(max(from, lo), to);
  const end = max(min(to, hi), begin);
  for (let x = from; x < begin; x++) store<f64>(line + ((<usize>x) << 3), 0);
  let x = begin;
  for (; x + 2 <= end; x += 2) {
    const pair = f64x2.promote_low_f32x4(v128.load64_zero(row + ((<usize>x) << 2)));
    v128.store(line + ((<usize>x) << 3), pair);
  }
  if (x < end) store<f64>(line + ((<usize>x) << 3), <f64>load<f32>(row + ((<usize>x) << 2)));
  for (x = end; x < to; x++) store<f64>(line + ((<usize>x) << 3), 0);
}

/** The sums over rows of half widths 0, 1, … rx around the columns [from, to). */
function widen(row: usize, out: usize, stride: usize, rx: i32, from: i32, to: i32): void {
  for (let x = from; x < to; x += 4) {
    const middle = row + ((<usize>x) << 3);
    let o = out + ((<usize>x) << 3);
    let a = v128.load(middle);
    let b = v128.load(middle + 16);
    v128.store(o, a);
    v128.store(o + 16, b);
    let left = middle - 8;
    let right = middle + 8;
    for (let w = 0; w < rx; w++) {
      a = f64x2.add(a, f64x2.add(v128.load(left), v128.load(right)));
      b = f64x2.add(b, f64x2.add(v128.load(left + 16), v128.load(right + 16)));
      o += stride;
      v128.store(o, a);
      v128.store(o + 16, b);
      left -= 8;
      right += 8;
    }
  }
}

/** The discs around eight columns, each added to the slices above and below that want it. */
function stack(middle: usize, offsets: usize, ends: usize, slots: usize, sums: usize, rz: i32): void {
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let k = 0;
  for (let dz = 0; dz <= rz; dz++) {
    const end = load<i32>(ends + ((<usize>dz) << 2));
    if (k < end) {
      const at = middle + ((<usize>load<i32>(offsets + ((<usize>k) << 2))) << 3);
      a = v128.load(at);
      b = v128.load(at, 16);
      c = v128.load(at, 32);
      d = v128.load(at, 48);
      k++;
    }
    for (; k < end; k += 2) {
      const p = middle + ((<usize>load<i32>(offsets + ((<usize>k) << 2))) << 3);
      const q = middle + ((<usize>load<i32>(offsets + ((<usize>k) << 2), 4)) << 3);
      a = f64x2.add(a, f64x2.add(v128.load(p), v128.load(q)));
      b = f64x2.add(b, f64x2.add(v128.load(p, 16), v128.load(q, 16)));
      c = f64x2.add(c, f64x2.add(v128.load(p, 32), v128.load(q, 32)));
      d = f64x2.add(d, f64x2.add(v128.load(p, 48), v128.load(q, 48)));
    }
    const pair = slots + ((<usize>dz) << 3);
    addTo(sums, load<i32>(pair), a, b, c, d);
    if (dz > 0) addTo(sums, load<i32>(pair + 4), a, b, c, d);
  }
}

function addTo(sums: usize, slot: i32, a: v128, b: v128, c: v128, d: v128): void {
  if (slot < 0) return;
  const at = sums + ((<usize>slot) << 3);
  v128.store(at, f64x2.add(v128.load(at), a));
  v128.store(at, f64x2.add(v128.load(at, 16), b), 16);
  v128.store(at, f64x2.add(v128.load(at, 32), c), 32);
  v128.store(at, f64x2.add(v128.load(at, 48), d), 48);
}

/** `divideSums`. */
export function divideSums(sums: usize, counts: usize, count: i32): f64 {
  let greatest = -Infinity;
  let odd = 0.0;
  for (let k = 0; k < count; k++) {
    const at = sums + ((<usize>k) << 3);
    const mean = load<f64>(at) / load<f64>(counts + ((<usize>k) << 3));
    store<f64>(at, mean);
    greatest = max(greatest, mean);
    odd += mean - mean;
  }
  return greatest + odd;
}
