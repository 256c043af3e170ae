/**
 * Deriche's recursive approximation of a convolution with a Gaussian or its second derivative, as ITK defines it
 * (Farnebäck and Westin's coefficients of the fourth order): a causal and an anti-causal recursion along a line,
 * beyond whose ends the outermost voxel goes on for ever.
 */
export type Recursion = {
  /** Causal: n0 … n3 of the voxel and the three before. */
  readonly n: readonly number[];
  /** Anti-causal: m1 … m4 of the four voxels behind. */
  readonly m: readonly number[];
  /** Common to both: d1 … d4 of the four results before. */
  readonly d: readonly number[];
};

// ITK's constants of the two exponential terms; the amplitudes are those of order 0 and of order 2.
const [W1, L1, W2, L2] = [0.6681, -1.3932, 2.0787, -1.3732];
const smoothAmplitudes = [1.353, 1.8151, -0.3531, 0.0902] as const;
const curvedAmplitudes = [-1.3563, 5.2318, 0.3446, -2.2355] as const;

/** The recursion of σ in voxels: "smooth" sums to 1; "curved" is the second derivative per voxel², exact on parabolas. */
export function recursionOf(sigma: number, kind: "smooth" | "curved"): Recursion {
  const [c1, c2] = [Math.cos(W1 / sigma), Math.cos(W2 / sigma)];
  const [e1, e2] = [Math.exp(L1 / sigma), Math.exp(L2 / sigma)];
  const d = [
    -2 * (e2 * c2 + e1 * c1),
    4 * c1 * c2 * e1 * e2 + e1 * e1 + e2 * e2,
    -2 * c1 * e1 * e2 * e2 - 2 * c2 * e2 * e1 * e1,
    e1 * e1 * e2 * e2,
  ];
  const sd = 1 + d[0] + d[1] + d[2] + d[3];
  const zero = numerator(sigma, smoothAmplitudes);
  if (kind === "smooth") {
    const sum = (2 * momentOf(zero, 0)) / sd - zero[0];
    return symmetric(
      zero.map((v) => v / sum),
      d,
    );
  }
  const two = numerator(sigma, curvedAmplitudes);
  // As much of the Gaussian as makes the kernel sum to zero.
  const beta = -(2 * momentOf(two, 0) - sd * two[0]) / (2 * momentOf(zero, 0) - sd * zero[0]);
  const n = two.map((v, k) => v + beta * zero[k]);
  const [sn, dn, en] = [momentOf(n, 0), momentOf(n, 1), momentOf(n, 2)];
  const dd = d[0] + 2 * d[1] + 3 * d[2] + 4 * d[3];
  const ed = d[0] + 4 * d[1] + 9 * d[2] + 16 * d[3];
  const alpha = (en * sd * sd - ed * sn * sd - 2 * dn * dd * sd + 2 * dd * dd * sn) / sd ** 3;
  return symmetric(
    n.map((v) => v / alpha),
    d,
  );
}

function numerator(sigma: number, [a1, b1, a2, b2]: readonly number[]): number[] {
  const [s1, s2] = [Math.sin(W1 / sigma), Math.sin(W2 / sigma)];
  const [c1, c2] = [Math.cos(W1 / sigma), Math.cos(W2 / sigma)];
  const [e1, e2] = [Math.exp(L1 / sigma), Math.exp(L2 / sigma)];
  return [
    a1 + a2,
    e2 * (b2 * s2 - (a2 + 2 * a1) * c2) + e1 * (b1 * s1 - (a1 + 2 * a2) * c1),
    2 * e1 * e2 * ((a1 + a2) * c2 * c1 - b1 * c2 * s1 - b2 * c1 * s2) + a2 * e1 * e1 + a1 * e2 * e2,
    e2 * e1 * e1 * (b2 * s2 - a2 * c2) + e1 * e2 * e2 * (b1 * s1 - a1 * c1),
  ];
}

/** Σ k^power · n_k. */
const momentOf = (n: readonly number[], power: number): number => n.reduce((sum, v, k) => sum + k ** power * v, 0);

const symmetric = (n: readonly number[], d: readonly number[]): Recursion => ({
  n,
  d,
  m: [n[1] - d[0] * n[0], n[2] - d[1] * n[0], n[3] - d[2] * n[0], -d[3] * n[0]],
});

/** The same recursion with a response `weight` times as large. */
export const weighted = ({ n, m, d }: Recursion, weight: number): Recursion => ({
  n: n.map((v) => weight * v),
  m: m.map((v) => weight * v),
  d,
});

/** Lines that are filtered side by side. */
export const RECURSION_LINES = 16;

/** Length of each of the three scratch arrays for lines of n voxels. */
export const recursionLength = (n: number): number => (n + 8) * RECURSION_LINES;

/**
 * Filters the lines of a box seen as [outer][n][inner] along the middle axis. n ≥ 1; `out` may be `input`. With a second
 * box and recursion, which has the same d, the sum of both responses. `x`, `y` and `z` are scratch of `recursionLength(n)`.
 */
export function filterRecursively(
  inputs: readonly Float64Array[],
  n: number,
  inner: number,
  outer: number,
  recursions: readonly Recursion[],
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  out: Float64Array,
): void {
  const B = RECURSION_LINES;
  const [d1, d2, d3, d4] = recursions[0].d;
  const lines = inner * outer;
  const first = 4 * B;
  const last = (n + 3) * B;
  for (let from = 0; from < lines; from += B) {
    const count = Math.min(B, lines - from);
    for (let p = 0; p < inputs.length; p++) {
      const input = inputs[p];
      const [n0, n1, n2, n3] = recursions[p].n;
      const [m1, m2, m3, m4] = recursions[p].m;
      const sd = 1 + d1 + d2 + d3 + d4;
      const before = (n0 + n1 + n2 + n3) / sd;
      const behind = (m1 + m2 + m3 + m4) / sd;
      for (let b = 0; b < count; b++) {
        const line = from + b;
        let i = Math.floor(line / inner) * n * inner + (line % inner);
        for (let o = first + b; o <= last + b; o += B, i += inner) x[o] = input[i];
        for (let k = 1; k <= 4; k++) {
          x[first + b - k * B] = x[first + b];
          x[last + b + k * B] = x[last + b];
          const [start, end] = [before * x[first + b], behind * x[last + b]];
          y[first + b - k * B] = p === 0 ? start : y[first + b - k * B] + start;
          z[last + b + k * B] = p === 0 ? end : z[last + b + k * B] + end;
        }
      }
      for (let o = first; o < last + B; o++) {
        const ahead = n0 * x[o] + n1 * x[o - B] + n2 * x[o - 2 * B] + n3 * x[o - 3 * B];
        const back = m1 * x[o + B] + m2 * x[o + 2 * B] + m3 * x[o + 3 * B] + m4 * x[o + 4 * B];
        y[o] = p === 0 ? ahead : y[o] + ahead;
        z[o] = p === 0 ? back : z[o] + back;
      }
    }
    for (let o = first; o < last + B; o++)
      y[o] -= d4 * y[o - 4 * B] + d3 * y[o - 3 * B] + d2 * y[o - 2 * B] + d1 * y[o - B];
    for (let o = last + B - 1; o >= first; o--)
      z[o] -= d4 * z[o + 4 * B] + d3 * z[o + 3 * B] + d2 * z[o + 2 * B] + d1 * z[o + B];
    for (let b = 0; b < count; b++) {
      const line = from + b;
      let i = Math.floor(line / inner) * n * inner + (line % inner);
      for (let o = first + b; o <= last + b; o += B, i += inner) out[i] = y[o] + z[o];
    }
  }
}
