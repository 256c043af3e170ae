// The two passes of kernels/euclidean-distance.ts.

const FAR: f64 = 1e20;

/** `distancesAlongRows`; `gaps` has room for a row of i32. Returns 1 if there is a source. */
export function distancesAlongRows(
  mask: usize,
  value: i32,
  nx: i32,
  n: i32,
  costs: usize,
  gaps: usize,
  out: usize,
): i32 {
  let any = 0;
  for (let y = 0; y < n; y++) {
    const row = mask + <usize>(nx * y);
    const to = out + ((<usize>(nx * y)) << 3);
    const sources = countEqual(row, <u8>value, nx);
    if (sources > 0) any = 1;
    if (sources === nx) memory.fill(to, 0, (<usize>nx) << 3);
    else if (sources === 0) for (let x = 0; x < nx; x++) store<f64>(to + ((<usize>x) << 3), FAR);
    else alongRow(row, value, nx, costs, gaps, to);
  }
  return any;
}

function countEqual(row: usize, value: u8, nx: i32): i32 {
  const wanted = i8x16.splat(value);
  let count = 0;
  let x = 0;
  for (; x + 16 <= nx; x += 16) count += popcnt(i8x16.bitmask(i8x16.eq(v128.load(row + <usize>x), wanted)));
  for (; x < nx; x++) count += <i32>(load<u8>(row + <usize>x) === value);
  return count;
}

function alongRow(row: usize, value: i32, nx: i32, costs: usize, gaps: usize, out: usize): void {
  let gap = nx;
  for (let x = 0; x < nx; x++) {
    gap = <i32>load<u8>(row + <usize>x) === value ? 0 : gap + 1;
    store<i32>(gaps + ((<usize>x) << 2), gap);
  }
  for (let x = nx - 1; x >= 0; x--) {
    gap = min(gap + 1, load<i32>(gaps + ((<usize>x) << 2)));
    store<f64>(out + ((<usize>x) << 3), load<f64>(costs + ((<usize>gap) << 3)));
  }
}

/** `leastAlongColumn` for all columns, eight at a time; `block` has room for eight columns. */
export function leastAlongColumns(values: usize, nx: i32, n: i32, costs: usize, spacing: f64, block: usize): void {
  const pitch = (<usize>nx) << 3;
  for (let x = 0; x < nx; x += 8) {
    const column = values + ((<usize>x) << 3);
    const width = (<usize>min(8, nx - x)) << 3;
    // Side by side the columns lie close together, and beyond the last one are some that are nearest everywhere.
    if (width < 64) memory.fill(block, 0, (<usize>n) << 6);
    for (let q = 0; q < n; q++) {
      const from = column + <usize>q * pitch;
      const to = block + ((<usize>q) << 6);
      if (width < 64) memory.copy(to, from, width);
      else put(to, v128.load(from), v128.load(from, 16), v128.load(from, 32), v128.load(from, 48), 64);
    }
    least(block, n, costs, spacing, column, pitch, width);
  }
}

function least(block: usize, n: i32, costs: usize, spacing: f64, out: usize, pitch: usize, width: usize): void {
  let fa = v128.load(block);
  let fb = v128.load(block, 16);
  let fc = v128.load(block, 32);
  let fd = v128.load(block, 48);
  const end = block + ((<usize>n) << 6);
  for (let at = block + 64; at < end; at += 64) {
    fa = f64x2.pmin(fa, v128.load(at));
    fb = f64x2.pmin(fb, v128.load(at, 16));
    fc = f64x2.pmin(fc, v128.load(at, 32));
    fd = f64x2.pmin(fd, v128.load(at, 48));
  }
  let reach = n;
  for (let q = 0; q < n; q++) {
    const middle = block + ((<usize>q) << 6);
    let a = v128.load(middle);
    let b = v128.load(middle, 16);
    let c = v128.load(middle, 32);
    let d = v128.load(middle, 48);
    const before = min(reach, q);
    const behind = min(reach, n - 1 - q);
    const both = min(before, behind);
    let up = middle - 64;
    let down = middle + 64;
    let k = 1;
    for (; k <= both; k++) {
      const cost = v128.load64_splat(costs + ((<usize>k) << 3));
      a = f64x2.pmin(a, f64x2.add(v128.load(up), cost));
      b = f64x2.pmin(b, f64x2.add(v128.load(up, 16), cost));
      c = f64x2.pmin(c, f64x2.add(v128.load(up, 32), cost));
      d = f64x2.pmin(d, f64x2.add(v128.load(up, 48), cost));
      a = f64x2.pmin(a, f64x2.add(v128.load(down), cost));
      b = f64x2.pmin(b, f64x2.add(v128.load(down, 16), cost));
      c = f64x2.pmin(c, f64x2.add(v128.load(down, 32), cost));
      d = f64x2.pmin(d, f64x2.add(v128.load(down, 48), cost));
      up -= 64;
      down += 64;
    }
    // Near an end of the line only one side goes on.
    const step: usize = before > both ? -64 : 64;
    let at = before > both ? up : down;
    for (const last = max(before, behind); k <= last; k++) {
      const cost = v128.load64_splat(costs + ((<usize>k) << 3));
      a = f64x2.pmin(a, f64x2.add(v128.load(at), cost));
      b = f64x2.pmin(b, f64x2.add(v128.load(at, 16), cost));
      c = f64x2.pmin(c, f64x2.add(v128.load(at, 32), cost));
      d = f64x2.pmin(d, f64x2.add(v128.load(at, 48), cost));
      at += step;
    }
    put(out, a, b, c, d, width);
    out += pitch;
    const ab = f64x2.pmax(f64x2.sub(a, fa), f64x2.sub(b, fb));
    const cd = f64x2.pmax(f64x2.sub(c, fc), f64x2.sub(d, fd));
    const all = f64x2.pmax(ab, cd);
    const excess = max(f64x2.extract_lane(all, 0), f64x2.extract_lane(all, 1));
    reach = min(n, <i32>((sqrt(excess) / spacing) * (1 + 1e-6)) + 1);
  }
}

function put(out: usize, a: v128, b: v128, c: v128, d: v128, width: usize): void {
  if (width === 64) {
    v128.store(out, a);
    v128.store(out, b, 16);
    v128.store(out, c, 32);
    v128.store(out, d, 48);
    return;
  }
  store<f64>(out, f64x2.extract_lane(a, 0));
  if (width > 8) store<f64>(out, f64x2.extract_lane(a, 1), 8);
  if (width > 16) store<f64>(out, f64x2.extract_lane(b, 0), 16);
  if (width > 24) store<f64>(out, f64x2.extract_lane(b, 1), 24);
  if (width > 32) store<f64>(out, f64x2.extract_lane(c, 0), 32);
  if (width > 40) store<f64>(out, f64x2.extract_lane(c, 1), 40);
  if (width > 48) store<f64>(out, f64x2.extract_lane(d, 0), 48);
}
