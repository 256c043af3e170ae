import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Series } from "#io/series.ts";
import { dicomDate, personName } from "../../format.ts";
import { useActiveSeries, useApp, useCell } from "../../hooks/use-app.ts";
import { volumesOf } from "../../phases/phases.ts";
import { byStudy } from "../../state/library.ts";
import { WaitingSeries } from "../../ui/WaitingSeries.tsx";
import { ReportItem } from "./ReportItem.tsx";
import { SeriesItem } from "./SeriesItem.tsx";

/** The first of a 4D acquisition stands for all of its volumes. */
const isFirst = (series: Series, at: number, group: readonly Series[]): boolean =>
  !series.phase || group.findIndex((s) => s.phase?.of === series.phase?.of) === at;

/** What is open: studies, their series, and the segmentations that came with them. */
export function SeriesPanel() {
  const app = useApp();
  const { t } = useTranslation();
  const { series, segmentations, reports } = useCell(app.library);
  const strays = reports.filter((r) => !series.some((s) => s.study.studyInstanceUid === r.studyUid));
  const active = useActiveSeries()?.series.id;
  const waiting = useCell(app.projects.waiting);
  const done = useCell(app.projects.current)?.done ?? [];
  return (
    <div className="panel-scroll">
      <h2 className="panel-title">
        {t("series.title")}
        {series.length > 1 && (
          <span className="dim series-progress">
            {t("reading.progress", { done: series.filter((s) => done.includes(s.id)).length, total: series.length })}
          </span>
        )}
      </h2>
      {byStudy(series).map(({ study, series: group }) => (
        <section key={study.studyInstanceUid} className="study">
          <header>
            <strong>{personName(study.patientName) || study.patientId || t("series.study")}</strong>
            <span className="dim small">
              {[dicomDate(study.studyDate), study.studyDescription].filter(Boolean).join(" · ")}
            </span>
          </header>
          <ul>
            {group.filter(isFirst).map((first) => {
              const volumes = volumesOf(first, group);
              return (
                <SeriesItem
                  key={first.id}
                  // Of a 4D acquisition one volume is shown at a time.
                  series={volumes.find((v) => v.id === active) ?? volumes[0]}
                  volumes={volumes}
                  segmentations={segmentations.filter((s) => volumes.some((v) => v.id === s.seriesId))}
                />
              );
            })}
          </ul>
          {reports
            .filter((r) => r.studyUid === study.studyInstanceUid)
            .map((r) => (
              <ReportItem key={r.id} report={r} />
            ))}
        </section>
      ))}
      {strays.length > 0 && (
        <section className="study">
          <header>
            <strong>{t("series.report.strays")}</strong>
          </header>
          {strays.map((r) => (
            <ReportItem key={r.id} report={r} />
          ))}
        </section>
      )}
      {waiting.length > 0 && (
        <section className="study">
          <header>
            <strong>{t("projects.waitFor")}</strong>
          </header>
          <WaitingSeries series={waiting} />
          <Button variant="default" onClick={() => void app.pick("folder")}>
            {t("projects.waitFolder")}
          </Button>
        </section>
      )}
    </div>
  );
}
