import type { Vec3 } from "../grid.ts";

/**
 * Where each new voxel of an axis takes its value from: `order` old voxels (new voxel slow, old one fast), with their
 * weights. Places count from the start of the crop that is resampled; one of weight 0 is the place of another.
 */
export type Taps = {
  readonly order: number;
  readonly at: Int32Array;
  readonly weights: Float64Array;
};

/**
 * Resamples one axis (0, 1, 2) of a box of `dims` voxels; the box must hold every voxel the taps ask for.
 * Along y and z whole rows are blended, so memory is read in order whatever the axis.
 */
export function resampleAxis(
  input: Float64Array,
  dims: Vec3,
  axis: 0 | 1 | 2,
  { order, at, weights }: Taps,
): Float64Array {
  const count = at.length / order;
  // The box as [outer][n][inner], the axis in the middle.
  const n = dims[axis];
  const inner = axis === 0 ? 1 : axis === 1 ? dims[0] : dims[0] * dims[1];
  const outer = (dims[0] * dims[1] * dims[2]) / (n * inner);
  const out = new Float64Array(outer * count * inner);
  for (let block = 0; block < outer; block++) {
    const from = block * n * inner;
    for (let j = 0; j < count; j++) {
      const to = (block * count + j) * inner;
      for (let t = 0; t < order; t++) {
        const w = weights[j * order + t];
        const source = from + at[j * order + t] * inner;
        if (t === 0) for (let i = 0; i < inner; i++) out[to + i] = w * input[source + i];
        else for (let i = 0; i < inner; i++) out[to + i] += w * input[source + i];
      }
    }
  }
  return out;
}
