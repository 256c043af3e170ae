import { beginLanczos, goOn, type Operator, type Recursion } from "./lanczos.ts";

/** Steps of the recursion that are taken at least, where there are as many dimensions. */
const LEAST_STEPS = 40;
/** Steps that must not have changed the value, and what they may change in its rounding. */
const STEADY = 3;
const ROUNDING = 3e-15;

/**
 * The greatest absolute eigenvalue of a symmetric operator, by Lanczos' recursion with full reorthogonalisation: its cost is
 * that of applying the operator some dozens of times.
 */
export function greatestEigenvalue(operator: Operator): number {
  const size = operator.root.length;
  let recursion = beginLanczos(size);
  for (let steps = Math.min(size, LEAST_STEPS); ; steps = Math.min(size, steps + STEADY)) {
    recursion = goOn(operator, recursion, steps);
    const [value, sign] = top(recursion);
    // More steps only add to it: it has been there before if fewer steps had an eigenvalue no lower.
    if (recursion.ended || !allBelow(recursion, steps - STEADY, sign, value - ROUNDING * value)) return value;
  }
}

/** The greatest absolute eigenvalue of the tridiagonal matrix, and its sign. */
function top(recursion: Recursion): readonly [number, 1 | -1] {
  const positive = topOf(recursion, 1);
  return allBelow(recursion, recursion.steps, -1, positive) ? [positive, 1] : [topOf(recursion, -1), -1];
}

/** Largest eigenvalue of the tridiagonal matrix times `sign`, by bisection. */
function topOf(recursion: Recursion, sign: 1 | -1): number {
  const { diagonal, beside, steps } = recursion;
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let k = 0; k < steps; k++) {
    const middle = sign * diagonal[k];
    low = Math.max(low, middle);
    high = Math.max(high, middle + (k > 0 ? beside[k] : 0) + (k < steps - 1 ? beside[k + 1] : 0));
  }
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (allBelow(recursion, steps, sign, middle)) high = middle;
    else low = middle;
  }
}

/** Whether all eigenvalues of the first `steps` rows and columns, times `sign`, are below x: all pivots are negative. */
function allBelow({ diagonal, beside }: Recursion, steps: number, sign: 1 | -1, x: number): boolean {
  let pivot = sign * diagonal[0] - x;
  for (let k = 1; k < steps && pivot < 0; k++) pivot = sign * diagonal[k] - x - (beside[k] * beside[k]) / pivot;
  return pivot < 0;
}
