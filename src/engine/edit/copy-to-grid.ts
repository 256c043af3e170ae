import { type Grid, indexToWorld, type Vec3, worldToIndex } from "../grid.ts";
import { boxOfLabel } from "./plan-edit.ts";

/**
 * A region on another grid of the same space: 1 where the centre of a voxel of `to` lies in a voxel of the region
 * (nearest voxel; the box of a voxel ends half way to the next). Null where the region is empty.
 */
export function copyToGrid(labels: Uint8Array, label: number, from: Grid, to: Grid): Uint8Array | null {
  const box = boxOfLabel(labels, from.dims, label);
  if (!box) return null;
  const [nx, ny, nz] = to.dims;
  const mask = new Uint8Array(nx * ny * nz);
  // The corners of the region's box bound it in the other grid.
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((c) => {
    const end = (a: 0 | 1 | 2) => ((c >> a) & 1 ? box.high[a] + 0.5 : box.low[a] - 0.5);
    return worldToIndex(to, indexToWorld(from, [end(0), end(1), end(2)]));
  });
  const low = (a: 0 | 1 | 2) => Math.max(0, Math.ceil(Math.min(...corners.map((p) => p[a])) - 1e-6));
  const high = (a: 0 | 1 | 2) => Math.min(to.dims[a] - 1, Math.floor(Math.max(...corners.map((p) => p[a])) + 1e-6));
  // Index of `from` is linear in the index of `to`.
  const at = (index: Vec3) => worldToIndex(from, indexToWorld(to, index));
  const origin = at([0, 0, 0]);
  const step = ([1, 0, 0] as const).map((_, a) => {
    const one = at([a === 0 ? 1 : 0, a === 1 ? 1 : 0, a === 2 ? 1 : 0]);
    return [one[0] - origin[0], one[1] - origin[1], one[2] - origin[2]] as const;
  });
  const [fx, fy, fz] = from.dims;
  for (let k = low(2); k <= high(2); k++)
    for (let j = low(1); j <= high(1); j++)
      for (let i = low(0); i <= high(0); i++) {
        const x = Math.round(origin[0] + i * step[0][0] + j * step[1][0] + k * step[2][0]);
        const y = Math.round(origin[1] + i * step[0][1] + j * step[1][1] + k * step[2][1]);
        const z = Math.round(origin[2] + i * step[0][2] + j * step[1][2] + k * step[2][2]);
        if (x < 0 || y < 0 || z < 0 || x >= fx || y >= fy || z >= fz) continue;
        if (labels[x + fx * (y + fy * z)] === label) mask[i + nx * (j + ny * k)] = 1;
      }
  return mask;
}
