import { type BlandAltman, blandAltman } from "./bland-altman.ts";
import { type Concordance, concordance } from "./concordance.ts";
import { noStatistic, type StatisticReason } from "./statistic.ts";

/** How two measurements of the same subjects agree: two scans, or two readers. */
export type PairAgreement = {
  readonly ccc: Concordance | StatisticReason;
  readonly blandAltman: BlandAltman | StatisticReason;
};

/** Of a table of subjects × 2; null marks a measurement without a value, and one is enough to refuse. */
export function pairAgreement(table: readonly (readonly (number | null)[])[]): PairAgreement {
  const refused = (why: StatisticReason): PairAgreement => ({ ccc: why, blandAltman: why });
  if (table.some((row) => row.length !== 2)) {
    return refused(noStatistic("ragged_table", "Agreement is of two measurements of each subject."));
  }
  const missing = table.flat().filter((v) => v === null).length;
  if (missing > 0) {
    return refused(noStatistic("missing_values", `${missing} of ${2 * table.length} measurements have no value.`));
  }
  const column = (c: 0 | 1) => table.map((row) => row[c] ?? 0);
  const [x, y] = [column(0), column(1)];
  return { ccc: concordance(x, y), blandAltman: blandAltman(x, y) };
}
