import type { Vec3 } from "../grid.ts";
import { prefilterInWasm } from "../wasm/prefilter.ts";
import { standIn } from "./crop.ts";

const POLE = Math.sqrt(3) - 2;

/** How far a voxel still tells on a cubic spline coefficient, in voxels: 0.268^24 is 2e-14. */
export const SPLINE_REACH = 24;

/** Whether a box is mirrored about its first and its last voxel along an axis; else those go on for ever beyond it. */
export type Spline = { readonly first: boolean; readonly last: boolean };

/**
 * Turns voxels into cubic B-spline coefficients along one axis, in place (Unser 1999, doi:10.1109/79.799930: one
 * causal, one anti-causal first-order recursion). Both recursions are started with the exact sum of what lies beyond the
 * box where its outermost voxel goes on for ever, and with that of the voxels that still tell where it is mirrored.
 */
export function splinePrefilter(
  box: Float64Array,
  dims: Vec3,
  axis: 0 | 1 | 2,
  { first, last }: Spline = { first: false, last: false },
): void {
  const n = dims[axis];
  const inner = axis === 0 ? 1 : axis === 1 ? dims[0] : dims[0] * dims[1];
  const outer = box.length / (n * inner);
  if (!first && !last && prefilterInWasm(box, outer, n, inner)) return;
  const z = POLE;
  const toSteady = 1 / (1 - z);
  const gain = 6;
  const tail = new Float64Array(inner);
  const lead = new Float64Array(inner);
  for (let block = 0; block < outer; block++) {
    const start = block * n * inner;
    const end = start + (n - 1) * inner;
    // The causal pass overwrites the last voxels, yet the tail behind them is needed afterwards.
    for (let i = 0; i < inner; i++) tail[i] = box[end + i] * toSteady;
    if (first) {
      for (let k = SPLINE_REACH; k > 0; k--) {
        const row = start + standIn(k, n, "mirror") * inner;
        for (let i = 0; i < inner; i++)
          lead[i] = k === SPLINE_REACH ? box[row + i] * toSteady : box[row + i] + z * lead[i];
      }
      for (let i = 0; i < inner; i++) box[start + i] += z * lead[i];
    } else for (let i = start; i < start + inner; i++) box[i] *= toSteady;
    for (let i = start + inner; i < end + inner; i++) box[i] += z * box[i - inner];
    const inward = n > 1 ? end - inner : end;
    for (let i = 0; i < inner; i++) {
      box[end + i] = last
        ? ((z * gain) / (z * z - 1)) * (box[end + i] + z * box[inward + i])
        : -z * gain * (tail[i] * toSteady + (box[end + i] - tail[i]) / (1 - z * z));
    }
    for (let i = end - 1; i >= start; i--) box[i] = z * (box[i + inner] - gain * box[i]);
  }
}
