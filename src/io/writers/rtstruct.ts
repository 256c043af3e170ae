import { RadiomicaError } from "#engine/errors.ts";
import { indexToWorld, type Vec3 } from "#engine/grid.ts";
import type { Labels } from "#engine/volume.ts";
import type { SegmentProperty } from "../code.ts";
import type { Series } from "../series.ts";
import { codeItem, hasPlace, longString, patientAndStudy, stamp } from "./derived.ts";
import { type DicomRecord, writeDicom } from "./dicom.ts";
import { outlines } from "./outlines.ts";
import { newUid } from "./uid.ts";

/** What is written of a region; `label` is its value in the label map. */
export type RtRegion = {
  readonly label: number;
  /** The label map that it lies in, where that is not the one of all; regions of different maps may overlap. */
  readonly labels?: Labels;
  readonly name: string;
  readonly color: readonly [number, number, number];
  /** What the region is of: a lesion, an organ. */
  readonly property?: SegmentProperty;
};

export type RtstructOptions = {
  /** When it was made, in local time. */
  readonly now: Date;
  readonly appVersion: string;
  /** Series description and name of the structure set, shown in a PACS. */
  readonly description?: string;
  /** Makes a new UID at each call; random by default. */
  readonly uid?: () => string;
};

const RTSTRUCT_STORAGE = "1.2.840.10008.5.1.4.1.1.481.3";
/** Detached Study Management: retired, and what readers of the study reference still look for. */
const STUDY_CLASS = "1.2.840.10008.3.1.2.3.1";

/**
 * A label map as an RT structure set with an ROI for each segment that has voxels. Contours follow the edges of the
 * voxels (see `outlines`), so that area and voxels are those of the label map; coordinates are written to a millionth of
 * a voxel. All are CLOSED_PLANAR; holes are keyholes.
 *
 * Implicit VR, because contour data of an explicit VR may not be longer than 64 KB. Throws "EmptyRoi" when no segment has
 * a voxel, "GridMismatch" when the label map is not of the series' size, "Unsupported" for images without a place in the
 * patient, where contours cannot be given.
 */
export function writeRtstruct(
  series: Series,
  labels: Labels,
  regions: readonly RtRegion[],
  options: RtstructOptions,
): Uint8Array<ArrayBuffer> {
  const [nx, ny, nz] = series.image.grid.dims;
  const mapOf = (region: RtRegion) => region.labels ?? labels;
  for (const { length } of [labels, ...regions.map(mapOf)]) {
    if (length === nx * ny * nz) continue;
    throw new RadiomicaError("GridMismatch", `The label map has ${length} voxels, its series ${nx * ny * nz}`, {
      expected: nx * ny * nz,
      found: length,
    });
  }
  if (!hasPlace(series)) {
    const message = "These images do not say where they lie in the patient: an RT structure set cannot refer to them";
    throw new RadiomicaError("Unsupported", message);
  }
  const drawn = regions
    .map((region) => ({ region, contours: contoursOf(series, mapOf(region), region.label) }))
    .filter(({ contours }) => contours.length > 0);
  if (drawn.length === 0) {
    throw new RadiomicaError("EmptyRoi", "No segment has a voxel: there is nothing to write as RT structure set");
  }
  const uid = options.uid ?? newUid;
  const frameOfReference = series.frameOfReferenceUid || uid();
  const patient = patientAndStudy(series, uid);
  const date = stamp(options.now).slice(0, 8);
  const time = stamp(options.now).slice(8);
  const title = longString(options.description ?? "Radiomica regions");
  return writeDicom(
    {
      ...patient,
      SOPClassUID: RTSTRUCT_STORAGE,
      SOPInstanceUID: uid(),
      InstanceCreationDate: date,
      InstanceCreationTime: time,
      SeriesDate: date,
      SeriesTime: time,
      Modality: "RTSTRUCT",
      SeriesInstanceUID: uid(),
      SeriesNumber: (series.number ?? 0) + 1100,
      SeriesDescription: title,
      OperatorsName: null,
      InstanceNumber: 1,
      Manufacturer: "Radiomica",
      ManufacturerModelName: "Radiomica",
      SoftwareVersions: longString(options.appVersion),
      FrameOfReferenceUID: frameOfReference,
      PositionReferenceIndicator: null,
      StructureSetLabel: "RADIOMICA",
      StructureSetName: title,
      StructureSetDate: date,
      StructureSetTime: time,
      ReferencedFrameOfReferenceSequence: [
        { FrameOfReferenceUID: frameOfReference, ...referencedStudy(series, String(patient.StudyInstanceUID)) },
      ],
      StructureSetROISequence: drawn.map(({ region }, n) => ({
        ROINumber: n + 1,
        ReferencedFrameOfReferenceUID: frameOfReference,
        ROIName: longString(region.name) || `Region ${n + 1}`,
        ROIGenerationAlgorithm: "SEMIAUTOMATIC",
      })),
      ROIContourSequence: drawn.map(({ region, contours }, n) => ({
        ReferencedROINumber: n + 1,
        ROIDisplayColor: [...region.color],
        ContourSequence: contours,
      })),
      RTROIObservationsSequence: drawn.map(({ region }, n) => ({
        ObservationNumber: n + 1,
        ReferencedROINumber: n + 1,
        RTROIInterpretedType: volumeType(region.name),
        ROIInterpreter: null,
        RTROIIdentificationCodeSequence: region.property ? [codeItem(region.property.type)] : undefined,
      })),
      ApprovalStatus: "UNAPPROVED",
    },
    "implicit",
  );
}

/** Target volumes are named after their kind ("GTV primary"); of other regions the kind is not known. */
const volumeType = (name: string): string | null => /^(GTV|CTV|PTV)(?![a-z])/.exec(name)?.[1] ?? null;

function referencedStudy(series: Series, studyUid: string): DicomRecord {
  const images = series.slices.map((_, k) => imageOf(series, k)).filter((image) => image !== undefined);
  if (images.length === 0) return {};
  return {
    RTReferencedStudySequence: [
      {
        ReferencedSOPClassUID: STUDY_CLASS,
        ReferencedSOPInstanceUID: studyUid,
        RTReferencedSeriesSequence: [{ SeriesInstanceUID: series.seriesInstanceUid, ContourImageSequence: images }],
      },
    ],
  };
}

/** The image of slice k; none where it did not come from DICOM. */
function imageOf({ slices }: Series, k: number): DicomRecord | undefined {
  const slice = slices[k];
  if (!slice?.sopInstanceUid) return undefined;
  const several = slices.some((s, n) => n !== k && s.sopInstanceUid === slice.sopInstanceUid);
  return {
    ReferencedSOPClassUID: slice.sopClassUid,
    ReferencedSOPInstanceUID: slice.sopInstanceUid,
    ReferencedFrameNumber: several ? slice.frame : undefined,
  };
}

function contoursOf(series: Series, labels: Labels, label: number): DicomRecord[] {
  const { grid } = series.image;
  const [nx, ny, nz] = grid.dims;
  const decimals = Math.max(0, 6 - Math.floor(Math.log10(Math.min(...grid.spacing))));
  const written = (mm: number): number => Number(mm.toFixed(Math.min(20, decimals)));
  const contours: DicomRecord[] = [];
  for (let k = 0; k < nz; k++) {
    const position = series.use === "volume" ? undefined : series.slices[k]?.position;
    const place = position ? { ...grid, origin: position } : grid;
    const at = (i: number, j: number): Vec3 => indexToWorld(place, [i, j, position ? 0 : k]);
    const image = imageOf(series, k);
    for (const points of outlines(labels.subarray(k * nx * ny, (k + 1) * nx * ny), label, nx, ny)) {
      const data: number[] = [];
      for (let p = 0; p < points.length; p += 2) for (const mm of at(points[p], points[p + 1])) data.push(written(mm));
      contours.push({
        ContourNumber: contours.length + 1,
        ContourImageSequence: image ? [image] : undefined,
        ContourGeometricType: "CLOSED_PLANAR",
        NumberOfContourPoints: points.length / 2,
        ContourData: data,
      });
    }
  }
  return contours;
}
