import type { Grid } from "#engine/grid.ts";
import { type DemoCase, segmentationFile, seriesFiles } from "../demo-case.ts";
import { mrDatasets } from "../dicom/mr.ts";
import { referenceSeg } from "../dicom/reference.ts";
import type { DemoSeries } from "../dicom/series.ts";
import { picture } from "../picture.ts";

const series: DemoSeries = {
  study: {
    key: "radiomica-demo-digital-phantom",
    patientName: "DEMO^IBSI digital phantom",
    patientId: "DEMO-IBSI",
    birthDate: "20200101",
    sex: "O",
    age: "006Y",
    height: 1,
    weight: 1,
    date: "20260209",
    time: "080000",
    description: "IBSI digital phantom",
  },
  number: 1,
  description: "IBSI-1 digital phantom 5x4x4",
  modality: "MR",
  sopClass: "1.2.840.10008.5.1.4.1.1.4",
  bodyPart: "",
  time: "080000",
  model: "Phantom",
};

const grid: Grid = { dims: [5, 4, 4], spacing: [2, 2, 2], origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };

/**
 * Intensities of the IBSI-1 digital phantom, x fastest, a slice per line (IBSI reference manual, arXiv 1612.07003,
 * chapter 5). Voxels outside the region are marked below; three of them carry an intensity all the same.
 */
export const intensities = [
  [1, 4, 4, 1, 1, 1, 4, 6, 1, 1, 4, 1, 6, 4, 1, 4, 4, 6, 4, 1],
  [1, 4, 4, 1, 1, 1, 1, 6, 1, 1, 1, 1, 3, 1, 1, 4, 4, 6, 1, 1],
  [1, 4, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 9, 1, 1, 1, 1, 6, 1, 1],
  [1, 4, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 6, 1, 1],
].flat();

/** Voxels that are not in the region, as [x, y, z] from 0. */
const OUTSIDE = [
  [0, 2, 1],
  [3, 0, 2],
  [4, 0, 2],
  [2, 2, 2],
  [3, 0, 3],
  [4, 0, 3],
];

export const region = (): Uint8Array => {
  const mask = new Uint8Array(intensities.length).fill(1);
  for (const [x, y, z] of OUTSIDE) mask[x + 5 * (y + 4 * z)] = 0;
  return mask;
};

/** The digital phantom of the IBSI with its region; MR, because its intensities have no unit. */
export function digitalPhantom(): DemoCase {
  const datasets = mrDatasets(
    series,
    {
      size: grid.dims,
      spacing: grid.spacing,
      origin: grid.origin,
      repetitionTime: 1,
      echoTime: 1,
      flipAngle: 90,
      contrast: null,
      window: [5, 10],
    },
    Uint16Array.from(intensities),
  );
  const seg = referenceSeg(series, datasets, grid, region(), ["Region of interest (IBSI)"]);
  return {
    files: [...seriesFiles("mr", datasets), segmentationFile("reference-region", seg)],
    picture: picture(5, 4, (x, y) => intensities[x + 5 * (y + 4)] / 9),
  };
}
