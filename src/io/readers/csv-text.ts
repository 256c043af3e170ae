import { RadiomicaError } from "#engine/errors.ts";

/** A row of a table with a header: its cells by column, and the line that it begins in. */
export type CsvRow = { readonly line: number; readonly cells: Readonly<Record<string, string>> };
export type CsvTable = { readonly columns: readonly string[]; readonly rows: readonly CsvRow[] };

const delimiters = [",", ";", "\t"] as const;

/**
 * A table as RFC 4180 has it; commas, semicolons or tabs, whichever the header has most of. Empty lines are passed over.
 * Throws RadiomicaError "Parse", its message beginning with the line: no header, a column twice, a row of another
 * length, a quote that is not closed.
 */
export function parseCsvText(text: string): CsvTable {
  const body = text.startsWith("\ufeff") ? text.slice(1) : text;
  const header = body.slice(0, /\r?\n/.exec(body)?.index ?? body.length);
  const count = (d: string) => header.split(d).length;
  const delimiter = delimiters.reduce((best, d) => (count(d) > count(best) ? d : best));
  const [first, ...rest] = rowsOf(body, delimiter);
  if (!first || first.cells.every((c) => c.trim() === "")) throw fail(1, "the file has no header");
  const columns = first.cells.map((c) => c.trim());
  const twice = columns.find((c, i) => c !== "" && columns.indexOf(c) !== i);
  if (twice !== undefined) throw fail(first.line, `the column "${twice}" stands twice`);
  const rows = rest.map(({ line, cells }): CsvRow => {
    if (cells.length !== columns.length)
      throw fail(line, `${cells.length} cells, where the header has ${columns.length}`);
    return { line, cells: Object.fromEntries(columns.map((name, i) => [name, cells[i]])) };
  });
  return { columns, rows };
}

function rowsOf(text: string, delimiter: string): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = [];
  let line = 1;
  let row = { line, cells: [] as string[] };
  let field = "";
  let quoted = false;
  const endRow = () => {
    row.cells.push(field);
    field = "";
    if (row.cells.length > 1 || row.cells[0].trim() !== "") rows.push(row);
    row = { line: line + 1, cells: [] };
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') field += text[++i];
      else quoted = false;
    } else if (c === '"' && field === "") quoted = true;
    else if (c === delimiter) {
      row.cells.push(field);
      field = "";
    } else if (c === "\n") endRow();
    else if (c !== "\r") field += c;
    if (c === "\n") line++;
  }
  if (quoted) throw fail(row.line, "a quotation mark is not closed");
  if (field !== "" || row.cells.length > 0) endRow();
  return rows;
}

export const fail = (line: number, what: string): RadiomicaError =>
  new RadiomicaError("Parse", `line ${line}: ${what}`, { line });

/** A number as files write it; null for an empty cell. Refuses commas and everything else that is no number. */
export function numberCell(text: string, line: number, column: string): number | null {
  const plain = text.trim();
  if (plain === "") return null;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) {
    const hint = /^[+-]?\d+,\d+$/.test(plain) ? "; decimals are written with a point" : "";
    throw fail(line, `"${plain.slice(0, 40)}" in "${column}" is no number${hint}`);
  }
  const value = Number(plain);
  if (!Number.isFinite(value)) throw fail(line, `${plain.slice(0, 40)} in "${column}" is beyond a double`);
  return value;
}
