import { tags } from "../dicom/tags.table.ts";
import { DicomwebError } from "./failure.ts";

export type FoundStudy = {
  readonly uid: string;
  readonly patientName: string;
  readonly patientId: string;
  readonly birthDate: string;
  readonly date: string;
  readonly description: string;
  readonly accession: string;
  readonly modalities: readonly string[];
  /** Null where the server does not say. */
  readonly series: number | null;
  readonly instances: number | null;
};

export type FoundSeries = {
  readonly uid: string;
  readonly study: string;
  readonly modality: string;
  readonly number: number | null;
  readonly description: string;
  readonly bodyPart: string;
  readonly instances: number | null;
};

/** What an archive made of the instances that it was sent. */
export type StoreResult = {
  readonly stored: number;
  readonly failed: readonly { readonly uid: string; readonly code: number | null }[];
};

/** One item of the DICOM JSON model (PS3.18 annex F), read without trust: a wrong type is an empty value. */
class JsonItem {
  constructor(private readonly item: Readonly<Record<string, unknown>>) {}

  values(tag: string): readonly unknown[] {
    const element = this.item[tag];
    const value = isObject(element) ? element.Value : undefined;
    return Array.isArray(value) ? value : [];
  }
  string(tag: string): string {
    const [value] = this.values(tag);
    return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
  }
  strings(tag: string): string[] {
    // Some servers put several values into one string.
    return this.values(tag).flatMap((v) => (typeof v === "string" && v !== "" ? v.split("\\") : []));
  }
  /** Family name and given names as people read them; ideographic and phonetic groups stay behind. */
  name(tag: string): string {
    const [value] = this.values(tag);
    if (isObject(value)) return typeof value.Alphabetic === "string" ? value.Alphabetic : "";
    return typeof value === "string" ? value : "";
  }
  number(tag: string): number | null {
    const [value] = this.values(tag);
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return typeof number === "number" && Number.isFinite(number) ? number : null;
  }
  items(tag: string): JsonItem[] {
    return this.values(tag).flatMap((v) => (isObject(v) ? [new JsonItem(v)] : []));
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function itemsOf(json: unknown): JsonItem[] {
  if (!Array.isArray(json)) throw new DicomwebError("not_dicomweb", "The answer is not a list of DICOM JSON items.");
  return json.flatMap((item) => (isObject(item) ? [new JsonItem(item)] : []));
}

/** Studies of a QIDO-RS answer; items without a UID are left out. */
export const parseStudies = (json: unknown): FoundStudy[] =>
  itemsOf(json)
    .map((item) => ({
      uid: item.string(tags.StudyInstanceUID),
      patientName: item.name(tags.PatientName),
      patientId: item.string(tags.PatientID),
      birthDate: item.string(tags.PatientBirthDate),
      date: item.string(tags.StudyDate),
      description: item.string(tags.StudyDescription),
      accession: item.string(tags.AccessionNumber),
      modalities: item.strings("00080061"),
      series: item.number("00201206"),
      instances: item.number("00201208"),
    }))
    .filter((study) => study.uid !== "");

/** Series of a QIDO-RS answer, in the order of their numbers. */
export const parseSeries = (json: unknown, study: string): FoundSeries[] =>
  itemsOf(json)
    .map((item) => ({
      uid: item.string(tags.SeriesInstanceUID),
      study,
      modality: item.string(tags.Modality),
      number: item.number(tags.SeriesNumber),
      description: item.string(tags.SeriesDescription),
      bodyPart: item.string(tags.BodyPartExamined),
      instances: item.number("00201209"),
    }))
    .filter((series) => series.uid !== "")
    .sort((a, b) => (a.number ?? Number.MAX_VALUE) - (b.number ?? Number.MAX_VALUE));

/** A STOW-RS answer (PS3.18 10.5.3): Referenced SOP Sequence, Failed SOP Sequence and its reasons. */
export function parseStored(json: unknown): StoreResult {
  if (!isObject(json)) throw new DicomwebError("not_dicomweb", "The answer to the store request is no DICOM JSON.");
  const item = new JsonItem(json);
  const failed = item.items("00081198").map((f) => ({ uid: f.string("00081155"), code: f.number("00081197") }));
  return { stored: item.items("00081199").length, failed };
}
