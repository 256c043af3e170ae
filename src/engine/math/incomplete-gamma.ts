import { deviance, stirlingError } from "./ln-gamma.ts";

/** xᵃ e⁻ˣ / Γ(a + 1): a Poisson probability by Loader's saddle point. */
const front = (a: number, x: number): number =>
  Math.exp(-stirlingError(a) - deviance(a, x)) / Math.sqrt(2 * Math.PI * a);

/** Regularised lower incomplete gamma function P(a, x), a > 0. Series below the mean, continued fraction above. */
export function incompleteGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  return x < a + 1 ? front(a, x) * series(a, x) : 1 - front(a, x) * a * fraction(a, x);
}

/** 1 − P(a, x), without cancellation above the mean. */
export function upperIncompleteGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  return x < a + 1 ? 1 - front(a, x) * series(a, x) : front(a, x) * a * fraction(a, x);
}

function series(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 100_000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return h;
}
