import { useTranslation } from "react-i18next";
import type { TrafficLight } from "#engine/cohort/index.ts";

type Light = TrafficLight["light"];

/** Colours that colour-blind people tell apart (Okabe and Ito); each verdict has a shape and a word of its own besides. */
export const lightColors: Record<Light, string> = {
  green: "#2ec4a0",
  amber: "#f0b429",
  red: "#ff6b4a",
  unknown: "#8b97a3",
};
export const lightSymbols = { green: "circle", amber: "triangle", red: "times", unknown: "square" } as const;

const paths: Record<Light, string> = {
  green: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11",
  amber: "M8 2.5 14 13.5H2Z",
  red: "M4.2 2.8 8 6.6l3.8-3.8 1.4 1.4L9.4 8l3.8 3.8-1.4 1.4L8 9.4l-3.8 3.8-1.4-1.4L6.6 8 2.8 4.2Z",
  unknown: "M3 7h10v2H3Z",
};

/** A verdict: its shape, colour and word. */
export function LightMark({ light }: { light: TrafficLight }) {
  const { t } = useTranslation();
  const { from, to } = light;
  const range =
    from && to
      ? from === to
        ? t(`robustness.lightMore.${from}`)
        : t("robustness.lightRange", { from: t(`robustness.lightMore.${from}`), to: t(`robustness.lightMore.${to}`) })
      : undefined;
  return (
    <span className="robust-light" data-light={light.light} title={range}>
      <svg viewBox="0 0 16 16" width="0.8em" height="0.8em" aria-hidden>
        <path d={paths[light.light]} fill={lightColors[light.light]} />
      </svg>
      {t(`robustness.light.${light.light}`)}
    </span>
  );
}
