import { RadiomicaError } from "#engine/errors.ts";
import type { FeatureUnit } from "#engine/features/family.ts";
import { type Grid, indexToWorld, worldToIndex } from "#engine/grid.ts";
import type { IntensityUnit } from "#engine/volume.ts";
import type { SuvType } from "../dicom/suv-request.ts";
import type { Series } from "../series.ts";
import { type Code, codeItem, derivation, longString, patientAndStudy, referencedSeries, stamp } from "./derived.ts";
import { type DicomRecord, writeDicom } from "./dicom.ts";
import { newUid } from "./uid.ts";

/** A map or a filter response on a grid of its own. */
export type ParametricMap = {
  readonly grid: Grid;
  /** One number a voxel, x fastest; those without a value hold `padding`. */
  readonly values: Float32Array;
  /** What voxels without a value hold: a number no voxel with a value has (see `paddingOf`); null: all have one. */
  readonly padding: number | null;
  /** What is measured, as a code: (ACUI, IBSI, "Contrast"). Without one: (…, 99RADIOMICA, name). */
  readonly quantity: Code;
  readonly unit: Code;
  /** How it was made: window, levels, filter. One paragraph. */
  readonly derivation: string;
};

export type ParametricMapOptions = {
  readonly now: Date;
  readonly appVersion: string;
  readonly seriesNumber?: number;
  /** Makes a new UID at each call; random by default. */
  readonly uid?: () => string;
};

const PARAMETRIC_MAP = "1.2.840.10008.5.1.4.1.1.30";
const QUANTITY: Code = { value: "246205007", scheme: "SCT", meaning: "Quantity" };
const PROCESSED: Code = { value: "110001", scheme: "DCM", meaning: "Image Processing" };
const IMAGE_POSITION = "00200032";
const TYPE = ["DERIVED", "PRIMARY", "VOLUME", "NONE"];

/** Padding that no value can be mistaken for: the least single-precision number. */
export const PADDING = -3.4028234663852886e38;

/**
 * A map as a DICOM Parametric Map (SOP class 1.2.840.10008.5.1.4.1.1.30) of floating-point pixels, a frame for each
 * slice, in the study and the frame of reference of its series. Values are the quantity itself: real-world slope 1,
 * intercept 0. Throws "GridMismatch" for values of another size, "Unsupported" for a number that is not finite.
 */
export function writeParametricMap(
  series: Series,
  map: ParametricMap,
  options: ParametricMapOptions,
): Uint8Array<ArrayBuffer> {
  const { grid, values, padding } = map;
  const [nx, ny, nz] = grid.dims;
  if (values.length !== nx * ny * nz) {
    throw new RadiomicaError("GridMismatch", `${values.length} values do not fit a grid of ${nx} × ${ny} × ${nz}`, {
      expected: nx * ny * nz,
      found: values.length,
    });
  }
  const [low, high] = valueRange(values, padding);
  const uid = options.uid ?? newUid;
  const dimensionUid = uid();
  const date = stamp(options.now).slice(0, 8);
  const time = stamp(options.now).slice(8);
  return writeDicom({
    ...patientAndStudy(series, uid),
    SOPClassUID: PARAMETRIC_MAP,
    SOPInstanceUID: uid(),
    ImageType: TYPE,
    InstanceCreationDate: date,
    InstanceCreationTime: time,
    ContentDate: date,
    ContentTime: time,
    SeriesDate: date,
    SeriesTime: time,
    Modality: series.modality || "OT",
    SeriesInstanceUID: uid(),
    SeriesNumber: options.seriesNumber ?? (series.number ?? 0) + 2000,
    SeriesDescription: longString(map.quantity.meaning),
    InstanceNumber: 1,
    Laterality: null,
    Manufacturer: "Radiomica",
    ManufacturerModelName: "Radiomica",
    DeviceSerialNumber: "0",
    SoftwareVersions: longString(options.appVersion),
    FrameOfReferenceUID: series.frameOfReferenceUid || uid(),
    PositionReferenceIndicator: null,
    ContentQualification: "RESEARCH",
    ContentLabel: "MAP",
    ContentDescription: longString(map.quantity.meaning),
    ContentCreatorName: null,
    DerivationDescription: map.derivation.slice(0, 1024),
    ...referencedSeries(series),
    ...dimensions(dimensionUid),
    AcquisitionContextSequence: [],
    BurnedInAnnotation: "NO",
    RecognizableVisualFeatures: "NO",
    LossyImageCompression: series.findings.some((f) => f.code === "lossy") ? "01" : "00",
    PresentationLUTShape: "IDENTITY",
    SamplesPerPixel: 1,
    PhotometricInterpretation: "MONOCHROME2",
    NumberOfFrames: nz,
    Rows: ny,
    Columns: nx,
    BitsAllocated: 32,
    FloatPixelPaddingValue: padding ?? undefined,
    FloatPixelPaddingRangeLimit: padding ?? undefined,
    SharedFunctionalGroupsSequence: [sharedGroups(map, low, high)],
    PerFrameFunctionalGroupsSequence: Array.from({ length: nz }, (_, k) => frameGroups(series, grid, k)),
    FloatPixelData: values,
  });
}

function valueRange(values: Float32Array, padding: number | null): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const outside = padding === null ? null : Math.fround(padding);
  for (const v of values) {
    if (v === outside) continue;
    if (!Number.isFinite(v)) throw new RadiomicaError("Unsupported", `A parametric map cannot hold ${v}`);
    if (v < low) low = v;
    if (v > high) high = v;
  }
  return low > high ? [0, 0] : [low, high];
}

const dimensions = (uid: string): DicomRecord => ({
  DimensionOrganizationSequence: [{ DimensionOrganizationUID: uid }],
  DimensionIndexSequence: [
    {
      DimensionOrganizationUID: uid,
      DimensionIndexPointer: IMAGE_POSITION,
      FunctionalGroupPointer: "00209113",
      DimensionDescriptionLabel: "ImagePositionPatient",
    },
  ],
});

function sharedGroups({ grid, quantity, unit }: ParametricMap, low: number, high: number): DicomRecord {
  const { spacing, direction } = grid;
  return {
    PlaneOrientationSequence: [{ ImageOrientationPatient: direction.slice(0, 6) }],
    PixelMeasuresSequence: [
      { PixelSpacing: [spacing[1], spacing[0]], SliceThickness: spacing[2], SpacingBetweenSlices: spacing[2] },
    ],
    PixelValueTransformationSequence: [{ RescaleIntercept: 0, RescaleSlope: 1, RescaleType: "US" }],
    FrameVOILUTSequence: [
      { VOILUTFunction: "LINEAR_EXACT", WindowCenter: (low + high) / 2, WindowWidth: Math.max(high - low, 1e-6) },
    ],
    ParametricMapFrameTypeSequence: [{ FrameType: TYPE }],
    RealWorldValueMappingSequence: [
      {
        LUTExplanation: longString(quantity.meaning),
        LUTLabel: quantity.value.slice(0, 16),
        DoubleFloatRealWorldValueFirstValueMapped: low,
        DoubleFloatRealWorldValueLastValueMapped: high,
        RealWorldValueIntercept: 0,
        RealWorldValueSlope: 1,
        MeasurementUnitsCodeSequence: [codeItem(unit)],
        QuantityDefinitionSequence: [
          {
            ValueType: "CODE",
            ConceptNameCodeSequence: [codeItem(QUANTITY)],
            ConceptCodeSequence: [codeItem(quantity)],
          },
        ],
      },
    ],
  };
}

function frameGroups(series: Series, grid: Grid, k: number): DicomRecord {
  const position = indexToWorld(grid, [0, 0, k]);
  // The slice of the series that lies nearest: what the frame shows was computed from it and its neighbours.
  const near = Math.round(worldToIndex(series.image.grid, position)[2]);
  const source = series.slices[Math.min(series.slices.length - 1, Math.max(0, near))];
  return {
    FrameContentSequence: [{ DimensionIndexValues: [k + 1] }],
    PlanePositionSequence: [{ ImagePositionPatient: [...position] }],
    DerivationImageSequence: source?.sopInstanceUid
      ? [derivation(series, series.slices.indexOf(source), PROCESSED, false)]
      : undefined,
  };
}

const UCUM: Readonly<Record<IntensityUnit, readonly [string, string, string]>> = {
  HU: ["[hnsf'U]", "[hnsf'U]2", "Hounsfield unit"],
  SUV: ["g/ml", "g2/ml2", "Standardized uptake value"],
  "Bq/ml": ["Bq/ml", "Bq2/ml2", "Becquerels/milliliter"],
  Gy: ["Gy", "Gy2", "Gray"],
  "1": ["1", "1", "no units"],
  counts: ["{counts}", "{counts}2", "Counts"],
  "mm2/s": ["mm2/s", "mm4/s2", "Square millimeter per second"],
  arbitrary: ["[arb'U]", "[arb'U]2", "arbitrary unit"],
};
const BY_SURFACE = ["cm2/ml", "cm4/ml2", "Standardized uptake value by body surface"] as const;

/** The UCUM code of a feature's unit, for an image of a unit; SUV by body surface has another (see `Series.suv`). */
export function unitCode(unit: FeatureUnit, image: IntensityUnit, suv?: SuvType | null): Code {
  const code = (value: string, meaning: string): Code => ({ value, scheme: "UCUM", meaning });
  const [once, squared, meaning] = image === "SUV" && suv === "BSA" ? BY_SURFACE : UCUM[image];
  switch (unit) {
    case "intensity":
      return code(once, meaning);
    case "intensity2":
      return code(squared, image === "1" ? meaning : `${meaning}, squared`);
    case "bins":
      return code("{level}", "Grey level");
    case "bins2":
      return code("{level}2", "Grey level, squared");
    case "percent":
      return code("%", "Percent");
    case "1":
      return code("1", "no units");
    default:
      return code(unit, unit);
  }
}

/** The code of a feature: the IBSI's, or one of our own. */
export const quantityCode = (feature: { id: string; name: string; ibsi: string | null }): Code =>
  feature.ibsi === null
    ? { value: feature.id.slice(0, 16), scheme: "99RADIOMICA", meaning: longString(feature.name) }
    : { value: feature.ibsi, scheme: "IBSI", meaning: longString(feature.name) };
