import type { Vec3 } from "../grid.ts";
import type { Spectrum } from "../math/spectrum.ts";

/**
 * A filter that is defined by its transfer function H = (−i)^quarter · f(x, y, z), f real, where x, y, z are frequencies
 * of which ±1 are the ends of the axis. Along an axis f is `odd` (f(−x) = −f(x)) or even: it is asked for x, y, z ≥ 0 only.
 */
export type Transfer = {
  readonly quarter: number;
  readonly odd: readonly [boolean, boolean, boolean];
  readonly f: (x: number, y: number, z: number) => number;
};

/**
 * The part of H that keeps images real, (H(k) + conj H(−k)) / 2: the response is the real part of what H gives. On the
 * centred grid of an axis of even length, k and −k do not stand for opposite frequencies. Held by the values of f in one
 * octant, which are an eighth of all.
 */
export type Gains = {
  readonly axes: readonly [AxisGains, AxisGains, AxisGains];
  /** f, x fastest, over the frequencies that are not negative. */
  readonly octants: Float64Array;
  /** Whether the gains are to be multiplied by i. */
  readonly imaginary: boolean;
};

/** Of each frequency k of an axis, and of −k, side by side: its place in the octants, and its sign. */
export type AxisGains = { readonly half: number; readonly places: Int32Array; readonly signs: Float64Array };

/** The frequency of index k on an axis of n, on the grid of n points that is centred at (n − 1)/2 and ends at ±1. */
export function centredFrequency(k: number, n: number): number {
  return n === 1 ? 0 : centredStep(k, n) / (n - 1);
}

/** The same in half steps of the grid. */
const centredStep = (k: number, n: number): number => 2 * ((k + (n >> 1)) % n) - (n - 1);

/** Numbers that the gains hold. */
export const gainsLength = (dims: Vec3): number => dims.reduce((product, n) => product * ((n + 1) >> 1), 1);

export function gainsOf(dims: Vec3, { quarter, odd, f }: Transfer): Gains {
  const sign = quarter % 4 === 0 || quarter % 4 === 3 ? 0.5 : -0.5;
  const imaginary = quarter % 2 === 1;
  const axes = [
    axisOf(dims[0], odd[0], 1, 1),
    axisOf(dims[1], odd[1], 1, 1),
    // An odd H is imaginary: its conjugate has the other sign.
    axisOf(dims[2], odd[2], sign, imaginary ? -sign : sign),
  ] as const;
  const [xs, ys, zs] = dims.map(magnitudes);
  const octants = new Float64Array(gainsLength(dims));
  let i = 0;
  for (const z of zs) for (const y of ys) for (const x of xs) octants[i++] = f(x, y, z);
  return { axes, octants, imaginary };
}

/** The frequencies of an axis that are not negative, from the least on. */
const magnitudes = (n: number): Float64Array =>
  Float64Array.from({ length: (n + 1) >> 1 }, (_, i) => (n === 1 ? 0 : (2 * i + 1 - (n & 1)) / (n - 1)));

function axisOf(n: number, odd: boolean, sign: number, mateSign: number): AxisGains {
  const places = new Int32Array(2 * n);
  const signs = new Float64Array(2 * n);
  for (let k = 0; k < n; k++) {
    for (const [at, step, factor] of [
      [2 * k, centredStep(k, n), sign],
      [2 * k + 1, centredStep((n - k) % n, n), mateSign],
    ]) {
      places[at] = Math.abs(step) >> 1;
      signs[at] = odd && step < 0 ? -factor : factor;
    }
  }
  return { half: (n + 1) >> 1, places, signs };
}

/** Multiplies a spectrum by its gains. */
export function multiply({ dims, columns, values: { re, im } }: Spectrum, { axes, octants, imaginary }: Gains): void {
  const [x, y, z] = axes;
  for (let kz = 0, i = 0; kz < dims[2]; kz++) {
    for (let ky = 0; ky < dims[1]; ky++) {
      const own = x.half * (y.places[2 * ky] + y.half * z.places[2 * kz]);
      const mate = x.half * (y.places[2 * ky + 1] + y.half * z.places[2 * kz + 1]);
      const a = y.signs[2 * ky] * z.signs[2 * kz];
      const b = y.signs[2 * ky + 1] * z.signs[2 * kz + 1];
      for (let kx = 0; kx < 2 * columns; kx += 2, i++) {
        const p = octants[own + x.places[kx]];
        const q = octants[mate + x.places[kx + 1]];
        const gain = a * x.signs[kx] * p + b * x.signs[kx + 1] * q;
        const [r, s] = [gain * re[i], gain * im[i]];
        re[i] = imaginary ? -s : r;
        im[i] = imaginary ? r : s;
      }
    }
  }
}
