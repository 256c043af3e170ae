import type { Vec3 } from "../grid.ts";
import { resampleInWasm } from "../wasm/convolve.ts";

/**
 * Where each new voxel of an axis takes its value from: `order` neighbouring old voxels from `base`, with weights
 * (new voxel slow, neighbour fast). Indices count from the start of the crop that is resampled.
 */
export type Taps = {
  readonly order: number;
  readonly base: Int32Array;
  readonly weights: Float64Array;
};

/**
 * Resamples one axis (0, 1, 2) of a box of `dims` voxels; the box must hold every voxel the taps ask for.
 * Along y and z whole rows are blended, so memory is read in order whatever the axis.
 */
export function resampleAxis(input: Float64Array, dims: Vec3, axis: 0 | 1 | 2, taps: Taps): Float64Array {
  const count = taps.base.length;
  // The box as [outer][n][inner], the axis in the middle.
  const n = dims[axis];
  const inner = axis === 0 ? 1 : axis === 1 ? dims[0] : dims[0] * dims[1];
  const outer = (dims[0] * dims[1] * dims[2]) / (n * inner);
  const out = new Float64Array(outer * count * inner);
  if (resampleInWasm(input, outer, n, inner, taps, out)) return out;
  for (let block = 0; block < outer; block++)
    blendBlock(input, block * n * inner, inner, taps, block * count * inner, out);
  return out;
}

function blendBlock(input: Float64Array, from: number, inner: number, taps: Taps, to: number, out: Float64Array): void {
  const { order, base, weights } = taps;
  const count = base.length;
  for (let j = 0; j < count; j++) {
    const target = to + j * inner;
    for (let t = 0; t < order; t++) {
      const w = weights[j * order + t];
      if (w === 0) continue;
      const source = from + (base[j] + t) * inner;
      for (let i = 0; i < inner; i++) out[target + i] += w * input[source + i];
    }
  }
}
