import { RadiomicaError } from "#engine/errors.ts";
import type { Labels } from "#engine/volume.ts";
import type { Series } from "../series.ts";
import type { MeasuredSegment } from "./provenance.ts";
import { type ReportOptions, writeReport } from "./report.ts";
import { type SegSegmentInfo, writeSeg } from "./seg.ts";
import { newUid } from "./uid.ts";

function countOf(labels: Labels, label: number): number {
  let count = 0;
  for (let v = 0; v < labels.length; v++) if (labels[v] === label) count++;
  return count;
}

/**
 * Segments and what was measured in them, as a DICOM SEG and a report (SR) that refers to it. The same tracking UIDs
 * stand in both. Throws "GridMismatch" where a segment does not have the voxels that were measured, else as `writeSeg`.
 */
export function writeMeasuredSeg(
  series: Series,
  labels: Labels,
  segments: readonly SegSegmentInfo[],
  measured: readonly MeasuredSegment[],
  options: ReportOptions,
): { readonly seg: Uint8Array<ArrayBuffer>; readonly report: Uint8Array<ArrayBuffer> } {
  const uid = options.uid ?? newUid;
  const counts = new Uint32Array(256);
  for (const { label } of measured.map((m) => m.provenance.region)) counts[label] = countOf(labels, label);
  for (const { label, labels: own = labels } of segments) counts[label] = countOf(own, label);
  for (const { provenance } of measured) {
    const { label, voxels, name } = provenance.region;
    if (counts[label] === voxels) continue;
    const message = `The region "${name}" has ${counts[label]} voxels, but ${voxels} were measured`;
    throw new RadiomicaError("GridMismatch", message, { expected: voxels, found: counts[label] });
  }
  const { study } = series;
  // Both files are of one study, also where the images (NIfTI) are of none.
  const placed = { ...series, study: { ...study, studyInstanceUid: study.studyInstanceUid || uid() } };
  const drawn = segments
    .filter(({ label }) => counts[label] > 0)
    .map((segment) => ({ ...segment, trackingUid: segment.trackingUid ?? uid() }));
  const identity = { sopInstanceUid: uid(), seriesInstanceUid: uid() };
  const seg = writeSeg(placed, labels, drawn, { ...options, uid, description: undefined, identity });
  const numbers = drawn.map(
    ({ label, trackingUid, property }, n) => [label, { number: n + 1, trackingUid, property }] as const,
  );
  const report = writeReport(placed, { ...identity, segments: new Map(numbers) }, measured, { ...options, uid });
  return { seg, report };
}
