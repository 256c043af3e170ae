import { fftInWasm } from "../wasm/fft.ts";

/**
 * Fourier transforms of many lines at once. Element k of line b lies at `k * lines + b`: the lines run side by side,
 * so the innermost loop is long and holds its twiddle factors still.
 */
export type FftPlan = {
  readonly length: number;
  readonly factors: readonly number[];
  /** cos and −sin of 2πk / length. */
  readonly cos: Float64Array;
  readonly sin: Float64Array;
};

/** The smallest even length ≥ n that has no prime factors but 2, 3 and 5. */
export function fftLength(n: number): number {
  for (let length = Math.max(2, n + (n % 2)); ; length += 2) {
    let rest = length;
    for (const p of [2, 3, 5]) while (rest % p === 0) rest /= p;
    if (rest === 1) return length;
  }
}

/** Prepares transforms of a length whose prime factors are 2, 3 and 5. */
export function fftPlan(length: number): FftPlan {
  const factors: number[] = [];
  let rest = length;
  for (const p of [4, 2, 3, 5]) {
    while (rest % p === 0) {
      factors.push(p);
      rest /= p;
    }
  }
  const cos = new Float64Array(length);
  const sin = new Float64Array(length);
  for (let k = 0; k < length; k++) {
    cos[k] = Math.cos((2 * Math.PI * k) / length);
    sin[k] = -Math.sin((2 * Math.PI * k) / length);
  }
  return { length, factors, cos, sin };
}

/** A complex array in two parts. */
export type Complex = { re: Float64Array; im: Float64Array };

export const complex = (length: number): Complex => ({ re: new Float64Array(length), im: new Float64Array(length) });

/**
 * Transforms `lines` lines, X(k) = Σ x(j)·exp(−2πi jk / length), not divided by anything (Stockham's sorted mixed
 * radix). Both arrays are overwritten; the one that holds the result is returned.
 */
export function fft(plan: FftPlan, lines: number, data: Complex, scratch: Complex): Complex {
  return fftInWasm(plan, lines, data, scratch) ?? plainFft(plan, lines, data, scratch);
}

function plainFft({ length, factors, cos, sin }: FftPlan, lines: number, data: Complex, scratch: Complex): Complex {
  let from = data;
  let to = scratch;
  let size = length;
  let stride = lines;
  for (const radix of factors) {
    const step = length / size;
    const run = { 2: radix2, 3: radix3, 4: radix4, 5: radix5 }[radix as 2 | 3 | 4 | 5];
    run(from.re, from.im, size / radix, stride, step, cos, sin, to.re, to.im);
    [from, to] = [to, from];
    size /= radix;
    stride *= radix;
  }
  return from;
}

// One stage each: out[s(rp + j)] = w^(pj) · DFT_r of in[s(p + km)] over k, for p < m and each of s neighbours.

function radix2(
  xr: Float64Array,
  xi: Float64Array,
  m: number,
  s: number,
  step: number,
  cos: Float64Array,
  sin: Float64Array,
  yr: Float64Array,
  yi: Float64Array,
): void {
  const k1 = s * m;
  for (let p = 0; p < m; p++) {
    const c1 = cos[step * p];
    const s1 = sin[step * p];
    const end = s * p + s;
    let o = 2 * s * p;
    for (let i = s * p; i < end; i++, o++) {
      const ar = xr[i];
      const ai = xi[i];
      const br = xr[i + k1];
      const bi = xi[i + k1];
      yr[o] = ar + br;
      yi[o] = ai + bi;
      const dr = ar - br;
      const di = ai - bi;
      yr[o + s] = dr * c1 - di * s1;
      yi[o + s] = dr * s1 + di * c1;
    }
  }
}

function radix3(
  xr: Float64Array,
  xi: Float64Array,
  m: number,
  s: number,
  step: number,
  cos: Float64Array,
  sin: Float64Array,
  yr: Float64Array,
  yi: Float64Array,
): void {
  const k1 = s * m;
  const k2 = 2 * k1;
  const half = Math.sqrt(3) / 2;
  for (let p = 0; p < m; p++) {
    const c1 = cos[step * p];
    const s1 = sin[step * p];
    const c2 = cos[2 * step * p];
    const s2 = sin[2 * step * p];
    const end = s * p + s;
    let o = 3 * s * p;
    for (let i = s * p; i < end; i++, o++) {
      const ar = xr[i];
      const ai = xi[i];
      const sr = xr[i + k1] + xr[i + k2];
      const si = xi[i + k1] + xi[i + k2];
      // −i · √3/2 · (b − c)
      const rr = half * (xi[i + k1] - xi[i + k2]);
      const ri = -half * (xr[i + k1] - xr[i + k2]);
      const tr = ar - sr / 2;
      const ti = ai - si / 2;
      yr[o] = ar + sr;
      yi[o] = ai + si;
      const ur = tr + rr;
      const ui = ti + ri;
      yr[o + s] = ur * c1 - ui * s1;
      yi[o + s] = ur * s1 + ui * c1;
      const vr = tr - rr;
      const vi = ti - ri;
      yr[o + 2 * s] = vr * c2 - vi * s2;
      yi[o + 2 * s] = vr * s2 + vi * c2;
    }
  }
}

function radix4(
  xr: Float64Array,
  xi: Float64Array,
  m: number,
  s: number,
  step: number,
  cos: Float64Array,
  sin: Float64Array,
  yr: Float64Array,
  yi: Float64Array,
): void {
  const k1 = s * m;
  const k2 = 2 * k1;
  const k3 = 3 * k1;
  for (let p = 0; p < m; p++) {
    const c1 = cos[step * p];
    const s1 = sin[step * p];
    const c2 = cos[2 * step * p];
    const s2 = sin[2 * step * p];
    const c3 = cos[3 * step * p];
    const s3 = sin[3 * step * p];
    const end = s * p + s;
    let o = 4 * s * p;
    for (let i = s * p; i < end; i++, o++) {
      const acr = xr[i] + xr[i + k2];
      const aci = xi[i] + xi[i + k2];
      const amr = xr[i] - xr[i + k2];
      const ami = xi[i] - xi[i + k2];
      const bdr = xr[i + k1] + xr[i + k3];
      const bdi = xi[i + k1] + xi[i + k3];
      // −i · (b − d)
      const bmr = xi[i + k1] - xi[i + k3];
      const bmi = xr[i + k3] - xr[i + k1];
      yr[o] = acr + bdr;
      yi[o] = aci + bdi;
      const ur = amr + bmr;
      const ui = ami + bmi;
      yr[o + s] = ur * c1 - ui * s1;
      yi[o + s] = ur * s1 + ui * c1;
      const vr = acr - bdr;
      const vi = aci - bdi;
      yr[o + 2 * s] = vr * c2 - vi * s2;
      yi[o + 2 * s] = vr * s2 + vi * c2;
      const wr = amr - bmr;
      const wi = ami - bmi;
      yr[o + 3 * s] = wr * c3 - wi * s3;
      yi[o + 3 * s] = wr * s3 + wi * c3;
    }
  }
}

function radix5(
  xr: Float64Array,
  xi: Float64Array,
  m: number,
  s: number,
  step: number,
  cos: Float64Array,
  sin: Float64Array,
  yr: Float64Array,
  yi: Float64Array,
): void {
  const k1 = s * m;
  const k2 = 2 * k1;
  const k3 = 3 * k1;
  const k4 = 4 * k1;
  // Cosine and sine of 2π/5 and 4π/5.
  const ca = 0.30901699437494745;
  const cb = -0.8090169943749475;
  const sa = 0.9510565162951535;
  const sb = 0.5877852522924731;
  for (let p = 0; p < m; p++) {
    const t = step * p;
    const end = s * p + s;
    let o = 5 * s * p;
    for (let i = s * p; i < end; i++, o++) {
      const ar = xr[i];
      const ai = xi[i];
      const p1r = xr[i + k1] + xr[i + k4];
      const p1i = xi[i + k1] + xi[i + k4];
      const m1r = xr[i + k1] - xr[i + k4];
      const m1i = xi[i + k1] - xi[i + k4];
      const p2r = xr[i + k2] + xr[i + k3];
      const p2i = xi[i + k2] + xi[i + k3];
      const m2r = xr[i + k2] - xr[i + k3];
      const m2i = xi[i + k2] - xi[i + k3];
      yr[o] = ar + p1r + p2r;
      yi[o] = ai + p1i + p2i;
      const er = ar + ca * p1r + cb * p2r;
      const ei = ai + ca * p1i + cb * p2i;
      const fr = ar + cb * p1r + ca * p2r;
      const fi = ai + cb * p1i + ca * p2i;
      // −i times the odd parts
      const gr = sa * m1i + sb * m2i;
      const gi = -(sa * m1r + sb * m2r);
      const hr = sb * m1i - sa * m2i;
      const hi = -(sb * m1r - sa * m2r);
      yr[o + s] = (er + gr) * cos[t] - (ei + gi) * sin[t];
      yi[o + s] = (er + gr) * sin[t] + (ei + gi) * cos[t];
      yr[o + 2 * s] = (fr + hr) * cos[2 * t] - (fi + hi) * sin[2 * t];
      yi[o + 2 * s] = (fr + hr) * sin[2 * t] + (fi + hi) * cos[2 * t];
      yr[o + 3 * s] = (fr - hr) * cos[3 * t] - (fi - hi) * sin[3 * t];
      yi[o + 3 * s] = (fr - hr) * sin[3 * t] + (fi - hi) * cos[3 * t];
      yr[o + 4 * s] = (er - gr) * cos[4 * t] - (ei - gi) * sin[4 * t];
      yi[o + 4 * s] = (er - gr) * sin[4 * t] + (ei - gi) * cos[4 * t];
    }
  }
}
