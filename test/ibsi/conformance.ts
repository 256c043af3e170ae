import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import { type Comparison, compareConfiguration } from "./compare.ts";
import { printIbsi2 } from "./conformance-ibsi2.ts";
import { compareMatrices } from "./matrices.ts";

const print = (line: string) => process.stdout.write(`${line}\n`);

/**
 * Prints reached / total of the IBSI-1 reference values by configuration and family, then every miss; then IBSI-2.
 * Arguments choose configurations ("A", "ibsi2"). Ends with an exit code of 1 if a value is missing or outside its
 * tolerance. Configurations without data are skipped, and said so.
 */
export function main(argv: readonly string[]): void {
  const chosen = ibsiConfigurations.filter((c) => argv.length === 0 || argv.includes(c.id));
  const misses: Comparison[] = [];
  const totals = { reached: 0, all: 0, exact: 0, compared: 0 };
  print(`${"configuration".padEnd(18)}${"family".padEnd(56)}reached / total`);
  for (const { id } of chosen) {
    const compared = compareConfiguration(id);
    if (compared === null) {
      print(`${id.padEnd(18)}skipped, no data`);
      continue;
    }
    for (const family of new Set(compared.map((c) => c.reference.family))) {
      const rows = compared.filter((c) => c.reference.family === family);
      const reached = rows.filter((c) => c.reached).length;
      const mark = reached === rows.length ? "" : "  ←";
      print(`${id.padEnd(18)}${family.padEnd(56)}${String(reached).padStart(7)} / ${rows.length}${mark}`);
      totals.reached += reached;
      totals.all += rows.length;
      totals.exact += rows.filter((c) => c.exact === true).length;
      totals.compared += rows.filter((c) => c.exact !== null).length;
      misses.push(...rows.filter((c) => !c.reached));
    }
  }
  const matrices = argv.length === 0 || argv.includes("digital_phantom") ? compareMatrices() : [];
  if (matrices.length > 0) {
    const reached = matrices.filter((m) => m.reached).length;
    print(
      `${"digital_phantom".padEnd(18)}${"texture matrices".padEnd(56)}${String(reached).padStart(7)} / ${matrices.length}`,
    );
    totals.reached += reached;
    totals.all += matrices.length;
  }
  print(`${"all".padEnd(74)}${String(totals.reached).padStart(7)} / ${totals.all}`);
  print(`within 1e-6 of an unrounded result of others: ${totals.exact} / ${totals.compared} (informative)`);
  for (const { reference: r, found } of misses) {
    const value =
      found === null ? "not computed" : typeof found === "number" ? found : `${found.reason}: ${found.detail}`;
    print(`missed: ${r.config} · ${r.tag} · ${r.aggregationCode} = ${value}; reference ${r.value} ± ${r.tolerance}`);
  }
  for (const m of matrices.filter((m) => !m.reached)) print(`missed: ${m.name}: ${JSON.stringify(m.found)}`);
  const ibsi2 = argv.length === 0 || argv.includes("ibsi2") ? printIbsi2() : true;
  if (totals.reached < totals.all || !ibsi2) process.exitCode = 1;
}
