import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { dicomDate } from "../../../format.ts";
import { useActiveSeries, useApp, useCell } from "../../../hooks/use-app.ts";
import type { Column } from "../../../workbench/compare/compare.ts";
import type { MeasuredColumn } from "../../../workbench/compare/comparison.ts";

/** A measured column as the charts need it. */
export type ShownColumn = MeasuredColumn & { readonly color: string; readonly twin: boolean };

/** Colours to tell columns apart where segments of several series share theirs (Okabe and Ito's). */
const palette = ["#56b4e9", "#e69f00", "#009e73", "#f0e442", "#cc79a7", "#d55e00", "#0072b2", "#bbbbbb"];

/** The columns that were asked for, and what is known of them. */
export function useColumns() {
  const app = useApp();
  const { compare } = app.workbench;
  const { t } = useTranslation();
  const now = useCell(compare.state);
  const tallies = useCell(app.tallies);
  const { series, state } = useActiveSeries() ?? {};
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was chosen and measured (now), drawn (tallies) and set (state)
  return useMemo(() => {
    const counts = (seriesId: string, label: number) => tallies[seriesId]?.[label]?.count ?? 0;
    const regions = series ? compare.regions(counts) : [];
    const columns = compare.columns(counts);
    const several = new Set(columns.map((c) => c.series.id)).size > 1;
    const named = ({ series, segment, recipe }: Column): string => {
      const where = several ? ` · ${nameOfSeries(series)}` : "";
      return `${segment.name}${where}${now.twins ? ` (${t(`settings.profiles.${recipe.profile ?? "IBSI"}`)})` : ""}`;
    };
    const colors = columns.map((c) => `rgb(${c.segment.color.join()})`);
    const distinct = new Set(colors).size === colors.length;
    const known = columns.map((column, i) => ({ column, i, found: compare.measuredOf(column) }));
    const measured = known.flatMap(({ column, i, found }): ShownColumn[] => {
      if (!found || found.refused !== undefined) return [];
      const { image } = column.series;
      return [
        {
          id: column.id,
          name: named(column),
          unit: image.unit,
          flat: image.grid.dims[2] === 1,
          recipe: column.recipe,
          rows: found.rows,
          color: distinct ? colors[i] : palette[i % palette.length],
          twin: column.twin,
        },
      ];
    });
    const refused = known.flatMap(({ column, found }) =>
      found?.refused === undefined ? [] : [{ name: named(column), detail: found.refused }],
    );
    return { regions, columns, measured, refused };
  }, [compare, now, tallies, state, series, t]);
}

export const nameOfSeries = ({
  description,
  modality,
  study,
}: {
  description: string;
  modality: string;
  study: { studyDate: string };
}): string => [description || modality, dicomDate(study.studyDate)].filter(Boolean).join(", ");
