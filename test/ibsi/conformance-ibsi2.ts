import {
  compareMap,
  compareValues,
  configurations,
  MAX_PERCENT,
  responseTests,
  type ValueComparison,
} from "./ibsi2.ts";

const print = (line: string) => process.stdout.write(`${line}\n`);

/**
 * Prints IBSI-2: the worst deviation of each filter's response maps (phase 1), and reached / total values of each
 * configuration (phase 2). Returns false if one is outside or missing.
 */
export function printIbsi2(): boolean {
  print("");
  return [phase1(), phase2()].every(Boolean);
}

function phase1(): boolean {
  const compared = responseTests.map((row) => ({ row, map: attempt(() => compareMap(row)) }));
  print(`${"IBSI-2 phase 1".padEnd(56)}${"worst, % of range".padStart(18)}   maps reached / total`);
  const filters = [...new Set(responseTests.map((row) => row.filter))];
  const all = { reached: 0, total: 0 };
  for (const filter of filters) {
    const maps = compared.filter(({ row }) => row.filter === filter);
    if (maps.every(({ map }) => map === null)) {
      print(`${filter.padEnd(56)}skipped, no data`);
      continue;
    }
    const percents = maps.map(({ map }) => (map === null || map instanceof Error ? Infinity : map.percent));
    const reached = percents.filter((p) => p <= MAX_PERCENT).length;
    const mark = reached === maps.length ? "" : "  ←";
    print(
      `${filter.padEnd(56)}${Math.max(...percents)
        .toFixed(4)
        .padStart(18)}${String(reached).padStart(15)} / ${maps.length}${mark}`,
    );
    all.reached += reached;
    all.total += maps.length;
  }
  print(`${"all".padEnd(74)}${String(all.reached).padStart(15)} / ${all.total}`);
  for (const { row, map } of compared) {
    if (map instanceof Error) print(`missed: ${row.test_id}: ${map.message}`);
    else if (map !== null && map.percent > MAX_PERCENT)
      print(`missed: ${map.test}: ${map.percent.toFixed(3)} % of the range`);
  }
  return all.reached === all.total;
}

function phase2(): boolean {
  print("");
  print(`${"IBSI-2 phase 2".padEnd(16)}${"filter".padEnd(60)}${"seconds".padStart(8)}   values reached / total`);
  const misses: (ValueComparison | Error)[] = [];
  const all = { reached: 0, total: 0 };
  for (const row of configurations) {
    const start = performance.now();
    const compared = attempt(() => compareValues(row));
    const name = `${row.filter_id.padEnd(16)}${`${row.filter}, ${row.dimensionality}`.padEnd(60)}`;
    if (compared === null) {
      print(`${name}skipped, no data`);
      continue;
    }
    if (compared instanceof Error) {
      misses.push(compared);
      print(`${name}${compared.message}  ←`);
      all.total++;
      continue;
    }
    const reached = compared.filter((c) => c.reached).length;
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const mark = reached === compared.length ? "" : "  ←";
    print(`${name}${seconds.padStart(8)}${String(reached).padStart(17)} / ${compared.length}${mark}`);
    all.reached += reached;
    all.total += compared.length;
    misses.push(...compared.filter((c) => !c.reached));
  }
  print(`${"all".padEnd(74)}${String(all.reached).padStart(17)} / ${all.total}`);
  for (const miss of misses) {
    if (miss instanceof Error) print(`missed: ${miss.message}`);
    else
      print(
        `missed: ${miss.config} · ${miss.tag} = ${JSON.stringify(miss.found)}; reference ${miss.value} ± ${miss.tolerance}`,
      );
  }
  return all.reached === all.total;
}

/** A filter that is not there, or refuses, is a miss and not the end of the table. */
function attempt<T>(compute: () => T): T | Error {
  try {
    return compute();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
