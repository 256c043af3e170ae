import type { Dataset, DicomFile } from "../dicom/dataset.ts";
import { refuse } from "../refusal.ts";
import type { Finding, Refusal, Series } from "../series.ts";

/** What a segmentation says of the images it was made on. */
export type References = {
  readonly studyUid: string;
  readonly seriesUids: ReadonlySet<string>;
  readonly instanceUids: ReadonlySet<string>;
  readonly frameOfReferenceUids: ReadonlySet<string>;
};

const STUDY_UID = "0020000D";
const SERIES_UID = "0020000E";
const FRAME_OF_REFERENCE_UID = "00200052";
const REFERENCED_SOP_INSTANCE_UID = "00081155";

/** Gathers references from anywhere in the data set that `walk` yields (each item once). */
export function gatherReferences(file: DicomFile, walk: (dataset: Dataset) => Iterable<Dataset>): References {
  const seriesUids = new Set<string>();
  const instanceUids = new Set<string>();
  const frameOfReferenceUids = new Set<string>();
  const add = (set: Set<string>, uid: string | undefined) => {
    if (uid) set.add(uid);
  };
  add(frameOfReferenceUids, file.dataset.string(FRAME_OF_REFERENCE_UID));
  for (const item of walk(file.dataset)) {
    add(seriesUids, item.string(SERIES_UID));
    add(instanceUids, item.string(REFERENCED_SOP_INSTANCE_UID));
    add(frameOfReferenceUids, item.string(FRAME_OF_REFERENCE_UID));
  }
  return { studyUid: file.dataset.string(STUDY_UID) ?? "", seriesUids, instanceUids, frameOfReferenceUids };
}

/**
 * The series that were meant: those that hold the referenced images, best first; else those with the referenced
 * series UID; else (`sure` false) those in the same frame of reference, where only geometry can tell whether they fit.
 */
export function findSeries(refs: References, series: readonly Series[]): { sure: boolean; candidates: Series[] } {
  const held = new Map(series.map((s) => [s, s.slices.filter((x) => refs.instanceUids.has(x.sopInstanceUid)).length]));
  const named = (s: Series) => (refs.seriesUids.has(s.seriesInstanceUid) ? 1 : 0);
  const meant = series.filter((s) => held.get(s) || named(s));
  if (meant.length > 0) {
    meant.sort((a, b) => named(b) - named(a) || (held.get(b) ?? 0) - (held.get(a) ?? 0));
    return { sure: true, candidates: meant };
  }
  const near = series.filter((s) => s.frameOfReferenceUid && refs.frameOfReferenceUids.has(s.frameOfReferenceUid));
  near.sort(
    (a, b) => Number(b.study.studyInstanceUid === refs.studyUid) - Number(a.study.studyInstanceUid === refs.studyUid),
  );
  return { sure: false, candidates: near };
}

/** What is said of a segmentation that was made on a series which is not open, and that only geometry puts on this one. */
export function otherSeries(refs: References): Finding | null {
  const [uid] = refs.seriesUids;
  if (uid === undefined) return null;
  const detail = `It was made on another series (${uid}), which is not open; it was placed here by position, in the same frame of reference.`;
  return { level: "warning", code: "other_series", detail, fields: { series: uid } };
}

/** The refusal for a segmentation whose images are not open: what, why, what to do. */
export function noImages(file: DicomFile, what: string, refs: References, series: readonly Series[]): Refusal {
  const [uid] = refs.seriesUids;
  const sameStudy = series.some((s) => s.study.studyInstanceUid === refs.studyUid);
  const why = sameStudy
    ? `it was made on another series of this study${uid ? ` (${uid})` : ""}`
    : series.length > 0
      ? "it belongs to another study than the images that are open"
      : "the images it belongs to are not open";
  return refuse(file.path, "other_study", `This ${what} was not loaded: ${why}. Drop it together with its images.`, {
    what,
    series: uid ?? "",
    study: refs.studyUid,
  });
}

/** "1 contour", "3 contours". */
export const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
