import { NumberInput, SegmentedControl } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { InspectedRegion } from "#engine/inspect/region.ts";
import { isReason } from "#engine/reason.ts";
import type { Discretisation, Recipe } from "#engine/recipe.ts";
import { featureUnit, intensityUnit, labValue, percentage } from "../../../format.ts";
import { useApp } from "../../../hooks/use-app.ts";
import { ChartFrame } from "../../../ui/Chart.tsx";
import {
  binsWith,
  draggedBins,
  draggedRange,
  leftOut,
  measuredWith,
  steppedBins,
} from "../../../workbench/inside/bins-edit.ts";
import { LevelsSwitch } from "../inside/LevelsSwitch.tsx";
import { Lit } from "../inside/Lit.tsx";
import { RegionGate } from "../inside/RegionGate.tsx";
import type { ViewProps } from "../views.ts";
import { HistogramChart } from "./HistogramChart.tsx";
import { Statistics } from "./Statistics.tsx";

/** The active segment's intensities as they are measured, and the bins that they fall in. */
export function HistogramView(props: ViewProps) {
  const app = useApp();
  useEffect(() => {
    const close = app.workbench.region.open();
    return () => {
      app.workbench.lights.light("", null);
      close();
    };
  }, [app]);
  return <RegionGate>{(region) => <Histogram {...props} region={region} />}</RegionGate>;
}

/** More bins than this are not drawn. */
const MOST = 4096;
const methods = ["FBS", "FBN", "none"] as const;

function Histogram({ state, region }: ViewProps & { region: InspectedRegion }) {
  const app = useApp();
  const { t } = useTranslation();
  const { lights } = app.workbench;
  // What a drag would set, before it is let go.
  const [draft, setDraft] = useState<Partial<Recipe> | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const recipe = useMemo(() => ({ ...state.recipe, ...draft }), [state.recipe, draft]);
  const { discretisation: how, resegmentation, filter } = recipe;
  const measured = useMemo(() => measuredWith(region, resegmentation), [region, resegmentation]);
  const bins = useMemo(() => binsWith(region, recipe), [region, recipe]);
  const all = filter === undefined ? (region.before ?? region.sorted) : region.sorted;
  const removed = useMemo(() => (isReason(bins) ? new Map() : leftOut(all, measured, bins)), [all, measured, bins]);
  const unit = intensityUnit(region.roi.unit);
  // Until the region of changed settings is there, its levels are others than the bins.
  const fresh = draft === null && JSON.stringify(region.recipe) === JSON.stringify(state.recipe);

  const set = (patch: Partial<Recipe>, done: boolean) => {
    setDraft(done ? null : patch);
    const next = { ...state.recipe, ...patch };
    // A field says its number again when it is left.
    if (done && JSON.stringify(next) !== JSON.stringify(state.recipe)) app.setRecipe(next);
  };
  const setBins = (discretisation: Discretisation, done = true) => set({ discretisation }, done);
  const choose = (method: (typeof methods)[number]) => {
    const width = Number(((region.sorted[region.sorted.length - 1] - region.sorted[0]) / 32).toPrecision(1));
    if (method === "FBN") setBins({ method, bins: 32 });
    else setBins(method === "FBS" ? { method, width: width > 0 ? width : 1 } : { method });
  };
  const text =
    how.method === "FBS"
      ? `${t("inside.histogram.width")}: ${labValue(how.width)} ${unit}`.trim()
      : how.method === "FBN"
        ? `${t("inside.histogram.bins")}: ${how.bins}`
        : "";
  const title = t("inside.histogram.title");
  const over = hovered !== null && !isReason(bins) && hovered < bins.ng ? hovered : null;
  // A region that is made anew puts its lights out: they are lit again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (over === null || !fresh) lights.light("", null);
    else lights.lightLevels(`${t("inside.levels")} ${over + 1}`, over + 1, over + 1);
  }, [lights, over, fresh, region, t]);
  return (
    <div className="section-body inside">
      <div className="inside-choices">
        <SegmentedControl
          fullWidth
          aria-label={t("inside.histogram.method")}
          value={how.method}
          data={methods.map((value) => ({ value, label: t(`inside.histogram.methods.${value}`) }))}
          onChange={(value) => choose(value as (typeof methods)[number])}
        />
        {how.method === "FBS" && (
          <NumberInput
            aria-label={t("inside.histogram.width")}
            value={how.width}
            min={0}
            suffix={unit && ` ${unit}`}
            onChange={(width) => typeof width === "number" && width > 0 && setBins({ ...how, width })}
          />
        )}
        {how.method === "FBN" && (
          <NumberInput
            aria-label={t("inside.histogram.bins")}
            value={how.bins}
            min={1}
            allowDecimal={false}
            hideControls={false}
            onChange={(n) => typeof n === "number" && n >= 1 && setBins({ method: "FBN", bins: n })}
          />
        )}
      </div>
      {isReason(bins) ? (
        <p className="problem" data-level="error">
          {t(`reason.${bins.reason}`)}.{" "}
          <span className="dim" lang="en">
            {bins.detail}
          </span>
        </p>
      ) : bins.ng > MOST ? (
        <p className="hint">{t("inside.histogram.tooMany")}</p>
      ) : (
        <ChartFrame
          title={title}
          file="histogram"
          ratio={0.62}
          csv={() =>
            `level,from,to,voxels\r\n${Array.from(bins.counts, (n, k) => `${k + 1},${bins.edges[k]},${bins.edges[k + 1]},${n}\r\n`).join("")}`
          }
        >
          {(size) => (
            <HistogramChart
              size={size}
              title={title}
              bins={bins}
              removed={removed}
              ends={[all[0], all[all.length - 1]]}
              range={filter === undefined ? resegmentation.range : null}
              unit={unit}
              hovered={over}
              onHover={setHovered}
              onEdge={how.method === "none" ? null : (k, x, done) => setBins(draggedBins(how, bins, k, x), done)}
              onEdgeStep={(direction) => setBins(steppedBins(how, direction))}
              onRange={(end, x, done) =>
                set(
                  { resegmentation: { ...resegmentation, range: draggedRange(resegmentation.range, end, x, all) } },
                  done,
                )
              }
              edgeText={text}
            />
          )}
        </ChartFrame>
      )}
      {!isReason(bins) && (
        <div className="inside-reading" aria-live="polite">
          <p data-inside="bins">
            {over !== null
              ? t("inside.histogram.inBin", {
                  level: over + 1,
                  low: labValue(bins.edges[over]),
                  high: `${labValue(bins.edges[over + 1])} ${unit}`.trim(),
                  count: bins.counts[over],
                  percent: percentage(bins.counts[over], measured.length),
                })
              : t("inside.histogram.summary", {
                  count: bins.ng,
                  levels: labValue(bins.ng),
                  occupied: labValue(bins.counts.filter((n) => n > 0).length),
                  voxels: labValue(measured.length),
                })}
          </p>
          {all.length > measured.length && (
            <p className="dim">{t("inside.histogram.removed", { count: all.length - measured.length })}</p>
          )}
          <Lit />
        </div>
      )}
      <p className="small dim">{t("inside.histogram.hint")}</p>
      {filter !== undefined && <p className="small dim">{t("inside.histogram.ofFilter")}</p>}
      {resegmentation.outlierSigma !== null && (
        <p className="small dim">{t("inside.histogram.sigma", { sigma: resegmentation.outlierSigma })}</p>
      )}
      <LevelsSwitch />
      <Statistics region={region} unit={(of) => featureUnit(of, region.roi.unit)} />
    </div>
  );
}
