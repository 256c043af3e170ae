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
  const said = (figure: Figure) => {
    const value = figureText(figure, unit);
    // One number needs no name, nor does an area.
    return kind === "length" || kind === "angle" || kind === "probe" || figure.id === "area"
      ? value
      : `${i18next.t(`measure.figure.${figure.id}`)} ${value}`;
  };
  // A region's figures two on a line; without a pixel, its reason once.
  const shown = figures.filter((f) => f.id !== "pixels");
  const known = shown.filter((f) => "value" in f || f.id === "mean" || shown.length < 4);
  const line = (ids: readonly string[]) =>
    known
      .filter((f) => ids.includes(f.id))
      .map(said)
      .join(" · ");
  const lines =
    shown.length < 4
      ? shown.map(said)
      : [line(["mean", "sd"]), line(["min", "max"]), line(["area"])].filter((l) => l !== "");
  return text ? [text, ...lines] : lines;
}
