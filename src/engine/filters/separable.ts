import type { Vec3 } from "../grid.ts";
import { convolveLines, convolveRows, sourceLength } from "../kernels/convolve.ts";
import { convolveLinesInWasm, convolveRowsInWasm } from "../wasm/convolve.ts";
import { sourceIndices } from "./boundary.ts";
import type { Boundary } from "./filter.ts";

/** A kernel of one axis: the response at i is Σ_t taps[t] · image[i + centre − t], a true convolution. */
export type Kernel = { readonly taps: Float64Array; readonly centre: number };

/** Kernels applied one after the other along the same axis, as the levels of a wavelet cascade are. */
export type Chain = readonly Kernel[];

/** A kernel about its middle; of an even number of taps the one after the middle is the centre, as in SciPy. */
export const kernelOf = (taps: ArrayLike<number>): Kernel => ({
  taps: Float64Array.from(taps),
  centre: taps.length >> 1,
});

/** The kernel seen from the other end of the axis: filtering a reversed image and reversing the response. */
export const flipped = ({ taps, centre }: Kernel): Kernel => ({
  taps: Float64Array.from(taps).reverse(),
  centre: taps.length - 1 - centre,
});

/** How many voxels on either side of a voxel a chain reads, at most. */
export const reachOf = (chain: Chain): number =>
  chain.reduce((sum, { taps, centre }) => sum + Math.max(centre, taps.length - 1 - centre), 0);

/** Convolution of a box with one kernel along axis 0, 1 or 2. `out` has the box's size and is not `input`. */
export function convolveAxis(
  input: Float64Array,
  dims: Vec3,
  axis: 0 | 1 | 2,
  { taps, centre }: Kernel,
  boundary: Boundary,
  out: Float64Array,
): void {
  const n = dims[axis];
  const length = sourceLength(n, taps.length);
  const source = sourceIndices(centre - taps.length + 1, length, n, boundary);
  const voxels = dims[0] * dims[1] * dims[2];
  if (axis === 0) {
    if (!convolveLinesInWasm(input, n, 0, voxels / n, taps, source, out))
      convolveLines(input, n, 0, voxels / n, taps, source, new Float64Array(length), out);
  } else {
    const inner = axis === 1 ? dims[0] : dims[0] * dims[1];
    if (!convolveRowsInWasm(input, n, inner, 0, voxels / (n * inner), taps, source, out))
      convolveRows(input, n, inner, 0, voxels / (n * inner), taps, source, out);
  }
}

/** A chain along one axis. `out` and `scratch` have the box's size; neither is `input`. An empty chain copies. */
export function convolveChain(
  input: Float64Array,
  dims: Vec3,
  axis: 0 | 1 | 2,
  chain: Chain,
  boundary: Boundary,
  out: Float64Array,
  scratch: Float64Array,
): void {
  if (chain.length === 0) {
    out.set(input);
    return;
  }
  let from = input;
  chain.forEach((kernel, k) => {
    // The last of the chain must end in `out`.
    const to = (chain.length - 1 - k) % 2 === 0 ? out : scratch;
    convolveAxis(from, dims, axis, kernel, boundary, to);
    from = to;
  });
}

/** Convolution with one kernel each along x, y, z; null leaves an axis alone (z in 2D). */
export function convolveSeparable(
  input: Float64Array,
  dims: Vec3,
  kernels: readonly [Kernel | null, Kernel | null, Kernel | null],
  boundary: Boundary,
): Float64Array {
  let from = input;
  let spare: Float64Array | null = null;
  for (const axis of [0, 1, 2] as const) {
    const kernel = kernels[axis];
    if (kernel === null) continue;
    const to: Float64Array = spare ?? new Float64Array(input.length);
    convolveAxis(from, dims, axis, kernel, boundary, to);
    spare = from === input ? null : from;
    from = to;
  }
  return from === input ? Float64Array.from(input) : from;
}
