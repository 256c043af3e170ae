import type { Vec3 } from "../grid.ts";
import { prefilterInWasm } from "../wasm/prefilter.ts";

const POLE = Math.sqrt(3) - 2;

/** How far a voxel still tells on a cubic spline coefficient, in voxels: 0.268^24 is 2e-14. */
export const SPLINE_REACH = 24;

/**
 * Turns voxels into cubic B-spline coefficients along one axis, in place (Unser 1999, doi:10.1109/79.799930: one
 * causal, one anti-causal first-order recursion). Beyond the box the outermost voxel is taken to go on for ever, and
 * both recursions are started with the exact sum of that tail.
 */
export function splinePrefilter(box: Float64Array, dims: Vec3, axis: 0 | 1 | 2): void {
  const n = dims[axis];
  const inner = axis === 0 ? 1 : axis === 1 ? dims[0] : dims[0] * dims[1];
  const outer = box.length / (n * inner);
  if (prefilterInWasm(box, outer, n, inner)) return;
  const z = POLE;
  const toSteady = 1 / (1 - z);
  const gain = 6;
  const tail = new Float64Array(inner);
  for (let block = 0; block < outer; block++) {
    const start = block * n * inner;
    const end = start + (n - 1) * inner;
    // The causal pass overwrites the last voxels, yet the tail behind them is needed afterwards.
    for (let i = 0; i < inner; i++) tail[i] = box[end + i] * toSteady;
    for (let i = start; i < start + inner; i++) box[i] *= toSteady;
    for (let i = start + inner; i < end + inner; i++) box[i] += z * box[i - inner];
    for (let i = 0; i < inner; i++) {
      box[end + i] = -z * gain * (tail[i] * toSteady + (box[end + i] - tail[i]) / (1 - z * z));
    }
    for (let i = end - 1; i >= start; i--) box[i] = z * (box[i + inner] - gain * box[i]);
  }
}
