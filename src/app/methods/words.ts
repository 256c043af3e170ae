/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[], and: string): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${and} ${items[items.length - 1]}`;
}

/** A number with at most three decimals, its minus sign and its decimal sign as the language writes them. */
export const written = (value: number, decimal: "." | ","): string =>
  String(Number(value.toFixed(3)))
    .replace("-", "−")
    .replace(".", decimal);

/** "2 × 2 × 3", or "2" where all are equal and one will do. */
export const product = (values: readonly number[], decimal: "." | ","): string =>
  values.map((v) => written(v, decimal)).join(" × ");

/** The first letter large. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
