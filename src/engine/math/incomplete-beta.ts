import { deviance, stirlingError } from "./ln-gamma.ts";

const TAU = 2 * Math.PI;

/** xᵃ yᵇ / B(a, b) with y = 1 − x: a binomial probability by Loader's saddle point, so that large a, b cost no digits. */
function front(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  const exponent = stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * y);
  return Math.exp(exponent) * Math.sqrt((a * b) / (TAU * n));
}

/**
 * Regularised incomplete beta function I_x(a, b), given x and y = 1 − x, of which the smaller should be exact. a, b > 0.
 * Continued fraction (Abramowitz and Stegun 26.5.8) by Lentz' method. About 1e-14 relative.
 */
export function incompleteBeta(a: number, b: number, x: number, y: number = 1 - x): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  if (x * (a + b + 2) <= a + 1) return (front(a, b, x, y) / a) * fraction(a, b, x);
  return 1 - (front(b, a, y, x) / b) * fraction(b, a, y);
}

function fraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  const away = (v: number) => (Math.abs(v) < tiny ? tiny : v);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let h = d;
  // Within the limits of incompleteBeta it ends after about √max(a, b) steps.
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const step = d * c;
    h *= step;
    // Steps of one ulp either way may go on for ever; what is no number does.
    if (!(Math.abs(step - 1) > 2.3e-16)) break;
  }
  return h;
}
