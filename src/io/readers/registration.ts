import { followedBy, identity, rigidOf } from "#engine/rigid.ts";
import type { DicomFile } from "../dicom/dataset.ts";
import { tags } from "../dicom/tags.table.ts";
import { refuse } from "../refusal.ts";
import type { Registration } from "../registration.ts";
import type { Refusal } from "../series.ts";

/** Spatial Registration Storage; the deformable one has another class and is not applied. */
export const REGISTRATION = "1.2.840.10008.5.1.4.1.1.66.1";

const REGISTRATION_SEQUENCE = "00700308";
const MATRIX_REGISTRATION_SEQUENCE = "00700309";
const MATRIX_SEQUENCE = "0070030A";
const MATRIX_TYPE = "0070030C";
const MATRIX = "300600C6";
const REFERENCED_IMAGES = "00081140";
const REFERENCED_SOP_INSTANCE = "00081155";

/**
 * A spatial registration, each of its matrices rigid (PS3.3 C.20.2): points of an item's frame of reference, by the
 * item's matrices one after the other, become points of the object's. Others are refused: what is scaled or sheared
 * would be shown where it is not.
 */
export function readRegistration(file: DicomFile): Registration | Refusal {
  const { dataset, path } = file;
  const cannot = (why: string): Refusal =>
    refuse(path, "unsupported", `This registration was not applied: ${why}.`, { why }, "warning");
  const frame = dataset.string(tags.FrameOfReferenceUID) ?? "";
  if (frame === "") return cannot("it names no frame of reference");
  const parts: Registration["parts"][number][] = [];
  for (const item of dataset.sequence(REGISTRATION_SEQUENCE)) {
    let to = identity;
    for (const group of item.sequence(MATRIX_REGISTRATION_SEQUENCE)) {
      for (const step of group.sequence(MATRIX_SEQUENCE)) {
        const type = step.string(MATRIX_TYPE) ?? "";
        const rigid = rigidOf(step.numbers(MATRIX));
        if (type !== "RIGID" || rigid === null) {
          return cannot(
            type === "RIGID" ? "a matrix that is called rigid is none" : `its matrix is "${type}", not rigid`,
          );
        }
        to = followedBy(to, rigid);
      }
    }
    const images = item.sequence(REFERENCED_IMAGES).flatMap((i) => i.string(REFERENCED_SOP_INSTANCE) ?? []);
    parts.push({ frame: item.string(tags.FrameOfReferenceUID) ?? "", images: new Set(images), to });
  }
  if (parts.length === 0) return cannot("it holds no transformation");
  const label = dataset.string("00700080") ?? dataset.string(tags.SeriesDescription) ?? "";
  return { id: file.sopInstanceUid || path, path, label, frame, parts };
}
