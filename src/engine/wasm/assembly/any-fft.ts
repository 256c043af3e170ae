// Fourier transforms of any length: math/fft-any.ts, where the comments are. Where a plan has −1 stages, the length of the
// inner transform stands in the place of its first radix, w in that of the cosines and sines; behind them stand the real
// and the imaginary parts of the kernel, then the inner plan.
import { elementOf, lengthOf, pairedFft, pairedFftApart } from "./paired-fft";

/** Elements that a block must have room for. */
export function roomOf(plan: usize): i32 {
  return load<i32>(plan + 4) < 0 ? load<i32>(plan + 8) : lengthOf(plan);
}

/** `pairedFft` of any length. */
export function anyFft(plan: usize, lines: i32, a: usize, b: usize): usize {
  if (load<i32>(plan + 4) >= 0) return pairedFft(plan, lines, a, b);
  const element = elementOf(lines);
  const result = chirped(plan, lines, a, element, a, b);
  turnBack(plan, element, result, result, element);
  return result;
}

/** `pairedFftApart` of any length; `work` has room for two blocks. */
export function anyFftApart(
  plan: usize,
  lines: i32,
  from: usize,
  gap: usize,
  to: usize,
  toGap: usize,
  work: usize,
): void {
  if (load<i32>(plan + 4) >= 0) {
    pairedFftApart(plan, lines, from, gap, to, toGap, work);
    return;
  }
  const element = elementOf(lines);
  const result = chirped(plan, lines, from, gap, work, work + element * roomOf(plan));
  turnBack(plan, element, result, to, toGap);
}

/** The convolution of the lines, turned by w, with the kernel: conjugated. */
function chirped(plan: usize, lines: i32, from: usize, gap: usize, a: usize, b: usize): usize {
  const length = lengthOf(plan);
  const size = roomOf(plan);
  const element = elementOf(lines);
  const w = plan + 128;
  const kernel = w + ((<usize>length) << 4);
  const inner = kernel + ((<usize>size) << 4);
  for (let j = 0; j < length; j++) multiply(w, length, j, from + gap * j, a + element * j, element, false);
  memory.fill(a + element * length, 0, element * (size - length));
  const forth = pairedFft(inner, lines, a, b);
  for (let j = 0; j < size; j++) multiply(kernel, size, j, forth + element * j, forth + element * j, element, true);
  return pairedFft(inner, lines, forth, forth === a ? b : a);
}

/** Conjugates and turns by w. */
function turnBack(plan: usize, element: usize, from: usize, to: usize, gap: usize): void {
  const length = lengthOf(plan);
  const w = plan + 128;
  for (let k = 0; k < length; k++) {
    const i = from + element * k;
    for (let e: usize = 0; e < element; e += 32) v128.store(i + e, f64x2.neg(v128.load(i + e, 16)), 16);
    multiply(w, length, k, i, to + gap * k, element, false);
  }
}

/** Multiplies an element by number j of `count`; conjugated where it is said. */
function multiply(numbers: usize, count: i32, j: i32, from: usize, to: usize, element: usize, conjugated: bool): void {
  const number = numbers + ((<usize>j) << 3);
  const c = v128.load64_splat(number);
  const s = v128.load64_splat(number + ((<usize>count) << 3));
  for (let e: usize = 0; e < element; e += 32) {
    const a = v128.load(from + e);
    const b = v128.load(from + e, 16);
    const im = f64x2.add(f64x2.mul(a, s), f64x2.mul(b, c));
    v128.store(to + e, f64x2.sub(f64x2.mul(a, c), f64x2.mul(b, s)));
    v128.store(to + e, conjugated ? f64x2.neg(im) : im, 16);
  }
}
