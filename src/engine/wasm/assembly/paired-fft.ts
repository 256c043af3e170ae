// Fourier transforms of pairs of lines: `math/paired-fft.ts`, where the comments are. A plan is its length and number of
// stages, up to 30 radices (all i32), then the cosines and sines. All sizes here are in bytes.

export function lengthOf(plan: usize): i32 {
  return load<i32>(plan);
}

function stagesOf(plan: usize): i32 {
  return load<i32>(plan + 4);
}

function radixOf(plan: usize, stage: i32): i32 {
  return load<i32>(plan + 8 + ((<usize>stage) << 2));
}

/** Bytes of an element of so many lines. */
export function elementOf(lines: i32): usize {
  return (<usize>lines) << 4;
}

/** Returns where the result lies: `a` or `b`. */
export function pairedFft(plan: usize, lines: i32, a: usize, b: usize): usize {
  const stages = stagesOf(plan);
  const length = lengthOf(plan);
  let m = length;
  let n = elementOf(lines);
  let x = a;
  let y = b;
  for (let k = 0; k < stages; k++) {
    const radix = radixOf(plan, k);
    const step = length / m;
    m /= radix;
    butterflies(radix, plan, step, m, n, x, n, n * m, y, n * radix, n);
    n *= radix;
    const swap = x;
    x = y;
    y = swap;
  }
  return x;
}

/** `gap` and `toGap` are in bytes too; `work` has room for 2 × length elements. */
export function paddedFft(
  plan: usize,
  lines: i32,
  count: i32,
  from: usize,
  gap: usize,
  to: usize,
  toGap: usize,
  work: usize,
): void {
  const element = elementOf(lines);
  const stages = stagesOf(plan);
  if (stages === 0) {
    memory.copy(to, from, element);
    return;
  }
  const length = lengthOf(plan);
  const first = radixOf(plan, 0);
  let m = length / first;
  if (first === 4) half4(plan, m, count, element, from, gap, work);
  else half2(plan, m, count, element, from, gap, work);
  let n = element * first;
  let x = work;
  let y = work + element * length;
  for (let k = 1; k + 1 < stages; k++) {
    const radix = radixOf(plan, k);
    const step = length / m;
    m /= radix;
    butterflies(radix, plan, step, m, n, x, n, n * m, y, n * radix, n);
    n *= radix;
    const swap = x;
    x = y;
    y = swap;
  }
  const elements = length / m;
  butterflies(m, plan, 0, elements, element, x, element, n, to, toGap, toGap * elements);
}

/** All elements of lines, `gap` bytes apart, to others `toGap` apart, or to themselves; `work`: 2 × length elements. */
export function pairedFftApart(
  plan: usize,
  lines: i32,
  from: usize,
  gap: usize,
  to: usize,
  toGap: usize,
  work: usize,
): void {
  const element = elementOf(lines);
  const stages = stagesOf(plan);
  const length = lengthOf(plan);
  if (stages === 0) {
    memory.copy(to, from, element);
    return;
  }
  let m = length;
  let n = element;
  let near = gap;
  let x = from;
  let y = work;
  for (let k = 0; k + 1 < stages; k++) {
    const radix = radixOf(plan, k);
    const step = length / m;
    m /= radix;
    butterflies(radix, plan, step, m, n, x, near, near * m, y, n * radix, n);
    n *= radix;
    near = n;
    x = y;
    y = y === work ? work + element * length : work;
  }
  const elements = length / m;
  const inner = stages === 1 ? gap : element;
  butterflies(m, plan, 0, elements, element, x, inner, inner * elements, to, toGap, toGap * elements);
}

/**
 * m times a run of butterflies over n bytes. Inputs are k1 bytes apart, and the runs' inputs `near`; outputs are o1
 * apart, and the runs' outputs `wide`. Run p is turned by w^(step·p·j).
 */
function butterflies(
  radix: i32,
  plan: usize,
  step: i32,
  m: i32,
  n: usize,
  x: usize,
  near: usize,
  k1: usize,
  y: usize,
  wide: usize,
  o1: usize,
): void {
  const cos = plan + 128;
  const sin = cos + ((<usize>lengthOf(plan)) << 3);
  const w = (<usize>step) << 3;
  if (radix === 4) radix4(cos, sin, w, m, n, x, near, k1, y, wide, o1);
  else if (radix === 2) radix2(cos, sin, w, m, n, x, near, k1, y, wide, o1);
  else if (radix === 3) radix3(cos, sin, w, m, n, x, near, k1, y, wide, o1);
  else radix5(cos, sin, w, m, n, x, near, k1, y, wide, o1);
}

/** Stores r + i·j, times c + s·j where it is `turned`. */
function put(turned: bool, y: usize, r: v128, i: v128, c: v128, s: v128): void {
  if (turned) {
    v128.store(y, f64x2.sub(f64x2.mul(r, c), f64x2.mul(i, s)));
    v128.store(y, f64x2.add(f64x2.mul(r, s), f64x2.mul(i, c)), 16);
  } else {
    v128.store(y, r);
    v128.store(y, i, 16);
  }
}

function half2(plan: usize, m: i32, count: i32, n: usize, x: usize, gap: usize, y: usize): void {
  const cos = plan + 128;
  const sin = cos + ((<usize>lengthOf(plan)) << 3);
  const filled = min(m, count);
  for (let p = 0; p < filled; p++) {
    const c1 = v128.load64_splat(cos + ((<usize>p) << 3));
    const s1 = v128.load64_splat(sin + ((<usize>p) << 3));
    let o = y + 2 * n * p;
    const end = x + gap * p + n;
    for (let i = x + gap * p; i < end; i += 32, o += 32) {
      const ar = v128.load(i);
      const ai = v128.load(i, 16);
      put(false, o, ar, ai, c1, s1);
      put(true, o + n, ar, ai, c1, s1);
    }
  }
  memory.fill(y + 2 * n * filled, 0, 2 * n * (m - filled));
}

function half4(plan: usize, m: i32, count: i32, n: usize, x: usize, gap: usize, y: usize): void {
  const cos = plan + 128;
  const sin = cos + ((<usize>lengthOf(plan)) << 3);
  const k1 = gap * m;
  const zero = f64x2.splat(0);
  for (let p = 0; p < m; p++) {
    const t = (<usize>p) << 3;
    const c1 = v128.load64_splat(cos + t);
    const s1 = v128.load64_splat(sin + t);
    const c2 = v128.load64_splat(cos + 2 * t);
    const s2 = v128.load64_splat(sin + 2 * t);
    const c3 = v128.load64_splat(cos + 3 * t);
    const s3 = v128.load64_splat(sin + 3 * t);
    const both = p + m < count;
    let o = y + 4 * n * p;
    const end = x + gap * p + n;
    for (let i = x + gap * p; i < end; i += 32, o += 32) {
      const ar = v128.load(i);
      const ai = v128.load(i, 16);
      const br = both ? v128.load(i + k1) : zero;
      const bi = both ? v128.load(i + k1, 16) : zero;
      put(false, o, f64x2.add(ar, br), f64x2.add(ai, bi), c1, s1);
      put(true, o + n, f64x2.add(ar, bi), f64x2.sub(ai, br), c1, s1);
      put(true, o + 2 * n, f64x2.sub(ar, br), f64x2.sub(ai, bi), c2, s2);
      put(true, o + 3 * n, f64x2.sub(ar, bi), f64x2.add(ai, br), c3, s3);
    }
  }
}

function radix2(
  cos: usize,
  sin: usize,
  w: usize,
  m: i32,
  n: usize,
  x: usize,
  near: usize,
  k1: usize,
  y: usize,
  wide: usize,
  o1: usize,
): void {
  for (let p = 0; p < m; p++) {
    const t = w * p;
    const turned = t !== 0;
    const c1 = v128.load64_splat(cos + t);
    const s1 = v128.load64_splat(sin + t);
    let o = y + wide * p;
    const end = x + near * p + n;
    for (let i = x + near * p; i < end; i += 32, o += 32) {
      const ar = v128.load(i);
      const ai = v128.load(i, 16);
      const br = v128.load(i + k1);
      const bi = v128.load(i + k1, 16);
      put(false, o, f64x2.add(ar, br), f64x2.add(ai, bi), c1, s1);
      put(turned, o + o1, f64x2.sub(ar, br), f64x2.sub(ai, bi), c1, s1);
    }
  }
}

function radix3(
  cos: usize,
  sin: usize,
  w: usize,
  m: i32,
  n: usize,
  x: usize,
  near: usize,
  k1: usize,
  y: usize,
  wide: usize,
  o1: usize,
): void {
  const half = f64x2.splat(Math.sqrt(3) / 2);
  const two = f64x2.splat(0.5);
  for (let p = 0; p < m; p++) {
    const t = w * p;
    const turned = t !== 0;
    const c1 = v128.load64_splat(cos + t);
    const s1 = v128.load64_splat(sin + t);
    const c2 = v128.load64_splat(cos + 2 * t);
    const s2 = v128.load64_splat(sin + 2 * t);
    let o = y + wide * p;
    const end = x + near * p + n;
    for (let i = x + near * p; i < end; i += 32, o += 32) {
      const ar = v128.load(i);
      const ai = v128.load(i, 16);
      const br = v128.load(i + k1);
      const bi = v128.load(i + k1, 16);
      const cr = v128.load(i + 2 * k1);
      const ci = v128.load(i + 2 * k1, 16);
      const sr = f64x2.add(br, cr);
      const si = f64x2.add(bi, ci);
      const rr = f64x2.mul(half, f64x2.sub(bi, ci));
      const ri = f64x2.mul(half, f64x2.sub(br, cr));
      const tr = f64x2.sub(ar, f64x2.mul(sr, two));
      const ti = f64x2.sub(ai, f64x2.mul(si, two));
      put(false, o, f64x2.add(ar, sr), f64x2.add(ai, si), c1, s1);
      put(turned, o + o1, f64x2.add(tr, rr), f64x2.sub(ti, ri), c1, s1);
      put(turned, o + 2 * o1, f64x2.sub(tr, rr), f64x2.add(ti, ri), c2, s2);
    }
  }
}

function radix4(
  cos: usize,
  sin: usize,
  w: usize,
  m: i32,
  n: usize,
  x: usize,
  near: usize,
  k1: usize,
  y: usize,
  wide: usize,
  o1: usize,
): void {
  for (let p = 0; p < m; p++) {
    const t = w * p;
    const turned = t !== 0;
    const c1 = v128.load64_splat(cos + t);
    const s1 = v128.load64_splat(sin + t);
    const c2 = v128.load64_splat(cos + 2 * t);
    const s2 = v128.load64_splat(sin + 2 * t);
    const c3 = v128.load64_splat(cos + 3 * t);
    const s3 = v128.load64_splat(sin + 3 * t);
    let o = y + wide * p;
    const end = x + near * p + n;
    for (let i = x + near * p; i < end; i += 32, o += 32) {
      const ar = v128.load(i);
      const ai = v128.load(i, 16);
      const cr = v128.load(i + 2 * k1);
      const ci = v128.load(i + 2 * k1, 16);
      const acr = f64x2.add(ar, cr);
      const aci = f64x2.add(ai, ci);
      const amr = f64x2.sub(ar, cr);
      const ami = f64x2.sub(ai, ci);
      const br = v128.load(i + k1);
      const bi = v128.load(i + k1, 16);
      const dr = v128.load(i + 3 * k1);
      const di = v128.load(i + 3 * k1, 16);
      const bdr = f64x2.add(br, dr);
      const bdi = f64x2.add(bi, di);
      const bmr = f64x2.sub(br, dr);
      const bmi = f64x2.sub(bi, di);
      put(false, o, f64x2.add(acr, bdr), f64x2.add(aci, bdi), c1, s1);
      put(turned, o + o1, f64x2.add(amr, bmi), f64x2.sub(ami, bmr), c1, s1);
      put(turned, o + 2 * o1, f64x2.sub(acr, bdr), f64x2.sub(aci, bdi), c2, s2);
      put(turned, o + 3 * o1, f64x2.sub(amr, bmi), f64x2.add(ami, bmr), c3, s3);
    }
  }
}

function radix5(
  cos: usize,
  sin: usize,
  w: usize,
  m: i32,
  n: usize,
  x: usize,
  near: usize,
  k1: usize,
  y: usize,
  wide: usize,
  o1: usize,
): void {
  // Cosine and sine of 2π/5 and 4π/5.
  const ca = f64x2.splat(0.30901699437494745);
  const cb = f64x2.splat(-0.8090169943749475);
  const sa = f64x2.splat(0.9510565162951535);
  const sb = f64x2.splat(0.5877852522924731);
  for (let p = 0; p < m; p++) {
    const t = w * p;
    const turned = t !== 0;
    const c1 = v128.load64_splat(cos + t);
    const s1 = v128.load64_splat(sin + t);
    const c2 = v128.load64_splat(cos + 2 * t);
    const s2 = v128.load64_splat(sin + 2 * t);
    const c3 = v128.load64_splat(cos + 3 * t);
    const s3 = v128.load64_splat(sin + 3 * t);
    const c4 = v128.load64_splat(cos + 4 * t);
    const s4 = v128.load64_splat(sin + 4 * t);
    let o = y + wide * p;
    const end = x + near * p + n;
    for (let i = x + near * p; i < end; i += 32, o += 32) {
      const ar = v128.load(i);
      const ai = v128.load(i, 16);
      const br = v128.load(i + k1);
      const bi = v128.load(i + k1, 16);
      const er = v128.load(i + 4 * k1);
      const ei = v128.load(i + 4 * k1, 16);
      const p1r = f64x2.add(br, er);
      const p1i = f64x2.add(bi, ei);
      const m1r = f64x2.sub(br, er);
      const m1i = f64x2.sub(bi, ei);
      const cr = v128.load(i + 2 * k1);
      const ci = v128.load(i + 2 * k1, 16);
      const dr = v128.load(i + 3 * k1);
      const di = v128.load(i + 3 * k1, 16);
      const p2r = f64x2.add(cr, dr);
      const p2i = f64x2.add(ci, di);
      const m2r = f64x2.sub(cr, dr);
      const m2i = f64x2.sub(ci, di);
      put(false, o, f64x2.add(f64x2.add(ar, p1r), p2r), f64x2.add(f64x2.add(ai, p1i), p2i), c1, s1);
      const ur = f64x2.add(f64x2.add(ar, f64x2.mul(ca, p1r)), f64x2.mul(cb, p2r));
      const ui = f64x2.add(f64x2.add(ai, f64x2.mul(ca, p1i)), f64x2.mul(cb, p2i));
      const gr = f64x2.add(f64x2.mul(sa, m1i), f64x2.mul(sb, m2i));
      const gi = f64x2.add(f64x2.mul(sa, m1r), f64x2.mul(sb, m2r));
      put(turned, o + o1, f64x2.add(ur, gr), f64x2.sub(ui, gi), c1, s1);
      put(turned, o + 4 * o1, f64x2.sub(ur, gr), f64x2.add(ui, gi), c4, s4);
      const vr = f64x2.add(f64x2.add(ar, f64x2.mul(cb, p1r)), f64x2.mul(ca, p2r));
      const vi = f64x2.add(f64x2.add(ai, f64x2.mul(cb, p1i)), f64x2.mul(ca, p2i));
      const hr = f64x2.sub(f64x2.mul(sb, m1i), f64x2.mul(sa, m2i));
      const hi = f64x2.sub(f64x2.mul(sb, m1r), f64x2.mul(sa, m2r));
      put(turned, o + 2 * o1, f64x2.add(vr, hr), f64x2.sub(vi, hi), c2, s2);
      put(turned, o + 3 * o1, f64x2.sub(vr, hr), f64x2.add(vi, hi), c3, s3);
    }
  }
}
