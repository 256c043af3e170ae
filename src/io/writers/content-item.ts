import { RadiomicaError } from "#engine/errors.ts";
import { type Code, codeItem, longString } from "./derived.ts";
import type { DicomRecord } from "./dicom.ts";

// Items of a structured report's content tree (PS3.3 C.17.3), each with its relationship to the item it stands in.

export type Relationship = "CONTAINS" | "HAS OBS CONTEXT" | "HAS CONCEPT MOD" | "INFERRED FROM";

/** A code of DICOM's own vocabulary. */
export const dcm = (value: string, meaning: string): Code => ({ value, scheme: "DCM", meaning });

const item = (
  relationship: Relationship | null,
  type: string,
  name: Code,
  value: DicomRecord,
  children: readonly DicomRecord[] = [],
): DicomRecord => ({
  RelationshipType: relationship ?? undefined,
  ValueType: type,
  ConceptNameCodeSequence: [conceptItem(name)],
  ...value,
  ContentSequence: children.length > 0 ? children : undefined,
});

/** A code whose value may be longer than 16 characters. */
export const conceptItem = (code: Code): DicomRecord =>
  code.value.length <= 16
    ? codeItem({ ...code, meaning: longString(code.meaning) })
    : {
        LongCodeValue: code.value,
        CodingSchemeDesignator: code.scheme,
        CodeMeaning: longString(code.meaning),
      };

/** `relationship` is null for the root; `template` is its identifier in PS3.16. */
export const container = (
  relationship: Relationship | null,
  name: Code,
  children: readonly DicomRecord[],
  template?: string,
): DicomRecord =>
  item(
    relationship,
    "CONTAINER",
    name,
    {
      ContinuityOfContent: "SEPARATE",
      ContentTemplateSequence: template ? [{ MappingResource: "DCMR", TemplateIdentifier: template }] : undefined,
    },
    children,
  );

export const codeContent = (relationship: Relationship, name: Code, value: Code): DicomRecord =>
  item(relationship, "CODE", name, { ConceptCodeSequence: [conceptItem(value)] });

export const textContent = (
  relationship: Relationship,
  name: Code,
  value: string,
  children: readonly DicomRecord[] = [],
): DicomRecord => item(relationship, "TEXT", name, { TextValue: value || "-" }, children);

export const uidContent = (relationship: Relationship, name: Code, uid: string): DicomRecord =>
  item(relationship, "UIDREF", name, { UID: uid });

/** Points in patient coordinates (mm, LPS), as PS3.3 C.18.9 has them. */
export type SpaceGraphic = {
  readonly type: "POINT" | "POLYLINE" | "POLYGON" | "ELLIPSE";
  readonly points: readonly (readonly [number, number, number])[];
};
/** Points in space (SCOORD3D); reports that hold them are Comprehensive 3D SR. */
export const spaceContent = (
  relationship: "CONTAINS" | "INFERRED FROM",
  name: Code,
  { type, points }: SpaceGraphic,
  frameOfReferenceUid: string,
): DicomRecord =>
  item(relationship, "SCOORD3D", name, {
    GraphicData: points.flat(),
    GraphicType: type,
    ReferencedFrameOfReferenceUID: frameOfReferenceUid,
  });

/** A segment of a segmentation. */
export const segmentContent = (name: Code, sopClassUid: string, sopInstanceUid: string, segment: number): DicomRecord =>
  item("CONTAINS", "IMAGE", name, {
    ReferencedSOPSequence: [
      {
        ReferencedSOPClassUID: sopClassUid,
        ReferencedSOPInstanceUID: sopInstanceUid,
        ReferencedSegmentNumber: segment,
      },
    ],
  });

/**
 * A measurement: as decimal text, and as float64, which text of 16 bytes cannot always hold. Throws "Unsupported" for a
 * number that is not finite.
 */
export function numberContent(name: Code, value: number, unit: Code, children: readonly DicomRecord[]): DicomRecord {
  if (!Number.isFinite(value)) {
    throw new RadiomicaError("Unsupported", `A report cannot hold ${value} for ${name.meaning}`);
  }
  const measured = {
    NumericValue: value,
    FloatingPointValue: value,
    MeasurementUnitsCodeSequence: [conceptItem(unit)],
  };
  return item("CONTAINS", "NUM", name, { MeasuredValueSequence: [measured] }, children);
}
