import { parseCsvText } from "#io/readers/csv-text.ts";

/** Rows of a CSV text with a header, by column. */
export const parseCsv = (text: string): Readonly<Record<string, string>>[] =>
  parseCsvText(text).rows.map(({ cells }) => cells);

/** A table as RFC 4180, with a header. */
export const toCsv = (rows: readonly (readonly string[])[]): string =>
  rows
    .map(
      (row) => `${row.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\r\n`,
    )
    .join("");
