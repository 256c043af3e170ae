import type { Vec3 } from "#engine/grid.ts";
import type { DicomRecord } from "#io/writers/dicom.ts";
import { axialModules, commonModules, type DemoSeries } from "./series.ts";

export type MrSettings = {
  readonly size: Vec3;
  readonly spacing: Vec3;
  /** Centre of the first voxel of the lowest slice, mm. */
  readonly origin: Vec3;
  readonly repetitionTime: number;
  readonly echoTime: number;
  readonly inversionTime?: number;
  readonly flipAngle: number;
  readonly contrast: string | null;
  readonly window: readonly [number, number];
};

/** The data sets of a 3D T1-weighted MR series in arbitrary units, lowest slice first. */
export function mrDatasets(series: DemoSeries, settings: MrSettings, pixels: Uint16Array): DicomRecord[] {
  const { size, spacing, origin } = settings;
  const plane = size[0] * size[1];
  return Array.from({ length: size[2] }, (_, k) => ({
    ...commonModules(series, k + 1),
    ...axialModules(series.study, size, spacing, [origin[0], origin[1], origin[2] + k * spacing[2]]),
    ImageType: ["ORIGINAL", "PRIMARY", "OTHER"],
    ScanningSequence: settings.inversionTime ? ["GR", "IR"] : "GR",
    SequenceVariant: settings.inversionTime ? ["SP", "MP"] : "SP",
    ScanOptions: "",
    MRAcquisitionType: "3D",
    RepetitionTime: settings.repetitionTime,
    EchoTime: settings.echoTime,
    InversionTime: settings.inversionTime,
    EchoTrainLength: 1,
    FlipAngle: settings.flipAngle,
    NumberOfAverages: 1,
    MagneticFieldStrength: 3,
    ImagingFrequency: 123.2,
    ImagedNucleus: "1H",
    PixelBandwidth: 200,
    SpacingBetweenSlices: spacing[2],
    ...(settings.contrast ? { ContrastBolusAgent: settings.contrast, ContrastBolusRoute: "IV" } : {}),
    BitsStored: 12,
    HighBit: 11,
    WindowCenter: settings.window[0],
    WindowWidth: settings.window[1],
    PixelData: pixels.subarray(k * plane, (k + 1) * plane),
  }));
}
