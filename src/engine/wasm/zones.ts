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
export const neighbourOf = ([dx, dy, dz]: Vec3): number => (dz < 0 ? 3 * (dy + 1) + dx + 1 : dy < 0 ? 10 + dx : 12);

/** Distances to the border are bytes in the kernel. */
const MOST_DISTANCE = 255;
/** Bytes of the kernel's record of a label. */
const RECORD = 12;

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
  const { dims, row, plane } = slices.region;
  const [nx, ny, nz] = dims;
  if (Math.min(nx, ny, in3d ? nz : nx) > 2 * MOST_DISTANCE) return null;
  const sizes = [
    mask.length,
    nz * plane,
    8 * plane,
    RECORD * voxels,
    24 * nx + 8,
    32,
    2 * voxels,
    4 * voxels,
    4 * voxels,
    4 * nz,
  ];
  const entered = enter(slices, ...sizes);
  if (entered === null) return null;
  const { kernels, buffer, walk, at } = entered;
  const [inside, distances, labels, records, pairs, work, outLevels, outSizes, outDistances, ends] = at;
  new Uint8Array(buffer, inside, mask.length).set(mask);
  kernels.borderDistances(inside, nx, ny, nz, row, plane, in3d ? 1 : 0, distances);
  const joined = directions.reduce((bits, step) => bits | (1 << neighbourOf(step)), 0);
  const out = [outLevels, outSizes, outDistances, ends] as const;
  const count = kernels.zones(...walk.slice(0, 6), joined, distances, labels, records, pairs, work, ...out);
  return {
    levels: new Uint16Array(buffer, outLevels, count).slice(),
    sizes: new Uint32Array(buffer, outSizes, count).slice(),
    distances: new Uint32Array(buffer, outDistances, count).slice(),
    ends: Array.from(new Int32Array(buffer, ends, nz)),
  };
}
