import { offsetsOf } from "../features/matrices/bordered.ts";
import type { Vec3 } from "../grid.ts";
import { enter, type Slices } from "./textures.ts";
import { neighbourOf } from "./zones.ts";

/**
 * `countRuns` of kernels/glrlm.ts along unit steps, those of a pair of opposite ones either way; false where it does not
 * run here. `voxels`: how many voxels have each level, from 1 on; null where that is not known.
 */
export function countRunsInWasm(
  { region, z0, z1, ng }: Omit<Slices, "offsets">,
  steps: readonly Vec3[],
  voxels: Float64Array | null,
  longest: number,
  table: number,
  out: Float64Array,
): boolean {
  // A run is as long seen from its other end: the kernel needs the voxel that storage holds first.
  const back = steps.map((step) => backwards(step));
  const wanted = back.reduce((bits, step) => bits | (1 << neighbourOf(step)), voxels === null ? 1 << 15 : 0);
  // Runs that come from slices before these ones would be cut.
  if (longest > 255 || (z0 > 0 && back.some(([, , dz]) => dz < 0))) return false;
  const { dims, row } = region;
  const room = (dims[1] + 2) * row + 64;
  const stride = longest + 1;
  const cells = 16 * (ng + 1) * stride;
  const entered = enter({ region, z0, z1, ng, offsets: offsetsOf(back, region) }, 24 * room, 272, 4 * cells);
  if (entered === null) return false;
  const { kernels, buffer, walk, at } = entered;
  const counts = new Uint32Array(buffer, at[2], cells).fill(0);
  kernels.countRuns(...walk.slice(0, 6), wanted, stride, at[0], room, at[1], at[2]);
  back.forEach((step, d) => {
    const neighbour = neighbourOf(step);
    for (let level = 1; level <= ng; level++) {
      const first = 16 * level * stride + neighbour;
      const end = first + 16 * stride;
      // Each voxel has its position: those at the first one are what the others leave.
      let here = voxels?.[level - 1] ?? counts[16 * level * stride + 15];
      for (let k = first + 16; k < end; k += 16) here -= counts[k];
      for (let length = 1, k = first + 16; here > 0; length++, k += 16) {
        const next = k < end ? counts[k] : 0;
        out[d * table + level * stride + length] += here - next;
        here = next;
      }
    }
  });
  return true;
}

/** The step or its opposite: the one that leads back in storage order. */
function backwards([dx, dy, dz]: Vec3): Vec3 {
  const ahead = dz > 0 || (dz === 0 && (dy > 0 || (dy === 0 && dx > 0)));
  return ahead ? [-dx, -dy, -dz] : [dx, dy, dz];
}
