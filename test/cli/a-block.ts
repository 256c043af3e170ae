import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Grid } from "#engine/grid.ts";
import { readNifti } from "#io/readers/nifti.ts";
import { isRefusal } from "#io/refusal.ts";
import { aFolder } from "./a-command.ts";
import { niftiFile } from "./a-nifti.ts";

export const dims = [14, 12, 10] as const;
export const spacing = [1, 1, 2] as const;
/** The corners of the region, `hi` exclusive. */
export const lo = [3, 2, 2] as const;
export const hi = [11, 9, 8] as const;

/** An image x + 10 y + 100 z with a block as region 1 and one voxel as region 4, as a NIfTI pair in a folder. */
export function aBlock(value = (x: number, y: number, z: number) => x + 10 * y + 100 * z) {
  const image = new Float32Array(dims[0] * dims[1] * dims[2]);
  const labels = new Float32Array(image.length);
  for (let z = 0, v = 0; z < dims[2]; z++) {
    for (let y = 0; y < dims[1]; y++) {
      for (let x = 0; x < dims[0]; x++, v++) {
        image[v] = value(x, y, z);
        if ([x, y, z].every((i, a) => i >= lo[a] && i < hi[a])) labels[v] = 1;
      }
    }
  }
  labels[0] = 4;
  const folder = aFolder();
  const paths = { folder, image: join(folder, "image.nii"), mask: join(folder, "block.nii") };
  writeFileSync(paths.image, niftiFile(dims, spacing, image));
  writeFileSync(paths.mask, niftiFile(dims, spacing, labels));
  return { ...paths, values: image, labels: Uint8Array.from(labels, (l) => (l === 1 ? 1 : 0)) };
}

/** A NIfTI file read back: our reader turns axes to LPS as far as the file's own go. */
export function nifti(path: string): { grid: Grid; values: Float32Array } {
  const raw = readFileSync(path);
  const bytes = new Uint8Array(path.endsWith(".gz") ? gunzipSync(raw) : raw);
  const found = readNifti(path, bytes);
  if (isRefusal(found)) throw new Error(found.finding.detail);
  const values = new Float32Array(found.grid.dims.reduce((product, n) => product * n, 1));
  found.read(0, values);
  return { grid: found.grid, values };
}
