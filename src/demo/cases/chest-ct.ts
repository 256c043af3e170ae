import type { Grid } from "#engine/grid.ts";
import { drawChest } from "../chest/chest.ts";
import { ctPixels } from "../chest/ct-image.ts";
import { paintNodule } from "../chest/nodule.ts";
import type { ChestPatient } from "../chest/tissue.ts";
import { type DemoCase, segmentationFile, seriesFiles } from "../demo-case.ts";
import { ctDatasets } from "../dicom/ct.ts";
import { referenceSeg } from "../dicom/reference.ts";
import type { DemoSeries } from "../dicom/series.ts";
import { type Lesion, lesionMask } from "../lesion.ts";
import { smoothNoise } from "../noise.ts";
import { picture } from "../picture.ts";
import { seeded } from "../random.ts";

const patient: ChestPatient = {
  seed: 7,
  scale: [1, 1, 1],
  blood: 150,
  myocardium: 100,
  liver: 108,
  spleen: 118,
  kidney: 170,
  diaphragm: 0,
  branches: 1400,
};

const series: DemoSeries = {
  study: {
    key: "radiomica-demo-chest-ct",
    patientName: "DEMO^Chest CT",
    patientId: "DEMO-CT",
    birthDate: "19590314",
    sex: "M",
    age: "066Y",
    height: 1.76,
    weight: 78,
    date: "20260112",
    time: "091500",
    description: "CT chest with contrast",
  },
  number: 2,
  description: "Chest 3 mm, portal phase",
  modality: "CT",
  sopClass: "1.2.840.10008.5.1.4.1.1.2",
  bodyPart: "CHEST",
  time: "091812",
  model: "Phantom CT",
};

const grid: Grid = {
  dims: [360, 360, 78],
  spacing: [1, 1, 3],
  origin: [-179.5, -170, -124],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};

/** The spiculated nodule of the right upper lobe. */
export const nodule = (): Lesion => ({
  centre: [-64, 6, 59],
  radius: 10.5,
  stretch: [1.08, 0.95, 1],
  lobes: [0.11, 2.2],
  noise: smoothNoise(77),
});

/** Contrast-enhanced CT of the chest with a spiculated nodule in the right upper lobe. */
export function chestCt(): DemoCase {
  const on = drawChest(patient, grid.dims, grid.spacing, grid.origin);
  const lesion = nodule();
  const look = { value: 42, texture: 16, spicules: 46, reach: 13, halo: 230, tags: 2 };
  paintNodule(on, lesion, look, lesion.noise, seeded(5));
  const pixels = ctPixels(on, 0.55, 11, 9);
  const datasets = ctDatasets(
    series,
    {
      size: grid.dims,
      spacing: grid.spacing,
      origin: grid.origin,
      kernel: "B50f",
      current: 180,
      exposure: 90,
      contrast: "Iodinated contrast",
      windows: [
        ["LUNG", -600, 1500],
        ["SOFT TISSUE", 50, 350],
      ],
    },
    pixels,
  );
  const truth = referenceSeg(series, datasets, grid, lesionMask(on, [lesion]), ["Nodule (reference)"]);
  const [nx, ny] = grid.dims;
  const shown = 61 * nx * ny;
  return {
    files: [...seriesFiles("ct", datasets), segmentationFile("reference-nodule", truth)],
    // The slice of the nodule in a lung window, the trunk filling the square.
    picture: picture(250, 250, (x, y) => (pixels[shown + x + 55 + nx * (y + 45)] - 1024 + 1350) / 1500),
  };
}
