import type { Vec3 } from "../grid.ts";
import { boxedRoi } from "../process/measured-roi.ts";
import type { Roi } from "../roi.ts";
import type { PreparedMap } from "./prepare-map.ts";
import { windowSize } from "./settings.ts";

/**
 * The window around a voxel of the map (index on its grid), as the region that the families measure: the definition of
 * every map. It is cut at the border of the sample; levels and N_g are those of the whole region.
 */
export function windowRoi(prepared: PreparedMap, [x, y, z]: Vec3): Roi {
  const { sample, offset, settings, grid, unit } = prepared;
  const [nx, ny, nz] = sample.dims;
  const [rx, ry, rz] = windowSize(settings).map((n) => (n - 1) / 2);
  const x0 = Math.max(0, x + offset[0] - rx);
  const x1 = Math.min(nx, x + offset[0] + rx + 1);
  const y0 = Math.max(0, y + offset[1] - ry);
  const y1 = Math.min(ny, y + offset[1] + ry + 1);
  const z0 = Math.max(0, z + offset[2] - rz);
  const z1 = Math.min(nz, z + offset[2] + rz + 1);
  const dims: Vec3 = [x1 - x0, y1 - y0, z1 - z0];
  const length = dims[0] * dims[1] * dims[2];
  const intensities = new Float64Array(length);
  const morphologicalMask = new Uint8Array(length);
  const intensityMask = new Uint8Array(length);
  const levels = new Uint16Array(length);
  let o = 0;
  for (let k = z0; k < z1; k++) {
    for (let j = y0; j < y1; j++) {
      const row = nx * (j + ny * k);
      for (let i = row + x0; i < row + x1; i++, o++) {
        intensities[o] = sample.intensities[i];
        morphologicalMask[o] = sample.morphologicalMask[i];
        levels[o] = sample.levels[i];
        intensityMask[o] = sample.intensityMask[i];
      }
    }
  }
  return boxedRoi({
    dims,
    spacing: grid.spacing,
    unit,
    intensities,
    morphologicalMask,
    intensityMask,
    levels,
    ng: sample.ng,
  });
}
