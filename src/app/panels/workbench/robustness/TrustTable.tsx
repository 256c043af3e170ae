import { UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type IccModel, isNoStatistic, type StatisticReason } from "#engine/cohort/index.ts";
import type { IntensityUnit } from "#engine/volume.ts";
import { featureUnit, fullValue, labValue } from "../../../format.ts";
import type { FeatureKey } from "../../../workbench/chosen.ts";
import type { SortColumn, TrustRow } from "../../../workbench/robustness/rows.ts";
import { LightMark } from "./Light.tsx";

export type Sorting = { readonly by: SortColumn; readonly descending: boolean };
type Props = {
  rows: readonly TrustRow[];
  unit: IntensityUnit;
  model: IccModel;
  columns: readonly SortColumn[];
  /** Whether there is anything to judge by. */
  verdicts: boolean;
  sorting: Sorting;
  onSort: (sorting: Sorting) => void;
  selected: FeatureKey | null;
  kept: ReadonlySet<FeatureKey>;
  onSelect: (key: FeatureKey) => void;
};

/** Every feature and its statistics; a click on a heading sorts by it, one on a row shows the feature in the charts. */
export function TrustTable({ rows, unit, model, columns, verdicts, sorting, onSort, selected, kept, onSelect }: Props) {
  const { t } = useTranslation();
  return (
    <div className="robust-scroll" data-own-arrows>
      <table className="robust-table" aria-label={t("robustness.table")}>
        <thead>
          <tr>
            {columns.map((column) => {
              const sorts = sorting.by === column || (column === "name" && sorting.by === "light");
              return (
                <th
                  key={column}
                  scope="col"
                  data-column={column}
                  aria-sort={sorts ? (sorting.descending ? "descending" : "ascending") : undefined}
                >
                  <SortButton column={column} model={model} sorting={sorting} onSort={onSort} />
                  {column === "name" && verdicts && (
                    <SortButton column="light" model={model} sorting={sorting} onSort={onSort} />
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={row.key}
              data-trust-row={row.key}
              data-selected={row.key === selected || undefined}
              data-kept={kept.has(row.key) || undefined}
              onClick={() => onSelect(row.key)}
            >
              {columns.map((column) =>
                column === "name" ? (
                  <th key={column} scope="row" data-column="name">
                    <button type="button" className="feature-name" title={row.name}>
                      {row.name}
                    </button>
                    <span className="robust-second">
                      {verdicts && <LightMark light={row.robustness.light} />}
                      {row.feature.aggregation && (
                        <span className="dim">{t(`aggregationShort.${row.feature.aggregation}`)}</span>
                      )}
                    </span>
                  </th>
                ) : (
                  <td key={column} data-column={column}>
                    <Cell row={row} column={column} unit={unit} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type SortProps = { column: SortColumn; model: IccModel; sorting: Sorting; onSort: (sorting: Sorting) => void };

function SortButton({ column, model, sorting, onSort }: SortProps) {
  const { t } = useTranslation();
  const sorts = sorting.by === column;
  const Arrow = sorting.descending ? IconArrowDown : IconArrowUp;
  return (
    <UnstyledButton
      title={t(`robustness.columnMore.${column}`, { model })}
      data-sorts={sorts || undefined}
      onClick={() => onSort(next(sorting, column))}
    >
      {t(`robustness.column.${column}`)}
      {sorts && <Arrow size="0.75rem" aria-hidden />}
    </UnstyledButton>
  );
}

/** A first click sorts by what is worth looking at first: high ICCs, and small variations. */
function next({ by, descending }: Sorting, column: SortColumn): Sorting {
  const first = column === "icc" || column === "ccc";
  if (by !== column) return { by: column, descending: first };
  return descending === first ? { by: column, descending: !first } : { by: "order", descending: false };
}

function Cell({ row, column, unit }: { row: TrustRow; column: SortColumn; unit: IntensityUnit }) {
  const { icc, wsd, wcv, rc } = row.robustness;
  switch (column) {
    case "icc":
      return <WithInterval found={icc} show={coefficient} />;
    case "ccc":
      return row.pairs ? <WithInterval found={row.pairs.ccc} show={coefficient} /> : null;
    case "wsd":
    case "rc": {
      const found = column === "wsd" ? wsd : rc;
      if (isNoStatistic(found)) return <None why={found} />;
      return (
        <span title={`${fullValue(found.value)} ${featureUnit(row.feature.unit, unit)}`}>{labValue(found.value)}</span>
      );
    }
    case "wcv":
      return isNoStatistic(wcv) ? <None why={wcv} /> : <span title={fullValue(wcv)}>{percent(wcv)}</span>;
    default:
      return null;
  }
}

function WithInterval({
  found,
  show,
}: {
  found: { readonly value: number; readonly low: number; readonly high: number } | StatisticReason;
  show: (value: number) => string;
}) {
  if ("reason" in found) return <None why={found} />;
  return (
    <span title={`${fullValue(found.value)} (${fullValue(found.low)} … ${fullValue(found.high)})`}>
      {show(found.value)}
      <span className="robust-interval">
        {show(found.low)} … {show(found.high)}
      </span>
    </span>
  );
}

function None({ why }: { why: StatisticReason }) {
  const { t } = useTranslation();
  return (
    <span className="dim robust-none" title={why.detail}>
      {t(`robustness.reason.${why.reason}`)}
    </span>
  );
}

/** Three decimals, and never 1.000 for what is less. */
export const coefficient = (value: number): string => {
  if (Math.abs(value) < 1 && Math.abs(value) >= 0.9995) return value > 0 ? ">0.999" : "<−0.999";
  return value.toFixed(3).replace("-", "−");
};

export const percent = (fraction: number): string => {
  const size = 100 * fraction;
  return `${size === 0 ? "0" : size < 0.01 ? "<0.01" : size.toFixed(size >= 10 ? 1 : 2)} %`;
};
