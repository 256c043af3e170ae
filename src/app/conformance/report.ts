import { toCsv } from "./csv.ts";
import type { Conformance } from "./run.ts";

/** Who computed, and where. */
export type Setting = {
  readonly app: string;
  readonly engine: string;
  readonly standard: string;
  readonly browser: string;
  readonly date: string;
};

/** Everything that was compared, one row a value, then one row a matrix; the setting stands in each row. */
export function conformanceCsv({ rows, missing, matrices }: Conformance, setting: Setting): string {
  const where = [setting.app, setting.engine, setting.standard, setting.browser, setting.date];
  const verdict = (reached: boolean | null) => (reached === null ? "no reference" : reached ? "reached" : "missed");
  return toCsv([
    [
      ...["kind", "family", "id", "name", "ibsi_code", "aggregation", "aggregation_code"],
      ...["reference", "tolerance", "consensus", "found", "verdict"],
      ...["app_version", "engine_version", "standard", "browser", "date"],
    ],
    ...rows.map(({ row, name, reference, reached }) => [
      ...["value", row.family, row.id, name, row.ibsi ?? "", row.aggregation ?? "", row.aggregationCode],
      ...(reference ? [String(reference.value), String(reference.tolerance), reference.consensus] : ["", "", ""]),
      "value" in row ? String(row.value) : `(${row.reason})`,
      verdict(reached),
      ...where,
    ]),
    ...missing.map((r) => [
      ...["value", r.family, r.tag, r.tag, "", "", r.aggregationCode],
      ...[String(r.value), String(r.tolerance), r.consensus, "(not computed)", "missed"],
      ...where,
    ]),
    ...matrices.map((m) => [
      ...["matrix", m.wanted.matrix.toLowerCase(), m.name, m.name, "", m.wanted.aggregation, ""],
      ...["", "0", "", `${m.found.length} entries`, verdict(m.reached)],
      ...where,
    ]),
  ]);
}

/** The browser by name and version, where it says so; else all that it says. */
export function browserName(agent: string): string {
  const found =
    /(Edg|OPR|Firefox)\/([\d.]+)/.exec(agent) ??
    /(Chrome)\/([\d.]+)/.exec(agent) ??
    /(Version)\/([\d.]+).*Safari/.exec(agent);
  if (!found) return agent;
  const names: Readonly<Record<string, string>> = { Edg: "Edge", OPR: "Opera", Version: "Safari" };
  return `${names[found[1]] ?? found[1]} ${found[2]}`;
}
