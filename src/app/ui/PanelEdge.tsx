import { useTranslation } from "react-i18next";
import { useApp, useCell } from "../hooks/use-app.ts";
import { panelWidths } from "../state/preferences.ts";

/** The edge of a side panel: drag it, or use the arrow keys, to make the panel wider. */
export function PanelEdge({ side }: { side: "left" | "right" }) {
  const app = useApp();
  const { t } = useTranslation();
  const key = side === "left" ? "leftWidth" : "rightWidth";
  const width = useCell(app.preferences)[key];
  const { min, max } = panelWidths[side];
  const setWidth = (rem: number) => {
    const next = Math.round(Math.min(max, Math.max(min, rem)) * 4) / 4;
    app.preferences.update((now) => ({ ...now, [key]: next }));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr takes no keys; this is the window splitter pattern
    <div
      role="separator"
      tabIndex={0}
      className={`panel-edge panel-edge-${side}`}
      data-own-arrows
      aria-orientation="vertical"
      aria-label={t(side === "left" ? "top.leftWidth" : "top.rightWidth")}
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      onKeyDown={(event) => {
        const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
        if (by !== 0) setWidth(width + (side === "left" ? by : -by));
      }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
        setWidth((side === "left" ? event.clientX : window.innerWidth - event.clientX) / rem);
      }}
    />
  );
}
