import { Button, Progress } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Series } from "#io/series.ts";
import type { SeriesState } from "#session/session.ts";
import { useActiveSeries, useApp, useCell } from "../../hooks/use-app.ts";
import { en } from "../../i18n/en.ts";
import { areParallel } from "../../maps/values.ts";
import { Section } from "../../ui/Section.tsx";
import { HabitatsView } from "./HabitatsView.tsx";
import { HistogramView } from "./HistogramView.tsx";
import { LayerList } from "./LayerList.tsx";
import { LookFields } from "./LookFields.tsx";
import { MapForm } from "./MapForm.tsx";
import { NeighbourhoodView } from "./NeighbourhoodView.tsx";

/** Feature maps and filter responses: what to compute, what there is, and how it is shown. */
export function MapsPanel() {
  const { t } = useTranslation();
  const active = useActiveSeries();
  if (!active) return <p className="hint">{t("maps.none")}</p>;
  return <Maps key={active.series.id} {...active} />;
}

function Maps({ series, state }: { series: Series; state: SeriesState }) {
  const app = useApp();
  const { t } = useTranslation();
  const { layers, shown } = useCell(app.maps.state);
  const own = layers.filter((l) => l.seriesId === series.id);
  const layer = own.find((l) => l.id === shown);
  const measurable = layer !== undefined && areParallel(layer.grid, series.image.grid);
  return (
    <div className="maps">
      <Section title={t("maps.tab")}>
        <MapForm state={state} />
        <Work />
      </Section>
      <Section title={t("maps.layers")} summary={layer?.name}>
        <LayerList layers={own} series={series} state={state} />
      </Section>
      {layer && (
        <>
          <Section title={t("maps.look")}>
            <LookFields layer={layer} layers={own} />
          </Section>
          {measurable && (
            <Section title={t("maps.histogram")}>
              <HistogramView layer={layer} series={series} state={state} />
            </Section>
          )}
          {layer.source.kind === "map" && (
            <Section title={t("maps.neighbourhood")} open={false}>
              <NeighbourhoodView layer={layer} />
            </Section>
          )}
          {measurable && (
            <Section title={t("maps.habitats")} open={false}>
              <HabitatsView layer={layer} layers={own} seriesId={series.id} />
            </Section>
          )}
        </>
      )}
    </div>
  );
}

/** What is being computed, or why it cannot be. */
function Work() {
  const app = useApp();
  const { t } = useTranslation();
  const { work, problem } = useCell(app.maps.state);
  const known = problem && problem.code in en.maps.problem ? (problem.code as keyof typeof en.maps.problem) : "other";
  return (
    <div aria-live="polite">
      {work && (
        <div className="map-work">
          <span className="small dim">{t(`maps.work.${work.what}`)}</span>
          <Progress
            className="map-grow"
            size="sm"
            value={work.total > 0 ? (100 * work.done) / work.total : 0}
            aria-label={t(`maps.work.${work.what}`)}
          />
          <Button size="compact-xs" variant="default" onClick={() => app.maps.cancel()} data-map="cancel">
            {t("maps.cancel")}
          </Button>
        </div>
      )}
      {problem && (
        <p className="problem" data-level="error" title={problem.detail}>
          {t(`maps.problem.${known}`, problem.fields)}
          {known === "other" && (
            <span className="dim" lang="en">
              {" "}
              {problem.detail}
            </span>
          )}
        </p>
      )}
    </div>
  );
}
