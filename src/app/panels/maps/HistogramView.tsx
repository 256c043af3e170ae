import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Series } from "#io/series.ts";
import type { SeriesState } from "#session/session.ts";
import { featureUnit, labValue } from "../../format.ts";
import { useApp, useCell } from "../../hooks/use-app.ts";
import type { Layer } from "../../maps/layer.ts";
import { histogramOf } from "../../maps/values.ts";

const WIDTH = 320;
const HEIGHT = 64;

/** The distribution of the layer's values inside each segment, as steps in the segments' colours. */
export function HistogramView({ layer, series, state }: { layer: Layer; series: Series; state: SeriesState }) {
  const app = useApp();
  const { t } = useTranslation();
  const tallies = useCell(app.tallies);
  // A layer that fills up is a new object each time its range is looked at; voxels that change are new tallies.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const found = useMemo(() => {
    const maps = Array.from(app.store.layers(series.id).values(), (map) => map.committed);
    return layer.status !== "running" ? histogramOf(layer, series.image.grid, maps) : null;
  }, [app, layer, series, tallies]);
  if (!found) return <p className="small dim">{t("maps.histogramNone")}</p>;
  const unit = featureUnit(layer.unit, layer.imageUnit);
  const segments = state.segments.filter((s) => found.byLabel.has(s.label));
  return (
    <div className="map-histogram">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={t("maps.histogram")}>
        {segments.map(({ label, color }) => {
          const bars = found.byLabel.get(label);
          return (
            bars && (
              <path
                key={label}
                d={steps(bars.counts, found.bins)}
                fill={`rgb(${color.join()} / 35%)`}
                stroke={`rgb(${color.join()})`}
                vectorEffect="non-scaling-stroke"
              />
            )
          );
        })}
      </svg>
      <div className="map-ends small">
        <span>{labValue(found.low)}</span>
        <span className="dim">{unit}</span>
        <span>{labValue(found.high)}</span>
      </div>
      <ul className="small">
        {segments.map(({ label, name, color }) => (
          <li key={label} data-label={label}>
            <span className="dot" style={{ background: `rgb(${color.join()})` }} /> {name}:{" "}
            {t("maps.mean", { value: `${labValue(found.byLabel.get(label)?.mean ?? 0)} ${unit}`.trim() })},{" "}
            {t("maps.voxels", { count: found.byLabel.get(label)?.count ?? 0 })}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Steps of a histogram, each segment to its own height. */
function steps(counts: Uint32Array, bins: number): string {
  const most = Math.max(1, ...counts);
  const x = (b: number) => ((b * WIDTH) / bins).toFixed(1);
  const y = (n: number) => (HEIGHT - (n / most) * (HEIGHT - 2)).toFixed(1);
  const tops = Array.from(counts, (n, b) => `V${y(n)}H${x(b + 1)}`);
  return `M0 ${HEIGHT}${tops.join("")}V${HEIGHT}Z`;
}
