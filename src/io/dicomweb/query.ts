import { tags } from "../dicom/tags.table.ts";

/** What is looked for. Empty fields match all; dates are YYYYMMDD. */
export type StudyQuery = {
  /** Any part of the name; "*" and "?" as DICOM has them, a blank stands for anything between. */
  readonly patientName: string;
  readonly patientId: string;
  readonly from: string;
  readonly to: string;
  readonly modality: string;
};

/** What QIDO-RS need not answer unasked, and we show (PS3.18 table 10.6.3-3). */
const STUDY_FIELDS = [tags.StudyDescription, "00080061", "00201206", "00201208"];
const SERIES_FIELDS = [tags.SeriesDescription, tags.BodyPartExamined, "00201209"];

const uid = (value: string): string => encodeURIComponent(value);

/** QIDO-RS, studies (PS3.18 10.6). One more than `limit` is asked for, so that it is known whether there are more. */
export function studiesUrl(root: string, query: StudyQuery, limit: number): string {
  const search = new URLSearchParams();
  const name = query.patientName.trim().replace(/[\s^,]+/g, "*");
  if (name) search.set("PatientName", /[*?]$|^[*?]/.test(name) ? name : `*${name}*`);
  if (query.patientId.trim()) search.set("PatientID", query.patientId.trim());
  if (query.from || query.to)
    search.set("StudyDate", query.from === query.to ? query.from : `${query.from}-${query.to}`);
  if (query.modality) search.set("ModalitiesInStudy", query.modality);
  for (const field of STUDY_FIELDS) search.append("includefield", field);
  search.set("limit", String(limit + 1));
  return `${root}/studies?${search}`;
}

/** QIDO-RS, the series of a study. */
export function seriesUrl(root: string, study: string): string {
  const search = new URLSearchParams();
  for (const field of SERIES_FIELDS) search.append("includefield", field);
  return `${root}/studies/${uid(study)}/series?${search}`;
}

/** WADO-RS, all instances of a series (PS3.18 10.4). */
export const retrieveUrl = (root: string, study: string, series: string): string =>
  `${root}/studies/${uid(study)}/series/${uid(series)}`;

/** STOW-RS (PS3.18 10.5). */
export const storeUrl = (root: string): string => `${root}/studies`;
