import { cielabToRgb } from "../color.ts";
import type { DicomFile } from "../dicom/dataset.ts";
import { refuse } from "../refusal.ts";
import type { Finding, ImportedSegment, ImportedSegmentation, Refusal, Series } from "../series.ts";
import { findSeries, gatherReferences, noImages, otherSeries, plural } from "./find-series.ts";
import { type DrawPlane, importedSegment } from "./imported-segment.ts";
import { readFrames, readSegments, type SegFrame, segReferences } from "./seg-frames.ts";
import { FRACTION_THRESHOLD, type FrameReader, readPixels } from "./seg-pixels.ts";
import { type PlacedFrame, type Placement, placeFrames } from "./seg-placement.ts";

export const SEG_SOP_CLASS = "1.2.840.10008.5.1.4.1.1.66.4";
export const LABELMAP_SEG_SOP_CLASS = "1.2.840.10008.5.1.4.1.1.66.7";

/**
 * A DICOM segmentation (BINARY, FRACTIONAL or LABELMAP) as masks on the series it was made on. Frames find their slice
 * by position; frames that are absent are empty. On the lattice of the series (also cut smaller or moved by whole
 * voxels) bits are copied; on another lattice of the same orientation the nearest pixel is taken and a finding says so;
 * on another orientation the segmentation is refused. A voxel of a FRACTIONAL one is inside from `threshold` on, a share
 * above 0 and up to 1.
 */
export function readSeg(
  file: DicomFile,
  series: readonly Series[],
  threshold = FRACTION_THRESHOLD,
): ImportedSegmentation | Refusal {
  const { dataset, path } = file;
  const type = dataset.string("00620001") ?? (file.sopClassUid === LABELMAP_SEG_SOP_CLASS ? "LABELMAP" : "");
  const cannot = (code: Finding["code"], why: string, fix: string): Refusal =>
    refuse(path, code, `This segmentation was not loaded: ${why}. ${fix}`, { type });
  if (type !== "BINARY" && type !== "FRACTIONAL" && type !== "LABELMAP") {
    return cannot("unsupported", `its type is "${type}"`, "Export it as BINARY, FRACTIONAL or LABELMAP.");
  }
  const frames = readFrames(file, type === "LABELMAP");
  if (typeof frames === "string") {
    return cannot("no_position", frames, "Export it again from the program that made it.");
  }
  const declared = readSegments(dataset);
  if (frames.length === 0 || declared.length === 0) {
    return cannot("parse_error", "it holds no segment", "Export it again from the program that made it.");
  }
  const refs = gatherReferences(file, segReferences);
  const { sure, candidates } = findSeries(refs, series);
  if (candidates.length === 0) return noImages(file, "segmentation", refs, series);

  const rows = dataset.number("00280010") ?? 0;
  const columns = dataset.number("00280011") ?? 0;
  const pixels = readPixels(file, type, threshold);
  if ("finding" in pixels) return pixels;

  const placements = candidates.map((s) => placeFrames(frames, rows, columns, s));
  const best = Math.max(
    0,
    placements.findIndex((p) => p.kind === "same"),
  );
  const target = candidates[best];
  const placement = placements[best];
  if (placement.kind === "none") {
    return cannot("other_grid", placement.why, "Segment the images that are open, or resample it to them.");
  }
  const elsewhere = sure ? null : otherSeries(refs);
  const findings: Finding[] = [...(elsewhere ? [elsewhere] : []), ...placement.findings];
  if (type === "FRACTIONAL") {
    const kind = dataset.string("00620010") === "OCCUPANCY" ? "occupancy" : "probability";
    const detail = `The segmentation holds a ${kind} for each voxel; voxels of at least ${threshold} were taken as inside.`;
    findings.push({ level: "warning", code: "fractional", detail, fields: { threshold, kind } });
  }
  const numbers = new Set(declared.map((s) => s.number));
  const strangers = pixels.segmentsOf
    ? [...new Set(frames.flatMap((f) => [...(pixels.segmentsOf?.(f.index) ?? [])]))].filter((n) => !numbers.has(n))
    : [...new Set(frames.map((f) => f.segment ?? 0))].filter((n) => !numbers.has(n));
  if (strangers.length > 0) {
    const detail = `Voxels of ${plural(strangers.length, "segment")} that the file does not describe (${strangers.join(", ")}) were left out.`;
    findings.push({ level: "error", code: "parse_error", detail, fields: { count: strangers.length } });
  }
  const scratch = new Uint8Array(rows * columns);
  const segments = declared.map(({ number, name, lab, property }): ImportedSegment => {
    const own = frames.filter((f) => pixels.segmentsOf?.(f.index).has(number) ?? f.segment === number);
    const planes = drawings(own, number, placement, pixels, scratch, columns);
    const segment = importedSegment(name, number, lab && cielabToRgb(lab), target.image.grid, planes, property);
    if (segment.voxels === 0) {
      const detail = `Segment "${name}" is empty on these images.`;
      findings.push({ level: "warning", code: "empty_roi", detail, fields: { roi: name } });
    }
    return segment;
  });
  return {
    id: file.sopInstanceUid || path,
    seriesId: target.id,
    kind: "SEG",
    label: dataset.string("0008103E") ?? dataset.string("00700080") ?? "",
    path,
    sha256: "",
    findings,
    segments,
    ...(type === "FRACTIONAL"
      ? { fraction: { threshold, at: (other: number) => readSeg(file, [target], other) } }
      : {}),
  };
}

function drawings(
  frames: readonly SegFrame[],
  segment: number,
  placement: Exclude<Placement, { kind: "none" }>,
  pixels: FrameReader,
  frame: Uint8Array,
  frameColumns: number,
): Map<number, DrawPlane> {
  const draw = (placed: readonly PlacedFrame[]) => (plane: Uint8Array) => {
    for (const { index, columns, rows } of placed) {
      pixels.read(index, segment, frame);
      copyFrame(frame, frameColumns, columns, rows, plane);
    }
  };
  return new Map(Array.from(placement.slices(frames), ([k, placed]) => [k, draw(placed)]));
}

function copyFrame(
  frame: Uint8Array,
  frameColumns: number,
  columns: Int32Array,
  rows: Int32Array,
  plane: Uint8Array,
): void {
  const nx = columns.length;
  for (let j = 0; j < rows.length; j++) {
    if (rows[j] < 0) continue;
    const from = frameColumns * rows[j];
    const to = nx * j;
    for (let i = 0; i < nx; i++) if (columns[i] >= 0 && frame[from + columns[i]] === 1) plane[to + i] = 1;
  }
}
