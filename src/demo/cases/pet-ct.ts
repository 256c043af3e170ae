import type { Grid } from "#engine/grid.ts";
import { type Canvas, paint, stampShape } from "../canvas.ts";
import { drawChest } from "../chest/chest.ts";
import { ctPixels } from "../chest/ct-image.ts";
import { paintNodule } from "../chest/nodule.ts";
import { heartFrame } from "../chest/outline.ts";
import { type Hot, petSuv } from "../chest/pet-image.ts";
import { type ChestPatient, tissue } from "../chest/tissue.ts";
import { type DemoCase, segmentationFile, seriesFiles } from "../demo-case.ts";
import { ctDatasets } from "../dicom/ct.ts";
import { petDatasets } from "../dicom/pet.ts";
import { referenceSeg } from "../dicom/reference.ts";
import type { DemoSeries, DemoStudy } from "../dicom/series.ts";
import { type Lesion, lesionDepth, lesionMask } from "../lesion.ts";
import { type NoiseField, smoothNoise } from "../noise.ts";
import { picture } from "../picture.ts";
import { seeded } from "../random.ts";
import { ellipsoid, mix, smoothstep } from "../shapes.ts";

const patient: ChestPatient = {
  seed: 23,
  scale: [1, 1, 1],
  blood: 42,
  myocardium: 46,
  liver: 58,
  spleen: 50,
  kidney: 32,
  diaphragm: 9,
  branches: 700,
};

const study: DemoStudy = {
  key: "radiomica-demo-pet-ct",
  patientName: "DEMO^PET CT",
  patientId: "DEMO-PET",
  birthDate: "19630921",
  sex: "M",
  age: "062Y",
  height: 1.74,
  weight: 76,
  date: "20260119",
  time: "100130",
  description: "FDG PET/CT thorax and upper abdomen",
};

const ct: DemoSeries = {
  study,
  number: 2,
  description: "CT for attenuation correction",
  modality: "CT",
  sopClass: "1.2.840.10008.5.1.4.1.1.2",
  bodyPart: "CHEST",
  time: "100230",
  model: "Phantom PET/CT",
};

const pet: DemoSeries = {
  ...ct,
  number: 3,
  description: "FDG PET, attenuation corrected",
  modality: "PT",
  sopClass: "1.2.840.10008.5.1.4.1.1.128",
  time: "100400",
};

const axial = [1, 0, 0, 0, 1, 0, 0, 0, 1];
const ctGrid: Grid = {
  dims: [256, 256, 66],
  spacing: [1.5625, 1.5625, 4],
  origin: [-199.21875, -195, -160],
  direction: axial,
};
/** The PET's voxels; the same slices as the CT's. */
export const petGrid: Grid = { dims: [110, 110, 66], spacing: [4, 4, 4], origin: [-218, -210, -160], direction: axial };

const dose = 287e6;
const injection = "090200";

/** The mass in the left upper lobe, and a lymph node under the aortic arch. */
export const mass = (): Lesion => ({
  centre: [72, -12, 36],
  radius: 18.5,
  stretch: [1, 1.1, 0.95],
  lobes: [0.1, 2],
  noise: smoothNoise(401),
});
export const node = (): Lesion => ({
  centre: [31, 6, 37],
  radius: 7.5,
  stretch: [0.8, 1.3, 1],
  lobes: [0.06, 1.5],
  noise: smoothNoise(402),
});

/** FDG PET and CT of one visit: a hot, partly necrotic mass of the left upper lobe with a metastatic node. */
export function petCt(): DemoCase {
  const on = drawChest(patient, ctGrid.dims, ctGrid.spacing, ctGrid.origin);
  const [primary, second] = [mass(), node()];
  const look = { value: 40, texture: 9, spicules: 26, reach: 11, halo: 190, tags: 1 };
  paintNodule(on, primary, look, primary.noise, seeded(11));
  const box = [10, 55, -15, 30, 20, 55] as const;
  stampShape(on, box, (x, y, z) => lesionDepth(second, x, y, z));
  paint(on, tissue.node, 40);
  const suv = petSuv(
    on,
    { size: petGrid.dims, spacing: petGrid.spacing, origin: petGrid.origin },
    uptakeOf(primary, second),
    6,
    primary.noise,
    31,
  );
  const ctSettings = {
    size: ctGrid.dims,
    spacing: ctGrid.spacing,
    origin: ctGrid.origin,
    kernel: "B30f",
    current: 60,
    exposure: 30,
    contrast: null,
    windows: [["SOFT TISSUE", 40, 400] as const, ["LUNG", -600, 1500] as const],
  };
  const ctImages = ctDatasets(ct, ctSettings, ctPixels(on, 0.6, 16, 12));
  const petSettings = { size: petGrid.dims, spacing: petGrid.spacing, origin: petGrid.origin, dose, injection };
  const petImages = petDatasets(pet, petSettings, suv);
  const names = ["Mass (reference)", "Lymph node (reference)"];
  const onPet = labels({ size: petGrid.dims, spacing: petGrid.spacing, origin: petGrid.origin }, primary, second);
  const files = [
    ...seriesFiles("ct", ctImages),
    ...seriesFiles("pet", petImages),
    segmentationFile("reference-on-pet", referenceSeg(pet, petImages, petGrid, onPet, names)),
    segmentationFile("reference-on-ct", referenceSeg(ct, ctImages, ctGrid, labels(on, primary, second), names)),
  ];
  return { files, picture: frontal(suv) };
}

/** The PET seen from the front, the greatest uptake along each ray, dark on white as PET is read. */
function frontal(suv: Float32Array) {
  const [nx, ny, nz] = petGrid.dims;
  const most = new Float32Array(nx * nz);
  for (let n = 0; n < suv.length; n++) {
    const at = (n % nx) + nx * (nz - 1 - Math.floor(n / (nx * ny)));
    most[at] = Math.max(most[at], suv[n]);
  }
  // Four pixels a voxel, interpolated: voxels of 4 mm would look like a mosaic.
  return picture(4 * (nx - 1), 4 * (nz - 1), (x, y) => {
    const [i, j, u, v] = [x >> 2, y >> 2, (x & 3) / 4, (y & 3) / 4];
    const at = (di: number, dj: number) => most[i + di + nx * (j + dj)];
    return 1 - mix(mix(at(0, 0), at(1, 0), u), mix(at(0, 1), at(1, 1), u), v) / 7;
  });
}

function labels(on: Pick<Canvas, "size" | "spacing" | "origin">, first: Lesion, second: Lesion): Uint8Array {
  const out = lesionMask(on, [first]);
  lesionMask(on, [second]).forEach((inside, n) => {
    if (inside && !out[n]) out[n] = 2;
  });
  return out;
}

/** Uptake of the lesions (a hot rim around a colder middle, in patches) and of the left ventricle's wall. */
function uptakeOf(first: Lesion, second: Lesion): Hot {
  const noise: NoiseField = first.noise;
  return (kind, x, y, z) => {
    if (kind === tissue.lesion) {
      const depth = lesionDepth(first, x, y, z);
      const patch = 1 + 0.2 * noise(x / 4, y / 4, z / 4);
      const dead = smoothstep(7, 11.5, depth + 1.6 * noise(x / 6 + 30, y / 6, z / 6));
      return mix(10.6 * patch, 2.6, dead);
    }
    if (kind === tissue.node) return lesionDepth(second, x, y, z) > -0.5 ? 8 : 2;
    if (kind !== tissue.myocardium) return null;
    const [a, b, c] = heartFrame(x, y, z);
    const left = ellipsoid(a - 14, b + 4, c - 16, 27, 28, 46);
    return left > 0 ? 6.2 + 1.2 * noise(x / 14, y / 14, z / 14) : null;
  };
}
