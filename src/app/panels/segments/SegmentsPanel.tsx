import { Button } from "@mantine/core";
import { IconBoxMultiple, IconCirclesRelation, IconLayersIntersect2, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useActiveSegment, useActiveSeries, useApp, useCell } from "../../hooks/use-app.ts";
import { CopyView } from "./CopyView.tsx";
import { DiametersView } from "./DiametersView.tsx";
import { HistoryList } from "./HistoryList.tsx";
import { AllowOverlap } from "./LayerMenu.tsx";
import { MeasurementsView } from "./MeasurementsView.tsx";
import { ModifyView } from "./ModifyView.tsx";
import { NoteField } from "./NoteField.tsx";
import { PropertyChoice } from "./PropertyChoice.tsx";
import { SegmentRow } from "./SegmentRow.tsx";
import { TemplateMenu } from "./TemplateMenu.tsx";
import { ToolOptionsView } from "./ToolOptionsView.tsx";

/** The segments of the series in view, what they measure, and the options of the tool in hand. */
export function SegmentsPanel() {
  const app = useApp();
  const { t } = useTranslation();
  const active = useActiveSeries();
  const segment = useActiveSegment();
  const difference = useCell(app.difference.shown);
  if (!active) return <p className="hint">{t("info.none")}</p>;
  const { series, state } = active;
  return (
    <div className="panel-scroll">
      <div className="segments-head">
        <Button variant="light" leftSection={<IconPlus size="1rem" />} onClick={() => app.addSegment()}>
          {t("segments.add")}
        </Button>
        <TemplateMenu />
        <span className="spring" />
        <HistoryList />
      </div>
      {state.segments.length === 0 ? (
        <p className="hint">{t("segments.none", { name: t("segments.defaultName", { n: 1 }) })}</p>
      ) : (
        <ul className="segments" aria-label={t("segments.list")}>
          {state.segments.map((s) => (
            <SegmentRow key={s.label} series={series} state={state} segment={s} />
          ))}
        </ul>
      )}
      {segment && <AllowOverlap />}
      {segment && (
        <PropertyChoice
          key={segment.label}
          property={segment.property}
          onChange={(property) => app.store.updateSegment(series.id, segment.label, { property })}
        />
      )}
      {segment && (
        <NoteField
          key={`note ${segment.label}`}
          segment={segment}
          onChange={(note) => app.store.updateSegment(series.id, segment.label, { note })}
        />
      )}
      <div className="segment-acts">
        <Button
          variant="default"
          disabled={!segment}
          leftSection={<IconBoxMultiple size="1rem" />}
          onClick={() => app.fillHoles()}
        >
          {t("segments.holes")}
        </Button>
        <Button
          variant="default"
          disabled={!segment || series.image.grid.dims[2] === 1}
          leftSection={<IconLayersIntersect2 size="1rem" />}
          onClick={() => app.interpolate()}
        >
          {t("segments.interpolate")}
        </Button>
      </div>
      <ToolOptionsView series={series} />
      <ModifyView series={series} />
      <CopyView series={series} />
      <DiametersView series={series} state={state} />
      <MeasurementsView series={series} state={state} />
      <div className="segment-acts">
        <Button
          variant="default"
          leftSection={<IconCirclesRelation size="1rem" />}
          onClick={() => app.show("agreement")}
        >
          {t("edit.agreement.title")}
        </Button>
        {difference && (
          <Button variant="default" onClick={() => app.difference.hide()}>
            {t("edit.difference.hide")}
          </Button>
        )}
      </div>
    </div>
  );
}
