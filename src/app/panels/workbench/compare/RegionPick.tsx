import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Series } from "#io/series.ts";
import type { Segment } from "#session/session.ts";
import { useApp } from "../../../hooks/use-app.ts";
import type { Column } from "../../../workbench/compare/compare.ts";
import { nameOfSeries } from "./use-columns.ts";

type Region = { readonly id: string; readonly series: Series; readonly segment: Segment };

/** Every segment with voxels, of every open series, to be ticked. */
export function RegionPick({ regions, columns }: { regions: readonly Region[]; columns: readonly Column[] }) {
  const { compare } = useApp().workbench;
  const { t } = useTranslation();
  const ticked = new Set(columns.filter((c) => !c.twin).map((c) => c.id));
  const toggle = (id: string, on: boolean) => {
    const next = regions.map((r) => r.id).filter((r) => (r === id ? on : ticked.has(r)));
    if (next.length > 0) compare.choose({ regions: next });
  };
  const series = [...new Set(regions.map((r) => r.series))];
  return (
    <fieldset className="compare-regions" aria-label={t("compare.regions")}>
      {series.map((s) => (
        <div key={s.id}>
          {series.length > 1 && <p className="small dim ellipsis">{nameOfSeries(s)}</p>}
          <div className="segment-pick">
            {regions
              .filter((r) => r.series === s)
              .map(({ id, segment }) => (
                <Checkbox
                  key={id}
                  checked={ticked.has(id)}
                  onChange={(event) => toggle(id, event.currentTarget.checked)}
                  label={
                    <>
                      <span className="dot" style={{ background: `rgb(${segment.color.join()})` }} /> {segment.name}
                    </>
                  }
                />
              ))}
          </div>
        </div>
      ))}
    </fieldset>
  );
}
