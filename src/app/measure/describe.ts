import i18next from "i18next";
import type { Figure } from "#engine/measure/measure.ts";
import type { IntensityUnit } from "#engine/volume.ts";
import type { Measurement } from "#session/measurements.ts";
import { intensityUnit, labValue } from "../format.ts";

/** A figure's value with its unit, or why there is none. */
export function figureText(figure: Figure, unit: IntensityUnit): string {
  if (!("value" in figure)) return i18next.t(`measure.missing.${figure.missing}`);
  const { value } = figure;
  const minus = (text: string) => text.replace("-", "−");
  switch (figure.unit) {
    case "mm":
      return `${value.toFixed(1)} mm`;
    case "mm2":
      return `${labValue(value)} mm²`;
    case "deg":
      return `${value.toFixed(1)}°`;
    case "1":
      return minus(String(value));
    case "intensity":
      return `${labValue(value)} ${intensityUnit(unit)}`.trim();
  }
}

/** What stands beside a measurement over the images: its text, then its figures. */
export function describeMeasurement(
  { kind, text }: Pick<Measurement, "kind" | "text">,
  figures: readonly Figure[],
  unit: IntensityUnit,
): readonly string[] {
  const said = figures.map((figure) => {
    const value = figureText(figure, unit);
    // One number needs no name.
    return kind === "length" || kind === "angle" || kind === "probe"
      ? value
      : `${i18next.t(`measure.figure.${figure.id}`)} ${value}`;
  });
  const pixels = figures.findIndex((f) => f.id === "pixels");
  const lines = said.filter((_, n) => n !== pixels);
  return text ? [text, ...lines] : lines;
}
