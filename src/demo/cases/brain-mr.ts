import type { Grid } from "#engine/grid.ts";
import { drawHead } from "../brain/brain.ts";
import { mrPixels } from "../brain/mr-image.ts";
import { paintTumour } from "../brain/tumour.ts";
import { type DemoCase, segmentationFile, seriesFiles } from "../demo-case.ts";
import { mrDatasets } from "../dicom/mr.ts";
import { referenceSeg } from "../dicom/reference.ts";
import type { DemoSeries } from "../dicom/series.ts";
import { type Lesion, lesionMask } from "../lesion.ts";
import { smoothNoise } from "../noise.ts";
import { picture } from "../picture.ts";

const series: DemoSeries = {
  study: {
    key: "radiomica-demo-brain-mr",
    patientName: "DEMO^Brain MR",
    patientId: "DEMO-MR",
    birthDate: "19680505",
    sex: "F",
    age: "057Y",
    height: 1.66,
    weight: 63,
    date: "20260126",
    time: "140500",
    description: "MR brain with contrast",
  },
  number: 5,
  description: "T1 3D axial post contrast",
  modality: "MR",
  sopClass: "1.2.840.10008.5.1.4.1.1.4",
  bodyPart: "BRAIN",
  time: "142210",
  model: "Phantom MR",
};

const grid: Grid = {
  dims: [256, 256, 80],
  spacing: [0.9375, 0.9375, 2],
  origin: [-119.53125, -123.53125, -82],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};

/** The tumour of the right frontal lobe: ring and dead middle together. */
export const tumour = (): Lesion => ({
  centre: [-33, -24, 30],
  radius: 15,
  stretch: [0.95, 1.12, 0.95],
  lobes: [0.13, 1.9],
  noise: smoothNoise(611),
});

/** T1-weighted MR of the brain after contrast: a ring-enhancing, necrotic tumour with oedema and mass effect. */
export function brainMr(): DemoCase {
  const lesion = tumour();
  const on = drawHead(grid.dims, grid.spacing, grid.origin, lesion);
  paintTumour(on, lesion);
  const pixels = mrPixels(on, 17, 77);
  const datasets = mrDatasets(
    series,
    {
      size: grid.dims,
      spacing: grid.spacing,
      origin: grid.origin,
      repetitionTime: 2000,
      echoTime: 2.6,
      inversionTime: 900,
      flipAngle: 9,
      contrast: "Gadolinium chelate",
      window: [480, 900],
    },
    pixels,
  );
  const truth = referenceSeg(series, datasets, grid, lesionMask(on, [lesion]), ["Tumour core (reference)"]);
  const [nx, ny] = grid.dims;
  const shown = 55 * nx * ny;
  return {
    files: [...seriesFiles("mr", datasets), segmentationFile("reference-tumour", truth)],
    picture: picture(220, 220, (x, y) => pixels[shown + x + 18 + nx * (y + 22)] / 930),
  };
}
