import i18next from "i18next";
import { bidirectional } from "#engine/edit/recist.ts";
import type { HandMeasurement } from "#io/writers/hand-measurements.ts";
import type { ReportOptions } from "#io/writers/report.ts";
import type { Measurement } from "#session/measurements.ts";
import { diameterAxis } from "../edit/diameters.ts";
import type { ExportInput } from "./export.ts";

/** Measurements by hand with the names that the report gives them. */
export const handMeasurements = (list: readonly Measurement[]): HandMeasurement[] =>
  list.map(({ id, kind, text, points, axis }) => ({
    kind,
    text,
    points,
    axis,
    name: `${i18next.t(`measure.kind.${kind}`)} ${id}`,
  }));

/** What a report holds besides features: diameters and notes of its segments, and what was measured by hand. */
export function reportParts({
  series,
  mapOf,
  segments,
  measurements = [],
}: Pick<ExportInput, "series" | "mapOf" | "segments" | "measurements">): Pick<
  ReportOptions,
  "byHand" | "diameters" | "notes"
> {
  const { dims, spacing } = series.image.grid;
  const sized = !series.findings.some((f) => f.code === "no_pixel_spacing");
  const axis = diameterAxis(series);
  const diameters = segments.flatMap(({ label }) => {
    const map = sized ? mapOf(label) : undefined;
    const found = map ? bidirectional(map.committed, dims, spacing, label, axis) : null;
    return found ? [[label, found] as const] : [];
  });
  const notes = segments.flatMap(({ label, note }) => (note ? [[label, note] as const] : []));
  return { byHand: handMeasurements(measurements), diameters: new Map(diameters), notes: new Map(notes) };
}
