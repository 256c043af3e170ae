import { featureById } from "#engine/features/index.ts";
import { indexToWorld, type Vec3 } from "#engine/grid.ts";
import type { FeatureRow } from "#engine/plan/extraction.ts";
import { isReason } from "#engine/reason.ts";
import type { Discretisation, Recipe } from "#engine/recipe.ts";
import type { Code, SegmentProperty } from "../code.ts";
import type { Series } from "../series.ts";
import { findings } from "../terminology.table.ts";
import {
  codeContent,
  container,
  dcm,
  numberContent,
  segmentContent,
  spaceContent,
  textContent,
  uidContent,
} from "./content-item.ts";
import { longString, patientAndStudy, stamp } from "./derived.ts";
import { type DicomRecord, writeDicom } from "./dicom.ts";
import { COMMENT, type HandMeasurement, handGroups, LONG_AXIS, SHORT_AXIS, SOURCE } from "./hand-measurements.ts";
import { imageLabel, type MeasuredSegment, type Provenance } from "./provenance.ts";
import { SEG_STORAGE } from "./seg.ts";
import { newUid } from "./uid.ts";
import { unitOf } from "./unit-codes.ts";

export type ReportedSegment = {
  readonly number: number;
  readonly trackingUid: string;
  readonly property?: SegmentProperty;
};

/** A DICOM SEG that a report refers to. `segments`: number and tracking UID of each label in it. */
export type ReportedSeg = {
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly segments: ReadonlyMap<number, ReportedSegment>;
};

export type ReportOptions = {
  /** When it was made, in local time. */
  readonly now: Date;
  readonly appVersion: string;
  readonly description?: string;
  readonly uid?: () => string;
  /** What was measured by hand: groups of their own. */
  readonly byHand?: readonly HandMeasurement[];
  /** By label: long and short axis of segments (RECIST 1.1), and notes on them. */
  readonly diameters?: ReadonlyMap<number, SegmentDiameters>;
  readonly notes?: ReadonlyMap<number, string>;
};

/** Ends as continuous voxel indices. */
export type SegmentDiameters = {
  readonly longMm: number;
  readonly shortMm: number;
  readonly long: readonly [Vec3, Vec3];
  readonly short: readonly [Vec3, Vec3];
};

const ENHANCED_SR = "1.2.840.10008.5.1.4.1.1.88.22";
/** The class that may hold points in patient coordinates. */
const COMPREHENSIVE_3D_SR = "1.2.840.10008.5.1.4.1.1.88.34";
const RECIST = dcm("126081", "RECIST 1.1");
/** Identifies the program as the observer, the same in every report. */
const DEVICE_UID = "2.25.284094713049871205331870451662071504";
const PROCEDURES: Readonly<Record<string, Code>> = {
  CT: { value: "77477000", scheme: "SCT", meaning: "Computed tomography" },
  MR: { value: "113091000", scheme: "SCT", meaning: "Magnetic resonance imaging" },
  PT: { value: "82918005", scheme: "SCT", meaning: "Positron emission tomography" },
};
const IMAGING: Code = { value: "363679005", scheme: "SCT", meaning: "Imaging" };
const FINDING_CATEGORY: Code = { value: "276214006", scheme: "SCT", meaning: "Finding category" };
const FINDING_SITE: Code = { value: "363698007", scheme: "SCT", meaning: "Finding Site" };
const METHOD: Code = { value: "370129005", scheme: "SCT", meaning: "Measurement Method" };
const PARAMETERS = dcm("111002", "Algorithm Parameters");
/** The scheme of features that have no IBSI code. */
export const OWN_SCHEME = "99RADIOMICA";

const aggregations: Readonly<Record<string, string>> = {
  BTW3: "2D, averaged over slices and directions",
  SUJT: "2D, directions merged, averaged over slices",
  JJUI: "2.5D, slices merged, averaged over directions",
  ZW7Z: "2.5D, slices and directions merged",
  ITBB: "3D, averaged over directions",
  IAZD: "3D, directions merged",
  "8QNN": "2D, averaged over slices",
  "62GR": "2.5D, slices merged",
  KOBO: "3D",
  DHQ4: "3D volume",
};

/**
 * Measured segments as a measurement report (Enhanced SR, TID 1500): a group (TID 1411) for each segment and image
 * filter, with the segment of the SEG it was measured in, program, settings, and a number for each feature: IBSI's code,
 * UCUM unit, aggregation. The number is there twice, as decimal text and as float64, which is exact. A feature without a
 * value stands there as text that says why. What was measured by hand has groups of its own (TID 1501, 1410), which
 * name its points; the report then is a Comprehensive 3D SR. `seg` is null where nothing but that is reported.
 *
 * Of each feature the parameter "id=…" tells features apart that share a code (points of a histogram's curve).
 */
export function writeReport(
  series: Series,
  seg: ReportedSeg | null,
  measured: readonly MeasuredSegment[],
  options: ReportOptions,
): Uint8Array<ArrayBuffer> {
  const byHand = options.byHand ?? [];
  const uid = options.uid ?? newUid;
  const date = stamp(options.now).slice(0, 8);
  const time = stamp(options.now).slice(8);
  const patient = patientAndStudy(series, uid);
  const groups = measured.flatMap((segment) => {
    const place = seg?.segments.get(segment.provenance.region.label);
    return seg && place ? [groupOf(segment, seg, place, series, options)] : [];
  });
  groups.push(...handGroups(series, byHand, uid));
  return writeDicom({
    ...patient,
    SOPClassUID: byHand.length > 0 ? COMPREHENSIVE_3D_SR : ENHANCED_SR,
    SOPInstanceUID: uid(),
    InstanceCreationDate: date,
    InstanceCreationTime: time,
    SeriesDate: date,
    SeriesTime: time,
    ContentDate: date,
    ContentTime: time,
    Modality: "SR",
    SeriesInstanceUID: uid(),
    SeriesNumber: (series.number ?? 0) + 1200,
    SeriesDescription: longString(options.description ?? "Radiomica measurements"),
    ReferencedPerformedProcedureStepSequence: [],
    InstanceNumber: 1,
    Manufacturer: "Radiomica",
    ManufacturerModelName: "Radiomica",
    DeviceSerialNumber: "0",
    SoftwareVersions: longString(options.appVersion),
    CompletionFlag: "COMPLETE",
    VerificationFlag: "UNVERIFIED",
    PerformedProcedureCodeSequence: [],
    CodingSchemeIdentificationSequence: [
      { CodingSchemeDesignator: OWN_SCHEME, CodingSchemeName: "Features of Radiomica that have no IBSI code" },
    ],
    CurrentRequestedProcedureEvidenceSequence: evidence(patient.StudyInstanceUID, seg),
    ...container(
      null,
      dcm("126000", "Imaging Measurement Report"),
      [
        codeContent("HAS CONCEPT MOD", dcm("121049", "Language of Content Item and Descendants"), {
          value: "en",
          scheme: "RFC5646",
          meaning: "English",
        }),
        codeContent("HAS OBS CONTEXT", dcm("121005", "Observer Type"), dcm("121007", "Device")),
        uidContent("HAS OBS CONTEXT", dcm("121012", "Device Observer UID"), DEVICE_UID),
        textContent("HAS OBS CONTEXT", dcm("121013", "Device Observer Name"), "Radiomica"),
        codeContent("HAS CONCEPT MOD", dcm("121058", "Procedure reported"), PROCEDURES[series.modality] ?? IMAGING),
        container("CONTAINS", dcm("126010", "Imaging Measurements"), groups),
      ],
      "1500",
    ),
  });
}

/** The objects that a report refers to; an attribute that must not stand there empty. */
const evidence = (study: unknown, seg: ReportedSeg | null): DicomRecord[] | undefined =>
  seg
    ? [
        {
          StudyInstanceUID: study as string,
          ReferencedSeriesSequence: [
            {
              SeriesInstanceUID: seg.seriesInstanceUid,
              ReferencedSOPSequence: [
                { ReferencedSOPClassUID: SEG_STORAGE, ReferencedSOPInstanceUID: seg.sopInstanceUid },
              ],
            },
          ],
        },
      ]
    : undefined;

function groupOf(
  segment: MeasuredSegment,
  seg: ReportedSeg,
  place: ReportedSegment,
  series: Series,
  { diameters, notes, byHand }: ReportOptions,
): DicomRecord {
  const { provenance, extraction } = segment;
  const name = provenance.region.name || `Segment ${place.number}`;
  const source = provenance.image.seriesInstanceUid;
  const of: SegmentProperty = place.property ?? findings[0];
  return container(
    "CONTAINS",
    dcm("125007", "Measurement Group"),
    [
      textContent("HAS OBS CONTEXT", dcm("112039", "Tracking Identifier"), name),
      uidContent("HAS OBS CONTEXT", dcm("112040", "Tracking Unique Identifier"), place.trackingUid),
      codeContent("CONTAINS", FINDING_CATEGORY, of.category),
      codeContent("CONTAINS", dcm("121071", "Finding"), of.type),
      segmentContent(dcm("121191", "Referenced Segment"), SEG_STORAGE, seg.sopInstanceUid, place.number),
      ...(source ? [uidContent("CONTAINS", dcm("121232", "Source series for segmentation"), source)] : []),
      textContent("HAS CONCEPT MOD", dcm("111001", "Algorithm Name"), "Radiomica"),
      textContent("HAS CONCEPT MOD", dcm("111003", "Algorithm Version"), versions(provenance)),
      ...settings(segment).map((text) => textContent("HAS CONCEPT MOD", PARAMETERS, text)),
      ...(of.region ? [codeContent("HAS CONCEPT MOD", FINDING_SITE, of.region)] : []),
      ...extraction.rows.map((row) => measurement(row, provenance)),
      ...axes(diameters?.get(provenance.region.label), series, (byHand ?? []).length > 0),
      ...comment(notes?.get(provenance.region.label)),
    ],
    "1411",
  );
}

/** Long and short axis, with their ends where the report's class has room for points (`spatial`). */
function axes(found: SegmentDiameters | undefined, series: Series, spatial: boolean): DicomRecord[] {
  if (!found) return [];
  const of = (name: Code, mm: number, ends: readonly [Vec3, Vec3]) => {
    const points = ends.map((end) => indexToWorld(series.image.grid, end));
    const source =
      spatial && series.frameOfReferenceUid
        ? [spaceContent("INFERRED FROM", SOURCE, { type: "POLYLINE", points }, series.frameOfReferenceUid)]
        : [];
    return numberContent(name, mm, unitOf("mm", series.image.unit), [
      codeContent("HAS CONCEPT MOD", METHOD, RECIST),
      ...source,
    ]);
  };
  return [of(LONG_AXIS, found.longMm, found.long), of(SHORT_AXIS, found.shortMm, found.short)];
}
const comment = (note: string | undefined): DicomRecord[] => (note ? [textContent("CONTAINS", COMMENT, note)] : []);

const versions = ({ software, standard }: Provenance): string =>
  `${software.version} (engine ${software.engine}, ${standard.name} ${standard.version}, profile ${standard.profile})`;

/** A number; the reason as text where there is none: readers stumble over numbers without a value. */
function measurement(row: FeatureRow, { image }: Provenance): DicomRecord {
  const code = row.aggregationCode;
  const how = [
    ...(code ? [codeContent("HAS CONCEPT MOD", METHOD, ibsi(code, aggregations[code] ?? code))] : []),
    textContent("HAS CONCEPT MOD", PARAMETERS, `id=${row.id}`),
  ];
  if (isReason(row)) return textContent("CONTAINS", featureCode(row), `${row.reason}: ${row.detail}`, how);
  return numberContent(featureCode(row), row.value, unitOf(row.unit, image.unit, image.valueChain), how);
}

const ibsi = (value: string, meaning: string): Code => ({ value, scheme: "IBSI", meaning });

function featureCode({ id, ibsi: code }: FeatureRow): Code {
  const name = featureById(id)?.feature.name ?? id;
  return code ? ibsi(code, name) : { value: id, scheme: OWN_SCHEME, meaning: name };
}

/** The settings in words that begin with the IBSI's code where it has one, then all of them as JSON, and the hashes. */
function settings(segment: MeasuredSegment): string[] {
  const { provenance } = segment;
  const { recipe } = segment.extraction;
  const { interpolation: grid, resegmentation, discretisation, ivh, texture } = recipe;
  const { range, outlierSigma } = resegmentation;
  const [low, high] = range;
  const limits = low === null && high === null ? "none" : `[${low ?? "-inf"}, ${high ?? "inf"}]`;
  return [
    `image=${imageLabel(segment)}`,
    `intensity=${provenance.image.unit}`,
    grid === null
      ? "VTM2 interpolation=none"
      : `VTM2 interpolation=${grid.dimensionality} ${spacing(grid)} mm, image ${grid.image}, mask ${grid.mask} from ${grid.maskThreshold}${grid.round ? ", rounded" : ""}`,
    `USB3 re-segmentation range=${limits}`,
    `7ACA outlier filtering=${outlierSigma === null ? "none" : `${outlierSigma} sigma`}`,
    `discretisation=${bins(discretisation)}`,
    `intensity-volume histogram discretisation=${bins(ivh)}`,
    `texture distance=${texture.distance}, weighting=${texture.weighting}, coarseness=${texture.coarseness}`,
    `mask_sha256=${provenance.region.sha256}`,
    ...(provenance.image.sha256 ? [`image_sha256=${provenance.image.sha256}`] : []),
    `settings_sha256=${provenance.recipeSha256}`,
    `settings=${JSON.stringify(recipe)}`,
  ];
}

const spacing = ({ dimensionality, spacing: [x, y, z] }: NonNullable<Recipe["interpolation"]>): string =>
  dimensionality === "2D" ? `${x} x ${y}` : `${x} x ${y} x ${z}`;

function bins(discretisation: Discretisation): string {
  switch (discretisation.method) {
    case "none":
      return "none";
    case "FBS":
      return `Q3RU fixed bin size ${discretisation.width}`;
    case "FBN":
      return `K15C fixed bin number ${discretisation.bins}`;
  }
}
