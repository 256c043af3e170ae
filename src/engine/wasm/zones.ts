import type { Vec3 } from "../grid.ts";
import { enter, type Slices } from "./textures.ts";

/** The zones of a region: level, voxels and least border distance of each, slice after slice; zones up to each slice. */
export type FoundZones = {
  readonly levels: Uint16Array;
  readonly sizes: Uint32Array;
  readonly distances: Uint32Array;
  readonly ends: readonly number[];
};

/** Which of the 13 neighbours before a voxel a direction leads to: the plane before, the row before, the voxel before. */
const neighbourOf = ([dx, dy, dz]: Vec3): number => (dz < 0 ? 3 * (dy + 1) + dx + 1 : dy < 0 ? 10 + dx : 12);

/**
 * `joinZones`, `measureZones` and `borderDistances` of kernels/ together, for all slices; null where they do not run
 * here. `voxels`: how many the region holds.
 */
export function zonesInWasm(
  slices: Slices,
  directions: readonly Vec3[],
  mask: Uint8Array,
  in3d: boolean,
  voxels: number,
): FoundZones | null {
  const { levels, dims } = slices.region;
  const [nx, ny, nz] = dims;
  const padded = 2 * (nx + 8) * (ny + 2) * (nz + 2);
  const entered = enter(
    slices,
    4 * directions.length,
    4 * 13,
    4 * levels.length,
    32,
    mask.length,
    padded,
    2 * mask.length,
    2 * voxels,
    4 * voxels,
    4 * voxels,
    4 * nz,
  );
  if (entered === null) return null;
  const { kernels, buffer, walk, at } = entered;
  const [bits, reach, parent, work, inside, room, distances, outLevels, outSizes, outDistances, ends] = at;
  new Int32Array(buffer, bits, directions.length).set(directions.map(neighbourOf));
  new Uint8Array(buffer, inside, mask.length).set(mask);
  new Uint8Array(buffer, room, padded).fill(0);
  kernels.borderDistances(inside, nx, ny, nz, in3d ? 1 : 0, room, distances);
  const out = [outLevels, outSizes, outDistances, ends] as const;
  const count = kernels.zones(...walk, bits, reach, parent, work, distances, ...out);
  return {
    levels: new Uint16Array(buffer, outLevels, count).slice(),
    sizes: new Uint32Array(buffer, outSizes, count).slice(),
    distances: new Uint32Array(buffer, outDistances, count).slice(),
    ends: Array.from(new Int32Array(buffer, ends, nz)),
  };
}
