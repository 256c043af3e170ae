// `fourierPairSums` of kernels/pair-sums.ts, where the comments are. All arrays are f64 but the mask (u8); arrays given
// as one address stand one behind the other.
import { fft, lengthOf, stagesOf } from "./fft";

/** As in kernels/pair-sums.ts. */
const LINES: i32 = 64;

function at(array: usize, index: i32): usize {
  return array + ((<usize>index) << 3);
}

/**
 * Writes Σ w, Σ w·x·x and Σ w·q·m, times the number of points, to `sums`. Room: `fields` 6 × block·ny·nz, `kernel`
 * block·(py/2 + 1)·(pz/2 + 1), `lines` 4 × px·LINES + 2 × LINES, `planes` 4 and `spectra` 6 × py·pz, `kernels` 6 ×
 * (py/2 + 1)·pz or (pz/2 + 1)·py, whichever is more. ny·nz is at least 2.
 */
export function pairSums(
  mask: usize,
  values: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  sx: f64,
  sy: f64,
  sz: f64,
  planX: usize,
  planY: usize,
  planZ: usize,
  block: i32,
  fields: usize,
  kernel: usize,
  lines: usize,
  planes: usize,
  spectra: usize,
  kernels: usize,
  sums: usize,
): void {
  const px = lengthOf(planX);
  const py = lengthOf(planY);
  const pz = lengthOf(planZ);
  const frequencies = px / 2 + 1;
  const rows = ny * nz;
  const part = at(0, block * rows);
  const plane = at(0, py * pz);
  const width = py / 2 + 1;
  const depth = pz / 2 + 1;
  const kernelRows = width * depth;
  const kernelPart = at(0, max(width * pz, depth * py));
  let weights = 0.0;
  let products = 0.0;
  let squares = 0.0;
  for (let from = 0; from < frequencies; from += block) {
    const to = min(frequencies, from + block);
    transformRows(mask, values, nx, rows, planX, from, to, fields, part, lines);
    transformKernelRows(sx, sy, sz, planX, py, pz, from, to, kernel, lines);
    for (let k = from; k < to; k++) {
      const row = at(0, (k - from) * rows);
      for (let f = 0; f < 3; f++) {
        const re = fields + <usize>(2 * f) * part + row;
        const out = spectra + <usize>(2 * f) * plane;
        transformPlane(re, re + part, ny, nz, planY, planZ, planes, plane, out, out + plane);
      }
      const second = (k - from) % 2 === 1;
      if (!second) {
        const start = at(kernel, (k - from) * kernelRows);
        transformKernelPlanes(start, to - k > 1, planY, planZ, kernels, kernelPart);
      }
      const weight = second ? kernels + kernelPart : kernels;
      const times: f64 = k === 0 || k === px / 2 ? 1 : 2;
      for (let y = 0; y < py; y++) {
        addRow(at(weight, y * depth), at(spectra, y * pz), plane, pz, sums);
        weights += times * load<f64>(sums);
        products += times * load<f64>(sums + 8);
        squares += times * load<f64>(sums + 16);
      }
    }
  }
  store<f64>(sums, weights);
  store<f64>(sums + 8, products);
  store<f64>(sums + 16, squares);
}

/** The weighted sums of one row of the spectra, to `sums`: even and odd z apart, then together. */
function addRow(weight: usize, row: usize, plane: usize, pz: i32, sums: usize): void {
  let w = f64x2.splat(0);
  let wx = f64x2.splat(0);
  let wxx = f64x2.splat(0);
  for (let z = 0; z < pz; z += 2) {
    // The weights are even in z: the second half is read backwards.
    let v: v128;
    if (z + 1 <= pz / 2) v = v128.load(at(weight, z));
    else {
      const back = v128.load(at(weight, pz - z - 1));
      v = v128.shuffle<f64>(back, back, 1, 0);
    }
    const i = at(row, z);
    const mr = v128.load(i);
    const mi = v128.load(i + plane);
    const xr = v128.load(i + 2 * plane);
    const xi = v128.load(i + 3 * plane);
    const qr = v128.load(i + 4 * plane);
    const qi = v128.load(i + 5 * plane);
    w = f64x2.add(w, f64x2.mul(v, f64x2.add(f64x2.mul(mr, mr), f64x2.mul(mi, mi))));
    wx = f64x2.add(wx, f64x2.mul(v, f64x2.add(f64x2.mul(xr, xr), f64x2.mul(xi, xi))));
    wxx = f64x2.add(wxx, f64x2.mul(v, f64x2.add(f64x2.mul(qr, mr), f64x2.mul(qi, mi))));
  }
  store<f64>(sums, f64x2.extract_lane(w, 0) + f64x2.extract_lane(w, 1));
  store<f64>(sums + 8, f64x2.extract_lane(wx, 0) + f64x2.extract_lane(wx, 1));
  store<f64>(sums + 16, f64x2.extract_lane(wxx, 0) + f64x2.extract_lane(wxx, 1));
}

function transformRows(
  mask: usize,
  values: usize,
  nx: i32,
  rows: i32,
  plan: usize,
  from: i32,
  to: i32,
  fields: usize,
  part: usize,
  work: usize,
): void {
  const n = lengthOf(plan);
  const size = at(0, n * LINES);
  const re = work;
  const im = work + size;
  for (let start = 0; start < rows; start += LINES) {
    const lines = min(LINES, rows - start);
    // The transform does two lines at least.
    const room = max(2, lines);
    memory.fill(re, 0, at(0, n * room));
    memory.fill(im, 0, at(0, n * room));
    for (let b = 0; b < lines; b++) {
      const first = nx * (start + b);
      for (let i = 0; i < nx; i++) {
        store<f64>(at(re, i * room + b), <f64>load<u8>(mask + <usize>(first + i)));
        store<f64>(at(im, i * room + b), load<f64>(at(values, first + i)));
      }
    }
    let shift = fft(plan, room, re, im, work + 2 * size, work + 3 * size) === 1 ? 2 * size : 0;
    for (let k = from; k < to; k++) {
      const out = at(fields, (k - from) * rows + start);
      const front = at(re + shift, k * room);
      const back = at(re + shift, ((n - k) % n) * room);
      separate(front, back, size, lines, lines, out, out + part, out + 2 * part, out + 3 * part);
    }
    const half = (lines + 1) >> 1;
    const halfRoom = max(2, half);
    memory.fill(re, 0, at(0, n * halfRoom));
    memory.fill(im, 0, at(0, n * halfRoom));
    for (let b = 0; b < lines; b++) {
      const column = b < half ? at(re, b) : at(im, b - half);
      const first = nx * (start + b);
      for (let i = 0; i < nx; i++) {
        const value = load<f64>(at(values, first + i));
        store<f64>(at(column, i * halfRoom), value * value);
      }
    }
    shift = fft(plan, halfRoom, re, im, work + 2 * size, work + 3 * size) === 1 ? 2 * size : 0;
    for (let k = from; k < to; k++) {
      const out = at(fields + 4 * part, (k - from) * rows + start);
      const front = at(re + shift, k * halfRoom);
      const back = at(re + shift, ((n - k) % n) * halfRoom);
      const other = at(out, half);
      separate(front, back, size, half, lines - half, out, out + part, other, other + part);
    }
  }
}

/** Tells the transforms of two real lines in one complex line apart: the first `count` real, the first `others` imaginary parts. */
function separate(
  front: usize,
  back: usize,
  size: usize,
  count: i32,
  others: i32,
  realRe: usize,
  realIm: usize,
  imaginaryRe: usize,
  imaginaryIm: usize,
): void {
  const half = f64x2.splat(0.5);
  let b = 0;
  for (; b + 1 < others; b += 2) {
    const ar = v128.load(at(front, b));
    const ai = v128.load(at(front + size, b));
    const cr = v128.load(at(back, b));
    const ci = v128.load(at(back + size, b));
    v128.store(at(realRe, b), f64x2.mul(f64x2.add(ar, cr), half));
    v128.store(at(realIm, b), f64x2.mul(f64x2.sub(ai, ci), half));
    v128.store(at(imaginaryRe, b), f64x2.mul(f64x2.add(ai, ci), half));
    v128.store(at(imaginaryIm, b), f64x2.mul(f64x2.sub(cr, ar), half));
  }
  for (; b < count; b++) {
    const ar = load<f64>(at(front, b));
    const ai = load<f64>(at(front + size, b));
    const cr = load<f64>(at(back, b));
    const ci = load<f64>(at(back + size, b));
    store<f64>(at(realRe, b), (ar + cr) / 2);
    store<f64>(at(realIm, b), (ai - ci) / 2);
    if (b >= others) continue;
    store<f64>(at(imaginaryRe, b), (ai + ci) / 2);
    store<f64>(at(imaginaryIm, b), (cr - ar) / 2);
  }
}

function transformPlane(
  re: usize,
  im: usize,
  ny: i32,
  nz: i32,
  planY: usize,
  planZ: usize,
  planes: usize,
  plane: usize,
  outRe: usize,
  outIm: usize,
): void {
  const py = lengthOf(planY);
  const pz = lengthOf(planZ);
  const more = planes + 2 * plane;
  // A single line is done beside an empty one.
  const lines = max(2, ny);
  if (ny === 1) {
    for (let z = 0; z < nz; z++) {
      store<f64>(at(planes, 2 * z), load<f64>(at(re, z)));
      store<f64>(at(planes + plane, 2 * z), load<f64>(at(im, z)));
      store<f64>(at(planes, 2 * z + 1), 0);
      store<f64>(at(planes + plane, 2 * z + 1), 0);
    }
  } else {
    memory.copy(planes, re, at(0, ny * nz));
    memory.copy(planes + plane, im, at(0, ny * nz));
  }
  memory.fill(at(planes, lines * nz), 0, at(0, lines * (pz - nz)));
  memory.fill(at(planes + plane, lines * nz), 0, at(0, lines * (pz - nz)));
  const shift = fft(planZ, lines, planes, planes + plane, more, more + plane) === 1 ? 2 * plane : 0;
  // Placed so that the second transform ends in `out`.
  const odd = stagesOf(planY) % 2 === 1;
  const other = shift === 0 ? more : planes;
  const startRe = odd ? other : outRe;
  const startIm = odd ? other + plane : outIm;
  transpose(planes + shift, lines, pz, startRe);
  transpose(planes + plane + shift, lines, pz, startIm);
  memory.fill(at(startRe, ny * pz), 0, at(0, (py - ny) * pz));
  memory.fill(at(startIm, ny * pz), 0, at(0, (py - ny) * pz));
  fft(planY, pz, startRe, startIm, odd ? outRe : other, odd ? outIm : other + plane);
}

/** From `fast` × `slow` to `slow` × `fast`, both at least 2, in blocks of 2 × 2; `slow` is even. */
function transpose(from: usize, fast: i32, slow: i32, to: usize): void {
  for (let s0 = 0; s0 < slow; s0 += 16) {
    const s1 = min(slow, s0 + 16);
    for (let f0 = 0; f0 < fast; f0 += 2) {
      const f = min(f0, fast - 2);
      for (let s = s0; s < s1; s += 2) {
        const a = v128.load(at(from, s * fast + f));
        const b = v128.load(at(from, (s + 1) * fast + f));
        v128.store(at(to, f * slow + s), v128.shuffle<f64>(a, b, 0, 2));
        v128.store(at(to, (f + 1) * slow + s), v128.shuffle<f64>(a, b, 1, 3));
      }
    }
  }
}

function transformKernelRows(
  sx: f64,
  sy: f64,
  sz: f64,
  plan: usize,
  py: i32,
  pz: i32,
  from: i32,
  to: i32,
  out: usize,
  work: usize,
): void {
  const n = lengthOf(plan);
  const size = at(0, n * LINES);
  const width = py / 2 + 1;
  const rows = width * (pz / 2 + 1);
  const ys = work + 4 * size;
  const zs = at(ys, LINES);
  for (let start = 0; start < rows; start += 2 * LINES) {
    const lines = min(LINES, (rows - start + 1) >> 1);
    const room = max(2, lines);
    memory.fill(work, 0, at(0, n * room));
    memory.fill(work + size, 0, at(0, n * room));
    for (let side = 0; side < 2; side++) {
      const first = start + side * lines;
      const count = min(lines, rows - first);
      for (let b = 0; b < count; b++) {
        const y = sy * <f64>((first + b) % width);
        const z = sz * <f64>((first + b) / width);
        store<f64>(at(ys, b), y * y);
        store<f64>(at(zs, b), z * z);
      }
      const part = side === 0 ? work : work + size;
      for (let i = 0; i <= n / 2; i++) {
        const x = sx * <f64>i * (sx * <f64>i);
        const low = at(part, i * room);
        const high = at(part, (n - i) * room);
        let b = 0;
        for (; b + 1 < count; b += 2) {
          const square = f64x2.add(f64x2.add(f64x2.splat(x), v128.load(at(ys, b))), v128.load(at(zs, b)));
          const inverse = f64x2.div(f64x2.splat(1), f64x2.sqrt(square));
          const weight = v128.andnot(inverse, f64x2.eq(square, f64x2.splat(0)));
          v128.store(at(low, b), weight);
          if (i > 0) v128.store(at(high, b), weight);
        }
        if (b < count) {
          const square = x + load<f64>(at(ys, b)) + load<f64>(at(zs, b));
          const weight = square === 0 ? 0 : 1 / Math.sqrt(square);
          store<f64>(at(low, b), weight);
          if (i > 0) store<f64>(at(high, b), weight);
        }
      }
    }
    const shift = fft(plan, room, work, work + size, work + 2 * size, work + 3 * size) === 1 ? 2 * size : 0;
    for (let k = from; k < to; k++) {
      const target = at(out, (k - from) * rows + start);
      const source = at(work + shift, k * room);
      memory.copy(target, source, at(0, lines));
      const others = min(lines, rows - start - lines);
      if (others > 0) memory.copy(at(target, lines), source + size, at(0, others));
    }
  }
}

function transformKernelPlanes(
  kernel: usize,
  two: bool,
  planY: usize,
  planZ: usize,
  kernels: usize,
  part: usize,
): void {
  const py = lengthOf(planY);
  const pz = lengthOf(planZ);
  const width = py / 2 + 1;
  const depth = pz / 2 + 1;
  const rows = width * depth;
  const re = kernels + 2 * part;
  const im = kernels + 3 * part;
  const otherRe = kernels + 4 * part;
  const otherIm = kernels + 5 * part;
  const line = at(0, width);
  for (let z = 0; z < pz; z++) {
    const row = at(kernel, width * (z < depth ? z : pz - z));
    memory.copy(at(re, z * width), row, line);
    if (two) memory.copy(at(im, z * width), at(row, rows), line);
    else memory.fill(at(im, z * width), 0, line);
  }
  const inOther = fft(planZ, width, re, im, otherRe, otherIm) === 1;
  const fromRe = inOther ? otherRe : re;
  const fromIm = inOther ? otherIm : im;
  const spareRe = inOther ? re : otherRe;
  const spareIm = inOther ? im : otherIm;
  const odd = stagesOf(planY) % 2 === 1;
  const startRe = odd ? spareRe : kernels;
  const startIm = odd ? spareIm : kernels + part;
  for (let y = 0; y < py; y++) {
    const column = y < width ? y : py - y;
    for (let z = 0; z < depth; z++) {
      store<f64>(at(startRe, y * depth + z), load<f64>(at(fromRe, z * width + column)));
      store<f64>(at(startIm, y * depth + z), load<f64>(at(fromIm, z * width + column)));
    }
  }
  fft(planY, depth, startRe, startIm, odd ? kernels : spareRe, odd ? kernels + part : spareIm);
}
