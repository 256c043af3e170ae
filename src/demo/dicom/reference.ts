import type { Grid } from "#engine/grid.ts";
import type { Series, StudyInfo } from "#io/series.ts";
import type { DicomRecord } from "#io/writers/dicom.ts";
import { type SegSegmentInfo, writeSeg } from "#io/writers/seg.ts";
import type { DemoSeries } from "./series.ts";
import { uid } from "./uid.ts";

const REFERENCE_COLORS = [
  [0, 158, 115],
  [86, 180, 233],
] as const;

/** A finished segmentation of the demo's lesion, as DICOM SEG: `names` are the labels 1, 2, … of the label map. */
export function referenceSeg(
  series: DemoSeries,
  images: readonly DicomRecord[],
  grid: Grid,
  labels: Uint8Array,
  names: readonly string[],
): Uint8Array {
  const { study } = series;
  const segments: SegSegmentInfo[] = names.map((name, n) => ({
    label: n + 1,
    name,
    color: REFERENCE_COLORS[n % REFERENCE_COLORS.length],
  }));
  let made = 0;
  return writeSeg(asSeries(series, images, grid), labels, segments, {
    now: localTime(study.date, study.time),
    appVersion: "demo",
    description: "Reference (ground truth)",
    seriesNumber: series.number + 100,
    uid: () => uid(`${study.key}/${series.number}/reference/${made++}`),
  });
}

const localTime = (date: string, time: string): Date =>
  new Date(
    Number(date.slice(0, 4)),
    Number(date.slice(4, 6)) - 1,
    Number(date.slice(6, 8)),
    Number(time.slice(0, 2)),
    Number(time.slice(2, 4)),
    Number(time.slice(4, 6)),
  );

/** What the SEG writer needs to know of a series that was just made; its voxels are not among it. */
function asSeries(series: DemoSeries, images: readonly DicomRecord[], grid: Grid): Series {
  const text = (keyword: string): string => {
    const value = images[0][keyword];
    return typeof value === "string" ? value : "";
  };
  const { study } = series;
  const info: StudyInfo = {
    studyInstanceUid: text("StudyInstanceUID"),
    patientName: study.patientName,
    patientId: study.patientId,
    patientBirthDate: study.birthDate,
    patientSex: study.sex,
    studyDate: study.date,
    studyTime: study.time,
    studyDescription: study.description,
    studyId: text("StudyID"),
    accessionNumber: "",
  };
  return {
    id: text("SeriesInstanceUID"),
    seriesInstanceUid: text("SeriesInstanceUID"),
    frameOfReferenceUid: text("FrameOfReferenceUID"),
    study: info,
    modality: series.modality,
    description: series.description,
    number: series.number,
    protocol: series.description,
    manufacturer: "Radiomica",
    bodyPart: series.bodyPart,
    use: images.length > 1 ? "volume" : "slices",
    findings: [],
    image: { grid, data: new Float32Array(0), unit: "arbitrary" },
    slices: images.map((image, n) => ({
      path: "",
      sha256: "",
      sopClassUid: series.sopClass,
      sopInstanceUid: typeof image.SOPInstanceUID === "string" ? image.SOPInstanceUID : "",
      frame: 1,
      instanceNumber: n + 1,
    })),
    windows: [],
    inverted: false,
    range: [0, 0],
    valueChain: "",
  };
}
