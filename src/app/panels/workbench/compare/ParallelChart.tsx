import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { csvLine } from "#io/writers/csv.ts";
import { labValue } from "../../../format.ts";
import { Chart } from "../../../ui/Chart.tsx";
import type { Draw } from "../../../ui/plotting.ts";
import { type CompareRow, onUnitScale } from "../../../workbench/compare/comparison.ts";
import { useFeatureNames } from "../feature-names.ts";
import { short } from "./ProfileChart.tsx";
import type { ShownColumn } from "./use-columns.ts";

type Props = { rows: readonly CompareRow[]; columns: readonly ShownColumn[] };

/** An axis for each feature, from the least to the greatest of the columns; a line for each column. */
export function ParallelChart({ rows, columns }: Props) {
  const { t } = useTranslation();
  const nameOf = useFeatureNames();
  // Values of different units share no axis.
  const axes = rows
    .filter((row) => !row.unitsDiffer && row.cells.some((c) => typeof c.value === "number"))
    .map((row) => {
      const known = row.cells.flatMap((c) => (typeof c.value === "number" ? c.value : []));
      return {
        row,
        name: nameOf(row.key),
        low: Math.min(...known),
        high: Math.max(...known),
        scaled: onUnitScale(row),
      };
    });
  const points = axes.flatMap(({ name, scaled }) =>
    columns.flatMap((c, i) => (scaled[i] === null ? [] : [{ name, column: c.id, share: scaled[i] }])),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: axes and points are what rows and columns hold
  const draw = useCallback<Draw>(
    (plot, { large }) => ({
      marginLeft: large ? 380 : 150,
      marginRight: large ? 100 : 56,
      marginTop: 12,
      marginBottom: 12,
      x: { axis: null, domain: [0, 1] },
      y: {
        type: "point",
        domain: axes.map((a) => a.name),
        label: null,
        tickSize: 0,
        tickFormat: (name: string) => short(name, large ? 44 : 22),
      },
      color: { domain: columns.map((c) => c.id), range: columns.map((c) => c.color) },
      marks: [
        plot.ruleY(axes, { y: "name", x1: 0, x2: 1, stroke: "var(--line)" }),
        plot.line(points, { x: "share", y: "name", stroke: "column", strokeWidth: large ? 3 : 1.75 }),
        plot.dot(points, { x: "share", y: "name", fill: "column", r: large ? 5 : 3 }),
        plot.text(axes, {
          x: 0,
          y: "name",
          dy: large ? 22 : 12,
          text: (a: (typeof axes)[number]) => labValue(a.low),
          fill: "var(--dim)",
        }),
        plot.text(axes, {
          x: 1,
          y: "name",
          dy: large ? 22 : 12,
          text: (a: (typeof axes)[number]) => labValue(a.high),
          fill: "var(--dim)",
        }),
      ],
    }),
    [rows, columns],
  );
  if (axes.length < 2) return <p className="small dim">{t("compare.few")}</p>;
  const csv = () =>
    csvLine(["feature", ...columns.map((c) => c.name)]) +
    axes
      .map(({ row }) => csvLine([row.key, ...row.cells.map((c) => (typeof c.value === "number" ? c.value : null))]))
      .join("");
  return (
    <>
      <Chart
        title={t("compare.parallelTitle")}
        file="compare_parallel"
        draw={draw}
        ratio={0.2 + 0.11 * axes.length}
        csv={csv}
      />
      <Legend columns={columns} />
    </>
  );
}

export function Legend({ columns }: { columns: readonly ShownColumn[] }) {
  return (
    <ul className="segment-pick small">
      {columns.map((c) => (
        <li key={c.id}>
          <span className="dot" style={{ background: c.color }} /> {c.name}
        </li>
      ))}
    </ul>
  );
}
