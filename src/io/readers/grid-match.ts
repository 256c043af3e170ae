import { type Grid, indexToWorld, type Vec3, voxelCount, worldToIndex } from "#engine/grid.ts";

/** Grids are the same when no corner is off by more than this part of a voxel. */
export const SAME_GRID = 0.05;

/** Where the voxels of one grid lie in the memory of another that has the same voxels, perhaps along other axes. */
export type VoxelMap = { readonly start: number; readonly strides: Vec3 };

/** Index of `to`'s voxel for each step along `from`'s axes, where the two grids have the same voxels; else null. */
export function sameGrid(from: Grid, to: Grid): VoxelMap | null {
  if (voxelCount(from) !== voxelCount(to)) return null;
  const at = (index: Vec3) => worldToIndex(to, indexToWorld(from, index));
  const zero = at([0, 0, 0]);
  const [nx, ny, nz] = to.dims;
  const flat = (v: Vec3) => v[0] + nx * (v[1] + ny * v[2]);
  const steps = [at([1, 0, 0]), at([0, 1, 0]), at([0, 0, 1])].map(
    (p) => [0, 1, 2].map((c) => Math.round(p[c] - zero[c])) as unknown as Vec3,
  );
  const start = zero.map(Math.round) as unknown as Vec3;
  for (const i of [0, from.dims[0] - 1]) {
    for (const j of [0, from.dims[1] - 1]) {
      for (const k of [0, from.dims[2] - 1]) {
        const exact = at([i, j, k]);
        const whole = [0, 1, 2].map((c) => start[c] + i * steps[0][c] + j * steps[1][c] + k * steps[2][c]);
        const off = Math.max(...whole.map((w, c) => Math.abs(w - exact[c])));
        if (off > SAME_GRID || whole.some((w, c) => w < 0 || w >= [nx, ny, nz][c])) return null;
      }
    }
  }
  return { start: flat(start), strides: [flat(steps[0]), flat(steps[1]), flat(steps[2])] };
}

/** The values in the order of the grid that the map leads from, whose size is `dims`. */
export function moved(values: Float32Array, map: VoxelMap, [nx, ny, nz]: Vec3): Float32Array {
  const out = new Float32Array(values.length);
  const [sx, sy, sz] = map.strides;
  let o = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      let from = map.start + k * sz + j * sy;
      for (let i = 0; i < nx; i++, from += sx) out[o++] = values[from];
    }
  }
  return out;
}

/** A grid in figures, for a sentence: "512 × 512 × 20 voxels of 0.977 × 0.977 × 2 mm, the first at (−250, −250, −40)". */
export function gridFigures({ dims, spacing, origin, direction }: Grid): string {
  const figure = (x: number) => String(Number(x.toFixed(3)) + 0);
  const list = (v: readonly number[], by: string) => v.map(figure).join(by);
  const oblique = direction.some((d) => Math.abs(d) > 1e-4 && Math.abs(d) < 1 - 1e-4);
  const turned = oblique ? `, axes (${list(direction, ", ")})` : "";
  return `${dims.join(" × ")} voxels of ${list(spacing, " × ")} mm, the first at (${list(origin, ", ")})${turned}`;
}
