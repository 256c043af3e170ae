import { ascending } from "./ascending.ts";
import { type Moments, moments } from "./moments.ts";

/** A sample in ascending order: its different values, and how often each occurs; null: each once, equal ones repeated. */
export type Tally = {
  readonly values: Float64Array;
  readonly counts: Uint32Array | null;
  /** How many numbers there are in all. */
  readonly total: number;
};

/** The tally of numbers in any order. */
export const tallyOf = (values: Float64Array): Tally => ({
  values: ascending(values),
  counts: null,
  total: values.length,
});

/** The tally of whole numbers: `counts[k]` of them are base + k. */
export function tallyOfCounts(counts: Uint32Array, base: number): Tally {
  let first = 0;
  while (first < counts.length && counts[first] === 0) first++;
  let last = counts.length - 1;
  while (last >= 0 && counts[last] === 0) last--;
  let different = 0;
  for (let k = first; k <= last; k++) if (counts[k] > 0) different++;
  const values = new Float64Array(different);
  const found = new Uint32Array(different);
  let total = 0;
  for (let k = first, n = 0; k <= last; k++) {
    if (counts[k] === 0) continue;
    values[n] = base + k;
    found[n++] = counts[k];
    total += counts[k];
  }
  return { values, counts: found, total };
}

/** Moments of a sample that is not empty. */
export function momentsOf({ values, counts, total }: Tally): Moments {
  if (counts === null) return moments(values);
  const min = values[0];
  const sum = weightedSum(values, counts, (x) => x - min);
  const mean = min + sum / total;
  const central = (power: (d: number) => number) => weightedSum(values, counts, (x) => power(x - mean)) / total;
  return {
    count: total,
    min,
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
