// Grey levels of the rows of a region, see ./region.ts for what they are and kernels/region.ts for the plain loops.
import { cut, four, inside, joined, two } from "./sixteen";

/** Four levels from a table; `outside` is the cell of what is not in the mask, and of numbers that the table lacks. */
function lookFour<T, L>(data: usize, mask: v128, bases: v128, outside: v128, table: usize, out: usize): void {
  const known = i32x4.min_u(i32x4.sub(cut<T>(data), bases), outside);
  const cells = v128.bitselect(known, outside, mask);
  store<L>(out, load<L>(table + <usize>i32x4.extract_lane(cells, 0) * sizeof<L>()));
  store<L>(out, load<L>(table + <usize>i32x4.extract_lane(cells, 1) * sizeof<L>()), sizeof<L>());
  store<L>(out, load<L>(table + <usize>i32x4.extract_lane(cells, 2) * sizeof<L>()), 2 * sizeof<L>());
  store<L>(out, load<L>(table + <usize>i32x4.extract_lane(cells, 3) * sizeof<L>()), 3 * sizeof<L>());
}

function look<T, L>(
  data: usize,
  stride: i32,
  mask: usize,
  nx: i32,
  rows: i32,
  base: i32,
  cells: i32,
  table: usize,
  out: usize,
): void {
  const bases = i32x4.splat(base);
  const outside = i32x4.splat(cells);
  const step = <usize>4 * sizeof<T>();
  const width = <usize>4 * sizeof<L>();
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < nx; x += 16) {
      const found = inside(mask + <usize>x, nx - x);
      const to = out + <usize>x * sizeof<L>();
      if (!v128.any_true(found)) {
        v128.store(to, i8x16.splat(0));
        if (sizeof<L>() === 2) v128.store(to, i8x16.splat(0), 16);
        continue;
      }
      const from = data + <usize>x * sizeof<T>();
      lookFour<T, L>(from, four(found, 0), bases, outside, table, to);
      lookFour<T, L>(from + step, four(found, 1), bases, outside, table, to + width);
      lookFour<T, L>(from + 2 * step, four(found, 2), bases, outside, table, to + 2 * width);
      lookFour<T, L>(from + 3 * step, four(found, 3), bases, outside, table, to + 3 * width);
    }
    data += <usize>stride * sizeof<T>();
    mask += <usize>nx;
    out += <usize>nx * sizeof<L>();
  }
}

/**
 * Writes table[x − base] for whole numbers x of the mask, and 0 outside, as bytes (`wide` 0) or 16-bit numbers, which
 * are also what the table holds: `cells` of them and a 0.
 */
export function lookUpRows(
  size: i32,
  wide: i32,
  data: usize,
  stride: i32,
  mask: usize,
  nx: i32,
  rows: i32,
  base: i32,
  cells: i32,
  table: usize,
  out: usize,
): void {
  if (size === 4) {
    if (wide) look<f32, u16>(data, stride, mask, nx, rows, base, cells, table, out);
    else look<f32, u8>(data, stride, mask, nx, rows, base, cells, table, out);
  } else if (wide) look<f64, u16>(data, stride, mask, nx, rows, base, cells, table, out);
  else look<f64, u8>(data, stride, mask, nx, rows, base, cells, table, out);
}

/** Four levels: one more than what stands before the point of factor · (x − low) / span, at most `most`. */
function divideFour<T>(data: usize, mask: v128, low: v128, factor: v128, span: v128, most: v128): v128 {
  const a = f64x2.div(f64x2.mul(factor, f64x2.sub(two<T>(data), low)), span);
  const b = f64x2.div(f64x2.mul(factor, f64x2.sub(two<T>(data + 2 * sizeof<T>()), low)), span);
  const steps = joined(i32x4.trunc_sat_f64x2_s_zero(a), i32x4.trunc_sat_f64x2_s_zero(b));
  return v128.and(i32x4.min_u(i32x4.add(steps, i32x4.splat(1)), most), mask);
}

/** Moves a level to the bin that its number lies in: edges[level − 1] ≤ x < edges[level]. */
function settle<T, L>(data: usize, edges: usize, most: i32, out: usize): void {
  const x = <f64>load<T>(data);
  let level = <i32>load<L>(out);
  while (level < most && x >= load<f64>(edges + ((<usize>level) << 3))) level++;
  while (level > 1 && x < load<f64>(edges + ((<usize>(level - 1)) << 3))) level--;
  store<L>(out, <L>level);
}

function divide<T, L>(
  data: usize,
  stride: i32,
  mask: usize,
  nx: i32,
  rows: i32,
  low: f64,
  factor: f64,
  span: f64,
  most: i32,
  edges: usize,
  out: usize,
): void {
  const lows = f64x2.splat(low);
  const factors = f64x2.splat(factor);
  const spans = f64x2.splat(span);
  const mosts = i32x4.splat(most);
  const step = <usize>4 * sizeof<T>();
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < nx; x += 16) {
      const found = inside(mask + <usize>x, nx - x);
      const from = data + <usize>x * sizeof<T>();
      const to = out + <usize>x * sizeof<L>();
      let voxels = i8x16.bitmask(found);
      let first = i16x8.splat(0);
      let second = first;
      if (voxels !== 0) {
        const a = divideFour<T>(from, four(found, 0), lows, factors, spans, mosts);
        const b = divideFour<T>(from + step, four(found, 1), lows, factors, spans, mosts);
        const c = divideFour<T>(from + 2 * step, four(found, 2), lows, factors, spans, mosts);
        const d = divideFour<T>(from + 3 * step, four(found, 3), lows, factors, spans, mosts);
        first = i16x8.narrow_i32x4_u(a, b);
        second = i16x8.narrow_i32x4_u(c, d);
      }
      if (sizeof<L>() === 1) v128.store(to, i8x16.narrow_i16x8_u(first, second));
      else {
        v128.store(to, first);
        v128.store(to, second, 16);
      }
      if (edges === 0) continue;
      for (; voxels !== 0; voxels &= voxels - 1) {
        const v = <usize>ctz(voxels);
        settle<T, L>(from + v * sizeof<T>(), edges, most, to + v * sizeof<L>());
      }
    }
    data += <usize>stride * sizeof<T>();
    mask += <usize>nx;
    out += <usize>nx * sizeof<L>();
  }
}

/**
 * Writes ⌊factor · (x − low) / span⌋ + 1 for the numbers of the mask, at most `most`, and 0 outside, as bytes (`wide` 0)
 * or 16-bit numbers. `edges`: those of the bins (f64, most + 1 of them), which then decide; 0 where there are none.
 */
export function divideRows(
  size: i32,
  wide: i32,
  data: usize,
  stride: i32,
  mask: usize,
  nx: i32,
  rows: i32,
  low: f64,
  factor: f64,
  span: f64,
  most: i32,
  edges: usize,
  out: usize,
): void {
  if (size === 4) {
    if (wide) divide<f32, u16>(data, stride, mask, nx, rows, low, factor, span, most, edges, out);
    else divide<f32, u8>(data, stride, mask, nx, rows, low, factor, span, most, edges, out);
  } else if (wide) divide<f64, u16>(data, stride, mask, nx, rows, low, factor, span, most, edges, out);
  else divide<f64, u8>(data, stride, mask, nx, rows, low, factor, span, most, edges, out);
}
