import type { Grid } from "#engine/grid.ts";
import { drawBreast, mammogramPixels, massMask } from "../breast/breast.ts";
import { type DemoCase, segmentationFile, seriesFiles } from "../demo-case.ts";
import { mammogramDataset } from "../dicom/mammography.ts";
import { referenceSeg } from "../dicom/reference.ts";
import type { DemoSeries } from "../dicom/series.ts";
import type { Lesion } from "../lesion.ts";
import { smoothNoise } from "../noise.ts";
import { picture } from "../picture.ts";

const series: DemoSeries = {
  study: {
    key: "radiomica-demo-mammogram",
    patientName: "DEMO^Mammogram",
    patientId: "DEMO-MG",
    birthDate: "19660822",
    sex: "F",
    age: "059Y",
    height: 1.64,
    weight: 66,
    date: "20260202",
    time: "084000",
    description: "Mammography",
  },
  number: 1,
  description: "L MLO",
  modality: "MG",
  sopClass: "1.2.840.10008.5.1.4.1.1.1.2",
  bodyPart: "BREAST",
  time: "084210",
  model: "Phantom MG",
};

const COLUMNS = 1280;
const ROWS = 1664;
const PIXEL = 0.14;
const grid: Grid = {
  dims: [COLUMNS, ROWS, 1],
  spacing: [PIXEL, PIXEL, 1],
  origin: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};

/** The mass of the upper outer quadrant, as its outline in the plane z = 0. */
export const breastMass = (): Lesion => ({
  centre: [72, 84, 0],
  radius: 8,
  stretch: [1.1, 0.95, 1],
  lobes: [0.13, 2.4],
  noise: smoothNoise(811),
});

/** A mammogram (left, MLO) with a spiculated mass and a cluster of microcalcifications. */
export function mammogram(): DemoCase {
  const lesion = breastMass();
  const on = drawBreast(grid.dims, PIXEL, lesion, smoothNoise(801), 17);
  const mask = massMask(on, lesion);
  const pixels = mammogramPixels(on, 19);
  const datasets = [mammogramDataset(series, ROWS, COLUMNS, PIXEL, pixels)];
  const truth = referenceSeg(series, datasets, grid, mask, ["Mass (reference)"]);
  return {
    files: [...seriesFiles("mg", datasets), segmentationFile("reference-mass", truth)],
    picture: picture(COLUMNS, ROWS, (x, y) => (pixels[x + COLUMNS * y] - 450) / 2900),
  };
}
