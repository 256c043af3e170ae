// The steps of `respond` of math/spectrum.ts, where the comments are: the same operations on each number. Of a row's
// frequencies along x two at a time stand side by side: a row of the spectrum is an element of `lines` lines, as many as
// there are frequencies and one more where their number is odd. All arrays are f64, gaps are in bytes.
import { anyFft, anyFftApart, roomOf } from "./any-fft";
import { elementOf, lengthOf } from "./paired-fft";

/** Lines that are transformed together, as many as stay in the first cache; along x, as many rows, two in each line. */
const LINES: i32 = 8;
export const ROWS: i32 = 8;
/** Bytes of an element of ROWS / 2 lines: of the rows 0, 1, 4, 5 (real parts) and 2, 3, 6, 7 (imaginary ones). */
const PACKED: usize = 64;
/** Bytes of a frequency of ROWS rows, of which the real parts come first. */
const APART: usize = 128;

function at(array: usize, index: i32): usize {
  return array + ((<usize>index) << 3);
}

/**
 * Transforms the rows of a plane of the box along x and y, to `plane`. Behind the rows there is room for ROWS more.
 * `work`: 2 × LINES lines of room for x or y (complex), and APART for each of `lines`.
 */
export function transformPlane(planX: usize, planY: usize, lines: i32, rows: usize, plane: usize, work: usize): void {
  const nx = lengthOf(planX);
  const ny = lengthOf(planY);
  const row = elementOf(lines);
  memory.fill(at(rows, nx * ny), 0, (<usize>(nx * ROWS)) << 3);
  for (let y = 0; y < ny; y += ROWS) {
    const parts = separateRows(planX, at(rows, nx * y), lines, work);
    spreadRows(parts, lines, min(ROWS, ny - y), plane + row * y, row);
  }
  transformLines(planY, lines, plane, row, work);
}

/** Transforms ROWS rows; returns where the first half of their frequencies lies in `work`, APART each. */
export function separateRows(planX: usize, rows: usize, lines: i32, work: usize): usize {
  const nx = lengthOf(planX);
  const parts = work + PACKED * 2 * roomOf(planX);
  memory.fill(parts + APART * (lines - 1), 0, APART);
  gatherRows(rows, nx, work);
  const result = anyFft(planX, ROWS / 2, work, work + PACKED * roomOf(planX));
  for (let k = 0; 2 * k <= nx; k++) {
    const back = result + PACKED * (k === 0 ? 0 : nx - k);
    separate(result + PACKED * k, back, parts + APART * k);
    separate(result + PACKED * k + 32, back + 32, parts + APART * k + 32);
  }
  return parts;
}

/** Lines along y of a plane. */
function transformLines(planY: usize, lines: i32, plane: usize, row: usize, work: usize): void {
  for (let k = 0; k < lines; k += LINES) {
    const from = plane + elementOf(k);
    anyFftApart(planY, min(LINES, lines - k), from, row, from, row, work);
  }
}

function gatherRows(rows: usize, nx: i32, to: usize): void {
  for (let r = 0; r < ROWS; r += 2) {
    const a = at(rows, nx * r);
    const b = at(a, nx);
    let o = to + ((<usize>r) << 3);
    for (let x = 0; x < nx; x += 2, o += 2 * PACKED) {
      const p = v128.load(at(a, x));
      const q = v128.load(at(b, x));
      v128.store(o, v128.shuffle<f64>(p, q, 0, 2));
      if (x + 1 < nx) v128.store(o + PACKED, v128.shuffle<f64>(p, q, 1, 3));
    }
  }
}

/** Two rows that went through as the real and the imaginary part of a line, in two lines at a time. */
function separate(front: usize, back: usize, to: usize): void {
  const half = f64x2.splat(0.5);
  const ar = v128.load(front);
  const ai = v128.load(front, 16);
  const cr = v128.load(back);
  const ci = v128.load(back, 16);
  v128.store(to, f64x2.mul(f64x2.add(ar, cr), half));
  v128.store(to, f64x2.mul(f64x2.sub(ai, ci), half), 64);
  v128.store(to, f64x2.mul(f64x2.add(ai, ci), half), 16);
  v128.store(to, f64x2.mul(f64x2.sub(cr, ar), half), 80);
}

/** From frequency by frequency, rows side by side, to row by row, two frequencies side by side. */
export function spreadRows(parts: usize, lines: i32, count: i32, rows: usize, row: usize): void {
  for (let r = 0; r < count; r += 2) {
    let from = parts + ((<usize>r) << 3);
    let a = rows + row * r;
    for (let k = 0; k < lines; k += 2, from += 2 * APART, a += 32) {
      const re = v128.load(from);
      const im = v128.load(from, 64);
      const nextRe = v128.load(from + APART);
      const nextIm = v128.load(from + APART, 64);
      v128.store(a, v128.shuffle<f64>(re, nextRe, 0, 2));
      v128.store(a, v128.shuffle<f64>(im, nextIm, 0, 2), 16);
      if (r + 1 === count) continue;
      v128.store(a + row, v128.shuffle<f64>(re, nextRe, 1, 3));
      v128.store(a + row, v128.shuffle<f64>(im, nextIm, 1, 3), 16);
    }
  }
}

/** The way back of `spreadRows`; rows there are none of are 0. */
function collectRows(parts: usize, lines: i32, count: i32, rows: usize, row: usize): void {
  const zero = f64x2.splat(0);
  for (let r = 0; r < ROWS; r += 2) {
    let to = parts + ((<usize>r) << 3);
    let a = rows + row * r;
    for (let k = 0; k < lines; k += 2, to += 2 * APART, a += 32) {
      const re = r < count ? v128.load(a) : zero;
      const im = r < count ? v128.load(a, 16) : zero;
      const nextRe = r + 1 < count ? v128.load(a + row) : zero;
      const nextIm = r + 1 < count ? v128.load(a + row, 16) : zero;
      v128.store(to, v128.shuffle<f64>(re, nextRe, 0, 2));
      v128.store(to, v128.shuffle<f64>(im, nextIm, 0, 2), 64);
      v128.store(to + APART, v128.shuffle<f64>(re, nextRe, 1, 3));
      v128.store(to + APART, v128.shuffle<f64>(im, nextIm, 1, 3), 64);
    }
  }
}

/**
 * Transforms the lines along z of row y of all planes, `gap` apart, multiplies them by their gains (by i as well where
 * `odd`), conjugates and transforms them again. `octants`: h(x)·h(y)·h(z) numbers, x fastest. For frequency k of an axis,
 * `places` holds where it and −k stand there (i32), side by side; `signs` the two signs (f64), times a factor along z.
 */
export function filterLines(
  planZ: usize,
  lines: i32,
  spectrum: usize,
  gap: usize,
  y: i32,
  octants: usize,
  hx: i32,
  hy: i32,
  placesX: usize,
  signsX: usize,
  placesY: usize,
  signsY: usize,
  placesZ: usize,
  signsZ: usize,
  columns: i32,
  odd: bool,
  work: usize,
): void {
  const nz = lengthOf(planZ);
  const gains = work;
  const block = at(gains, nz * lines);
  const from = spectrum + elementOf(lines) * y;
  const place = load<i32>(placesY + ((<usize>y) << 3));
  const mate = load<i32>(placesY + ((<usize>y) << 3), 4);
  const sign = load<f64>(signsY + ((<usize>y) << 4));
  const mateSign = load<f64>(signsY + ((<usize>y) << 4), 8);
  for (let z = 0; z < nz; z++) {
    const placeZ = load<i32>(placesZ + ((<usize>z) << 3));
    const mateZ = load<i32>(placesZ + ((<usize>z) << 3), 4);
    const a = sign * load<f64>(signsZ + ((<usize>z) << 4));
    const b = mateSign * load<f64>(signsZ + ((<usize>z) << 4), 8);
    const own = at(octants, hx * (place + hy * placeZ));
    const other = at(octants, hx * (mate + hy * mateZ));
    const to = at(gains, lines * z);
    if (lines > columns) store<f64>(at(to, columns), 0);
    for (let x = 0; x < columns; x++) {
      const p = load<f64>(at(own, load<i32>(placesX + ((<usize>x) << 3))));
      const q = load<f64>(at(other, load<i32>(placesX + ((<usize>x) << 3), 4)));
      const s = load<f64>(signsX + ((<usize>x) << 4));
      const t = load<f64>(signsX + ((<usize>x) << 4), 8);
      store<f64>(at(to, x), a * s * p + b * t * q);
    }
  }
  for (let k = 0; k < lines; k += LINES) {
    const count = min(LINES, lines - k);
    const element = elementOf(count);
    const lane = from + elementOf(k);
    const room = block + element * nz;
    anyFftApart(planZ, count, lane, gap, block, element, room);
    let i = block;
    for (let z = 0; z < nz; z++) {
      let g = at(gains, lines * z + k);
      const end = i + element;
      for (; i < end; i += 32, g += 16) {
        const gain = v128.load(g);
        const re = f64x2.mul(gain, v128.load(i));
        const im = f64x2.mul(gain, v128.load(i, 16));
        v128.store(i, odd ? f64x2.neg(im) : re);
        v128.store(i, f64x2.neg(odd ? re : im), 16);
      }
    }
    anyFftApart(planZ, count, block, element, lane, gap, room);
  }
}

/** Transforms a plane (the conjugate of the spectrum, back along z) along y and x; writes its rows, times `scale`. */
export function invertPlane(
  planX: usize,
  planY: usize,
  lines: i32,
  rows: usize,
  plane: usize,
  scale: f64,
  work: usize,
): void {
  const nx = lengthOf(planX);
  const ny = lengthOf(planY);
  const row = elementOf(lines);
  const columns = nx / 2 + 1;
  const parts = work + PACKED * 2 * roomOf(planX);
  transformLines(planY, lines, plane, row, work);
  for (let y = 0; y < ny; y += ROWS) {
    collectRows(parts, lines, min(ROWS, ny - y), plane + row * y, row);
    for (let k = 0; k < columns; k++) {
      const back = k === 0 || 2 * k === nx ? 0 : work + PACKED * (nx - k);
      unite(parts + APART * k, work + PACKED * k, back);
      unite(parts + APART * k + 32, work + PACKED * k + 32, back === 0 ? 0 : back + 32);
    }
    const result = anyFft(planX, ROWS / 2, work, work + PACKED * roomOf(planX));
    scatterRows(result, nx, at(rows, nx * y), scale);
  }
}

/** The way back of `separate`; a frequency that is its own mirror image is real. */
function unite(from: usize, front: usize, back: usize): void {
  const ar = v128.load(from);
  const ai = v128.load(from, 64);
  const br = v128.load(from, 16);
  const bi = v128.load(from, 80);
  if (back === 0) {
    v128.store(front, ar);
    v128.store(front, br, 16);
    return;
  }
  v128.store(front, f64x2.sub(ar, bi));
  v128.store(front, f64x2.add(ai, br), 16);
  v128.store(back, f64x2.add(ar, bi));
  v128.store(back, f64x2.sub(br, ai), 16);
}

function scatterRows(result: usize, nx: i32, rows: usize, scale: f64): void {
  const times = f64x2.splat(scale);
  for (let r = 0; r < ROWS; r += 2) {
    const a = at(rows, nx * r);
    const b = at(a, nx);
    let i = result + ((<usize>r) << 3);
    let x = 0;
    for (; x + 1 < nx; x += 2, i += 2 * PACKED) {
      const p = f64x2.mul(v128.load(i), times);
      const q = f64x2.mul(v128.load(i + PACKED), times);
      v128.store(at(a, x), v128.shuffle<f64>(p, q, 0, 2));
      v128.store(at(b, x), v128.shuffle<f64>(p, q, 1, 3));
    }
    if (x === nx) continue;
    const p = f64x2.mul(v128.load(i), times);
    v128.store64_lane(at(a, x), p, 0);
    v128.store64_lane(at(b, x), p, 1);
  }
}
