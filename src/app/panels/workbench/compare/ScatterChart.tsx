import { NativeSelect } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { IntensityUnit } from "#engine/volume.ts";
import { csvLine } from "#io/writers/csv.ts";
import { featureUnit } from "../../../format.ts";
import { Chart } from "../../../ui/Chart.tsx";
import type { Draw } from "../../../ui/plotting.ts";
import type { CompareRow } from "../../../workbench/compare/comparison.ts";
import { useFeatureNames } from "../feature-names.ts";
import { short } from "./ProfileChart.tsx";
import type { ShownColumn } from "./use-columns.ts";

type Props = { rows: readonly CompareRow[]; columns: readonly ShownColumn[]; unit: IntensityUnit };

/** One chosen feature against another, a named dot for each column. */
export function ScatterChart({ rows, columns, unit }: Props) {
  const { t } = useTranslation();
  const nameOf = useFeatureNames();
  const [chosen, setChosen] = useState<readonly [string, string]>(["", ""]);
  const usable = rows.filter((row) => !row.unitsDiffer);
  const x = usable.find((row) => row.key === chosen[0]) ?? usable[0];
  const y = usable.find((row) => row.key === chosen[1] && row !== x) ?? usable.find((row) => row !== x);
  const draw = useCallback<Draw>(
    (plot, { large }) => {
      const named = (row: CompareRow) => {
        const u = featureUnit(row.unit, unit);
        return u ? `${nameOf(row.key)}, ${u}` : nameOf(row.key);
      };
      const points = x && y ? dots(x, y, columns) : [];
      return {
        marginLeft: large ? 90 : 56,
        marginBottom: large ? 60 : 38,
        marginRight: large ? 60 : 24,
        inset: large ? 40 : 16,
        x: { label: x ? named(x) : null, grid: true, ticks: 5 },
        y: { label: y ? named(y) : null, grid: true, ticks: 5 },
        marks: [
          plot.dot(points, { x: "x", y: "y", fill: "color", r: large ? 8 : 5, title: "name" }),
          plot.text(points, {
            x: "x",
            y: "y",
            text: (p: { name: string }) => short(p.name, 24),
            dy: large ? -18 : -11,
          }),
        ],
      };
    },
    [x, y, columns, unit, nameOf],
  );
  if (!x || !y) return <p className="small dim">{t("compare.few")}</p>;
  const options = usable.map((row) => ({ value: row.key, label: nameOf(row.key) }));
  const csv = () =>
    csvLine(["column", x.key, y.key]) +
    dots(x, y, columns)
      .map((p) => csvLine([p.name, p.x, p.y]))
      .join("");
  return (
    <>
      <div className="fields">
        <NativeSelect
          label={t("compare.x")}
          value={x.key}
          data={options}
          onChange={(event) => setChosen([event.currentTarget.value, y.key])}
        />
        <NativeSelect
          label={t("compare.y")}
          value={y.key}
          data={options}
          onChange={(event) => setChosen([x.key, event.currentTarget.value])}
        />
      </div>
      <Chart
        title={t("compare.scatterTitle", { x: nameOf(x.key), y: nameOf(y.key) })}
        file="compare_scatter"
        draw={draw}
        ratio={0.75}
        csv={csv}
      />
    </>
  );
}

function dots(x: CompareRow, y: CompareRow, columns: readonly ShownColumn[]) {
  return columns.flatMap((column, i) => {
    const [a, b] = [x.cells[i].value, y.cells[i].value];
    return typeof a === "number" && typeof b === "number"
      ? [{ x: a, y: b, name: column.name, color: column.color }]
      : [];
  });
}
