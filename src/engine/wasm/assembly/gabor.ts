// `gaborModuli` of filters/plane-fourier.ts, where the comments are: the same operations on each number. Spectra hold two
// frequencies along a side by side, as in spectrum.ts; planes are f64, positions that a margin reads i32 (−1 for a 0).
import { elementOf, lengthOf, pairedFft } from "./paired-fft";
import { ROWS, separateRows, spreadRows } from "./spectrum";

/** Lines that are transformed together along b. */
const LINES: i32 = 8;

function at(array: usize, index: i32): usize {
  return array + ((<usize>index) << 3);
}

/**
 * Transforms a plane of na × nb real numbers, a fastest, with its margins, to `spectrum`: [kb][ka], `lines` of them.
 * `work`: a padded block of ROWS rows, 2 × LINES lines of a or b (complex), 128 bytes for each of `lines`; then nb rows of
 * `lines` complex numbers.
 */
export function transformMargins(
  planA: usize,
  planB: usize,
  lines: i32,
  plane: usize,
  na: i32,
  nb: i32,
  sourcesA: usize,
  countA: i32,
  sourcesB: usize,
  countB: i32,
  spectrum: usize,
  rows: usize,
  work: usize,
): void {
  const la = lengthOf(planA);
  const lb = lengthOf(planB);
  const row = elementOf(lines);
  const padded = work;
  const block = at(padded, la * ROWS + 2);
  for (let y = 0; y < nb; y += ROWS) {
    const count = min(ROWS, nb - y);
    memory.fill(padded, 0, (<usize>(la * ROWS)) << 3);
    for (let r = 0; r < count; r++) {
      const from = at(plane, na * (y + r));
      const to = at(padded, la * r);
      for (let x = 0; x < countA; x++) {
        const source = load<i32>(sourcesA + ((<usize>x) << 2));
        if (source >= 0) store<f64>(at(to, x), load<f64>(at(from, source)));
      }
    }
    const parts = separateRows(planA, padded, lines, block);
    spreadRows(parts, lines, count, rows + row * y, row);
  }
  for (let k = 0; k < lines; k += LINES) {
    const count = min(LINES, lines - k);
    const element = elementOf(count);
    memory.fill(block, 0, element * lb);
    for (let y = 0; y < countB; y++) {
      const source = load<i32>(sourcesB + ((<usize>y) << 2));
      if (source >= 0) memory.copy(block + element * y, rows + row * source + elementOf(k), element);
    }
    const result = pairedFft(planB, count, block, block + element * lb);
    for (let y = 0; y < lb; y++) memory.copy(spectrum + row * y + elementOf(k), result + element * y, element);
  }
}

/**
 * Writes the modulus of the response to a kernel of real spectrum ([kb][ka]) to `out`: na × nb numbers, a fastest, with
 * room for ROWS rows more. `near` and `far` hold (nb + ROWS) rows of `lines` complex numbers: frequencies k along a, and la − k.
 */
export function moduli(
  planA: usize,
  planB: usize,
  lines: i32,
  spectrum: usize,
  kernel: usize,
  na: i32,
  nb: i32,
  reachA: i32,
  reachB: i32,
  near: usize,
  far: usize,
  work: usize,
  out: usize,
): void {
  const la = lengthOf(planA);
  const lb = lengthOf(planB);
  const row = elementOf(lines);
  for (let k = 0; k < lines; k += LINES) {
    const count = min(LINES, lines - k);
    const element = elementOf(count);
    const other = work + element * lb;
    let o = work;
    for (let y = 0; y < lb; y++) {
      let s = spectrum + row * y + elementOf(k);
      let h = at(kernel, la * y + k);
      for (let e: usize = 0; e < element; e += 32, s += 32, h += 16, o += 32) {
        const gain = v128.load(h);
        v128.store(o, f64x2.mul(v128.load(s), gain));
        v128.store(o, f64x2.mul(f64x2.neg(v128.load(s, 16)), gain), 16);
      }
    }
    keepRows(pairedFft(planB, count, work, other), element, reachB, nb, near + elementOf(k), row);
    o = work;
    for (let y = 0; y < lb; y++) {
      let s = spectrum + row * (y === 0 ? 0 : lb - y) + elementOf(k);
      // Frequencies la − k and la − k − 1; of k = 0 and beyond the half whatever is read is not used.
      let h = at(kernel, la * (y + 1) - k - 1);
      for (let e: usize = 0; e < element; e += 32, s += 32, h -= 16, o += 32) {
        const back = v128.load(h);
        const gain = v128.shuffle<f64>(back, back, 1, 0);
        v128.store(o, f64x2.mul(v128.load(s), gain));
        v128.store(o, f64x2.mul(v128.load(s, 16), gain), 16);
      }
    }
    keepRows(pairedFft(planB, count, work, other), element, reachB, nb, far + elementOf(k), row);
  }
  for (let y = 0; y < nb; y += ROWS) {
    for (let r = 0; r < ROWS; r += 2) {
      collectFrequencies(near + row * (y + r), far + row * (y + r), row, la, work + ((<usize>r) << 4));
    }
    const result = pairedFft(planA, ROWS, work, work + elementOf(ROWS) * la);
    const rows = min(ROWS, nb - y);
    for (let r = 0; r < rows; r += 2) {
      const to = at(out, na * (y + r));
      writeModuli(result + elementOf(ROWS) * reachA + ((<usize>r) << 4), na, to, at(to, na));
    }
  }
}

/** Copies the rows that are no margin. */
function keepRows(result: usize, element: usize, reach: i32, count: i32, to: usize, row: usize): void {
  for (let y = 0; y < count; y++) memory.copy(to + row * y, result + element * (reach + y), element);
}

/** Of two rows, all frequencies along a: those up to the half from `near`, the others from `far`. */
function collectFrequencies(near: usize, far: usize, row: usize, la: i32, to: usize): void {
  const element = elementOf(ROWS);
  for (let k = 0; 2 * k <= la; k += 2, near += 32, far += 32) {
    store2(near, row, to + element * k, 2 * (k + 1) <= la ? to + element * (k + 1) : 0);
    const first = k > 0 && 2 * k < la ? to + element * (la - k) : 0;
    store2(far, row, first, 2 * (k + 1) < la ? to + element * (la - k - 1) : 0);
  }
}

/** Two frequencies of two rows, each to its element, where it has one. */
function store2(from: usize, row: usize, first: usize, second: usize): void {
  const ar = v128.load(from);
  const ai = v128.load(from, 16);
  const br = v128.load(from + row);
  const bi = v128.load(from + row, 16);
  if (first !== 0) {
    v128.store(first, v128.shuffle<f64>(ar, br, 0, 2));
    v128.store(first, v128.shuffle<f64>(ai, bi, 0, 2), 16);
  }
  if (second !== 0) {
    v128.store(second, v128.shuffle<f64>(ar, br, 1, 3));
    v128.store(second, v128.shuffle<f64>(ai, bi, 1, 3), 16);
  }
}

function modulus(from: usize): v128 {
  const re = v128.load(from);
  const im = v128.load(from, 16);
  return f64x2.sqrt(f64x2.add(f64x2.mul(re, re), f64x2.mul(im, im)));
}

function writeModuli(from: usize, na: i32, a: usize, b: usize): void {
  const element = elementOf(ROWS);
  let x = 0;
  for (; x + 1 < na; x += 2, from += 2 * element) {
    const p = modulus(from);
    const q = modulus(from + element);
    v128.store(at(a, x), v128.shuffle<f64>(p, q, 0, 2));
    v128.store(at(b, x), v128.shuffle<f64>(p, q, 1, 3));
  }
  if (x === na) return;
  const p = modulus(from);
  v128.store64_lane(at(a, x), p, 0);
  v128.store64_lane(at(b, x), p, 1);
}
