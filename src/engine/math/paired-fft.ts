import type { FftPlan } from "./fft.ts";

/**
 * Fourier transforms of many lines at once, two lines in each vector of a processor. An element of `lines` lines (an even
 * number) is 2 × lines numbers long: of each pair of lines the two real parts, then the two imaginary parts. A block of
 * elements is one behind the other; elements of other arrays begin `gap` numbers apart.
 *
 * Transforms all lines of a block, X(k) = Σ x(j)·exp(−2πi jk / length), not divided by anything (Stockham's sorted mixed
 * radix). `a` is overwritten; returns the one of `a` and `b` that holds the result.
 */
export function pairedFft(plan: FftPlan, lines: number, a: Float64Array, b: Float64Array): Float64Array {
  let m = plan.length;
  let n = 2 * lines;
  let [x, y] = [a, b];
  for (const radix of plan.factors) {
    const step = plan.length / m;
    m /= radix;
    butterflies[radix as Radix](plan, { step, m, n, x, k1: n * m, y, at: 0, wide: n * radix, o1: n });
    n *= radix;
    [x, y] = [y, x];
  }
  return x;
}

/** Elements of an array: the first begins at `at`, the next ones each `gap` numbers further. */
export type Elements = { readonly values: Float64Array; readonly at: number; readonly gap: number };

/**
 * Transforms lines of which only the first `count` elements are not 0, at most half of them and at least a quarter; the
 * length is 1, or even and not prime. `a` and `b` have room for a block.
 */
export function paddedFft(
  plan: FftPlan,
  lines: number,
  count: number,
  from: Elements,
  to: Elements,
  a: Float64Array,
  b: Float64Array,
): void {
  const { length, factors } = plan;
  const element = 2 * lines;
  if (factors.length === 0) {
    to.values.set(from.values.subarray(from.at, from.at + element), to.at);
    return;
  }
  const [first, ...middle] = factors;
  middle.pop();
  let m = length / first;
  (first === 4 ? half4 : half2)(plan, m, count, element, from, a);
  let n = element * first;
  let [x, y] = [a, b];
  for (const radix of middle) {
    const step = length / m;
    m /= radix;
    butterflies[radix as Radix](plan, { step, m, n, x, k1: n * m, y, at: 0, wide: n * radix, o1: n });
    n *= radix;
    [x, y] = [y, x];
  }
  // What is left is one butterfly, without a turn, for each of so many elements.
  const elements = length / m;
  const out = { y: to.values, at: to.at, wide: to.gap, o1: to.gap * elements };
  butterflies[m as Radix](plan, { step: 0, m: elements, n: element, x, k1: n, ...out });
}

type Radix = 2 | 3 | 4 | 5;

/**
 * m times a run of butterflies over n numbers. Inputs are k1 apart and the runs' follow each other; outputs are o1 apart,
 * and the runs' outputs `wide`. Run p is turned by w^(step·p·j).
 */
type Stage = {
  readonly step: number;
  readonly m: number;
  readonly n: number;
  readonly x: Float64Array;
  readonly k1: number;
  readonly y: Float64Array;
  readonly at: number;
  readonly wide: number;
  readonly o1: number;
};

const butterflies = { 2: radix2, 3: radix3, 4: radix4, 5: radix5 };

/** Writes r + i·j, times w^t. */
function put({ cos, sin }: FftPlan, t: number, y: Float64Array, o: number, r: number, i: number): void {
  y[o] = t === 0 ? r : r * cos[t] - i * sin[t];
  y[o + 2] = t === 0 ? i : r * sin[t] + i * cos[t];
}

/** The real parts of a run, one after the other: two follow each other, then come their imaginary parts. */
const next = (i: number): number => i + ((i & 1) === 0 ? 1 : 3);

/** The first stage where the second half of the elements is 0. It turns even by w⁰. */
function half2(
  { cos, sin }: FftPlan,
  m: number,
  count: number,
  n: number,
  { values: x, at, gap }: Elements,
  y: Float64Array,
): void {
  const filled = Math.min(m, count);
  for (let p = 0; p < filled; p++) {
    for (let e = 0; e < n; e = next(e)) {
      const i = at + gap * p + e;
      const o = 2 * n * p + e;
      y[o] = x[i];
      y[o + 2] = x[i + 2];
      y[o + n] = x[i] * cos[p] - x[i + 2] * sin[p];
      y[o + n + 2] = x[i] * sin[p] + x[i + 2] * cos[p];
    }
  }
  y.fill(0, 2 * n * filled, 2 * n * m);
}

function half4(
  { cos, sin }: FftPlan,
  m: number,
  count: number,
  n: number,
  { values: x, at, gap }: Elements,
  y: Float64Array,
): void {
  const turn = (t: number, o: number, r: number, i: number): void => {
    y[o] = r * cos[t] - i * sin[t];
    y[o + 2] = r * sin[t] + i * cos[t];
  };
  for (let p = 0; p < m; p++) {
    const both = p + m < count;
    for (let e = 0; e < n; e = next(e)) {
      const i = at + gap * p + e;
      const o = 4 * n * p + e;
      const ar = x[i];
      const ai = x[i + 2];
      const br = both ? x[i + gap * m] : 0;
      const bi = both ? x[i + gap * m + 2] : 0;
      y[o] = ar + br;
      y[o + 2] = ai + bi;
      turn(p, o + n, ar + bi, ai - br);
      turn(2 * p, o + 2 * n, ar - br, ai - bi);
      turn(3 * p, o + 3 * n, ar - bi, ai + br);
    }
  }
}

function radix2(plan: FftPlan, { step, m, n, x, k1, y, at, wide, o1 }: Stage): void {
  for (let p = 0; p < m; p++) {
    for (let e = 0; e < n; e = next(e)) {
      const i = n * p + e;
      const o = at + wide * p + e;
      put(plan, 0, y, o, x[i] + x[i + k1], x[i + 2] + x[i + k1 + 2]);
      put(plan, step * p, y, o + o1, x[i] - x[i + k1], x[i + 2] - x[i + k1 + 2]);
    }
  }
}

function radix3(plan: FftPlan, { step, m, n, x, k1, y, at, wide, o1 }: Stage): void {
  const half = Math.sqrt(3) / 2;
  for (let p = 0; p < m; p++) {
    for (let e = 0; e < n; e = next(e)) {
      const i = n * p + e;
      const [b, c] = [i + k1, i + 2 * k1];
      const o = at + wide * p + e;
      const sr = x[b] + x[c];
      const si = x[b + 2] + x[c + 2];
      // −i · √3/2 · (b − c) = rr − i·ri
      const rr = half * (x[b + 2] - x[c + 2]);
      const ri = half * (x[b] - x[c]);
      const tr = x[i] - sr * 0.5;
      const ti = x[i + 2] - si * 0.5;
      put(plan, 0, y, o, x[i] + sr, x[i + 2] + si);
      put(plan, step * p, y, o + o1, tr + rr, ti - ri);
      put(plan, 2 * step * p, y, o + 2 * o1, tr - rr, ti + ri);
    }
  }
}

function radix4(plan: FftPlan, { step, m, n, x, k1, y, at, wide, o1 }: Stage): void {
  for (let p = 0; p < m; p++) {
    for (let e = 0; e < n; e = next(e)) {
      const i = n * p + e;
      const [b, c, d] = [i + k1, i + 2 * k1, i + 3 * k1];
      const o = at + wide * p + e;
      const acr = x[i] + x[c];
      const aci = x[i + 2] + x[c + 2];
      const amr = x[i] - x[c];
      const ami = x[i + 2] - x[c + 2];
      const bdr = x[b] + x[d];
      const bdi = x[b + 2] + x[d + 2];
      // −i · (b − d) = bmi − i·bmr
      const bmr = x[b] - x[d];
      const bmi = x[b + 2] - x[d + 2];
      put(plan, 0, y, o, acr + bdr, aci + bdi);
      put(plan, step * p, y, o + o1, amr + bmi, ami - bmr);
      put(plan, 2 * step * p, y, o + 2 * o1, acr - bdr, aci - bdi);
      put(plan, 3 * step * p, y, o + 3 * o1, amr - bmi, ami + bmr);
    }
  }
}

function radix5(plan: FftPlan, { step, m, n, x, k1, y, at, wide, o1 }: Stage): void {
  // Cosine and sine of 2π/5 and 4π/5.
  const ca = 0.30901699437494745;
  const cb = -0.8090169943749475;
  const sa = 0.9510565162951535;
  const sb = 0.5877852522924731;
  for (let p = 0; p < m; p++) {
    const t = step * p;
    for (let e = 0; e < n; e = next(e)) {
      const i = n * p + e;
      const [b, c, d, f] = [i + k1, i + 2 * k1, i + 3 * k1, i + 4 * k1];
      const o = at + wide * p + e;
      const p1r = x[b] + x[f];
      const p1i = x[b + 2] + x[f + 2];
      const m1r = x[b] - x[f];
      const m1i = x[b + 2] - x[f + 2];
      const p2r = x[c] + x[d];
      const p2i = x[c + 2] + x[d + 2];
      const m2r = x[c] - x[d];
      const m2i = x[c + 2] - x[d + 2];
      put(plan, 0, y, o, x[i] + p1r + p2r, x[i + 2] + p1i + p2i);
      // Even parts u and v; −i times the odd parts is gi − i·gr and hi − i·hr.
      const ur = x[i] + ca * p1r + cb * p2r;
      const ui = x[i + 2] + ca * p1i + cb * p2i;
      const gi = sa * m1i + sb * m2i;
      const gr = sa * m1r + sb * m2r;
      put(plan, t, y, o + o1, ur + gi, ui - gr);
      put(plan, 4 * t, y, o + 4 * o1, ur - gi, ui + gr);
      const vr = x[i] + cb * p1r + ca * p2r;
      const vi = x[i + 2] + cb * p1i + ca * p2i;
      const hi = sb * m1i - sa * m2i;
      const hr = sb * m1r - sa * m2r;
      put(plan, 2 * t, y, o + 2 * o1, vr + hi, vi - hr);
      put(plan, 3 * t, y, o + 3 * o1, vr - hi, vi + hr);
    }
  }
}
