/** What a sum runs over: cells (i, j), rows i, columns j, differences |i − j| or sums i + j. */
export type SumOver = "cell" | "row" | "column" | "difference" | "sum";

/** A feature as a sum over its matrix, term by term: the same number as `compute`, taken apart. */
export type Sum<P> = {
  readonly over: SumOver;
  /** The term in TeX, products written with \cdot, so that numbers can be put in for its symbols (`symbols`). */
  readonly tex: string;
  /** What constants are, TeX, where their symbols do not say it. */
  readonly where?: string;
  /** What other symbols of `tex` stand for at (x, y): means, numbers of levels … */
  readonly constants?: (prepared: P) => (x: number, y: number) => Readonly<Record<string, number>>;
  /** The term of what has the share p: of cell (x, y); otherwise of k = x = y. Defined for p > 0. */
  readonly term: (prepared: P) => (p: number, x: number, y: number) => number;
};

/** Why a feature of a matrix is no sum of terms: it is one cell's; one over a sum; some other function of sums. */
export type NoSum = "greatest_cell" | "reciprocal" | "function_of_sums";

/** The symbols of a term's TeX: its place (i, j or k) and its share. */
export const symbols: Readonly<Record<SumOver, { readonly place: readonly string[]; readonly share: string }>> = {
  cell: { place: ["i", "j"], share: "p_{ij}" },
  row: { place: ["i"], share: "p_{i}" },
  column: { place: ["j"], share: "p_{j}" },
  difference: { place: ["k"], share: "p_{x-y,k}" },
  sum: { place: ["k"], share: "p_{x+y,k}" },
};
