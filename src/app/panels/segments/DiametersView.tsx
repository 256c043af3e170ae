import { Button, UnstyledButton } from "@mantine/core";
import { IconDownload, IconRuler2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Series } from "#io/series.ts";
import type { SeriesState } from "#session/session.ts";
import { diameterAxis } from "../../edit/diameters.ts";
import { useApp, useCell, useViewer } from "../../hooks/use-app.ts";
import { Section } from "../../ui/Section.tsx";
import { planeOf } from "../../viewer/planes.ts";

/** Long and short axes of all segments; a click brings their slice into view. */
export function DiametersView({ series, state }: { series: Series; state: SeriesState }) {
  const app = useApp();
  const { t } = useTranslation();
  const viewer = useViewer();
  const measured = useCell(app.diameters.measured);
  const sized = !series.findings.some((f) => f.code === "no_pixel_spacing");
  const found = measured?.seriesId === series.id ? measured : null;
  const go = (label: number, slice: number) => {
    app.store.activateSegment(series.id, label);
    const axis = diameterAxis(series);
    const view = viewer?.snapshot.views.find(
      (v) => v.plane !== "3d" && planeOf(series.image.grid, v.plane).axis === axis,
    );
    app.goToSegment(label);
    if (view) viewer?.setSlice(view.viewportId, slice);
  };
  return (
    <Section title={t("edit.diameters.title")} open={false}>
      {!sized && <p className="small">{t("edit.diameters.noSpacing")}</p>}
      {sized && (
        <div className="row">
          <Button
            variant="default"
            disabled={state.segments.length === 0}
            leftSection={<IconRuler2 size="1rem" />}
            onClick={() => app.diameters.measure(series, state.segments)}
          >
            {t("edit.diameters.measure")}
          </Button>
          {found && found.list.length > 0 && (
            <Button
              variant="default"
              disabled={found.stale}
              leftSection={<IconDownload size="1rem" />}
              onClick={() => {
                const file = app.diameters.save(series);
                if (file) app.messages.say({ level: "success", key: "export.done", fields: { file } });
              }}
            >
              CSV
            </Button>
          )}
        </div>
      )}
      {found?.stale && <p className="small dim">{t("edit.diameters.stale")}</p>}
      {found && found.list.length === 0 && <p className="small">{t("edit.diameters.none")}</p>}
      {found && (
        <ul className="diameters" aria-label={t("edit.diameters.title")}>
          {found.list.map((d) => (
            <li key={d.label} data-stale={found.stale || undefined}>
              <UnstyledButton onClick={() => go(d.label, d.slice)}>
                <b>{d.name}</b> {d.longMm.toFixed(1)} × {d.shortMm.toFixed(1)} mm
                <span className="dim"> · {t("edit.diameters.slice", { slice: d.slice + 1 })}</span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
      <p className="dim small">{t("edit.diameters.how")}</p>
    </Section>
  );
}
