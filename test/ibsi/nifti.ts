import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Grid } from "#engine/grid.ts";

/** The voxels of a little-endian NIfTI-1 (.nii.gz), without scaling: enough for the reference images of the tests. */
export function readNifti(path: string): { grid: Grid; data: Float32Array } {
  const bytes = gunzipSync(readFileSync(path));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dims = [1, 2, 3].map((i) => view.getInt16(40 + 2 * i, true));
  const spacing = [1, 2, 3].map((i) => view.getFloat32(76 + 4 * i, true));
  const type = view.getInt16(70, true);
  const start = view.getFloat32(108, true);
  const read = readers[type];
  if (read === undefined) throw new Error(`NIfTI data type ${type} in ${path}`);
  const data = new Float32Array(dims[0] * dims[1] * dims[2]);
  for (let i = 0; i < data.length; i++) data[i] = read.at(view, start + i * read.size);
  return {
    grid: {
      dims: [dims[0], dims[1], dims[2]],
      spacing: [spacing[0], spacing[1], spacing[2]],
      origin: [0, 0, 0],
      direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    },
    data,
  };
}

const readers: Record<number, { size: number; at: (view: DataView, offset: number) => number }> = {
  2: { size: 1, at: (v, o) => v.getUint8(o) },
  4: { size: 2, at: (v, o) => v.getInt16(o, true) },
  8: { size: 4, at: (v, o) => v.getInt32(o, true) },
  16: { size: 4, at: (v, o) => v.getFloat32(o, true) },
  64: { size: 8, at: (v, o) => v.getFloat64(o, true) },
};
