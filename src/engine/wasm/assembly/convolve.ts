// Convolution along one axis: kernels/convolve.ts. All numbers are f64.

/** A weighted sum of four rows, or of one: how many (i32), four offsets in bytes from +8, four weights from +24. */
const TERM: usize = 56;

/**
 * Writes the terms of output j to `terms`; returns the address behind them. Four taps go together where all their
 * sources exist; a source is a row of `step` bytes.
 */
function writeTerms(taps: usize, count: i32, source: usize, j: i32, step: i32, terms: usize): usize {
  const last = j + count - 1;
  let to = terms;
  for (let t = 0; t < count; ) {
    const s = source + ((<usize>(last - t)) << 2);
    const w = taps + ((<usize>t) << 3);
    if (
      t + 3 < count &&
      load<i32>(s) >= 0 &&
      load<i32>(s - 4) >= 0 &&
      load<i32>(s - 8) >= 0 &&
      load<i32>(s - 12) >= 0
    ) {
      store<i32>(to, 4);
      for (let k: usize = 0; k < 4; k++) store<i32>(to + 8 + 4 * k, load<i32>(s - 4 * k) * step);
      memory.copy(to + 24, w, 32);
      to += TERM;
      t += 4;
      continue;
    }
    if (load<i32>(s) >= 0) {
      store<i32>(to, 1);
      store<i32>(to + 8, load<i32>(s) * step);
      store<f64>(to + 24, load<f64>(w));
      to += TERM;
    }
    t++;
  }
  return to;
}

function term(t: usize, at: usize): v128 {
  const first = f64x2.mul(v128.load64_splat(t + 24), v128.load(at + load<i32>(t + 8)));
  if (load<i32>(t) === 1) return first;
  const second = f64x2.mul(v128.load64_splat(t + 32), v128.load(at + load<i32>(t + 12)));
  const third = f64x2.mul(v128.load64_splat(t + 40), v128.load(at + load<i32>(t + 16)));
  const fourth = f64x2.mul(v128.load64_splat(t + 48), v128.load(at + load<i32>(t + 20)));
  return f64x2.add(f64x2.add(f64x2.add(first, second), third), fourth);
}

/** Adds up the terms for n numbers, four at a time: up to three more are read and written. */
function addTerms(input: usize, terms: usize, end: usize, n: i32, out: usize): void {
  const bytes = (<usize>n) << 3;
  if (terms === end) {
    memory.fill(out, 0, bytes);
    return;
  }
  for (let i: usize = 0; i < bytes; i += 32) {
    const at = input + i;
    let a = term(terms, at);
    let b = term(terms, at + 16);
    for (let t = terms + TERM; t < end; t += TERM) {
      a = f64x2.add(a, term(t, at));
      b = f64x2.add(b, term(t, at + 16));
    }
    v128.store(out + i, a);
    v128.store(out + i + 16, b);
  }
}

/** `convolveRows` for `blocks` blocks; 32 bytes behind input and output may be overrun. `terms`: 56 bytes a tap. */
export function convolveRows(
  input: usize,
  n: i32,
  inner: i32,
  blocks: i32,
  taps: usize,
  count: i32,
  source: usize,
  terms: usize,
  out: usize,
): void {
  const step = inner << 3;
  for (let j = 0; j < n; j++) {
    const end = writeTerms(taps, count, source, j, step, terms);
    for (let b = 0; b < blocks; b++) {
      const block = <usize>(b * n * step);
      // What is overrun of a row is written anew with the next row, but not that of the block behind.
      const to = out + block + <usize>(j * step);
      if ((inner & 3) === 0 || (b === blocks - 1 && j === n - 1)) addTerms(input + block, terms, end, inner, to);
      else addOdd(input + block, terms, end, inner, to);
    }
  }
}

/** The same for rows of any length, without writing more. */
function addOdd(input: usize, terms: usize, end: usize, n: i32, out: usize): void {
  const whole = n & ~3;
  addTerms(input, terms, end, whole, out);
  for (let i = (<usize>whole) << 3; i < (<usize>n) << 3; i += 8) {
    let sum = 0.0;
    for (let t = terms; t < end; t += TERM) {
      const value = f64x2.extract_lane(term(t, input + i), 0);
      sum = t === terms ? value : sum + value;
    }
    store<f64>(out + i, sum);
  }
}

/**
 * `convolveLines` for `lines` lines. From position `identity` of `source` on the line itself is read, in order (−1: the
 * source is looked up throughout). `line` has room for n + count numbers and 32 bytes, `order` for as many i32.
 */
export function convolveLines(
  input: usize,
  n: i32,
  lines: i32,
  taps: usize,
  count: i32,
  source: usize,
  identity: i32,
  order: usize,
  terms: usize,
  line: usize,
  out: usize,
): void {
  const length = n + count - 1;
  for (let k = 0; k < length; k++) store<i32>(order + ((<usize>k) << 2), k);
  const end = writeTerms(taps, count, order, 0, 8, terms);
  const bytes = (<usize>n) << 3;
  for (let b = 0; b < lines; b++) {
    const from = input + <usize>b * bytes;
    for (let k = 0; k < length; k++) {
      if (k === identity) {
        memory.copy(line + ((<usize>k) << 3), from, bytes);
        k += n - 1;
        continue;
      }
      const s = load<i32>(source + ((<usize>k) << 2));
      store<f64>(line + ((<usize>k) << 3), s < 0 ? 0 : load<f64>(from + ((<usize>s) << 3)));
    }
    // What is overrun of a line is written anew with the next one.
    addTerms(line, terms, end, n, out + <usize>b * bytes);
  }
}
