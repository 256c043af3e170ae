import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { intensityUnit } from "../../../format.ts";
import { useApp, useCell } from "../../../hooks/use-app.ts";
import { Chart } from "../../../ui/Chart.tsx";
import type { Draw } from "../../../ui/plotting.ts";
import type { ViewProps } from "../views.ts";

/** The active segment's intensities. */
export function HistogramView({ series, state }: ViewProps) {
  const app = useApp();
  const { t } = useTranslation();
  const tally = useCell(app.tallies)[series.id]?.[state.activeLabel];
  // biome-ignore lint/correctness/useExhaustiveDependencies: a tally is new after each change of voxels
  const values = useMemo(() => {
    const labels = app.store.labelMap(series.id)?.committed;
    return labels ? series.image.data.filter((_, i) => labels[i] === state.activeLabel) : new Float32Array();
  }, [app, series, state.activeLabel, tally]);
  const unit = intensityUnit(series.image.unit);
  const draw = useCallback<Draw>(
    (plot) => ({
      x: { label: unit },
      y: { grid: true },
      marks: [plot.rectY(Array.from(values), plot.binX({ y: "count" }, { x: (v: number) => v })), plot.ruleY([0])],
    }),
    [values, unit],
  );
  if (values.length === 0) return <p className="hint">{t("workbench.noSegment")}</p>;
  return (
    <div className="section-body">
      <Chart title={t("workbench.view.histogram")} file="histogram" draw={draw} />
    </div>
  );
}
