import { RadiomicaError } from "#engine/errors.ts";
import { indexToWorld, type Vec3 } from "#engine/grid.ts";
import type { Labels } from "#engine/volume.ts";
import type { SegmentProperty } from "../code.ts";
import { rgbToCielab } from "../color.ts";
import type { Series } from "../series.ts";
import { findings } from "../terminology.table.ts";
import {
  type Code,
  codeItem,
  derivation,
  hasPlace,
  longString,
  patientAndStudy,
  referencedSeries,
  stamp,
} from "./derived.ts";
import { type DicomRecord, writeDicom } from "./dicom.ts";
import { newUid } from "./uid.ts";

/** What is written of a segment; `label` is its value in the label map. */
export type SegSegmentInfo = {
  readonly label: number;
  /** The label map that it lies in, where that is not the one of all; segments of different maps may overlap. */
  readonly labels?: Labels;
  readonly name: string;
  readonly color: readonly [number, number, number];
  /** What it is of: by default an abnormal structure, a lesion. */
  readonly property?: SegmentProperty;
  /** By which a report of measurements knows the segment again. */
  readonly trackingUid?: string;
};

export type SegOptions = {
  /** When it was made, in local time. */
  readonly now: Date;
  readonly appVersion: string;
  /** Series description, shown in a PACS. */
  readonly description?: string;
  /** Who drew it (PN); empty by default. */
  readonly creator?: string;
  readonly seriesNumber?: number;
  /** Makes a new UID at each call; random by default. */
  readonly uid?: () => string;
  /** Its own UIDs, where something else refers to them. */
  readonly identity?: { readonly sopInstanceUid: string; readonly seriesInstanceUid: string };
};

export const SEG_STORAGE = "1.2.840.10008.5.1.4.1.1.66.4";
const [LESION] = findings;
const SEGMENTATION: Code = { value: "113076", scheme: "DCM", meaning: "Segmentation" };
/**
 * Segments as a DICOM Segmentation (BINARY, explicit little endian) that refers to the images of its series. They lie
 * in one label map or, where they overlap, in several.
 * Each segment and slice with voxels is a frame; segments without voxels are left out, because a SEG cannot hold them.
 * Throws "EmptyRoi" when nothing is left, "GridMismatch" when the label map is not of the series' size.
 */
export function writeSeg(
  series: Series,
  labels: Labels,
  segments: readonly SegSegmentInfo[],
  options: SegOptions,
): Uint8Array<ArrayBuffer> {
  const [nx, ny, nz] = series.image.grid.dims;
  const plane = nx * ny;
  const mapOf = (segment: SegSegmentInfo) => segment.labels ?? labels;
  for (const { length } of [labels, ...segments.map(mapOf)]) {
    if (length === plane * nz) continue;
    throw new RadiomicaError("GridMismatch", `The label map has ${length} voxels, its series ${plane * nz}`, {
      expected: plane * nz,
      found: length,
    });
  }
  const drawn = segments
    .map((segment) => ({ segment, slices: slicesOf(mapOf(segment), segment.label, plane, nz) }))
    .filter(({ slices }) => slices.length > 0);
  if (drawn.length === 0) {
    throw new RadiomicaError("EmptyRoi", "No segment has a voxel: there is nothing to write as DICOM SEG");
  }
  const frames = drawn.flatMap(({ segment, slices }, n) =>
    slices.map((k) => ({ labels: mapOf(segment), label: segment.label, number: n + 1, k })),
  );
  const uid = options.uid ?? newUid;
  const dimensionUid = uid();
  const located = hasPlace(series);
  const date = stamp(options.now).slice(0, 8);
  const time = stamp(options.now).slice(8);
  return writeDicom({
    ...patientAndStudy(series, uid),
    SOPClassUID: SEG_STORAGE,
    SOPInstanceUID: options.identity?.sopInstanceUid ?? uid(),
    ImageType: ["DERIVED", "PRIMARY"],
    InstanceCreationDate: date,
    InstanceCreationTime: time,
    ContentDate: date,
    ContentTime: time,
    SeriesDate: date,
    SeriesTime: time,
    Modality: "SEG",
    SeriesInstanceUID: options.identity?.seriesInstanceUid ?? uid(),
    SeriesNumber: options.seriesNumber ?? (series.number ?? 0) + 1000,
    SeriesDescription: longString(options.description ?? "Radiomica segmentation"),
    InstanceNumber: 1,
    Manufacturer: "Radiomica",
    ManufacturerModelName: "Radiomica",
    DeviceSerialNumber: "0",
    SoftwareVersions: longString(options.appVersion),
    ...(located
      ? { FrameOfReferenceUID: series.frameOfReferenceUid || uid(), PositionReferenceIndicator: null }
      : { PatientOrientation: null }),
    ContentLabel: "SEGMENTATION",
    ContentDescription: longString(options.description ?? "Radiomica segmentation"),
    ContentCreatorName: options.creator ?? null,
    ...referencedSeries(series),
    ...dimensions(dimensionUid, located),
    SamplesPerPixel: 1,
    PhotometricInterpretation: "MONOCHROME2",
    NumberOfFrames: frames.length,
    Rows: ny,
    Columns: nx,
    BitsAllocated: 1,
    BitsStored: 1,
    HighBit: 0,
    PixelRepresentation: 0,
    LossyImageCompression: series.findings.some((f) => f.code === "lossy") ? "01" : "00",
    SegmentationType: "BINARY",
    SegmentsOverlap: overlap(drawn.map(({ segment }) => ({ labels: mapOf(segment), label: segment.label })))
      ? "YES"
      : "NO",
    SegmentSequence: drawn.map(({ segment }, n) => describeSegment(segment, n + 1)),
    SharedFunctionalGroupsSequence: [sharedGroups(series, located)],
    PerFrameFunctionalGroupsSequence: frames.map((frame) => frameGroups(series, frame, located)),
    PixelData: packBits(plane, frames),
  });
}

/** The slices in which a label has voxels, ascending. */
function slicesOf(labels: Labels, label: number, plane: number, nz: number): number[] {
  const slices: number[] = [];
  for (let k = 0; k < nz; k++) if (labels.subarray(k * plane, (k + 1) * plane).includes(label)) slices.push(k);
  return slices;
}

type Place = { readonly labels: Labels; readonly label: number };

/** Whether a voxel belongs to two of the segments; those of one label map cannot share any. */
function overlap(segments: readonly Place[]): boolean {
  const maps = [...new Set(segments.map((s) => s.labels))].map((labels) => ({ labels, written: new Uint8Array(256) }));
  for (const { labels, label } of segments) for (const map of maps) if (map.labels === labels) map.written[label] = 1;
  for (let v = 0; maps.length > 1 && v < maps[0].labels.length; v++) {
    let owners = 0;
    for (const { labels, written } of maps) owners += written[labels[v]];
    if (owners > 1) return true;
  }
  return false;
}

/** Bits of all frames one after the other, the first in the lowest bit, without padding between frames. */
function packBits(plane: number, frames: readonly (Place & { k: number })[]): Uint8Array {
  const out = new Uint8Array(Math.ceil((frames.length * plane) / 8));
  frames.forEach(({ labels, label, k }, n) => {
    const from = k * plane;
    const start = n * plane;
    const first = Math.floor(start / 8);
    const shift = start % 8;
    for (let p = 0; p < plane; p++) {
      if (labels[from + p] === label) out[first + ((shift + p) >> 3)] |= 1 << ((shift + p) & 7);
    }
  });
  return out;
}

const SEGMENT_NUMBER = "0062000B";
const IMAGE_POSITION = "00200032";
const IN_STACK_POSITION = "00209057";

const dimensions = (uid: string, located: boolean): DicomRecord => ({
  DimensionOrganizationSequence: [{ DimensionOrganizationUID: uid }],
  DimensionIndexSequence: [
    {
      DimensionOrganizationUID: uid,
      DimensionIndexPointer: SEGMENT_NUMBER,
      FunctionalGroupPointer: "0062000A",
      DimensionDescriptionLabel: "ReferencedSegmentNumber",
    },
    {
      DimensionOrganizationUID: uid,
      DimensionIndexPointer: located ? IMAGE_POSITION : IN_STACK_POSITION,
      FunctionalGroupPointer: located ? "00209113" : "00209111",
      DimensionDescriptionLabel: located ? "ImagePositionPatient" : "InStackPositionNumber",
    },
  ],
});

const describeSegment = (segment: SegSegmentInfo, number: number): DicomRecord => ({
  SegmentNumber: number,
  SegmentLabel: longString(segment.name) || `Segment ${number}`,
  TrackingID: segment.trackingUid ? longString(segment.name) || `Segment ${number}` : undefined,
  TrackingUID: segment.trackingUid,
  // Tools reach from a free hand to a threshold: the middle word is the true one.
  SegmentAlgorithmType: "SEMIAUTOMATIC",
  SegmentAlgorithmName: "Radiomica",
  RecommendedDisplayCIELabValue: rgbToCielab(segment.color),
  SegmentedPropertyCategoryCodeSequence: [codeItem((segment.property ?? LESION).category)],
  SegmentedPropertyTypeCodeSequence: [codeItem((segment.property ?? LESION).type)],
  AnatomicRegionSequence: segment.property?.region ? [codeItem(segment.property.region)] : undefined,
});

function sharedGroups(series: Series, located: boolean): DicomRecord {
  if (!located) return {};
  const { spacing, direction } = series.image.grid;
  return {
    PlaneOrientationSequence: [{ ImageOrientationPatient: direction.slice(0, 6) }],
    PixelMeasuresSequence: [
      { PixelSpacing: [spacing[1], spacing[0]], SliceThickness: spacing[2], SpacingBetweenSlices: spacing[2] },
    ],
  };
}

function frameGroups(series: Series, { number, k }: { number: number; k: number }, located: boolean): DicomRecord {
  const slice = series.slices[k];
  const onGrid: Vec3 = indexToWorld(series.image.grid, [0, 0, k]);
  const position = series.use === "volume" ? onGrid : (slice?.position ?? onGrid);
  const stack = located ? {} : { StackID: "1", InStackPositionNumber: k + 1 };
  return {
    FrameContentSequence: [{ ...stack, DimensionIndexValues: [number, k + 1] }],
    PlanePositionSequence: located ? [{ ImagePositionPatient: [...position] }] : undefined,
    SegmentIdentificationSequence: [{ ReferencedSegmentNumber: number }],
    DerivationImageSequence: slice?.sopInstanceUid ? [derivation(series, k, SEGMENTATION)] : undefined,
  };
}
