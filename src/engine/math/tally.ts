import { ascending } from "./ascending.ts";
import { between, meanDistance } from "./deviation.ts";
import { type Moments, moments } from "./moments.ts";
import { quantile } from "./quantile.ts";
import { sumOfSquares } from "./sum-of-squares.ts";

/** A sample in ascending order: its different values, and how often each occurs; null: each once, equal ones repeated. */
export type Tally = {
  readonly values: Float64Array;
  readonly counts: Uint32Array | null;
  /** How many numbers there are in all. */
  readonly total: number;
};

/** The tally of numbers in ascending order. */
export const tallyOfSorted = (values: Float64Array): Tally => ({ values, counts: null, total: values.length });

/** The tally of numbers in any order. */
export const tallyOf = (values: Float64Array): Tally => tallyOfSorted(ascending(values));

/** The tally of whole numbers: `counts[k]` of them are base + k. */
export function tallyOfCounts(counts: Uint32Array, base: number): Tally {
  let different = 0;
  for (let k = 0; k < counts.length; k++) if (counts[k] > 0) different++;
  const values = new Float64Array(different);
  const found = new Uint32Array(different);
  let total = 0;
  for (let k = 0, n = 0; k < counts.length; k++) {
    if (counts[k] === 0) continue;
    values[n] = base + k;
    found[n++] = counts[k];
    total += counts[k];
  }
  return { values, counts: found, total };
}

/** All numbers of a sample, ascending. Not to be written into. */
export function sortedOf({ values, counts, total }: Tally): Float64Array {
  if (counts === null) return values;
  const sorted = new Float64Array(total);
  for (let k = 0, n = 0; k < values.length; n += counts[k++]) sorted.fill(values[k], n, n + counts[k]);
  return sorted;
}

/** How many different values a sample holds. */
export function countDistinct({ values, counts }: Tally): number {
  if (counts !== null || values.length === 0) return values.length;
  let different = 1;
  for (let k = 1; k < values.length; k++) if (values[k] !== values[k - 1]) different++;
  return different;
}

/** The same sample with each value once. */
export function distinct(tally: Tally): { values: Float64Array; counts: Uint32Array } {
  const { values, counts } = tally;
  if (counts !== null) return { values, counts };
  const different = countDistinct(tally);
  const once = new Float64Array(different);
  const found = new Uint32Array(different);
  for (let k = 0, n = 0; n < different; n++) {
    const value = values[k];
    const first = k++;
    while (k < values.length && values[k] === value) k++;
    once[n] = value;
    found[n] = k - first;
  }
  return { values: once, counts: found };
}

/** The part of a sample that lies in [low, high]. */
export function tallyBetween({ values, counts }: Tally, low: number, high: number): Tally {
  if (counts === null) return tallyOfSorted(between(values, low, high));
  const inside = between(values, low, high);
  const start = (inside.byteOffset - values.byteOffset) / inside.BYTES_PER_ELEMENT;
  const found = counts.subarray(start, start + inside.length);
  return { values: inside, counts: found, total: found.reduce((sum, n) => sum + n, 0) };
}

/** Quantile p (0..1) of a sample that is not empty; see `quantile`. */
export function tallyQuantile({ values, counts, total }: Tally, p: number): number {
  if (counts === null) return quantile(values, p);
  const position = p * (total - 1);
  const below = Math.floor(position);
  let k = 0;
  // `seen`: how many numbers there are up to value k.
  let seen = counts[0];
  while (seen <= below) seen += counts[++k];
  const share = position - below;
  if (share === 0) return values[k];
  const next = seen > below + 1 ? values[k] : values[k + 1];
  return values[k] + share * (next - values[k]);
}

/** Σx². */
export const tallyEnergy = ({ values, counts }: Tally): number =>
  counts === null ? sumOfSquares(values) : weightedSum(values, counts, (x) => x * x);

/** Mean distance of a sample, not empty, from a centre. */
export const tallyDistance = ({ values, counts, total }: Tally, centre: number): number =>
  counts === null ? meanDistance(values, centre) : weightedSum(values, counts, (x) => Math.abs(x - centre)) / total;

/** Mean of a sample that is not empty. */
export function tallyMean({ values, counts, total }: Tally): number {
  if (counts === null) return moments(values).mean;
  const min = values[0];
  return min + weightedSum(values, counts, (x) => x - min) / total;
}

/** Moments of a sample that is not empty. */
export function tallyMoments(tally: Tally): Moments {
  const { values, counts, total } = tally;
  if (counts === null) return moments(values);
  const mean = tallyMean(tally);
  const central = (power: (d: number) => number) => weightedSum(values, counts, (x) => power(x - mean)) / total;
  return {
    count: total,
    min: values[0],
    max: values[values.length - 1],
    mean,
    variance: central((d) => d * d),
    third: central((d) => d * d * d),
    fourth: central((d) => d * d * (d * d)),
  };
}

/** Σ n·f(x), with Neumaier's compensation. */
function weightedSum(values: Float64Array, counts: Uint32Array, f: (x: number) => number): number {
  let total = 0;
  let lost = 0;
  for (let k = 0; k < values.length; k++) {
    const x = counts[k] * f(values[k]);
    const next = total + x;
    lost += Math.abs(total) >= Math.abs(x) ? total - next + x : x - next + total;
    total = next;
  }
  return total + lost;
}
