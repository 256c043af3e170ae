import { zipSync } from "fflate";
import { brainMr } from "./cases/brain-mr.ts";
import { chestCt } from "./cases/chest-ct.ts";
import { digitalPhantom } from "./cases/digital-phantom.ts";
import { mammogram } from "./cases/mammogram.ts";
import { petCt } from "./cases/pet-ct.ts";
import { type DemoId, demos } from "./catalogue.ts";
import type { DemoCase } from "./demo-case.ts";
import { jpeg } from "./jpeg.ts";

/** Draws each case; the same bytes at every call. */
export const makers: Readonly<Record<DemoId, () => DemoCase>> = {
  "chest-ct": chestCt,
  "pet-ct": petCt,
  "brain-mr": brainMr,
  mammogram,
  "digital-phantom": digitalPhantom,
};

/** A file for the folder demo/. */
export type GeneratedFile = { readonly file: string; readonly bytes: Uint8Array };

/** ZIPs carry the time of their files: a fixed one (in local time, as ZIPs have it), so that the bytes never change. */
const MADE = new Date(2026, 0, 1, 12);

/** Grain stays, and five pictures take about thirty kilobytes. */
const QUALITY = 80;

/** The ZIP of one case and its picture. */
export function generateDemo(id: DemoId): GeneratedFile[] {
  const { files, picture } = makers[id]();
  const entries = Object.fromEntries(files.map(({ path, bytes }) => [`${id}/${path}`, bytes]));
  return [
    { file: `${id}.zip`, bytes: zipSync(entries, { level: 4, mtime: MADE }) },
    { file: `${id}.jpg`, bytes: jpeg(picture, QUALITY) },
  ];
}

/** All files of the folder demo/. */
export const generateDemos = (): GeneratedFile[] => demos.flatMap(({ id }) => generateDemo(id));
