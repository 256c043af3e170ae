import type { Vec3 } from "#engine/grid.ts";
import { type DicomRecord, writeDicom } from "#io/writers/dicom.ts";
import { axialModules, commonModules, type DemoSeries } from "./series.ts";

export type CtSettings = {
  readonly size: Vec3;
  readonly spacing: Vec3;
  /** Centre of the first voxel of the lowest slice, mm. */
  readonly origin: Vec3;
  readonly kernel: string;
  readonly current: number;
  readonly exposure: number;
  readonly contrast: string | null;
  /** [name, centre, width] in HU. */
  readonly windows: readonly (readonly [string, number, number])[];
};

/** The data sets of a CT series from stored pixels (HU + 1024), lowest slice first. */
export function ctDatasets(series: DemoSeries, settings: CtSettings, pixels: Uint16Array): DicomRecord[] {
  const { size, spacing, origin } = settings;
  const plane = size[0] * size[1];
  return Array.from({ length: size[2] }, (_, k) => ({
    ...commonModules(series, k + 1),
    ...axialModules(series.study, size, spacing, [origin[0], origin[1], origin[2] + k * spacing[2]]),
    ImageType: ["ORIGINAL", "PRIMARY", "AXIAL"],
    KVP: 120,
    XRayTubeCurrent: settings.current,
    ExposureTime: 500,
    Exposure: settings.exposure,
    ConvolutionKernel: settings.kernel,
    FilterType: "BODY",
    GantryDetectorTilt: 0,
    RotationDirection: "CW",
    DataCollectionDiameter: 500,
    ReconstructionDiameter: Math.round(size[0] * spacing[0]),
    ...(settings.contrast ? { ContrastBolusAgent: settings.contrast, ContrastBolusRoute: "IV" } : {}),
    BitsStored: 12,
    HighBit: 11,
    RescaleIntercept: -1024,
    RescaleSlope: 1,
    RescaleType: "HU",
    WindowCenter: settings.windows.map((w) => w[1]),
    WindowWidth: settings.windows.map((w) => w[2]),
    WindowCenterWidthExplanation: settings.windows.map((w) => w[0]),
    PixelData: pixels.subarray(k * plane, (k + 1) * plane),
  }));
}

export const ctFiles = (...args: Parameters<typeof ctDatasets>): Uint8Array[] =>
  ctDatasets(...args).map((slice) => writeDicom(slice));
