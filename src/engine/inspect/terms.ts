import type { Feature } from "../features/family.ts";
import type { NoSum, SumOver } from "../features/sum.ts";
import { isReason, type Reason } from "../reason.ts";
import type { MatrixPart } from "./matrix.ts";

/** One term of a feature's sum. */
export type Term = {
  /** (i, j), or (k). */
  readonly at: readonly number[];
  /** The share of the matrix that it is about. */
  readonly p: number;
  readonly value: number;
  /** What other symbols of its formula stand for. */
  readonly constants: Readonly<Record<string, number>>;
};

/** A feature of one matrix, taken apart. */
export type Terms = {
  readonly over: SumOver;
  /** The term in TeX. */
  readonly tex: string;
  /** What its constants are, TeX. */
  readonly where?: string;
  /** In the order of their places. */
  readonly terms: readonly Term[];
  /** What each entry of the matrix contributes: a term over several entries is shared out by their counts. */
  readonly byEntry: Float64Array;
  /** Σ of the terms: the feature's value, but for the last digit. */
  readonly sum: number;
};

/** Why there are no terms: the feature has none by nature, it has no value here, or they do not add up to it. */
export type NoTerms = NoSum | "no_sum" | "not_equal" | Reason;

/** Rounding that a sum of a hundred thousand terms in another order may leave. */
const SAME = 1e-9;

/** The terms of a feature in a matrix. What does not add up to the feature's own value is never shown. */
export function termsOf(feature: Feature<unknown>, part: MatrixPart): Terms | NoTerms {
  const { sum } = feature;
  if (sum === undefined) return "no_sum";
  if (typeof sum === "string") return sum;
  const value = feature.compute(part.prepared);
  if (isReason(value)) return value;
  const { counts, total } = part;
  const place = placeOf(sum.over);
  const shares = new Map<number, number>();
  for (let e = 0; e < counts.n.length; e++) {
    if (sum.over === "cell") break;
    const k = place(counts.i[e], counts.j[e]);
    shares.set(k, (shares.get(k) ?? 0) + counts.n[e]);
  }
  const term = sum.term(part.prepared);
  const constants = sum.constants?.(part.prepared) ?? (() => ({}));
  const byEntry = new Float64Array(counts.n.length);
  const terms: Term[] = [];
  let added = 0;
  let size = 0;
  const add = (at: readonly number[], p: number): number => {
    const [x, y = x] = at;
    const found = term(p, x, y);
    terms.push({ at, p, value: found, constants: constants(x, y) });
    added += found;
    size += Math.abs(found);
    return found;
  };
  if (sum.over === "cell") {
    for (let e = 0; e < counts.n.length; e++) byEntry[e] = add([counts.i[e], counts.j[e]], counts.n[e] / total);
  } else {
    const values = new Map<number, number>();
    for (const k of [...shares.keys()].sort((a, b) => a - b)) values.set(k, add([k], (shares.get(k) ?? 0) / total));
    for (let e = 0; e < counts.n.length; e++) {
      const k = place(counts.i[e], counts.j[e]);
      byEntry[e] = ((values.get(k) ?? 0) * counts.n[e]) / (shares.get(k) ?? 1);
    }
  }
  const off = Math.abs(added - value);
  if (!(off <= SAME * Math.max(size, Math.abs(value)))) return "not_equal";
  return { over: sum.over, tex: sum.tex, where: sum.where, terms, byEntry, sum: added };
}

/** What entry (i, j) belongs to in a sum that is not over cells. */
function placeOf(over: SumOver): (i: number, j: number) => number {
  switch (over) {
    case "cell":
    case "row":
      return (i) => i;
    case "column":
      return (_, j) => j;
    case "difference":
      return (i, j) => Math.abs(i - j);
    case "sum":
      return (i, j) => i + j;
  }
}

/** What an entry contributes to a feature that is averaged over matrices: its share of the mean. */
export type CellTerms = {
  /** By "i j". */
  readonly byCell: ReadonlyMap<string, number>;
  /** The feature: the mean over the matrices that give a value. */
  readonly value: number;
  /** How many these are. */
  readonly matrices: number;
};

/**
 * The terms of a feature averaged over matrices, cell by cell; the reason of the first matrix where none can be taken
 * apart. Matrices without a value are left out, as the feature's own mean leaves them out.
 */
export function meanTerms(feature: Feature<unknown>, parts: readonly MatrixPart[]): CellTerms | NoTerms {
  const byCell = new Map<string, number>();
  const whole: { part: MatrixPart; terms: Terms }[] = [];
  let without: NoTerms = "no_sum";
  for (const part of parts) {
    const terms = termsOf(feature, part);
    if (areTerms(terms)) whole.push({ part, terms });
    else if (isReason(terms)) without = terms;
    else return terms;
  }
  if (whole.length === 0) return without;
  let value = 0;
  for (const { part, terms } of whole) {
    value += terms.sum / whole.length;
    const { i, j } = part.counts;
    for (let e = 0; e < i.length; e++) {
      const key = `${i[e]} ${j[e]}`;
      byCell.set(key, (byCell.get(key) ?? 0) + terms.byEntry[e] / whole.length);
    }
  }
  return { byCell, value, matrices: whole.length };
}

/** True for terms that could be taken apart. */
export const areTerms = <T extends Terms | CellTerms>(found: T | NoTerms): found is T =>
  typeof found === "object" && !isReason(found);
