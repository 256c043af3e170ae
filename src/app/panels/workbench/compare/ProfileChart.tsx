import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { csvLine } from "#io/writers/csv.ts";
import { Chart } from "../../../ui/Chart.tsx";
import type { Draw } from "../../../ui/plotting.ts";
import type { CompareRow } from "../../../workbench/compare/comparison.ts";
import { useFeatureNames } from "../feature-names.ts";
import type { ShownColumn } from "./use-columns.ts";

type Props = { rows: readonly CompareRow[]; columns: readonly ShownColumn[]; baseline: number };

/** Each feature as a line over the columns, in per cent of the baseline's: time points come in the order of their dates. */
export function ProfileChart({ rows, columns, baseline }: Props) {
  const { t } = useTranslation();
  const nameOf = useFeatureNames();
  const points = rows.flatMap((row) =>
    row.cells.flatMap(({ value, relative }, i) => {
      const change = i === baseline && typeof value === "number" && value !== 0 ? 0 : relative;
      return change === null ? [] : [{ at: i, feature: nameOf(row.key), change: 100 * change }];
    }),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: points are what the rows hold
  const draw = useCallback<Draw>(
    (plot, { large }) => ({
      marginLeft: large ? 80 : 48,
      marginBottom: large ? 70 : 44,
      marginRight: large ? 40 : 16,
      x: {
        type: "point",
        domain: columns.map((_, i) => i),
        tickFormat: (i: number) => short(columns[i].name, large ? 40 : Math.max(6, Math.floor(44 / columns.length))),
        label: null,
      },
      y: { grid: true, label: "%", nice: true, ticks: 5 },
      color: { legend: true, scheme: "Observable10" },
      marks: [
        plot.ruleY([0], { stroke: "var(--dim)" }),
        plot.lineY(points, { x: "at", y: "change", stroke: "feature", strokeWidth: large ? 3 : 1.75 }),
        plot.dot(points, { x: "at", y: "change", fill: "feature", r: large ? 5 : 3 }),
      ],
    }),
    [rows, columns, baseline],
  );
  if (points.length === 0) return <p className="small dim">{t("compare.profileNone")}</p>;
  const csv = () =>
    csvLine(["column", "feature", "change_percent"]) +
    points.map((p) => csvLine([columns[p.at].name, p.feature, p.change])).join("");
  return (
    <Chart
      title={t("compare.profileTitle", { name: columns[baseline].name })}
      file="compare_profile"
      draw={draw}
      ratio={0.7}
      csv={csv}
    />
  );
}

export const short = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;
