import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Series } from "#io/series.ts";
import { dicomDate, intensityValue, personName } from "../../format.ts";
import { useApp, useViewing } from "../../hooks/use-app.ts";
import type { ViewStatus } from "../../viewer/viewer.ts";
import { ColourBar } from "./ColourBar.tsx";
import { MeasurementText } from "./MeasurementText.tsx";
import { PriorBar } from "./PriorBar.tsx";
import { Probe } from "./Probe.tsx";
import { ScaleBar } from "./ScaleBar.tsx";

type Props = { series: Series; view: ViewStatus };

/** What a radiologist reads at the edges of an image. Pointer events pass through to the image, but for the slider. */
export const ViewOverlay = memo(function ViewOverlay({ series, view }: Props) {
  const app = useApp();
  const { t } = useTranslation();
  const { viewportId, plane, slice, slices, letters } = view;
  const { unit } = series.image;
  const flat = plane !== "3d";
  const active = useViewing((now) => now.activeViewport === viewportId);
  const visible = useViewing((now) => now.overlaysVisible);
  const all = useViewing((now) => now.overlays) ?? [];
  const overlays = visible ? all.filter((o) => o.views === null || o.views.includes(viewportId)) : [];
  const covering = overlays.find((o) => o.backdrop);
  const backdrop = covering?.backdrop;
  const [lower, upper] = covering?.range ?? view.window;
  const window = {
    width: intensityValue(round(upper - lower), unit),
    level: intensityValue(round((upper + lower) / 2), unit),
  };
  const planeName = t(`plane.${plane}`);
  const live = flat
    ? t("view.live", { plane: planeName, series: series.description, slice: slice + 1, slices })
    : t("view.live3d", { series: series.description });
  return (
    <div className="overlay" data-active={active || undefined}>
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
            <Probe series={series} viewportId={viewportId} overlays={overlays} />
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
});

/** Three significant decimals are more than a window needs. */
const round = (value: number) => Number(value.toPrecision(6));
