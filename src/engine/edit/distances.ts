import { squaredDistances } from "../kernels/euclidean-distance.ts";
import type { Region } from "./operation.ts";

/** Lengths in mm that are equal but for rounding count as equal. */
const within = (mm: number): number => mm * mm * (1 + 1e-9);

/** Squared distance (mm²) of each voxel centre of a box to the nearest one where `mask` is `value`. */
export const squaredDistanceTo = (
  mask: Uint8Array,
  value: 0 | 1,
  { dims, spacing }: Pick<Region, "dims" | "spacing">,
): Float64Array => squaredDistances(mask, value, dims, spacing);

/** Every voxel whose centre is within `mm` of one of the mask's. */
export function grown(mask: Uint8Array, mm: number, region: Pick<Region, "dims" | "spacing">): Uint8Array {
  const limit = within(mm);
  const distance = squaredDistanceTo(mask, 1, region);
  const out = new Uint8Array(mask.length);
  for (let i = 0; i < out.length; i++) out[i] = distance[i] <= limit ? 1 : 0;
  return out;
}

/**
 * Every voxel of the mask whose centre is farther than `mm` from all centres outside. What lies beyond the image is not
 * known, so it takes nothing away there.
 */
export function shrunk(mask: Uint8Array, mm: number, region: Pick<Region, "dims" | "spacing">): Uint8Array {
  const limit = within(mm);
  const distance = squaredDistanceTo(mask, 0, region);
  const out = new Uint8Array(mask.length);
  for (let i = 0; i < out.length; i++) out[i] = distance[i] > limit ? 1 : 0;
  return out;
}
