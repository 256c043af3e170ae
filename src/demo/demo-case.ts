import type { DicomRecord } from "#io/writers/dicom.ts";
import { writeDicom } from "#io/writers/dicom.ts";
import type { Picture } from "./picture.ts";

/** A file of a demo case, with its path inside the ZIP. */
export type DemoFile = { readonly path: string; readonly bytes: Uint8Array };

/** What a case is made of: its files, the segmentations after the images, and a small picture for the start page. */
export type DemoCase = { readonly files: readonly DemoFile[]; readonly picture: Picture };

/** Writes a series into a folder of its own: 0001.dcm, 0002.dcm, … */
export const seriesFiles = (folder: string, datasets: readonly DicomRecord[]): DemoFile[] =>
  datasets.map((dataset, n) => ({
    path: `${folder}/${String(n + 1).padStart(4, "0")}.dcm`,
    bytes: writeDicom(dataset),
  }));

export const segmentationFile = (name: string, bytes: Uint8Array): DemoFile => ({
  path: `segmentation/${name}.dcm`,
  bytes,
});
