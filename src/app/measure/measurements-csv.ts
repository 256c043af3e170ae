import { indexToWorld } from "#engine/grid.ts";
import { type MeasureId, measureOf, measures } from "#engine/measure/index.ts";
import type { Figure } from "#engine/measure/measure.ts";
import type { Series } from "#io/series.ts";
import { csvLine } from "#io/writers/csv.ts";
import type { Measurement } from "#session/measurements.ts";
import { unitText } from "./unit-text.ts";

/** What a measurement says of its series. */
export function figuresOf({ kind, points, axis }: Omit<Measurement, "id" | "text">, series: Series): Figure[] {
  const sized = !series.findings.some((f) => f.code === "no_pixel_spacing");
  return measureOf(kind as MeasureId).figures(points, { image: series.image, axis, sized });
}

const most = Math.max(...measures.map((m) => m.points));

/**
 * A row for each figure of each measurement (RFC 4180): its number, kind and text, axis and slice (from 1), the figure
 * with its unit, or the reason where it has no value; then its points in patient coordinates (LPS, mm).
 */
export function measurementsCsv(list: readonly Measurement[], series: Series): string {
  const places = Array.from({ length: most }, (_, n) => ["x", "y", "z"].map((axis) => `point${n + 1}_${axis}`));
  const header = "measurement kind text axis slice figure value unit reason".split(" ");
  const rows = list.flatMap((m) => {
    const ends = m.points.flatMap((p) => [...indexToWorld(series.image.grid, p)]);
    const first = [m.id, m.kind, m.text, "ijk"[m.axis], Math.round(m.points[0][m.axis]) + 1];
    const figures = figuresOf(m, series);
    const said = figures.map((f) => [
      f.id,
      "value" in f ? f.value : null,
      unitText(f.unit, series.image.unit),
      "value" in f ? null : f.missing,
    ]);
    return (said.length > 0 ? said : [[null, null, null, null]]).map((figure) => [...first, ...figure, ...ends]);
  });
  const wide = header.length + 3 * most;
  const full = rows.map((row) => [...row, ...Array.from({ length: wide - row.length }, () => null)]);
  return [[...header, ...places.flat()], ...full].map(csvLine).join("");
}
