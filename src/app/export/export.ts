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
import { layerOf } from "#session/layers.ts";
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
  /** The label map that holds a segment. */
  readonly mapOf: (label: number) => LabelMap | undefined;
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
    const names = missing.map((s) => s.name).join(", ");
    return { level: "warning", key: "export.incomplete", fields: { names } };
  }
  if (kind === "copy") {
    const table = featureTable(measured, series.image.unit);
    await to.copy(table.map((cells) => cells.join("\t")).join("\n"));
    return { level: "success", key: "export.copied", fields: { count: table.length - 1 } };
  }
  const { content, extension, type, what, layers = 1 } = await write(kind, input);
  const name = fileName(series, what, extension);
  to.save(name, content, type);
  if (layers > 1) return { level: "success", key: "layers.exported", fields: { file: name, count: layers } };
  return { level: "success", key: "export.done", fields: { file: name } };
}

/** `layers`: label maps in the file, where a format of one label a voxel needs several. */
type Written = { content: Uint8Array | string; extension: string; type: string; what: string; layers?: number };

/** The segments with the label maps that they lie in, and each of these once. `copied`: as they are at this moment. */
function placed({ segments, mapOf }: ExportInput, copied: boolean) {
  const maps = new Map<number, Uint8Array>();
  const placed = segments.map((segment) => {
    const layer = layerOf(segment);
    const committed = maps.get(layer) ?? mapOf(segment.label)?.committed ?? new Uint8Array();
    const labels = copied && !maps.has(layer) ? committed.slice() : committed;
    maps.set(layer, labels);
    return { ...segment, labels };
  });
  const sorted = [...maps].sort(([a], [b]) => a - b);
  return { segments: placed, first: sorted[0]?.[1] ?? new Uint8Array(), maps: sorted };
}

async function write(kind: Exclude<ExportKind, "copy">, input: ExportInput): Promise<Written> {
  const { series } = input;
  const { segments, first, maps } = placed(input, kind === "report");
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
      const content = writeSeg(series, first, segments, options);
      return { content, extension: "dcm", type: "application/dicom", what: "segments" };
    }
    case "rtstruct": {
      const options = { now: new Date(), appVersion: APP_VERSION };
      const content = writeRtstruct(series, first, segments, options);
      return { content, extension: "dcm", type: "application/dicom", what: "regions" };
    }
    case "report": {
      const options = { now: new Date(), appVersion: APP_VERSION, ...reportParts(input) };
      const { seg, report } = writeMeasuredSeg(series, first, segments, await withProvenance(input), options);
      const content = zipSync({ "segments.dcm": seg, "measurements.dcm": report });
      return { content, extension: "zip", type: "application/zip", what: "report" };
    }
    case "nifti": {
      if (maps.length === 1)
        return { content: writeNifti(series, first), extension: "nii.gz", type: "application/gzip", what: "segments" };
      const files = maps.map(([layer, map]) => [`layer-${layer + 1}.nii.gz`, writeNifti(series, map)] as const);
      const content = zipSync(Object.fromEntries(files), { level: 0 });
      return { content, extension: "zip", type: "application/zip", what: "segments", layers: maps.length };
    }
    case "nrrd": {
      const content = writeLabelNrrd(series, first, segments);
      const type = "application/octet-stream";
      return { content, extension: "seg.nrrd", type, what: "segments", layers: maps.length };
    }
  }
}

/**
 * The measured regions with their provenance. The masks are fingerprinted before anything is awaited, while they are
 * still those that were measured.
 */
function withProvenance({ series, mapOf, measured }: ExportInput): Promise<MeasuredSegment[]> {
  return Promise.all(
    measured.map(async ({ segment, extraction }) => ({
      extraction,
      provenance: await provenanceOf({
        series,
        labels: mapOf(segment.label)?.committed ?? new Uint8Array(),
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
