import { zipSync } from "fflate";
import type { Extraction } from "#engine/plan/extraction.ts";
import type { Series } from "#io/series.ts";
import { featuresCsv } from "#io/writers/csv.ts";
import { featuresJson } from "#io/writers/json.ts";
import { writeLabelNrrd } from "#io/writers/label-nrrd.ts";
import { writeMeasuredSeg } from "#io/writers/measured-seg.ts";
import { writeNifti } from "#io/writers/nifti.ts";
import { type MeasuredSegment, provenanceOf } from "#io/writers/provenance.ts";
import { writeReport } from "#io/writers/report.ts";
import { writeRtstruct } from "#io/writers/rtstruct.ts";
import { writeSeg } from "#io/writers/seg.ts";
import type { LabelMap } from "#session/label-map.ts";
import type { Measurement } from "#session/measurements.ts";
import type { Segment } from "#session/session.ts";
import type { Message, MessageKey } from "../state/messages.ts";
import { APP_VERSION } from "../version.ts";
import { featureTable } from "./feature-table.ts";
import { fileName } from "./file-name.ts";
import { handMeasurements, reportParts } from "./report-parts.ts";

/** What is made of the segments' voxels alone. */
const drawings = ["seg", "rtstruct", "nifti", "nrrd"] as const;
export type ExportKind = "csv-long" | "csv-wide" | "json" | "report" | (typeof drawings)[number] | "copy";

/** Whether an export waits for the features to be computed. */
export const needsFeatures = (kind: ExportKind): boolean => !(drawings as readonly ExportKind[]).includes(kind);

/** What an export is made of: the series, its committed voxels, and the features of the segments with voxels. */
export type ExportInput = {
  readonly series: Series;
  readonly map: LabelMap;
  readonly segments: readonly Segment[];
  readonly measured: readonly { readonly segment: Segment; readonly extraction: Extraction }[];
  /** What was measured by hand in the series; left out where nothing was. */
  readonly measurements?: readonly Measurement[];
};

/** Where exports go: the browser's downloads and clipboard; a test keeps them. */
export type Exporter = {
  readonly save: (name: string, content: Uint8Array | string, type: string) => void;
  readonly copy: (text: string) => Promise<void>;
};

type Said = { level: Message["level"]; key: MessageKey; fields?: Message["fields"] };

/** A report of what was measured by hand, and of nothing else. */
export const handReport = (series: Series, list: readonly Measurement[]): Uint8Array =>
  writeReport(series, null, [], {
    now: new Date(),
    appVersion: APP_VERSION,
    byHand: handMeasurements(list),
  });

/** Makes one export and says what became of it. */
export async function exportFor(kind: ExportKind, to: Exporter, input: ExportInput): Promise<Said> {
  const { series, measured } = input;
  if (needsFeatures(kind) && measured.length === 0) return { level: "warning", key: "export.pending" };
  const missing = input.segments.filter((s) => !measured.some((m) => m.segment.label === s.label));
  if (kind === "report" && missing.length > 0) {
    const names = missing.map((s) => `“${s.name}”`).join(", ");
    return { level: "warning", key: "export.incomplete", fields: { names } };
  }
  if (kind === "copy") {
    const table = featureTable(measured, series.image.unit);
    await to.copy(table.map((cells) => cells.join("\t")).join("\n"));
    return { level: "success", key: "export.copied", fields: { count: table.length - 1 } };
  }
  const { content, extension, type, what } = await write(kind, input);
  const name = fileName(series, what, extension);
  to.save(name, content, type);
  return { level: "success", key: "export.done", fields: { file: name } };
}

type Written = { content: Uint8Array | string; extension: string; type: string; what: string };

async function write(kind: Exclude<ExportKind, "copy">, input: ExportInput): Promise<Written> {
  const { series, map, segments } = input;
  switch (kind) {
    case "csv-long":
    case "csv-wide": {
      const layout = kind === "csv-long" ? "long" : "wide";
      const content = featuresCsv(await withProvenance(input), { layout });
      return { content, extension: "csv", type: "text/csv", what: `features-${layout}` };
    }
    case "json": {
      const content = featuresJson(await withProvenance(input));
      return { content, extension: "json", type: "application/json", what: "features" };
    }
    case "seg": {
      const options = { now: new Date(), appVersion: APP_VERSION };
      const content = writeSeg(series, map.committed, segments, options);
      return { content, extension: "dcm", type: "application/dicom", what: "segments" };
    }
    case "rtstruct": {
      const options = { now: new Date(), appVersion: APP_VERSION };
      const content = writeRtstruct(series, map.committed, segments, options);
      return { content, extension: "dcm", type: "application/dicom", what: "regions" };
    }
    case "report": {
      const options = { now: new Date(), appVersion: APP_VERSION, ...reportParts(input) };
      const labels = map.committed.slice();
      const { seg, report } = writeMeasuredSeg(series, labels, segments, await withProvenance(input), options);
      const content = zipSync({ "segments.dcm": seg, "measurements.dcm": report });
      return { content, extension: "zip", type: "application/zip", what: "report" };
    }
    case "nifti": {
      const content = writeNifti(series, map.committed);
      return { content, extension: "nii.gz", type: "application/gzip", what: "segments" };
    }
    case "nrrd": {
      const content = writeLabelNrrd(series, map.committed, segments);
      return { content, extension: "seg.nrrd", type: "application/octet-stream", what: "segments" };
    }
  }
}

/**
 * The measured regions with their provenance. The masks are fingerprinted before anything is awaited, while they are
 * still those that were measured.
 */
function withProvenance({ series, map, measured }: ExportInput): Promise<MeasuredSegment[]> {
  return Promise.all(
    measured.map(async ({ segment, extraction }) => ({
      extraction,
      provenance: await provenanceOf({
        series,
        labels: map.committed,
        label: segment.label,
        name: segment.name,
        note: segment.note,
        recipe: extraction.recipe,
        now: new Date(),
        appVersion: APP_VERSION,
      }),
    })),
  );
}
