import { UnstyledButton } from "@mantine/core";
import { IconCircle, IconCircleCheckFilled, IconColumns2 } from "@tabler/icons-react";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ImportedSegmentation, Series } from "#io/series.ts";
import { millimetres } from "../../format.ts";
import { useActiveSeries, useApp, useCell, useViewer } from "../../hooks/use-app.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { ImportedItem } from "./ImportedItem.tsx";
import { PhasePicker } from "./PhasePicker.tsx";
import { Verdict } from "./Verdict.tsx";

/** `volumes`: all of a 4D acquisition, the series being the one that is shown of it. */
type Props = {
  series: Series;
  volumes: readonly Series[];
  segmentations: readonly ImportedSegmentation[];
};

/** The tick of a worklist, and the way to look at the series beside the one in view. */
function Done({ series, name, beside }: { series: Series; name: string; beside: boolean }) {
  const app = useApp();
  const { t } = useTranslation();
  const { id: seriesId } = series;
  const prior = useCell(app.prior.shown);
  const done = useCell(app.projects.current)?.done.includes(seriesId) ?? false;
  return (
    <span className="series-done" data-done={done || undefined}>
      {beside && (
        <IconButton
          icon={IconColumns2}
          color={prior?.seriesId === series.id ? "teal" : "gray"}
          label={t("reading.prior.show", { name })}
          onClick={() => app.prior.show(series.id)}
        />
      )}
      <IconButton
        icon={done ? IconCircleCheckFilled : IconCircle}
        color={done ? "teal" : "gray"}
        pressed={done}
        label={t(done ? "reading.undone" : "reading.done", { name })}
        onClick={() => app.projects.setDone(seriesId, !done)}
      />
    </span>
  );
}

export function SeriesItem({ series, volumes, segmentations }: Props) {
  const app = useApp();
  const { t } = useTranslation();
  const viewer = useViewer();
  const active = useActiveSeries()?.series.id === series.id;
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (active) item.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const picture = useMemo(() => viewer?.thumbnail(series), [viewer, series]);
  const { dims, spacing } = series.image.grid;
  const name =
    series.description ||
    series.protocol ||
    (series.number === null ? t("series.unnamed") : t("series.numbered", { n: series.number }));
  const [x, y, z] = spacing.map(millimetres);
  const known = !series.findings.some((f) => f.code === "no_pixel_spacing");
  const size = known ? t(dims[2] > 1 ? "series.spacing" : "series.pixel", { x, y, z }) : t("series.noSpacing");
  return (
    <li ref={item} className="series" data-active={active || undefined}>
      <UnstyledButton
        className="series-button"
        aria-current={active || undefined}
        onClick={() => void app.showSeries(series.id)}
      >
        <span className="thumb">
          {picture && <img src={picture} alt="" />}
          <span className="thumb-modality">{series.modality}</span>
        </span>
        <span className="series-text">
          <strong title={name}>{name}</strong>
          <span className="dim small">{t("series.slices", { count: dims[2] })}</span>
          <span className="dim small">{size}</span>
        </span>
      </UnstyledButton>
      {volumes.length > 1 && <PhasePicker series={series} volumes={volumes} />}
      <Done series={series} name={name} beside={!active && app.prior.offers(series)} />
      <Verdict series={series} />
      {segmentations.map((segmentation) => (
        <ImportedItem key={segmentation.id} segmentation={segmentation} />
      ))}
    </li>
  );
}
