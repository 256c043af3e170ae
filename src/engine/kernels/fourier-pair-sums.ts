import { type CosinePlan, cosinePlan } from "../math/cosine-transform.ts";
import { type FftPlan, fftLength, fftPlan, radicesOf } from "../math/fft.ts";
import { pairStepsInWasm } from "../wasm/pair-sums.ts";
import type { Field, PairSums } from "./pair-sums.ts";
import { plainPairSteps } from "./plain-pair-steps.ts";

/** Of one axis: `n` voxels, transformed over `plan.length` points, at least 2n − 1, so that nothing wraps round. */
export type PairAxis = {
  readonly n: number;
  readonly plan: FftPlan;
  /** Frequencies of a real and even sequence, and its transform; null for a single point. */
  readonly frequencies: number;
  readonly cosines: CosinePlan | null;
};

/** What the steps of `fourierPairSums` work on. */
export type PairJob = {
  readonly field: Field;
  /** Voxels in a row: three numbers each, index of the row (y + ny·z), first x, x after the last. */
  readonly runs: Int32Array;
  readonly axes: readonly [PairAxis, PairAxis, PairAxis];
  /** Frequencies along x are done in classes: r, r + classes, r + 2·classes … */
  readonly classes: number;
  /** Transforms one class. */
  readonly plan: FftPlan;
};

/** Two frequencies of a class, the `pair`-th, and how often each counts; `at`: theirs in the transform of 1/d. */
export type PlanePair = {
  readonly pair: number;
  readonly at: readonly [number, number];
  readonly times: readonly [number, number];
};

/** Each of them plain and in WebAssembly. */
export type PairSteps = {
  /** 1/d in an eighth of the space, transformed along x. */
  readonly transformKernel: () => void;
  /** Mask, x and x² transformed along x: class r of the frequencies, in pairs. */
  readonly transformRows: (r: number, pairs: number) => void;
  /** Σ K·|M|², Σ K·|X|² and Σ K·Re(Q·conj M) over the planes of two frequencies. */
  readonly sumPlanes: (planes: PlanePair) => readonly [number, number, number];
};

/**
 * The sums by convolution. On a grid, Σ w·aᵢbⱼ = Σ_k K(k)·A(k)·conj B(k) / P, with K, A and B the Fourier transforms of
 * the kernel 1/d and of the two fields on a grid of P points, at least twice as wide in each axis so that nothing wraps
 * round. Three real fields are needed: the mask m, the values x, and q = x². One class of frequencies along x at a time
 * is held for all rows; of it, two frequencies at a time (side by side in a vector) are transformed along z, then y, and
 * added up line by line. K is real and even along every axis.
 */
export function fourierPairSums(field: Field, most = MOST): PairSums {
  const job = jobOf(field, most);
  const { axes, classes, plan } = job;
  const points = axes[0].plan.length;
  const steps = pairStepsInWasm(job) ?? plainPairSteps(job);
  steps.transformKernel();
  let weights = 0;
  let products = 0;
  let squares = 0;
  for (let r = 0; 2 * r <= classes; r++) {
    // Frequencies k and −k say the same. A class that holds both of each needs half of its own.
    const mirrored = r === 0 || 2 * r === classes;
    const count = mirrored ? halfOf(r, plan.length) : plan.length;
    const at = (t: number) => r + classes * Math.min(t, count - 1);
    const times = (t: number) => (t >= count ? 0 : (2 * at(t)) % points === 0 ? 1 : 2);
    const pairs = (count + 1) >> 1;
    steps.transformRows(r, pairs);
    for (let pair = 0; pair < pairs; pair++) {
      const [a, b] = [2 * pair, 2 * pair + 1];
      const fold = (k: number) => Math.min(k, points - k);
      const sums = steps.sumPlanes({ pair, at: [fold(at(a)), fold(at(b))], times: [times(a), times(b)] });
      weights += sums[0];
      products += sums[1];
      squares += sums[2];
    }
  }
  const all = axes.reduce((product, axis) => product * axis.plan.length, 1);
  return { weights: weights / all, products: products / all, squares: squares / all };
}

/** Frequencies of class 0, or of the middle class, that are not the mirror image of an earlier one. */
const halfOf = (r: number, length: number): number => (r === 0 ? (length >> 1) + 1 : (length + 1) >> 1);

/** Bytes that the spectra of one class may take. */
const MOST = 1 << 24;

/** Even, with two factors at least; a single voxel needs no room around it. */
const paddedLength = (n: number): number => (n === 1 ? 1 : fftLength(Math.max(6, 2 * n - 1)));

/** Nanoseconds a number, measured: stages of radix 2 to 5, and what is done beside them. */
const STAGE = [0, 0, 0.31, 0.55, 0.5, 0.9];
const BESIDE = 0.9;

/** The length that costs least: a longer one may have the better factors. */
function quickLength(n: number): number {
  const shortest = paddedLength(n);
  let best = shortest;
  let least = Number.POSITIVE_INFINITY;
  for (let length = shortest; length <= 1.25 * shortest; length = fftLength(length + 1)) {
    const cost = length * radicesOf(length).reduce((sum, radix) => sum + STAGE[radix], BESIDE);
    if (cost < least) [best, least] = [length, cost];
  }
  return best;
}

/** Points of the grid on which the sums are transformed. */
export const paddedPoints = (dims: Field["dims"]): number => dims.reduce((product, n) => product * paddedLength(n), 1);

function axisOf(n: number, points: number): PairAxis {
  const plan = fftPlan(points);
  const single = plan.length === 1;
  return {
    n,
    plan,
    frequencies: single ? 1 : plan.length / 2 + 1,
    cosines: single ? null : cosinePlan(plan),
  };
}

function jobOf(field: Field, most: number): PairJob {
  const [x, y, z] = field.dims;
  // Whatever is longer along x makes all later work longer.
  const axes = [axisOf(x, paddedLength(x)), axisOf(y, quickLength(y)), axisOf(z, quickLength(z))] as const;
  const classes = classesOf(x, axes[0].plan.length, 48 * y * z, most);
  return { field, runs: runsOf(field), axes, classes, plan: fftPlan(axes[0].plan.length / classes) };
}

/** How many classes cost least, of those that hold to `most` bytes where there are any; `row`: bytes of a frequency. */
function classesOf(n: number, points: number, row: number, most: number): number {
  let best = points / Math.min(points, 2);
  let least = Number.POSITIVE_INFINITY;
  for (let classes = 1; 2 * classes <= points; classes++) {
    const length = points / classes;
    if (points % classes !== 0 || length * row > most) continue;
    const done = (classes >> 1) + 1;
    const whole = done - 1 - (classes % 2 === 0 && classes > 1 ? 1 : 0);
    const pairs = whole * ((length + 1) >> 1) + (done - whole) * ((length + 4) >> 2);
    // Operations a row: folding and transforming, and what two frequencies cost later on.
    const cost = done * (12 * n + 15 * length * Math.log2(length)) + 1000 * pairs;
    if (cost < least) [best, least] = [classes, cost];
  }
  return best;
}

function runsOf({ mask, dims }: Field): Int32Array {
  const [nx, ny, nz] = dims;
  const runs: number[] = [];
  for (let row = 0, i = 0; row < ny * nz; row++, i += nx) {
    for (let x = 0; x < nx; x++) {
      if (mask[i + x] === 0) continue;
      const from = x;
      while (x < nx && mask[i + x] !== 0) x++;
      runs.push(row, from, x);
    }
  }
  return Int32Array.from(runs);
}
