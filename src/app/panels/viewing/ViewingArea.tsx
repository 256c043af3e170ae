import { Loader } from "@mantine/core";
import { useEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { useActiveSeries, useApp, useViewer, useViewing } from "../../hooks/use-app.ts";
import { ToolStrip } from "./ToolStrip.tsx";
import { ViewOverlay } from "./ViewOverlay.tsx";

/** Where the images are: the viewer draws into it, and each view gets its text laid over it. */
export function ViewingArea() {
  const app = useApp();
  const { t } = useTranslation();
  const viewer = useViewer();
  const views = useViewing((now) => now.views);
  const problem = useViewing((now) => now.problem);
  const overlaysHidden = useViewing((now) => !now.overlaysVisible && now.overlays.length > 0);
  const masksHidden = useViewing((now) => !now.masksVisible);
  const active = useActiveSeries();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!viewer || !element) return;
    viewer.attach(element);
    return () => viewer.detach();
  }, [viewer]);
  return (
    <section className="viewing" aria-label={t("view.area")}>
      <ToolStrip />
      <div className="viewing-images">
        <div
          ref={place}
          className="viewing-place"
          onPointerDownCapture={(event) => {
            const onControl = event.target instanceof Element && event.target.closest("input, button") !== null;
            if (event.button === 0 && viewer && !onControl) app.beforeStroke(viewer.snapshot.tool);
          }}
        />
        {active &&
          views?.map((view) => {
            const element = viewer?.viewportElement(view.viewportId);
            return (
              element && createPortal(<ViewOverlay series={active.series} view={view} />, element, view.viewportId)
            );
          })}
        {!viewer && (
          <div className="viewing-wait">
            <Loader size="sm" /> {t("app.loading")}
          </div>
        )}
        {problem && (
          <div className="viewing-problem" role="alert">
            {t(`view.problem.${problem}`)}
          </div>
        )}
        {overlaysHidden && <div className="viewing-note">{t("maps.hidden")}</div>}
        {masksHidden && <div className="viewing-note">{t("view.masksHidden")}</div>}
      </div>
    </section>
  );
}
