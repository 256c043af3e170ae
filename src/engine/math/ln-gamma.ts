/** Half of ln 2π. */
const HALF_LN_TAU = 0.9189385332046727;

/** ln Γ(x) for x > 0: Stirling's series from 15 on, reached from below by Γ(x + 1) = x Γ(x). About 1e-15. */
export function lnGamma(x: number): number {
  let product = 1;
  let y = x;
  while (y < 15) product *= y++;
  return (y - 0.5) * Math.log(y) - y + HALF_LN_TAU + stirlingTail(y) - Math.log(product);
}

/** ln Γ(x + 1) − (x + ½) ln x + x − ½ ln 2π: what Stirling's formula lacks (Loader 2000). x > 0. */
export function stirlingError(x: number): number {
  if (x >= 15) return stirlingTail(x);
  return lnGamma(x + 1) - (x + 0.5) * Math.log(x) + x - HALF_LN_TAU;
}

/** B₂ₖ/(2k(2k−1)x²ᵏ⁻¹) for k = 1 … 7: below 1e-17 of the sum from x = 15 on. */
function stirlingTail(x: number): number {
  const s = 1 / (x * x);
  const terms =
    1 / 12 + s * (-1 / 360 + s * (1 / 1260 + s * (-1 / 1680 + s * (1 / 1188 + s * (-691 / 360360 + s / 156)))));
  return terms / x;
}

/** x ln(x/m) + m − x, without cancellation where x is near m (Loader 2000). x > 0, m > 0. */
export function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let power = 2 * x * v;
  for (let j = 3; ; j += 2) {
    power *= v * v;
    const next = sum + power / j;
    if (next === sum) return sum;
    sum = next;
  }
}
