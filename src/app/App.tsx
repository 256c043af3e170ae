import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useApp, useCell } from "./hooks/use-app.ts";
import { useDrop } from "./hooks/use-drop.ts";
import { useKeys } from "./hooks/use-keys.ts";
import { useSettled } from "./hooks/use-settled.ts";
import { loadLanguage } from "./i18n/index.ts";
import { StatusBar, StorageBanner } from "./panels/status/index.ts";
import { TopBar } from "./panels/top-bar/index.ts";
import { Arriving, DropCurtain, Waiting, Welcome } from "./panels/welcome/index.ts";
import { fetched } from "./ui/fetched.tsx";
import { PanelEdge } from "./ui/PanelEdge.tsx";

// What stands around an image and over the page: it can be used before they are there, and they are fetched right after.
const SeriesPanel = fetched(() => import("./panels/series/index.ts").then((m) => m.SeriesPanel));
const ViewingArea = fetched(() => import("./panels/viewing/index.ts").then((m) => m.ViewingArea));
const ResultsPanel = fetched(() => import("./ResultsPanel.tsx").then((m) => m.ResultsPanel));
const Toasts = fetched(() => import("./panels/toasts/index.ts").then((m) => m.Toasts));
const KeySheet = fetched(() => import("./panels/help/index.ts").then((m) => m.KeySheet));
const Palette = fetched(() => import("./panels/help/index.ts").then((m) => m.Palette));
const later: readonly (() => Promise<unknown>)[] = [
  ...[ViewingArea, SeriesPanel, ResultsPanel, Toasts, KeySheet, Palette].map((part) => part.fetch),
  () => import("#io/load.ts"),
  // The methods text and the report can be in another language than the page.
  () => loadLanguage("it"),
];
// Opened now and then, and large: they come when they are asked for.
const ProjectsDialog = lazy(() => import("./panels/projects/index.ts").then((m) => ({ default: m.ProjectsDialog })));
const PacsDialog = lazy(() => import("./panels/pacs/index.ts").then((m) => ({ default: m.PacsDialog })));
const MethodsDialog = lazy(() =>
  Promise.all([import("./panels/methods/index.ts"), loadLanguage("it")]).then(([m]) => ({ default: m.MethodsDialog })),
);
const AgreementDialog = lazy(() => import("./panels/agreement/index.ts").then((m) => ({ default: m.AgreementDialog })));
const ConformanceDialog = lazy(() =>
  import("./panels/conformance/index.ts").then((m) => ({ default: m.ConformanceDialog })),
);

/** The page: bars above and below, panels left and right, images in between. */
export function App() {
  const app = useApp();
  const { t, i18n } = useTranslation();
  const { projector, leftOpen, rightOpen, leftWidth, rightWidth } = useCell(app.preferences);
  const { series } = useCell(app.library);
  const { help, palette, methods, conformance, projects, pacs, agreement } = useCell(app.ui);
  const imageShown = useCell(app.imageShown);
  const preview = useCell(app.preview);
  const project = useCell(app.projects.current);
  const waits = useCell(app.projects.restoring) || project !== null;
  const over = useDrop(app);
  useKeys(app);
  const settled = useSettled();
  useEffect(() => {
    if (!settled) return;
    // What cannot be fetched now is asked for again when it is needed, and told then.
    for (const fetch of later) fetch().catch(() => {});
    void app.warmUp();
  }, [app, settled]);
  useEffect(() => {
    document.documentElement.style.fontSize = projector ? "125%" : "100%";
  }, [projector]);
  const empty = series.length === 0;
  return (
    <div className="app" lang={i18n.language}>
      <a className="skip-link" href="#images">
        {t("app.skip")}
      </a>
      <TopBar />
      <StorageBanner />
      <div className="app-middle">
        {!empty && leftOpen && (
          <aside className="panel panel-left" style={{ width: `${leftWidth}rem` }} aria-label={t("top.leftPanel")}>
            <Suspense>{imageShown && <SeriesPanel.View />}</Suspense>
            <PanelEdge side="left" />
          </aside>
        )}
        <main id="images" className="app-centre" tabIndex={-1}>
          {!empty ? (
            <Suspense>
              <ViewingArea.View />
            </Suspense>
          ) : preview ? (
            <Arriving preview={preview} />
          ) : waits ? (
            <Waiting />
          ) : (
            <Welcome />
          )}
        </main>
        {!empty && rightOpen && (
          <aside className="panel panel-right" style={{ width: `${rightWidth}rem` }} aria-label={t("top.rightPanel")}>
            <PanelEdge side="right" />
            <Suspense>{imageShown && <ResultsPanel.View />}</Suspense>
          </aside>
        )}
      </div>
      <StatusBar />
      {over && <DropCurtain />}
      <Suspense>{(settled || help) && <KeySheet.View />}</Suspense>
      <Suspense>{(settled || palette) && <Palette.View />}</Suspense>
      <Suspense>
        {projects && <ProjectsDialog />}
        {pacs && <PacsDialog />}
        {methods && <MethodsDialog />}
        {conformance && <ConformanceDialog />}
        {agreement && <AgreementDialog />}
      </Suspense>
      <Suspense>{settled && <Toasts.View />}</Suspense>
    </div>
  );
}
