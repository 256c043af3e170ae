import type { Vec3 } from "../grid.ts";
import { convolveBlocks, termsOf } from "../kernels/convolve.ts";
import { convolveAxisInWasm } from "../wasm/convolve.ts";
import { convolveStagesInWasm } from "../wasm/convolve-stages.ts";
import { padImage, sourceIndices } from "./boundary.ts";
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

/** The kernel that leaves everything as it is. */
export const unitKernel: Kernel = kernelOf([1]);

/** The kernel seen from the other end of the axis: filtering a reversed image and reversing the response. */
export const flipped = ({ taps, centre }: Kernel): Kernel => ({
  taps: Float64Array.from(taps).reverse(),
  centre: taps.length - 1 - centre,
});

/** How many voxels a kernel reads before a voxel, and behind it. */
const marginOf = ({ taps, centre }: Kernel): [number, number] => [taps.length - 1 - centre, centre];

/** How many voxels on either side of a voxel a chain reads, at most. */
export const reachOf = (chain: Chain): number => chain.reduce((sum, kernel) => sum + Math.max(...marginOf(kernel)), 0);

/** Convolution of a box with one kernel along axis 0, 1 or 2. `out` has the box's size and is not `input`. `add`: to what it holds. */
export function convolveAxis(
  input: Float64Array,
  dims: Vec3,
  axis: 0 | 1 | 2,
  kernel: Kernel,
  boundary: Boundary,
  out: Float64Array,
  add = false,
): void {
  const n = dims[axis];
  const [before, behind] = marginOf(kernel);
  const terms = termsOf(kernel.taps);
  const inner = axis === 0 ? 1 : axis === 1 ? dims[0] : dims[0] * dims[1];
  const outer = input.length / (n * inner);
  const source = sourceIndices(-before, before + n + behind, n, boundary);
  if (!add && convolveAxisInWasm(input, n, inner, outer, terms, source, before, out)) return;
  const along = (m: number): Vec3 => [axis === 0 ? m : 0, axis === 1 ? m : 0, axis === 2 ? m : 0];
  const { data } = padImage({ dims, spacing: [1, 1, 1], data: input }, along(before), along(behind), boundary);
  convolveBlocks(data, source.length, n, inner, outer, terms, add, out);
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

/** A sum of responses: each a kernel's to one of the boxes that the stage before has left. */
export type Sum = readonly { readonly of: number; readonly kernel: Kernel }[];

/** What is summed along z, of the image itself; along y, of that; along x, of that. */
export type Stages = readonly [z: readonly Sum[], y: readonly Sum[], x: readonly Sum[]];

/** The sums of the last of three stages: separable filters that share the passes they have in common. */
export function convolveStages(input: Float64Array, dims: Vec3, stages: Stages, boundary: Boundary): Float64Array[] {
  const outs = stages[2].map(() => new Float64Array(input.length));
  const withTerms = stages.map((sums, k) => {
    const margins = sums.flatMap((sum) => sum.map(({ kernel }) => marginOf(kernel)));
    const before = Math.max(...margins.map(([m]) => m));
    const n = dims[2 - k];
    const length = before + n + Math.max(...margins.map(([, m]) => m));
    return {
      before,
      source: sourceIndices(-before, length, n, boundary),
      sums: sums.map((sum) =>
        sum.map(({ of, kernel }) => ({ of, terms: termsOf(kernel.taps), from: before - marginOf(kernel)[0] })),
      ),
    };
  });
  if (convolveStagesInWasm(input, dims, withTerms, outs)) return outs;
  let boxes: readonly Float64Array[] = [input];
  stages.forEach((sums, k) => {
    const to = k === 2 ? outs : sums.map(() => new Float64Array(input.length));
    sums.forEach((sum, s) => {
      sum.forEach(({ of, kernel }, t) => {
        convolveAxis(boxes[of], dims, (2 - k) as 0 | 1 | 2, kernel, boundary, to[s], t > 0);
      });
    });
    boxes = to;
  });
  return outs;
}

/** One kernel each along x, y, z; none leaves an axis alone (z in 2D). */
export type Separable = readonly [x: Kernel, y: Kernel, z?: Kernel];

/** Responses to several separable kernels: the eight bands of a wavelet take 14 passes instead of 24. */
export function convolveSeparables(
  input: Float64Array,
  dims: Vec3,
  bands: readonly Separable[],
  boundary: Boundary,
): Float64Array[] {
  const z: Sum[] = [];
  const y: Sum[] = [];
  const x = bands.map(([alongX, alongY, alongZ = unitKernel]): Sum => {
    const first = placeOf([{ of: 0, kernel: alongZ }], z);
    return [{ of: placeOf([{ of: first, kernel: alongY }], y), kernel: alongX }];
  });
  return convolveStages(input, dims, [z, y, x], boundary);
}

/** Where a sum of one response stands among others; it is added where it is none of them. */
function placeOf(sum: Sum, among: Sum[]): number {
  const [{ of, kernel }] = sum;
  const known = among.findIndex(([other]) => other.of === of && isSameKernel(other.kernel, kernel));
  return known >= 0 ? known : among.push(sum) - 1;
}

const isSameKernel = (a: Kernel, b: Kernel): boolean =>
  a.centre === b.centre && a.taps.length === b.taps.length && a.taps.every((w, t) => w === b.taps[t]);

export const convolveSeparable = (
  input: Float64Array,
  dims: Vec3,
  kernels: Separable,
  boundary: Boundary,
): Float64Array => convolveSeparables(input, dims, [kernels], boundary)[0];
