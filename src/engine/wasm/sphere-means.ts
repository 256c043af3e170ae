import type { SphereInput } from "../kernels/sphere-means.ts";
import { room } from "./instance.ts";

/** `sphereMeans` of kernels/sphere-means.ts; `sphere` holds dz, dy and reach of its rows. Null where it does not run here. */
export function sphereMeansInWasm(
  { intensities, dims: [nx, ny, nz] }: SphereInput,
  mask: Uint8Array,
  [mx, my, mz]: readonly [number, number, number],
  [ox, oy, oz]: readonly [number, number, number],
  sphere: Int32Array,
  count: number,
): Float64Array | null {
  const memory = room(
    8 * intensities.length,
    mask.length,
    4 * sphere.length,
    8 * (nx + 1) * ny * nz,
    8 * (mx + 4),
    4 * sphere.length,
    8 * count,
  );
  if (memory === null) return null;
  const { kernels, buffer, at } = memory;
  new Float64Array(buffer, at[0], intensities.length).set(intensities);
  new Uint8Array(buffer, at[1], mask.length).set(mask);
  new Int32Array(buffer, at[2], sphere.length).set(sphere);
  const rows = sphere.length / 3;
  kernels.sphereMeans(at[0], nx, ny, nz, at[1], mx, my, mz, ox, oy, oz, at[2], rows, at[3], at[4], at[5], at[6]);
  return new Float64Array(buffer, at[6], count).slice();
}
