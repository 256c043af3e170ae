import { offsetsOf } from "../features/matrices/bordered.ts";
import { neighbourhood } from "../features/matrices/neighbours.ts";
import { enter, type Slices } from "./textures.ts";

/** Voxels that `sumDifferences` counts in one go. */
const MOST_VOXELS = 2 ** 24;

/** `sumDifferences` of kernels/ngtdm.ts; false where it does not run here. */
export function sumDifferencesInWasm(slices: Slices, outCounts: Float64Array, outSums: Float64Array): boolean {
  const { dims } = slices.region;
  const depth = Math.floor(MOST_VOXELS / (dims[0] * dims[1]));
  if (slices.offsets.length > 255 || depth < 1) return false;
  const deep = touching(slices);
  for (let z = slices.z0; z < slices.z1; z += depth) {
    const cells = outCounts.length;
    const part = { ...slices, z0: z, z1: Math.min(slices.z1, z + depth) };
    const entered = enter(part, 48 * (dims[1] + 2) + 64, 8 * cells);
    // A memory that held the first part holds the others.
    if (entered === null) return false;
    const { kernels, buffer, walk, at } = entered;
    const words = new Uint32Array(buffer, at[1], 2 * cells).fill(0);
    if (deep === null) kernels.sumDifferences(...walk, at[0], at[1]);
    else kernels.sumDifferencesAround(...walk.slice(0, 6), deep, at[0], at[1]);
    for (let k = 0; k < cells; k++) {
      // 40 bits of sum, 24 of count.
      outCounts[k] += words[2 * k + 1] >>> 8;
      outSums[k] += (words[2 * k + 1] & 255) * 2 ** 32 + words[2 * k];
    }
  }
  return true;
}

/**
 * `countDependences` of kernels/ngldm.ts as a table of level × dependence (rows of offsets + 2 cells, ng + 1 of them);
 * null where it does not run here.
 */
export function countDependencesInWasm(slices: Slices, coarseness: number): Float64Array | null {
  const { offsets, ng } = slices;
  const cells = (ng + 1) * (offsets.length + 2);
  if (offsets.length > 254) return null;
  const entered = enter(slices, 32, 4 * cells);
  if (entered === null) return null;
  const { kernels, buffer, walk, at } = entered;
  const counts = new Uint32Array(buffer, at[1], cells).fill(0);
  const [deep, most] = [touching(slices), Math.min(coarseness, 255)];
  if (deep === null) kernels.countDependences(...walk, most, at[0], at[1]);
  else kernels.countDependencesAround(...walk.slice(0, 6), deep, most, at[0], at[1]);
  return Float64Array.from(counts);
}

/** Whether the offsets lead to the 26 neighbours that touch a voxel (1), to the 8 of its slice (0), or elsewhere (null). */
function touching({ region, offsets }: Slices): 0 | 1 | null {
  for (const deep of [0, 1] as const) {
    const all = offsetsOf(neighbourhood([3, 3, 3], 1, deep === 1), region);
    if (all.length === offsets.length && all.every((offset, k) => offset === offsets[k])) return deep;
  }
  return null;
}
