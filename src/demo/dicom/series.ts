import type { Vec3 } from "#engine/grid.ts";
import type { DicomRecord } from "#io/writers/dicom.ts";
import { uid } from "./uid.ts";

/** Who was imaged, in name only: nobody was. */
export type DemoStudy = {
  /** Seeds the UIDs; unique per case. */
  readonly key: string;
  readonly patientName: string;
  readonly patientId: string;
  readonly birthDate: string;
  readonly sex: "M" | "F" | "O";
  readonly age: string;
  /** Metres and kilograms. */
  readonly height: number;
  readonly weight: number;
  /** YYYYMMDD and HHMMSS. */
  readonly date: string;
  readonly time: string;
  readonly description: string;
};

export type DemoSeries = {
  readonly study: DemoStudy;
  readonly number: number;
  readonly description: string;
  readonly modality: string;
  readonly sopClass: string;
  readonly bodyPart: string;
  /** HHMMSS of the series' start. */
  readonly time: string;
  readonly model: string;
};

/** Patient, study, series and equipment modules, and the SOP common module of instance `instance` (from 1). */
export function commonModules(series: DemoSeries, instance: number): DicomRecord {
  const { study } = series;
  const seriesKey = `${study.key}/${series.number}`;
  return {
    SOPClassUID: series.sopClass,
    SOPInstanceUID: uid(`${seriesKey}/${instance}`),
    InstanceCreationDate: study.date,
    InstanceCreationTime: series.time,
    PatientName: study.patientName,
    PatientID: study.patientId,
    PatientBirthDate: study.birthDate,
    PatientSex: study.sex,
    PatientAge: study.age,
    PatientSize: study.height,
    PatientWeight: study.weight,
    PatientIdentityRemoved: "YES",
    DeidentificationMethod: "Synthetic: computed, nobody was imaged",
    StudyInstanceUID: uid(study.key),
    StudyDate: study.date,
    StudyTime: study.time,
    ReferringPhysicianName: "",
    StudyID: "DEMO",
    AccessionNumber: "",
    StudyDescription: study.description,
    Modality: series.modality,
    SeriesInstanceUID: uid(seriesKey),
    SeriesNumber: series.number,
    SeriesDate: study.date,
    SeriesTime: series.time,
    SeriesDescription: series.description,
    ProtocolName: series.description,
    // Where no body part is named, a reader may expect a side.
    ...(series.bodyPart ? { BodyPartExamined: series.bodyPart } : { Laterality: "" }),
    Manufacturer: "Radiomica",
    ManufacturerModelName: series.model,
    InstitutionName: "Radiomica demo",
    DeviceSerialNumber: "1",
    SoftwareVersions: "1",
    InstanceNumber: instance,
    AcquisitionNumber: 1,
    AcquisitionDate: study.date,
    AcquisitionTime: series.time,
    ContentDate: study.date,
    ContentTime: series.time,
    BurnedInAnnotation: "NO",
  };
}

export const frameOfReference = (study: DemoStudy): string => uid(`${study.key}/frame`);

/** Frame of reference, image plane and pixel modules of an axial slice whose first voxel lies at `first` (mm). */
export function axialModules(study: DemoStudy, size: Vec3, spacing: Vec3, first: Vec3): DicomRecord {
  return {
    FrameOfReferenceUID: frameOfReference(study),
    PositionReferenceIndicator: "",
    PatientPosition: "HFS",
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    ImagePositionPatient: first.map(micrometres),
    SliceLocation: micrometres(first[2]),
    SliceThickness: spacing[2],
    PixelSpacing: [spacing[1], spacing[0]],
    SamplesPerPixel: 1,
    PhotometricInterpretation: "MONOCHROME2",
    Rows: size[1],
    Columns: size[0],
    BitsAllocated: 16,
    PixelRepresentation: 0,
  };
}

const micrometres = (v: number): number => Math.round(v * 1e3) / 1e3;
