// The steps of kernels/plain-pair-steps.ts, where the comments are. All arrays are f64 but `runs` (i32). A plan of half
// the length stands behind each plan of the axes, for the cosines.
import { transformCosines } from "./cosine-transform";
import { elementOf, lengthOf, paddedFft, pairedFft } from "./paired-fft";

/** As in kernels/plain-pair-steps.ts. */
const KERNEL_LINES: i32 = 16;
const FIELD_ROWS: i32 = 8;
/** Bytes of a row of the fields, and of an element of their lines: 6 complex numbers. */
const ROW: usize = 96;

function at(array: usize, index: i32): usize {
  return array + ((<usize>index) << 3);
}

function frequenciesOf(plan: usize): i32 {
  return lengthOf(plan) === 1 ? 1 : lengthOf(plan) / 2 + 1;
}

/** `work`: 5 × frequencies of x · KERNEL_LINES, and 2 × KERNEL_LINES. */
export function transformKernel(
  planX: usize,
  halfX: usize,
  width: i32,
  depth: i32,
  sx: f64,
  sy: f64,
  sz: f64,
  kernel: usize,
  work: usize,
): void {
  const rows = width * depth;
  const frequencies = frequenciesOf(planX);
  const lines = min(KERNEL_LINES, rows + (rows & 1));
  const ys = work;
  const zs = at(ys, KERNEL_LINES);
  const c = at(zs, KERNEL_LINES);
  const room = at(c, frequencies * lines);
  for (let start = 0; start < rows; start += lines) {
    for (let l = 0; l < lines; l++) {
      const dy = sy * <f64>((start + l) % width);
      const dz = sz * <f64>((start + l) / width);
      store<f64>(at(ys, l), dy * dy);
      store<f64>(at(zs, l), dz * dz);
    }
    let o = c;
    for (let j = 0; j < frequencies; j++) {
      const x = f64x2.splat(sx * <f64>j * (sx * <f64>j));
      for (let l = 0; l < lines; l += 2, o += 16) {
        const square = f64x2.add(f64x2.add(x, v128.load(at(ys, l))), v128.load(at(zs, l)));
        const inverse = f64x2.div(f64x2.splat(1), f64x2.sqrt(square));
        v128.store(o, v128.andnot(inverse, f64x2.eq(square, f64x2.splat(0))));
      }
    }
    if (frequencies > 1) transformCosines(halfX, planX, lines, c, room);
    const count = (<usize>min(lines, rows - start)) << 3;
    for (let k = 0; k < frequencies; k++) memory.copy(at(kernel, k * rows + start), at(c, k * lines), count);
  }
}

/**
 * `count` runs; `work`: 5 × (nx + length) for three rows and the turns of the class, 4 × length · 3 · FIELD_ROWS.
 */
export function transformRows(
  values: usize,
  mean: f64,
  runs: usize,
  count: i32,
  nx: i32,
  rows: i32,
  whole: usize,
  plan: usize,
  r: i32,
  pairs: i32,
  out: usize,
  work: usize,
): void {
  const length = lengthOf(plan);
  const points = lengthOf(whole);
  // Rows reach to a multiple of the length, filled with 0.
  const reach = nx + length;
  const size = (<usize>reach) << 3;
  const cos = work + 3 * size;
  const sin = cos + size;
  const a = sin + size;
  const b = a + elementOf(3 * FIELD_ROWS) * length;
  const wholeCos = whole + 128;
  const wholeSin = at(wholeCos, points);
  for (let j = 0, turn = 0; j < reach; j++) {
    store<f64>(at(cos, j), load<f64>(at(wholeCos, turn)));
    store<f64>(at(sin, j), load<f64>(at(wholeSin, turn)));
    turn = (turn + r) % points;
  }
  const end = runs + <usize>count * 12;
  let run = runs;
  let voxel = values;
  for (let start = 0; start < rows; start += FIELD_ROWS) {
    const filled = min(FIELD_ROWS, rows - start);
    const lines = 3 * filled + (filled & 1);
    const element = elementOf(lines);
    memory.fill(a, 0, element * length);
    for (let l = 0; l < filled; l++) {
      if (run === end || load<i32>(run) !== start + l) continue;
      memory.fill(work, 0, 3 * size);
      for (; run < end && load<i32>(run) === start + l; run += 12) {
        const from = load<i32>(run + 4);
        const reached = load<i32>(run + 8);
        fillRun(voxel, reached - from, mean, at(work, from), size);
        voxel = at(voxel, reached - from);
      }
      foldRow(work, size, nx, length, a, element, 3 * l);
    }
    const result = pairedFft(plan, lines, a, b);
    for (let pair = 0; pair < pairs; pair++) {
      const first = result + element * (2 * pair);
      const second = result + element * min(2 * pair + 1, length - 1);
      spread(first, second, 3 * filled, out + ROW * <usize>(pair * rows + start));
    }
  }
}

/** Mask, x and x² of voxels that follow each other. */
function fillRun(values: usize, count: i32, mean: f64, row: usize, size: usize): void {
  const one = f64x2.splat(1);
  const means = f64x2.splat(mean);
  let j = 0;
  for (; j + 1 < count; j += 2) {
    const value = f64x2.sub(v128.load(at(values, j)), means);
    const to = at(row, j);
    v128.store(to, one);
    v128.store(to + size, value);
    v128.store(to + 2 * size, f64x2.mul(value, value));
  }
  if (j === count) return;
  const value = load<f64>(at(values, j)) - mean;
  const to = at(row, j);
  store<f64>(to, 1);
  store<f64>(to + size, value);
  store<f64>(to + 2 * size, value * value);
}

/** Folds mask, x and x² of one row to `length` elements of lines `line`, `line` + 1 and `line` + 2. */
function foldRow(row: usize, size: usize, nx: i32, length: i32, a: usize, element: usize, line: i32): void {
  for (let l = 0; l < length; l += 2) {
    // An odd length's last two overlap those before; a single one has a 0 behind it.
    const e = max(0, min(l, length - 2));
    let mr = f64x2.splat(0);
    let mi = f64x2.splat(0);
    let xr = f64x2.splat(0);
    let xi = f64x2.splat(0);
    let qr = f64x2.splat(0);
    let qi = f64x2.splat(0);
    for (let j = e; j < nx; j += length) {
      const i = at(row, j);
      const c = v128.load(i + 3 * size);
      const s = v128.load(i + 4 * size);
      const m = v128.load(i);
      const x = v128.load(i + size);
      const q = v128.load(i + 2 * size);
      mr = f64x2.add(mr, f64x2.mul(m, c));
      mi = f64x2.add(mi, f64x2.mul(m, s));
      xr = f64x2.add(xr, f64x2.mul(x, c));
      xi = f64x2.add(xi, f64x2.mul(x, s));
      qr = f64x2.add(qr, f64x2.mul(q, c));
      qi = f64x2.add(qi, f64x2.mul(q, s));
    }
    const to = a + element * e;
    const second = e + 1 < length ? to + element : 0;
    put(to, second, line, mr, mi);
    put(to, second, line + 1, xr, xi);
    put(to, second, line + 2, qr, qi);
  }
}

/** Stores a line's numbers of two elements; the second may be missing. */
function put(first: usize, second: usize, line: i32, re: v128, im: v128): void {
  const i = (<usize>(2 * line - (line & 1))) << 3;
  v128.store64_lane(first + i, re, 0);
  v128.store64_lane(first + i, im, 0, 16);
  if (second === 0) return;
  v128.store64_lane(second + i, re, 1);
  v128.store64_lane(second + i, im, 1, 16);
}

/** Two frequencies of so many lines, put side by side line by line. */
function spread(first: usize, second: usize, lines: i32, to: usize): void {
  for (let l = 0; l < lines; l += 2, first += 32, second += 32, to += 64) {
    const ar = v128.load(first);
    const ai = v128.load(first, 16);
    const br = v128.load(second);
    const bi = v128.load(second, 16);
    v128.store(to, v128.shuffle<f64>(ar, br, 0, 2));
    v128.store(to, v128.shuffle<f64>(ai, bi, 0, 2), 16);
    if (l + 1 === lines) return;
    v128.store(to, v128.shuffle<f64>(ar, br, 1, 3), 32);
    v128.store(to, v128.shuffle<f64>(ai, bi, 1, 3), 48);
  }
}

/**
 * Writes the sums of two frequencies, whose planes of the kernel are `first` and `second`. Room: `planes` 2 × width ·
 * depth, `rows` 12 × ny · pz, `work` 36 × max(py, pz) and as much as 5 × KERNEL_LINES · max(width, depth).
 */
export function sumPlanes(
  first: usize,
  second: usize,
  firstTimes: f64,
  secondTimes: f64,
  planY: usize,
  halfY: usize,
  planZ: usize,
  halfZ: usize,
  ny: i32,
  nz: i32,
  fields: usize,
  planes: usize,
  rows: usize,
  work: usize,
  sums: usize,
): void {
  const py = lengthOf(planY);
  const pz = lengthOf(planZ);
  const width = frequenciesOf(planY);
  const times = f64x2.replace_lane(f64x2.splat(firstTimes), 1, secondTimes);
  kernelPlanes(first, second, times, planY, halfY, planZ, halfZ, planes, work);
  const wide = ROW * ny;
  for (let j = 0; j < ny; j++) paddedFft(planZ, 6, nz, fields + ROW * j, wide, rows + ROW * j, wide, work);
  const line = work + ROW * 2 * py;
  store<f64>(sums, 0);
  store<f64>(sums + 8, 0);
  store<f64>(sums + 16, 0);
  for (let k = 0; k < pz; k++) {
    paddedFft(planY, 6, ny, rows + wide * k, ROW, line, ROW, work);
    addLine(line, py, at(planes, 2 * width * min(k, pz - k)), sums);
  }
}

function addLine(line: usize, py: i32, weight: usize, sums: usize): void {
  let w = f64x2.splat(0);
  let wx = f64x2.splat(0);
  let wxx = f64x2.splat(0);
  for (let k = 0; 2 * k <= py; k++) {
    const i = line + ROW * k;
    const times = v128.load(weight + ((<usize>k) << 4));
    let mm = product(i, i);
    let xx = product(i + 32, i + 32);
    let qm = product(i + 64, i);
    if (k > 0 && 2 * k < py) {
      const mirror = line + ROW * (py - k);
      mm = f64x2.add(mm, product(mirror, mirror));
      xx = f64x2.add(xx, product(mirror + 32, mirror + 32));
      qm = f64x2.add(qm, product(mirror + 64, mirror));
    }
    w = f64x2.add(w, f64x2.mul(times, mm));
    wx = f64x2.add(wx, f64x2.mul(times, xx));
    wxx = f64x2.add(wxx, f64x2.mul(times, qm));
  }
  add(sums, w);
  add(sums + 8, wx);
  add(sums + 16, wxx);
}

function product(a: usize, b: usize): v128 {
  const re = f64x2.mul(v128.load(a), v128.load(b));
  return f64x2.add(re, f64x2.mul(v128.load(a, 16), v128.load(b, 16)));
}

function add(sum: usize, lanes: v128): void {
  store<f64>(sum, load<f64>(sum) + (f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1)));
}

function kernelPlanes(
  first: usize,
  second: usize,
  times: v128,
  planY: usize,
  halfY: usize,
  planZ: usize,
  halfZ: usize,
  planes: usize,
  work: usize,
): void {
  const width = frequenciesOf(planY);
  const depth = frequenciesOf(planZ);
  const c = work;
  const room = at(work, KERNEL_LINES * max(width, depth));
  for (let start = 0; start < width; start += KERNEL_LINES / 2) {
    const lines = 2 * min(KERNEL_LINES / 2, width - start);
    let o = c;
    for (let k = 0; k < depth; k++) {
      for (let l = 0; l < lines; l += 2, o += 16) {
        const i = width * k + start + (l >> 1);
        const pair = v128.load64_lane(at(second, i), v128.load64_zero(at(first, i)), 1);
        v128.store(o, f64x2.mul(pair, times));
      }
    }
    if (depth > 1) transformCosines(halfZ, planZ, lines, c, room);
    for (let k = 0; k < depth; k++) {
      memory.copy(at(planes, 2 * (k * width + start)), at(c, k * lines), (<usize>lines) << 3);
    }
  }
  if (width === 1) return;
  for (let k = 0; k < depth; k++) transformCosines(halfY, planY, 2, at(planes, 2 * width * k), room);
}
