import { useTranslation } from "react-i18next";
import { cssGradient } from "../../colormaps/colormaps.ts";
import { labValue } from "../../format.ts";
import type { Overlay } from "../../viewer/overlay.ts";

/** An end of the scale: three digits are as much as an eye reads from a colour. */
function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e5 || (size > 0 && size < 1e-3)) return labValue(Number(value.toPrecision(2)));
  return String(Number(value.toPrecision(3))).replace("-", "−");
}

/** The colours of kinds of voxels. */
function Legend({ name, classes }: { name: string; classes: NonNullable<Overlay["classes"]> }) {
  return (
    <div className="colour-bar colour-legend">
      <span>{name}</span>
      {classes.map((one) => (
        <span key={one.name}>
          {one.name} <i style={{ background: `rgb(${one.color.join()})` }} aria-hidden />
        </span>
      ))}
    </div>
  );
}

/** The colours of an overlay with the values they stand for. */
export function ColourBar({ overlay }: { overlay: Overlay }) {
  const { t } = useTranslation();
  const { name, unit, colormap, range, classes } = overlay;
  if (classes) return <Legend name={name} classes={classes} />;
  const [low, high] = range.map(short);
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
