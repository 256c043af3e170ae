import { type Complex, complex, type FftPlan, fft, fftLength, fftPlan } from "../math/fft.ts";
import { pairSumsInWasm } from "../wasm/pair-sums.ts";

/**
 * Sums over all ordered pairs of different voxels of a region, weighted by one over their distance in mm:
 * Σ w, Σ w·xᵢxⱼ and Σ w·xᵢ². Moran's I and Geary's C are made of them. IBSI-1 §3.1.28, §3.1.29.
 */
export type PairSums = { readonly weights: number; readonly products: number; readonly squares: number };

/** A region in its box: `mask` 0 or 1, `values` 0 outside it. */
export type Field = {
  readonly mask: Uint8Array;
  readonly values: Float64Array;
  readonly dims: readonly [number, number, number];
  readonly spacing: readonly [number, number, number];
};

/** Complex numbers that the spectra of one block may hold: about 200 MB. */
const BLOCK = 1 << 22;

/** Pair by pair for few voxels, else by Fourier transform; both are exact to rounding. `count`: voxels inside. */
export function pairSums(field: Field, count: number): PairSums {
  const [px, py, pz] = field.dims.map((n) => fftLength(2 * n - 1));
  // A pair costs about as much as a tenth of what a point of the transform does.
  return count * count < 20 * px * py * pz ? directPairSums(field, count) : fourierPairSums(field);
}

/** The sums as they are defined: O(count²). */
export function directPairSums({ mask, values, dims, spacing }: Field, count: number): PairSums {
  const at = new Float64Array(4 * count);
  let n = 0;
  for (let z = 0, i = 0; z < dims[2]; z++) {
    for (let y = 0; y < dims[1]; y++) {
      for (let x = 0; x < dims[0]; x++, i++) {
        if (mask[i] === 0) continue;
        at[n] = x * spacing[0];
        at[n + 1] = y * spacing[1];
        at[n + 2] = z * spacing[2];
        at[n + 3] = values[i];
        n += 4;
      }
    }
  }
  let weights = 0;
  let products = 0;
  let squares = 0;
  for (let i = 0; i < n; i += 4) {
    const [xi, yi, zi, vi] = [at[i], at[i + 1], at[i + 2], at[i + 3]];
    let w = 0;
    let wx = 0;
    let wxx = 0;
    for (let j = i + 4; j < n; j += 4) {
      const dx = at[j] - xi;
      const dy = at[j + 1] - yi;
      const dz = at[j + 2] - zi;
      const weight = 1 / Math.sqrt(dx * dx + dy * dy + dz * dz);
      const v = at[j + 3];
      w += weight;
      wx += weight * v;
      wxx += weight * v * v;
    }
    weights += 2 * w;
    products += 2 * vi * wx;
    squares += vi * vi * w + wxx;
  }
  return { weights, products, squares };
}

/**
 * The same sums by convolution. On a grid, Σ w·aᵢbⱼ = Σ_k K(k)·A(k)·conj B(k) / P, with K, A and B the Fourier
 * transforms of the kernel 1/d and of the two fields on a grid of P points, at least twice as wide in each axis so
 * that nothing wraps round. Three real fields are needed: the mask m, the values x, and x². The x axis is transformed
 * for a block of frequencies at a time (of `numbers` complex numbers), which bounds the memory; then each plane of one x frequency on its own.
 */
export function fourierPairSums(field: Field, numbers = BLOCK): PairSums {
  const plans = field.dims.map((n) => fftPlan(fftLength(2 * n - 1)));
  const frequencies = plans[0].length / 2 + 1; // the others are their mirror images
  const rows = field.dims[1] * field.dims[2];
  const block = Math.max(2, Math.min(frequencies + (frequencies % 2), 2 * Math.floor(numbers / rows / 2)));
  return pairSumsInWasm(field, plans, block, LINES) ?? plainFourierPairSums(field, plans, block);
}

function plainFourierPairSums(
  { mask, values, dims, spacing }: Field,
  plans: readonly FftPlan[],
  block: number,
): PairSums {
  const [nx, ny, nz] = dims;
  const [px, py, pz] = plans.map((plan) => plan.length);
  const frequencies = px / 2 + 1;
  const rows = ny * nz;
  const [m, x, q] = [complex(block * rows), complex(block * rows), complex(block * rows)];
  const kernelRows = (py / 2 + 1) * (pz / 2 + 1);
  const kernel = new Float64Array(block * kernelRows);
  const work = complex(Math.max(py * pz, 1));
  const more = complex(Math.max(py * pz, 1));
  const spectra = [complex(py * pz), complex(py * pz), complex(py * pz)] as const;
  const kernels = complex((pz / 2 + 1) * py);

  let weights = 0;
  let products = 0;
  let squares = 0;
  for (let from = 0; from < frequencies; from += block) {
    const to = Math.min(frequencies, from + block);
    transformRows(mask, values, nx, rows, plans[0], from, to, m, x, q);
    transformKernelRows(spacing, plans[0], py, pz, from, to, kernel);
    for (let k = from; k < to; k++) {
      const at = (k - from) * rows;
      transformPlane(m, at, ny, nz, plans[1], plans[2], work, more, spectra[0]);
      transformPlane(x, at, ny, nz, plans[1], plans[2], work, more, spectra[1]);
      transformPlane(q, at, ny, nz, plans[1], plans[2], work, more, spectra[2]);
      // The kernel's transform is real: two planes go through as one complex one.
      const second = (k - from) % 2 === 1;
      if (!second) transformKernelPlanes(kernel, (k - from) * kernelRows, to - k > 1, plans[1], plans[2], kernels);
      const part = second ? kernels.im : kernels.re;
      const times = k === 0 || k === px / 2 ? 1 : 2;
      const [{ re: mr, im: mi }, { re: xr, im: xi }, { re: qr, im: qi }] = spectra;
      for (let y = 0; y < py; y++) {
        // Even and odd z apart: the order of two lanes.
        let [w0, wx0, wxx0, w1, wx1, wxx1] = [0, 0, 0, 0, 0, 0];
        for (let z = 0; z < pz; z += 2) {
          const i = y * pz + z;
          const row = y * (pz / 2 + 1);
          const weight0 = part[row + (z <= pz / 2 ? z : pz - z)];
          const weight1 = part[row + (z < pz / 2 ? z + 1 : pz - z - 1)];
          w0 += weight0 * (mr[i] * mr[i] + mi[i] * mi[i]);
          wx0 += weight0 * (xr[i] * xr[i] + xi[i] * xi[i]);
          wxx0 += weight0 * (qr[i] * mr[i] + qi[i] * mi[i]);
          w1 += weight1 * (mr[i + 1] * mr[i + 1] + mi[i + 1] * mi[i + 1]);
          wx1 += weight1 * (xr[i + 1] * xr[i + 1] + xi[i + 1] * xi[i + 1]);
          wxx1 += weight1 * (qr[i + 1] * mr[i + 1] + qi[i + 1] * mi[i + 1]);
        }
        weights += times * (w0 + w1);
        products += times * (wx0 + wx1);
        squares += times * (wxx0 + wxx1);
      }
    }
  }
  const points = px * py * pz;
  return { weights: weights / points, products: products / points, squares: squares / points };
}

/** Lines that go through a transform together: few enough that they stay in the cache. */
const LINES = 64;

/** Transforms along x: writes frequencies [from, to) of mask, values and squared values to m, x, q. */
function transformRows(
  mask: Uint8Array,
  values: Float64Array,
  nx: number,
  rows: number,
  plan: FftPlan,
  from: number,
  to: number,
  m: Complex,
  x: Complex,
  q: Complex,
): void {
  const n = plan.length;
  const data = complex(n * LINES);
  const scratch = complex(n * LINES);
  for (let start = 0; start < rows; start += LINES) {
    const lines = Math.min(LINES, rows - start);
    // Two real lines travel as one complex line and are told apart by symmetry: mask with values …
    data.re.fill(0);
    data.im.fill(0);
    for (let b = 0; b < lines; b++) {
      for (let i = 0, at = nx * (start + b); i < nx; i++, at++) {
        data.re[i * lines + b] = mask[at];
        data.im[i * lines + b] = values[at];
      }
    }
    const both = fft(plan, lines, data, scratch);
    for (let k = from; k < to; k++) {
      const back = ((n - k) % n) * lines;
      const out = (k - from) * rows + start;
      for (let b = 0; b < lines; b++) {
        const [ar, ai, cr, ci] = [both.re[k * lines + b], both.im[k * lines + b], both.re[back + b], both.im[back + b]];
        m.re[out + b] = (ar + cr) / 2;
        m.im[out + b] = (ai - ci) / 2;
        x.re[out + b] = (ai + ci) / 2;
        x.im[out + b] = (cr - ar) / 2;
      }
    }
    // … and the squares of one half of the lines with those of the other half.
    const half = (lines + 1) >> 1;
    data.re.fill(0);
    data.im.fill(0);
    for (let b = 0; b < lines; b++) {
      const part = b < half ? data.re : data.im;
      const column = b < half ? b : b - half;
      for (let i = 0, at = nx * (start + b); i < nx; i++, at++) part[i * half + column] = values[at] * values[at];
    }
    const pair = fft(plan, half, data, scratch);
    for (let k = from; k < to; k++) {
      const back = ((n - k) % n) * half;
      const out = (k - from) * rows + start;
      for (let b = 0; b < half; b++) {
        const [ar, ai, cr, ci] = [pair.re[k * half + b], pair.im[k * half + b], pair.re[back + b], pair.im[back + b]];
        q.re[out + b] = (ar + cr) / 2;
        q.im[out + b] = (ai - ci) / 2;
        if (b + half >= lines) continue;
        q.re[out + half + b] = (ai + ci) / 2;
        q.im[out + half + b] = (cr - ar) / 2;
      }
    }
  }
}

/** Transforms one plane along z and y. In: ny fastest, ny × nz at `at`; out: pz fastest, pz × py. */
function transformPlane(
  field: Complex,
  at: number,
  ny: number,
  nz: number,
  planY: FftPlan,
  planZ: FftPlan,
  work: Complex,
  more: Complex,
  out: Complex,
): void {
  const py = planY.length;
  const pz = planZ.length;
  work.re.set(field.re.subarray(at, at + ny * nz));
  work.im.set(field.im.subarray(at, at + ny * nz));
  work.re.fill(0, ny * nz, ny * pz);
  work.im.fill(0, ny * nz, ny * pz);
  const columns = fft(planZ, ny, work, more);
  transpose(columns.re, ny, pz, out.re);
  transpose(columns.im, ny, pz, out.im);
  out.re.fill(0, ny * pz, py * pz);
  out.im.fill(0, ny * pz, py * pz);
  // The result may land in the scratch array: then the two change places.
  const result = fft(planY, pz, out, more);
  if (result !== more) return;
  [out.re, more.re] = [more.re, out.re];
  [out.im, more.im] = [more.im, out.im];
}

/** From `fast` × `slow` to `slow` × `fast`, in tiles. */
function transpose(from: Float64Array, fast: number, slow: number, to: Float64Array): void {
  for (let s0 = 0; s0 < slow; s0 += 16) {
    const s1 = Math.min(slow, s0 + 16);
    for (let f = 0; f < fast; f++) for (let s = s0; s < s1; s++) to[f * slow + s] = from[s * fast + f];
  }
}

/** Frequencies [from, to) along x of 1/d, for the rows 0 ≤ y ≤ py/2, 0 ≤ z ≤ pz/2 (y fastest). Real and even. */
function transformKernelRows(
  [sx, sy, sz]: readonly [number, number, number],
  plan: FftPlan,
  py: number,
  pz: number,
  from: number,
  to: number,
  out: Float64Array,
): void {
  const n = plan.length;
  const width = py / 2 + 1;
  const rows = width * (pz / 2 + 1);
  const data = complex(n * LINES);
  const scratch = complex(n * LINES);
  for (let start = 0; start < rows; start += 2 * LINES) {
    const lines = Math.min(LINES, (rows - start + 1) >> 1);
    data.im.fill(0);
    for (let b = 0; b < 2 * lines && start + b < rows; b++) {
      const part = b < lines ? data.re : data.im;
      const column = b < lines ? b : b - lines;
      const y = sy * ((start + b) % width);
      const z = sz * Math.floor((start + b) / width);
      for (let i = 0; i <= n / 2; i++) {
        const square = sx * i * (sx * i) + y * y + z * z;
        const weight = square === 0 ? 0 : 1 / Math.sqrt(square);
        part[i * lines + column] = weight;
        if (i > 0) part[(n - i) * lines + column] = weight;
      }
    }
    const result = fft(plan, lines, data, scratch);
    for (let k = from; k < to; k++) {
      for (let b = 0; b < lines; b++) {
        out[(k - from) * rows + start + b] = result.re[k * lines + b];
        if (start + lines + b < rows) out[(k - from) * rows + start + lines + b] = result.im[k * lines + b];
      }
    }
  }
}

/** Transforms one or two kernel planes along z and y. Out: pz/2 + 1 fastest, × py; first plane real, second imaginary. */
function transformKernelPlanes(
  kernel: Float64Array,
  at: number,
  two: boolean,
  planY: FftPlan,
  planZ: FftPlan,
  out: Complex,
): void {
  const py = planY.length;
  const pz = planZ.length;
  const width = py / 2 + 1;
  const depth = pz / 2 + 1;
  const rows = width * depth;
  const planes = complex(width * pz);
  for (let z = 0; z < pz; z++) {
    const row = at + width * (z < depth ? z : pz - z);
    for (let y = 0; y < width; y++) {
      planes.re[z * width + y] = kernel[row + y];
      if (two) planes.im[z * width + y] = kernel[row + rows + y];
    }
  }
  const { re, im } = fft(planZ, width, planes, complex(width * pz));
  for (let y = 0; y < py; y++) {
    const column = y < width ? y : py - y;
    for (let z = 0; z < depth; z++) {
      out.re[y * depth + z] = re[z * width + column];
      out.im[y * depth + z] = im[z * width + column];
    }
  }
  const result = fft(planY, depth, out, complex(depth * py));
  [out.re, out.im] = [result.re, result.im];
}
