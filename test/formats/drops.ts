import { existsSync, readdirSync, statSync } from "node:fs";
import { shared } from "../helpers/load-files.ts";
import { folders, type Listed } from "./expected.ts";

/** What is dropped on the app at once: a file, a folder, or a segmentation with the images that it belongs to. */
export type Drop = { readonly name: string; readonly paths: readonly string[] };

/** Images that single segmentation files need beside them. */
const companions: Readonly<Record<string, string>> = {
  "seg/liver_deflate.dcm": "data/series/ct-3slice-seg/image",
  "seg/liver_rle.dcm": "data/series/ct-3slice-seg/image",
};

/** Files of the public set that are no images and never were: the lists beside the data. */
const LISTS = /\.csv$/;

/** Every file of ../shared (DICOM, NIfTI, NRRD, MHA) in some drop. */
export function allDrops(listed: readonly Listed[]): Drop[] {
  const inFolder = (path: string) => folders.some((f) => `data/${path}`.startsWith(`${f}/`));
  const single = listed
    .filter(({ path }) => !LISTS.test(path) && !inFolder(path))
    .map(({ path }) => ({
      name: `data/${path}`,
      paths: [`data/${path}`, ...(companions[path] ? [companions[path]] : [])],
    }));
  const suv = existsSync(shared("suv"))
    ? readdirSync(shared("suv"))
        .filter((name) => statSync(shared(`suv/${name}`)).isDirectory())
        .map((name) => ({ name: `suv/${name}`, paths: [`suv/${name}`] }))
    : [];
  const whole = folders.filter((f) => existsSync(shared(f))).map((f) => ({ name: f, paths: [f] }));
  return [...whole, ...suv, ...single];
}
