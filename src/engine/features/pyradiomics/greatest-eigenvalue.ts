/** out = A v for a symmetric A. */
export type Apply = (v: Float64Array, out: Float64Array) => void;

/** Steps of the recursion that are taken at least, where there are as many dimensions. */
const LEAST_STEPS = 40;
/** So often the value must have stayed the same. */
const STEADY = 3;

/**
 * The greatest absolute eigenvalue of a symmetric operator of `size`, by Lanczos' recursion with full
 * reorthogonalisation: its cost is that of applying the operator some dozens of times.
 */
export function greatestEigenvalue(apply: Apply, size: number): number {
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const beside: number[] = [];
  // Any start without symmetry will do; this one is the same each time.
  let next = Float64Array.from({ length: size }, (_, k) => 1 + Math.sin(12.9898 * (k + 1)));
  let length = norm(next);
  let last = 0;
  for (let steady = 0; ; ) {
    const v = next;
    for (let k = 0; k < size; k++) v[k] /= length;
    const before = basis.at(-1);
    basis.push(v);
    next = new Float64Array(size);
    apply(v, next);
    diagonal.push(dot(v, next));
    takeOff(v, diagonal[diagonal.length - 1], next);
    if (before !== undefined) takeOff(before, length, next);
    orthogonalise(basis, next);
    length = norm(next);
    const steps = basis.length;
    const ended = steps === size || length <= 1e-14;
    if (ended || steps > LEAST_STEPS - STEADY - 1) {
      const value = Math.max(topOfTridiagonal(diagonal, beside, 1), topOfTridiagonal(diagonal, beside, -1));
      steady = Math.abs(value - last) <= 1e-15 * value ? steady + 1 : 0;
      last = value;
      if (ended || (steady >= STEADY && steps >= LEAST_STEPS)) return last;
    }
    beside.push(length);
  }
}

/** Takes off what v has of the basis; once more where little is left, which rounding then has its share of. */
function orthogonalise(basis: readonly Float64Array[], v: Float64Array): void {
  for (let before = norm(v), pass = 0; pass < 3; pass++) {
    for (let k = 0; k < basis.length; k++) takeOff(basis[k], dot(basis[k], v), v);
    const after = norm(v);
    if (after >= Math.SQRT1_2 * before) return;
    before = after;
  }
}

function takeOff(from: Float64Array, share: number, v: Float64Array): void {
  for (let k = 0; k < v.length; k++) v[k] -= share * from[k];
}

function dot(a: Float64Array, b: Float64Array): number {
  let even = 0;
  let odd = 0;
  let k = 0;
  for (; k + 1 < a.length; k += 2) {
    even += a[k] * b[k];
    odd += a[k + 1] * b[k + 1];
  }
  return k < a.length ? even + a[k] * b[k] + odd : even + odd;
}

const norm = (v: Float64Array): number => Math.sqrt(dot(v, v));

/** Largest eigenvalue of a symmetric tridiagonal matrix times `sign`, by bisection on the signs of its pivots. */
function topOfTridiagonal(diagonal: readonly number[], beside: readonly number[], sign: 1 | -1): number {
  const n = diagonal.length;
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let k = 0; k < n; k++) {
    const middle = sign * diagonal[k];
    low = Math.max(low, middle);
    high = Math.max(high, middle + (k > 0 ? beside[k - 1] : 0) + (k < n - 1 ? beside[k] : 0));
  }
  const allBelow = (x: number): boolean => {
    let pivot = sign * diagonal[0] - x;
    for (let k = 1; k < n && pivot < 0; k++) pivot = sign * diagonal[k] - x - (beside[k - 1] * beside[k - 1]) / pivot;
    return pivot < 0;
  };
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (allBelow(middle)) high = middle;
    else low = middle;
  }
}
