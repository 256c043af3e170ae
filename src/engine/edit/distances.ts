import { distanceScratchLength, FAR, squaredDistances } from "../kernels/euclidean-distance.ts";
import type { Region } from "./operation.ts";

/** Lengths in mm that are equal but for rounding count as equal. */
const within = (mm: number): number => mm * mm * (1 + 1e-9);

/** Squared distance (mm²) of each voxel centre of a box to the nearest one where `mask` is `value`. */
export function squaredDistanceTo(
  mask: Uint8Array,
  value: 0 | 1,
  { dims: [nx, ny, nz], spacing: [dx, dy, dz] }: Pick<Region, "dims" | "spacing">,
): Float64Array {
  const f = new Float64Array(mask.length);
  for (let i = 0; i < f.length; i++) f[i] = mask[i] === value ? 0 : FAR;
  squaredDistances(f, nx, ny, nz, dx, dy, dz, new Float64Array(distanceScratchLength(nx, ny, nz)));
  return f;
}

/** Every voxel whose centre is within `mm` of one of the mask's. */
export function grown(mask: Uint8Array, mm: number, region: Pick<Region, "dims" | "spacing">): Uint8Array {
  const limit = within(mm);
  const out = new Uint8Array(mask.length);
  squaredDistanceTo(mask, 1, region).forEach((d, i) => {
    if (d <= limit) out[i] = 1;
  });
  return out;
}

/**
 * Every voxel of the mask whose centre is farther than `mm` from all centres outside. What lies beyond the image is not
 * known, so it takes nothing away there.
 */
export function shrunk(mask: Uint8Array, mm: number, region: Pick<Region, "dims" | "spacing">): Uint8Array {
  const limit = within(mm);
  const out = new Uint8Array(mask.length);
  squaredDistanceTo(mask, 0, region).forEach((d, i) => {
    if (d > limit) out[i] = 1;
  });
  return out;
}
