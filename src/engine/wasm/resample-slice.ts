import type { Taps } from "../process/resample-axis.ts";
import type { Spline } from "../process/spline-prefilter.ts";
import type { Room } from "./instance.ts";

/** How many numbers taps give. */
export const countOf = ({ at, order }: Taps): number => at.length / order;

/** Bytes between places of rows that are turned: eight of them lie side by side. */
const TURNED = 64;

/** The rooms that `sliceResampler` wants, for rows of which n numbers are read. */
export const sliceRooms = (down: Taps, along: Taps, n: number): number[] => [
  4 * down.at.length,
  8 * down.weights.length,
  4 * along.at.length,
  8 * along.weights.length,
  TURNED * (n + 2),
  2 * TURNED + 32,
  TURNED * (countOf(along) + 2),
];

/**
 * Resamples slices in the kernels' memory, rows of `rowBytes` of which n numbers are read, down and along the rows;
 * `spline`: along them by a spline. The rooms are those of `sliceRooms`.
 */
export function sliceResampler(
  { kernels, buffer }: Room,
  [down, downWeights, along, alongWeights, turned, tail, more]: readonly number[],
  n: number,
  inY: Taps,
  rowBytes: number,
  inX: Taps,
  spline: Spline | null,
): (slice: number, out: number) => void {
  write(buffer, down, downWeights, inY, rowBytes);
  write(buffer, along, alongWeights, inX, TURNED);
  const [rows, across] = [countOf(inY), countOf(inX)];
  return (slice, out) =>
    kernels.resampleSlice(
      ...[slice, n, down, downWeights, inY.order, rows, along, alongWeights, inX.order, across],
      ...[spline === null ? 0 : 1, ...mirrored(spline), turned, tail, more, out],
    );
}

/** Whether a spline is mirrored about its first and last voxel, as a kernel is told. */
export const mirrored = (spline: Spline | null): [number, number] => [spline?.first ? 1 : 0, spline?.last ? 1 : 0];

function write(buffer: ArrayBuffer, at: number, weights: number, taps: Taps, bytes: number): void {
  const offsets = new Int32Array(buffer, at, taps.at.length);
  for (let k = 0; k < offsets.length; k++) offsets[k] = taps.at[k] * bytes;
  new Float64Array(buffer, weights, taps.weights.length).set(taps.weights);
}
