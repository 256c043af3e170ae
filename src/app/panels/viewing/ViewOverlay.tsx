import { useTranslation } from "react-i18next";
import { reasonOf } from "#engine/maps/map-state.ts";
import type { Series } from "#io/series.ts";
import { dicomDate, intensityUnit, intensityValue, labValue, personName } from "../../format.ts";
import { useApp } from "../../hooks/use-app.ts";
import type { ViewerSnapshot, ViewStatus } from "../../viewer/viewer.ts";
import { ColourBar } from "./ColourBar.tsx";
import { MeasurementText } from "./MeasurementText.tsx";
import { PriorBar } from "./PriorBar.tsx";
import { ScaleBar } from "./ScaleBar.tsx";
import { SegmentsThere } from "./SegmentsThere.tsx";

type Props = { series: Series; view: ViewStatus; snapshot: ViewerSnapshot };

/** What a radiologist reads at the edges of an image. Pointer events pass through to the image, but for the slider. */
export function ViewOverlay({ series, view, snapshot }: Props) {
  const app = useApp();
  const { t } = useTranslation();
  const { viewportId, plane, slice, slices, letters } = view;
  const { unit } = series.image;
  const flat = plane !== "3d";
  const overlays = snapshot.overlaysVisible
    ? snapshot.overlays.filter((o) => o.views === null || o.views.includes(viewportId))
    : [];
  const covering = overlays.find((o) => o.backdrop);
  const backdrop = covering?.backdrop;
  const [lower, upper] = covering?.range ?? view.window;
  const window = {
    width: intensityValue(round(upper - lower), unit),
    level: intensityValue(round((upper + lower) / 2), unit),
  };
  const planeName = t(`plane.${plane}`);
  const probe = snapshot.probe?.viewportId === viewportId ? snapshot.probe : null;
  const live = flat
    ? t("view.live", { plane: planeName, series: series.description, slice: slice + 1, slices })
    : t("view.live3d", { series: series.description });
  return (
    <div className="overlay" data-active={snapshot.activeViewport === viewportId || undefined}>
      <span className="sr-only" role="img" aria-label={live} />
      <div className="corner top-left">
        {backdrop ? (
          backdrop.lines.map((line) => <span key={line}>{line}</span>)
        ) : (
          <>
            <span>{personName(series.study.patientName) || series.study.patientId}</span>
            <span>{series.description}</span>
            <span>{dicomDate(series.study.studyDate)}</span>
          </>
        )}
      </div>
      <div className="corner top-right">
        <span className="plane" data-plane={plane}>
          {planeName}
        </span>
        {flat && !backdrop && <span>{t("view.slice", { slice: slice + 1, slices })}</span>}
        {flat && overlays.filter((o) => !o.plain).map((overlay) => <ColourBar key={overlay.id} overlay={overlay} />)}
      </div>
      {!flat && view.empty && <p className="no-surface">{t("view.noSurface")}</p>}
      {flat && (
        <>
          <MeasurementText viewportId={viewportId} />
          {backdrop && <PriorBar sameSpace={backdrop.sameSpace} />}
          <span className="letter at-left">{letters.left}</span>
          <span className="letter at-right">{letters.right}</span>
          <span className="letter at-top">{letters.top}</span>
          <span className="letter at-bottom">{letters.bottom}</span>
          <div className="corner bottom-left">
            {probe && !backdrop && (
              <span className="probe">
                <strong>
                  {probe.value === null
                    ? t("view.outside")
                    : t("view.probe", { value: intensityValue(probe.value, unit), unit: intensityUnit(unit) })}
                </strong>
                {probe.value !== null && (
                  <>
                    <span>[{probe.index.join(", ")}]</span>
                    <span>({probe.world.map((v) => v.toFixed(1).replace("-", "−")).join(", ")}) mm</span>
                    <SegmentsThere labels={probe.labels} />
                  </>
                )}
              </span>
            )}
            {probe?.overlays.map((reading) => {
              const overlay = overlays.find((o) => o.id === reading.id);
              const reason = reasonOf(reading.state);
              const none =
                reason === null ? t("maps.probe.pending") : `${t("maps.probe.none")} (${t(`reason.${reason}`)})`;
              return (
                overlay &&
                !overlay.plain && (
                  <span key={reading.id} className="probe" data-probe={overlay.name}>
                    {overlay.name}:
                    <strong>
                      {reading.value === null
                        ? none
                        : (overlay.classes?.[reading.value - 1]?.name ?? `${labValue(reading.value)} ${overlay.unit}`)}
                    </strong>
                  </span>
                )
              );
            })}
            <span>
              {t("view.window", window)} {view.inverted && t("view.inverted")}
            </span>
          </div>
          <div className="corner bottom-right">
            {view.mmPerPixel === null ? (
              <span>{t("view.unknownScale")}</span>
            ) : (
              <ScaleBar mmPerPixel={view.mmPerPixel} />
            )}
          </div>
          {slices > 1 && (
            <input
              className="slice-slider"
              type="range"
              min={0}
              max={slices - 1}
              step={1}
              value={slice}
              aria-label={t("view.slider", { plane: planeName })}
              aria-valuetext={t("view.slice", { slice: slice + 1, slices })}
              onChange={(event) => app.viewer.value?.setSlice(viewportId, event.currentTarget.valueAsNumber)}
            />
          )}
        </>
      )}
    </div>
  );
}

/** Three significant decimals are more than a window needs. */
const round = (value: number) => Number(value.toPrecision(6));
