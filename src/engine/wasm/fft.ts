import type { FftPlan } from "../math/fft.ts";
import type { AnyFftPlan } from "../math/fft-any.ts";
import { room } from "./instance.ts";

/** Bytes of a plan in the kernels' memory. */
export const planBytes = ({ length }: FftPlan): number => 128 + 16 * length;

/** Writes a plan for the kernels. */
export function writePlan({ length, factors, cos, sin }: FftPlan, buffer: ArrayBuffer, at: number): void {
  new Int32Array(buffer, at, 2 + factors.length).set([length, factors.length, ...factors]);
  new Float64Array(buffer, at + 128, length).set(cos);
  new Float64Array(buffer, at + 128 + 8 * length, length).set(sin);
}

/** The same for a plan of any length: assembly/any-fft.ts. */
export const anyPlanBytes = ({ length, inner, chirp }: AnyFftPlan): number =>
  planBytes(inner) + (chirp === null ? 0 : 128 + 16 * (length + inner.length));

export function writeAnyPlan({ length, inner, chirp }: AnyFftPlan, buffer: ArrayBuffer, at: number): void {
  if (chirp === null) {
    writePlan(inner, buffer, at);
    return;
  }
  const { w, kernel } = chirp;
  new Int32Array(buffer, at, 3).set([length, -1, inner.length]);
  const numbers = new Float64Array(buffer, at + 128, 2 * (length + inner.length));
  numbers.set(w.re);
  numbers.set(w.im, length);
  numbers.set(kernel.re, 2 * length);
  numbers.set(kernel.im, 2 * length + inner.length);
  writePlan(inner, buffer, at + 128 + numbers.byteLength);
}

/** Numbers of a transform below which the copying costs more than is gained. */
const WORTH = 256;

/** `pairedFft` of math/paired-fft.ts, in a new array or in `block` itself; null where it does not run here. */
export function pairedFftInWasm(plan: FftPlan, lines: number, block: Float64Array): Float64Array | null {
  if (block.length < WORTH) return null;
  const memory = room(planBytes(plan), block.byteLength, block.byteLength);
  if (memory === null) return null;
  const { kernels, buffer, at } = memory;
  writePlan(plan, buffer, at[0]);
  new Float64Array(buffer, at[1], block.length).set(block);
  block.set(new Float64Array(buffer, kernels.pairedFft(at[0], lines, at[1], at[2]), block.length));
  return block;
}
