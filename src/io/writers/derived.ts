import type { Code } from "../code.ts";
import type { Series } from "../series.ts";
import type { DicomRecord } from "./dicom.ts";

// What DICOM objects made from a series (segmentations, parametric maps) have in common.

export type { Code } from "../code.ts";

const SOURCE_IMAGE: Code = {
  value: "121322",
  scheme: "DCM",
  meaning: "Source image for image processing operation",
};

/** Patient and study of the source; a new study where it had none. */
export function patientAndStudy({ study }: Series, uid: () => string): DicomRecord {
  return {
    PatientName: study.patientName || null,
    PatientID: study.patientId || null,
    PatientBirthDate: study.patientBirthDate || null,
    PatientSex: study.patientSex || null,
    StudyInstanceUID: study.studyInstanceUid || uid(),
    StudyDate: study.studyDate || null,
    StudyTime: study.studyTime || null,
    StudyID: study.studyId || null,
    AccessionNumber: study.accessionNumber || null,
    StudyDescription: study.studyDescription || undefined,
    ReferringPhysicianName: null,
  };
}

/** False for images without a place in the patient (projections): their masks are tied to them by reference alone. */
export const hasPlace = ({ use, slices }: Series): boolean =>
  use === "volume" || slices.every((s) => s.position !== undefined) || slices.every((s) => !s.sopInstanceUid);

/** The images used, each once; nothing where they did not come from DICOM. */
export function referencedSeries(series: Series): DicomRecord {
  const images = new Map(series.slices.filter((s) => s.sopInstanceUid).map((s) => [s.sopInstanceUid, s.sopClassUid]));
  if (images.size === 0) return {};
  return {
    ReferencedSeriesSequence: [
      {
        SeriesInstanceUID: series.seriesInstanceUid,
        ReferencedInstanceSequence: Array.from(images, ([instance, sopClass]) => ({
          ReferencedSOPClassUID: sopClass,
          ReferencedSOPInstanceUID: instance,
        })),
      },
    ],
  };
}

/** That a frame was made from slice k of a series, how, and whether its pixels lie where the slice's lie. */
export function derivation(series: Series, k: number, how: Code, sameGrid = true): DicomRecord {
  const { sopClassUid, sopInstanceUid, frame } = series.slices[k];
  const several = series.slices.some((s, n) => n !== k && s.sopInstanceUid === sopInstanceUid);
  return {
    SourceImageSequence: [
      {
        ReferencedSOPClassUID: sopClassUid,
        ReferencedSOPInstanceUID: sopInstanceUid,
        ReferencedFrameNumber: several ? frame : undefined,
        SpatialLocationsPreserved: sameGrid ? "YES" : "NO",
        PurposeOfReferenceCodeSequence: [codeItem(SOURCE_IMAGE)],
      },
    ],
    DerivationCodeSequence: [codeItem(how)],
  };
}

export const codeItem = ({ value, scheme, meaning }: Code): DicomRecord => ({
  CodeValue: value,
  CodingSchemeDesignator: scheme,
  CodeMeaning: meaning,
});

/** VR LO: at most 64 characters, no backslash, no control characters. */
export const longString = (text: string): string => {
  const clean = [...text].map((c) => (c === "\\" ? "/" : c < " " || c === "\u007f" ? " " : c));
  return clean.slice(0, 64).join("").trim();
};

/** YYYYMMDDHHMMSS, local time. */
export function stamp(now: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return [
    String(now.getFullYear()).padStart(4, "0"),
    ...[now.getMonth() + 1, now.getDate(), now.getHours(), now.getMinutes(), now.getSeconds()].map(two),
  ].join("");
}
