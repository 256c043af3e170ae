import type { Vec3 } from "#engine/grid.ts";
import { type DicomRecord, decimalString } from "#io/writers/dicom.ts";
import { axialModules, commonModules, type DemoSeries } from "./series.ts";

export type PetSettings = {
  readonly size: Vec3;
  readonly spacing: Vec3;
  /** Centre of the first voxel of the lowest slice, mm. */
  readonly origin: Vec3;
  /** Injected activity in Bq at `injection` (HHMMSS, the study's day). */
  readonly dose: number;
  readonly injection: string;
};

/** Half-life of fluorine-18 in seconds. */
export const HALF_LIFE = 6586.2;

/** SUV by body weight → Bq/ml as stored: activity of the moment the scan began over the body's weight. */
export function becquerelPerSuv(series: DemoSeries, { dose, injection }: PetSettings): number {
  const waited = seconds(series.time) - seconds(injection);
  return (dose * 2 ** (-waited / HALF_LIFE)) / (series.study.weight * 1000);
}

const seconds = (time: string): number =>
  Number(time.slice(0, 2)) * 3600 + Number(time.slice(2, 4)) * 60 + Number(time.slice(4, 6));

const code = (CodeValue: string, CodingSchemeDesignator: string, CodeMeaning: string) => [
  { CodeValue, CodingSchemeDesignator, CodeMeaning },
];

/** The data sets of an FDG PET series in Bq/ml, each slice with a slope of its own, lowest slice first. */
export function petDatasets(series: DemoSeries, settings: PetSettings, suv: Float32Array): DicomRecord[] {
  const { size, spacing, origin, dose, injection } = settings;
  const plane = size[0] * size[1];
  const scale = becquerelPerSuv(series, settings);
  return Array.from({ length: size[2] }, (_, k) => {
    const slice = suv.subarray(k * plane, (k + 1) * plane);
    const slope = Number(decimalString((slice.reduce((a, b) => Math.max(a, b), 1e-3) * scale) / 32767));
    return {
      ...commonModules(series, k + 1),
      ...axialModules(series.study, size, spacing, [origin[0], origin[1], origin[2] + k * spacing[2]]),
      // The coded patient orientation below takes its place.
      PatientPosition: undefined,
      ImageType: ["ORIGINAL", "PRIMARY"],
      SeriesType: ["WHOLE BODY", "IMAGE"],
      Units: "BQML",
      CountsSource: "EMISSION",
      NumberOfSlices: size[2],
      ImageIndex: k + 1,
      CorrectedImage: ["NORM", "DTIM", "ATTN", "SCAT", "DECY", "RAN"],
      RandomsCorrectionMethod: "DLYD",
      AttenuationCorrectionMethod: "CT-derived",
      ScatterCorrectionMethod: "Model based",
      DecayCorrection: "START",
      DecayFactor: 1.01,
      ReconstructionMethod: "OSEM 3i21s",
      CollimatorType: "NONE",
      FrameReferenceTime: 60000,
      ActualFrameDuration: 120000,
      RadiopharmaceuticalInformationSequence: [
        {
          Radiopharmaceutical: "FDG",
          RadiopharmaceuticalRoute: "IV",
          RadiopharmaceuticalStartTime: injection,
          RadiopharmaceuticalStartDateTime: `${series.study.date}${injection}`,
          RadionuclideTotalDose: dose,
          RadionuclideHalfLife: HALF_LIFE,
          RadionuclidePositronFraction: 0.9673,
          RadionuclideCodeSequence: code("77004003", "SCT", "^18^Fluorine"),
          RadiopharmaceuticalCodeSequence: code("35321007", "SCT", "Fluorodeoxyglucose F^18^"),
        },
      ],
      PatientOrientationCodeSequence: [
        {
          ...code("102538003", "SCT", "recumbent")[0],
          PatientOrientationModifierCodeSequence: code("40199007", "SCT", "supine"),
        },
      ],
      PatientGantryRelationshipCodeSequence: code("102540001", "SCT", "headfirst"),
      BitsStored: 16,
      HighBit: 15,
      PixelRepresentation: 1,
      RescaleIntercept: 0,
      RescaleSlope: slope,
      WindowCenter: Math.round(2.5 * scale),
      WindowWidth: Math.round(5 * scale),
      PixelData: Int16Array.from(slice, (v) => Math.min(32767, Math.round((v * scale) / slope))),
    };
  });
}
