/** A complex number: real and imaginary part. */
export type ComplexNumber = readonly [number, number];

/** Spherical harmonic Y of degree n and order m ≥ −n, with the Condon-Shortley phase, at an azimuth and cos of the polar angle. */
export function sphericalHarmonic(n: number, m: number, azimuth: number, cosPolar: number): ComplexNumber {
  const k = Math.abs(m);
  let ratio = 1; // (n − k)! / (n + k)!
  for (let i = n - k + 1; i <= n + k; i++) ratio /= i;
  const size = Math.sqrt(((2 * n + 1) / (4 * Math.PI)) * ratio) * legendre(n, k, cosPolar);
  const sign = m < 0 && k % 2 === 1 ? -1 : 1;
  return [sign * size * Math.cos(m * azimuth), sign * size * Math.sin(m * azimuth)];
}

/** Associated Legendre function P of degree n and order m ≥ 0, by recursion over the degree. */
function legendre(n: number, m: number, x: number): number {
  let diagonal = 1;
  const root = Math.sqrt(Math.max(0, 1 - x * x));
  for (let i = 1; i <= m; i++) diagonal *= -(2 * i - 1) * root;
  let [before, now] = [0, diagonal];
  for (let l = m + 1; l <= n; l++) [before, now] = [now, ((2 * l - 1) * x * now - (l + m - 1) * before) / (l - m)];
  return now;
}
