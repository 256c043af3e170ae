import { readFileSync } from "node:fs";
import { shared } from "../helpers/load-files.ts";
import type { Counted, Listed } from "./expected.ts";

/** Rows of an RFC 4180 table by column name; quoted fields may hold commas and line ends. */
export function parseTable(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows[rows.length - 1].push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ",") rows.push([]);
  }
  const [header, ...body] = rows.filter((cells) => cells.length > 1);
  return body.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ""])));
}

const table = (name: string) => parseTable(readFileSync(shared(`data/${name}`), "utf8"));

export const manifest = (): Listed[] =>
  table("manifest.csv").map((row) => {
    const [min, max, mean] = [row.stored_min, row.stored_max, row.stored_mean].map((v) =>
      v === "" ? Number.NaN : Number(v),
    );
    const known = Number.isFinite(min) && Number.isFinite(max);
    return { path: row.path, modality: row.modality, stored: known ? { min, max, mean } : null };
  });

/** Voxels of each segment or region that another program could count. */
export const countedVoxels = (): Counted[] =>
  table("objects.csv")
    .map((row) => ({ path: row.path, label: row.label, voxels: Number(row.nonzero_voxels || Number.NaN) }))
    .filter(({ voxels }) => Number.isFinite(voxels));
