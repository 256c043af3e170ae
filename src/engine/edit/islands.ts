import { componentsLength, labelComponents } from "../kernels/components.ts";
import type { Region } from "./operation.ts";

/** The islands of a mask, joined by faces: each voxel's number (from 1), and sizes in voxels (`sizes[0]` is unused). */
export function islandsOf({ mask, dims }: Pick<Region, "mask" | "dims">): {
  readonly numbers: Uint32Array;
  readonly sizes: Uint32Array;
} {
  const length = componentsLength(...dims);
  const numbers = new Uint32Array(length);
  const count = labelComponents(mask, ...dims, new Uint32Array(length), numbers);
  const sizes = new Uint32Array(count + 1);
  for (let i = 0; i < length; i++) if (numbers[i] !== 0) sizes[numbers[i]]++;
  return { numbers, sizes };
}

/** What each voxel becomes by the number of its island; `of[0]` is what lies in none. */
export function byIsland(numbers: Uint32Array, of: Uint8Array): Uint8Array {
  const out = new Uint8Array(numbers.length);
  for (let i = 0; i < out.length; i++) out[i] = of[numbers[i]];
  return out;
}

/** Numbers of the islands, largest first; of equal ones, the first in the volume first. */
export const bySize = (sizes: Uint32Array): number[] =>
  Array.from({ length: sizes.length - 1 }, (_, i) => i + 1).sort((a, b) => sizes[b] - sizes[a] || a - b);
