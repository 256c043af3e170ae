import { useTranslation } from "react-i18next";
import { featureUnit, fullValue, labValue } from "../../../format.ts";
import type { CompareRow } from "../../../workbench/compare/comparison.ts";
import { useFeatureNames } from "../feature-names.ts";
import { signedPercent } from "../percent.ts";
import type { ShownColumn } from "./use-columns.ts";

type Props = { rows: readonly CompareRow[]; columns: readonly ShownColumn[]; baseline: number };

/** Features down, regions across; under each value its difference from the baseline's. */
export function CompareTable({ rows, columns, baseline }: Props) {
  const { t } = useTranslation();
  const nameOf = useFeatureNames();
  return (
    <section className="compare-scroll" aria-label={t("compare.table")}>
      <table className="compare-table small" data-compare="table">
        <thead>
          <tr>
            <th scope="col">{t("features.feature")}</th>
            {columns.map((column, i) => (
              <th key={column.id} scope="col" data-baseline={i === baseline || undefined}>
                <span className="dot" style={{ background: column.color }} /> {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} data-row={row.key}>
              <th scope="row">
                {nameOf(row.key)} <span className="dim">{featureUnit(row.unit, columns[baseline].unit)}</span>
                {row.unitsDiffer && <span className="compare-note">{t("compare.unitsDiffer")}</span>}
              </th>
              {row.cells.map(({ value, relative }, i) => (
                <td key={columns[i].id}>
                  {typeof value === "number" ? (
                    <span title={fullValue(value)}>{labValue(value)}</span>
                  ) : (
                    <span className="dim" title={value.detail}>
                      {t(`reason.${value.reason}`)}
                    </span>
                  )}
                  <br />
                  <span
                    className="dim"
                    title={i === baseline ? undefined : t("compare.difference", { name: columns[baseline].name })}
                  >
                    {relative === null ? " " : signedPercent(relative)}
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
