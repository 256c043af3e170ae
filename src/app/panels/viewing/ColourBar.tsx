import { useTranslation } from "react-i18next";
import { cssGradient } from "../../colormaps/colormaps.ts";
import { labValue } from "../../format.ts";
import type { Overlay } from "../../viewer/overlay.ts";

/** The colours of an overlay with the values they stand for. */
export function ColourBar({ overlay }: { overlay: Overlay }) {
  const { t } = useTranslation();
  const { name, unit, colormap, range } = overlay;
  const [low, high] = range.map(labValue);
  return (
    <div className="colour-bar" role="img" aria-label={t("maps.bar", { name, low, high, unit })}>
      <span>{name}</span>
      <div className="map-gradient" style={{ background: cssGradient(colormap, "to right") }} />
      <div className="map-ends">
        <span>{low}</span>
        <span>{unit}</span>
        <span>{high}</span>
      </div>
    </div>
  );
}
