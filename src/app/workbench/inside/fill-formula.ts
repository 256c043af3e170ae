import { symbols } from "#engine/features/sum.ts";
import type { Term, Terms } from "#engine/inspect/terms.ts";

/** A symbol of TeX: a command with its index, a letter with its index, another command, a letter. */
const SYMBOL = /\\(?:mu|sigma)(?:_(?:\{[^}]*\}|\w))?|[A-Za-z]_(?:\{[^}]*\}|\w)|\\log_2|\\[A-Za-z]+|[A-Za-z]/g;

/** A number in TeX: four significant digits, negative ones in brackets. */
export function texNumber(value: number): string {
  const short = Number(value.toPrecision(4));
  const [mantissa, exponent] = String(Math.abs(short)).split("e");
  const size = exponent === undefined ? mantissa : String.raw`${mantissa}\cdot10^{${Number(exponent)}}`;
  return short < 0 ? `(-${size})` : size;
}

/** The formula of a term with its numbers put in: (i-j)^2·p_{ij} becomes (1-4)^2·0.1333. */
export function filledFormula({ over, tex }: Pick<Terms, "over" | "tex">, term: Term): string {
  const { place, share } = symbols[over];
  const numbers = new Map<string, number>([...Object.entries(term.constants), [share, term.p]]);
  place.forEach((symbol, k) => {
    numbers.set(symbol, term.at[k]);
  });
  return tex.replace(SYMBOL, (symbol) => {
    const value = numbers.get(symbol);
    return value === undefined ? symbol : texNumber(value);
  });
}
