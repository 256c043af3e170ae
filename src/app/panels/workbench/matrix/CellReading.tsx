import { UnstyledButton } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Feature } from "#engine/features/family.ts";
import type { Cells } from "#engine/inspect/matrix.ts";
import type { InspectedRegion } from "#engine/inspect/region.ts";
import { areTerms, type CellTerms, type NoTerms } from "#engine/inspect/terms.ts";
import { labValue, percentage } from "../../../format.ts";
import { useApp, useCell } from "../../../hooks/use-app.ts";
import type { Heat } from "../../../workbench/inside/heat.ts";
import { Lit } from "../inside/Lit.tsx";

type Props = { heat: Heat; feature: Feature<unknown>; terms: CellTerms | NoTerms; region: InspectedRegion };

/** What is pointed at, in words and numbers: a cell, the chosen cells' share of the feature, a voxel. */
export function CellReading({ heat, feature, terms, region }: Props) {
  const app = useApp();
  const { t } = useTranslation();
  const { hovered, brush, voxel, fed, pinned } = useCell(app.workbench.matrix.state);
  const total = heat.values.reduce((a, b) => a + b, 0);
  const percent = (part: number) => (areTerms(terms) && terms.value !== 0 ? percentage(part, terms.value) : null);
  const valueAt = (i: number, j: number) =>
    heat.values[heat.rows.indexOf(i) * heat.columns.length + heat.columns.indexOf(j)] ?? 0;
  const inBrush = useMemo(() => (brush ? shareOf(terms, brush, heat.separate) : 0), [terms, brush, heat]);
  const shareText = (share: string | null) =>
    share === null ? "" : ` · ${t("inside.matrix.cellShare", { percent: share, feature: feature.name })}`;
  const level = voxel && region.roi.levels[voxel[0] + region.roi.dims[0] * (voxel[1] + region.roi.dims[1] * voxel[2])];
  const ends = (range: readonly [number, number]) =>
    range[0] === range[1] ? `${range[0]}` : `${range[0]}–${range[1]}`;
  return (
    <div className="inside-reading inside-pointed" aria-live="polite">
      {!hovered && !brush && !voxel && <p className="small dim">{t("inside.matrix.hint")}</p>}
      {hovered && (
        <p data-inside="cell">
          {heat.separate
            ? t("inside.matrix.tone", {
                i: hovered[0],
                n: labValue(valueAt(hovered[0], 1)),
                s: labValue(valueAt(hovered[0], 2)),
              })
            : valueAt(...hovered) === 0
              ? t("inside.matrix.empty", { i: hovered[0], j: hovered[1] })
              : t("inside.matrix.cell", {
                  i: hovered[0],
                  j: hovered[1],
                  count: labValue(valueAt(...hovered)),
                  p: labValue(valueAt(...hovered) / total),
                })}
          {shareText(
            percent(areTerms(terms) ? (terms.byCell.get(`${hovered[0]} ${heat.separate ? 1 : hovered[1]}`) ?? 0) : 0),
          )}
        </p>
      )}
      {brush && (
        <p data-inside="brush">
          {t("inside.matrix.chosen", { i: ends(brush.i), j: heat.separate ? "" : ends(brush.j) })}
          {areTerms(terms) && (
            <>
              {" · "}
              <strong>
                {t("inside.matrix.chosenShare", {
                  part: labValue(inBrush),
                  whole: labValue(terms.value),
                  percent: percent(inBrush) ?? "–",
                  feature: feature.name,
                })}
              </strong>
            </>
          )}{" "}
          <UnstyledButton className="link" onClick={() => app.workbench.matrix.setBrush(null)}>
            {t("inside.matrix.clear")}
          </UnstyledButton>
        </p>
      )}
      {voxel && (
        <p data-inside="voxel">
          <span className="inside-fed" />{" "}
          {t("inside.matrix.voxel", {
            voxel: voxel.join(", "),
            level: level ?? 0,
            cells: t("inside.matrix.feeds", { count: fed.length }),
          })}
          {pinned && ` (${t("inside.matrix.pinned")})`}
        </p>
      )}
      <Lit />
    </div>
  );
}

/** What the chosen cells contribute; a row of an NGTDM counts as a whole. */
function shareOf(terms: CellTerms | NoTerms, { i: rows, j: columns }: Cells, separate: boolean): number {
  let sum = 0;
  if (!areTerms(terms)) return sum;
  for (const [key, value] of terms.byCell) {
    const [i, j] = key.split(" ").map(Number);
    if (i >= rows[0] && i <= rows[1] && (separate || (j >= columns[0] && j <= columns[1]))) sum += value;
  }
  return sum;
}
