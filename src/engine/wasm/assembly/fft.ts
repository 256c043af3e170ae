// Fourier transforms of many lines at once: `math/fft.ts`, two lines at a time. Where their number is odd the last two
// are done together once more, to the same result; a single line is not for this kernel.

/**
 * Stockham's transform of lines side by side. A plan is its length and number of stages, up to 30 radices (all i32), then
 * the cosines and sines. Returns 1 where the result lies in (br, bi), 0 in (ar, ai).
 */
export function fft(plan: usize, lines: i32, ar: usize, ai: usize, br: usize, bi: usize): i32 {
  const length = lengthOf(plan);
  const stages = stagesOf(plan);
  const cos = plan + 128;
  const sin = cos + ((<usize>length) << 3);
  let size = length;
  let stride = lines;
  for (let k = 0; k < stages; k++) {
    const radix = load<i32>(plan + 8 + ((<usize>k) << 2));
    const m = size / radix;
    const step = length / size;
    const odd = (k & 1) === 1;
    const xr = odd ? br : ar;
    const xi = odd ? bi : ai;
    const yr = odd ? ar : br;
    const yi = odd ? ai : bi;
    if (radix === 4) radix4(xr, xi, m, stride, step, cos, sin, yr, yi);
    else if (radix === 2) radix2(xr, xi, m, stride, step, cos, sin, yr, yi);
    else if (radix === 3) radix3(xr, xi, m, stride, step, cos, sin, yr, yi);
    else radix5(xr, xi, m, stride, step, cos, sin, yr, yi);
    size = m;
    stride *= radix;
  }
  return stages & 1;
}

export function lengthOf(plan: usize): i32 {
  return load<i32>(plan);
}

export function stagesOf(plan: usize): i32 {
  return load<i32>(plan + 4);
}

function radix2(xr: usize, xi: usize, m: i32, s: i32, step: i32, cos: usize, sin: usize, yr: usize, yi: usize): void {
  const n = (<usize>s) << 3;
  const k1 = n * m;
  const last = n - 16;
  for (let p = 0; p < m; p++) {
    const c1 = v128.load64_splat(cos + ((<usize>(step * p)) << 3));
    const s1 = v128.load64_splat(sin + ((<usize>(step * p)) << 3));
    const from = n * p;
    const to = 2 * from;
    for (let at: usize = 0; at < n; at += 16) {
      const e = min(at, last);
      const i = from + e;
      const o = to + e;
      const ar = v128.load(xr + i);
      const ai = v128.load(xi + i);
      const br = v128.load(xr + i + k1);
      const bi = v128.load(xi + i + k1);
      v128.store(yr + o, f64x2.add(ar, br));
      v128.store(yi + o, f64x2.add(ai, bi));
      turn(yr + o + n, yi + o + n, f64x2.sub(ar, br), f64x2.sub(ai, bi), c1, s1);
    }
  }
}

/** Stores (r + i·j)·(c + s·j). */
function turn(yr: usize, yi: usize, r: v128, i: v128, c: v128, s: v128): void {
  v128.store(yr, f64x2.sub(f64x2.mul(r, c), f64x2.mul(i, s)));
  v128.store(yi, f64x2.add(f64x2.mul(r, s), f64x2.mul(i, c)));
}

function radix3(xr: usize, xi: usize, m: i32, s: i32, step: i32, cos: usize, sin: usize, yr: usize, yi: usize): void {
  const n = (<usize>s) << 3;
  const k1 = n * m;
  const k2 = 2 * k1;
  const last = n - 16;
  const half = f64x2.splat(Math.sqrt(3) / 2);
  const minus = f64x2.splat(-Math.sqrt(3) / 2);
  const two = f64x2.splat(0.5);
  for (let p = 0; p < m; p++) {
    const t = (<usize>(step * p)) << 3;
    const c1 = v128.load64_splat(cos + t);
    const s1 = v128.load64_splat(sin + t);
    const c2 = v128.load64_splat(cos + 2 * t);
    const s2 = v128.load64_splat(sin + 2 * t);
    const from = n * p;
    const to = 3 * from;
    for (let at: usize = 0; at < n; at += 16) {
      const e = min(at, last);
      const i = from + e;
      const o = to + e;
      const ar = v128.load(xr + i);
      const ai = v128.load(xi + i);
      const br = v128.load(xr + i + k1);
      const bi = v128.load(xi + i + k1);
      const cr = v128.load(xr + i + k2);
      const ci = v128.load(xi + i + k2);
      const sr = f64x2.add(br, cr);
      const si = f64x2.add(bi, ci);
      const rr = f64x2.mul(half, f64x2.sub(bi, ci));
      const ri = f64x2.mul(minus, f64x2.sub(br, cr));
      const tr = f64x2.sub(ar, f64x2.mul(sr, two));
      const ti = f64x2.sub(ai, f64x2.mul(si, two));
      v128.store(yr + o, f64x2.add(ar, sr));
      v128.store(yi + o, f64x2.add(ai, si));
      turn(yr + o + n, yi + o + n, f64x2.add(tr, rr), f64x2.add(ti, ri), c1, s1);
      turn(yr + o + 2 * n, yi + o + 2 * n, f64x2.sub(tr, rr), f64x2.sub(ti, ri), c2, s2);
    }
  }
}

function radix4(xr: usize, xi: usize, m: i32, s: i32, step: i32, cos: usize, sin: usize, yr: usize, yi: usize): void {
  const n = (<usize>s) << 3;
  const k1 = n * m;
  const k2 = 2 * k1;
  const k3 = 3 * k1;
  const last = n - 16;
  for (let p = 0; p < m; p++) {
    const t = (<usize>(step * p)) << 3;
    const c1 = v128.load64_splat(cos + t);
    const s1 = v128.load64_splat(sin + t);
    const c2 = v128.load64_splat(cos + 2 * t);
    const s2 = v128.load64_splat(sin + 2 * t);
    const c3 = v128.load64_splat(cos + 3 * t);
    const s3 = v128.load64_splat(sin + 3 * t);
    const from = n * p;
    const to = 4 * from;
    for (let at: usize = 0; at < n; at += 16) {
      const e = min(at, last);
      const i = from + e;
      const o = to + e;
      const ar = v128.load(xr + i);
      const ai = v128.load(xi + i);
      const br = v128.load(xr + i + k1);
      const bi = v128.load(xi + i + k1);
      const cr = v128.load(xr + i + k2);
      const ci = v128.load(xi + i + k2);
      const dr = v128.load(xr + i + k3);
      const di = v128.load(xi + i + k3);
      const acr = f64x2.add(ar, cr);
      const aci = f64x2.add(ai, ci);
      const amr = f64x2.sub(ar, cr);
      const ami = f64x2.sub(ai, ci);
      const bdr = f64x2.add(br, dr);
      const bdi = f64x2.add(bi, di);
      const bmr = f64x2.sub(bi, di);
      const bmi = f64x2.sub(dr, br);
      v128.store(yr + o, f64x2.add(acr, bdr));
      v128.store(yi + o, f64x2.add(aci, bdi));
      turn(yr + o + n, yi + o + n, f64x2.add(amr, bmr), f64x2.add(ami, bmi), c1, s1);
      turn(yr + o + 2 * n, yi + o + 2 * n, f64x2.sub(acr, bdr), f64x2.sub(aci, bdi), c2, s2);
      turn(yr + o + 3 * n, yi + o + 3 * n, f64x2.sub(amr, bmr), f64x2.sub(ami, bmi), c3, s3);
    }
  }
}

function radix5(xr: usize, xi: usize, m: i32, s: i32, step: i32, cos: usize, sin: usize, yr: usize, yi: usize): void {
  const n = (<usize>s) << 3;
  const k1 = n * m;
  const last = n - 16;
  const ca = f64x2.splat(0.30901699437494745);
  const cb = f64x2.splat(-0.8090169943749475);
  const sa = f64x2.splat(0.9510565162951535);
  const sb = f64x2.splat(0.5877852522924731);
  for (let p = 0; p < m; p++) {
    const t = (<usize>(step * p)) << 3;
    const c1 = v128.load64_splat(cos + t);
    const s1 = v128.load64_splat(sin + t);
    const c2 = v128.load64_splat(cos + 2 * t);
    const s2 = v128.load64_splat(sin + 2 * t);
    const c3 = v128.load64_splat(cos + 3 * t);
    const s3 = v128.load64_splat(sin + 3 * t);
    const c4 = v128.load64_splat(cos + 4 * t);
    const s4 = v128.load64_splat(sin + 4 * t);
    const from = n * p;
    const to = 5 * from;
    for (let at: usize = 0; at < n; at += 16) {
      const e = min(at, last);
      const i = from + e;
      const o = to + e;
      const ar = v128.load(xr + i);
      const ai = v128.load(xi + i);
      const br = v128.load(xr + i + k1);
      const bi = v128.load(xi + i + k1);
      const cr = v128.load(xr + i + 2 * k1);
      const ci = v128.load(xi + i + 2 * k1);
      const dr = v128.load(xr + i + 3 * k1);
      const di = v128.load(xi + i + 3 * k1);
      const er = v128.load(xr + i + 4 * k1);
      const ei = v128.load(xi + i + 4 * k1);
      const p1r = f64x2.add(br, er);
      const p1i = f64x2.add(bi, ei);
      const m1r = f64x2.sub(br, er);
      const m1i = f64x2.sub(bi, ei);
      const p2r = f64x2.add(cr, dr);
      const p2i = f64x2.add(ci, di);
      const m2r = f64x2.sub(cr, dr);
      const m2i = f64x2.sub(ci, di);
      v128.store(yr + o, f64x2.add(f64x2.add(ar, p1r), p2r));
      v128.store(yi + o, f64x2.add(f64x2.add(ai, p1i), p2i));
      const ur = f64x2.add(f64x2.add(ar, f64x2.mul(ca, p1r)), f64x2.mul(cb, p2r));
      const ui = f64x2.add(f64x2.add(ai, f64x2.mul(ca, p1i)), f64x2.mul(cb, p2i));
      const vr = f64x2.add(f64x2.add(ar, f64x2.mul(cb, p1r)), f64x2.mul(ca, p2r));
      const vi = f64x2.add(f64x2.add(ai, f64x2.mul(cb, p1i)), f64x2.mul(ca, p2i));
      const gr = f64x2.add(f64x2.mul(sa, m1i), f64x2.mul(sb, m2i));
      const gi = f64x2.neg(f64x2.add(f64x2.mul(sa, m1r), f64x2.mul(sb, m2r)));
      const hr = f64x2.sub(f64x2.mul(sb, m1i), f64x2.mul(sa, m2i));
      const hi = f64x2.neg(f64x2.sub(f64x2.mul(sb, m1r), f64x2.mul(sa, m2r)));
      turn(yr + o + n, yi + o + n, f64x2.add(ur, gr), f64x2.add(ui, gi), c1, s1);
      turn(yr + o + 2 * n, yi + o + 2 * n, f64x2.add(vr, hr), f64x2.add(vi, hi), c2, s2);
      turn(yr + o + 3 * n, yi + o + 3 * n, f64x2.sub(vr, hr), f64x2.sub(vi, hi), c3, s3);
      turn(yr + o + 4 * n, yi + o + 4 * n, f64x2.sub(ur, gr), f64x2.sub(ui, gi), c4, s4);
    }
  }
}
