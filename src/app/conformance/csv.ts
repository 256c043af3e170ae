/** Rows of a CSV text with a header, by column. Quotes as in RFC 4180. */
export function parseCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') field += text[++i];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === "," || c === "\n") {
      rows[rows.length - 1].push(field);
      field = "";
      if (c === "\n") rows.push([]);
    } else if (c !== "\r") field += c;
  }
  const [header, ...body] = rows.filter((r) => r.length > 1);
  return body.map((r) => Object.fromEntries(header.map((name, i) => [name, r[i] ?? ""])));
}

/** A table as RFC 4180, with a header. */
export const toCsv = (rows: readonly (readonly string[])[]): string =>
  rows
    .map(
      (row) => `${row.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\r\n`,
    )
    .join("");
