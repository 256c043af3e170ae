import type { Complex, FftPlan } from "../math/fft.ts";
import { room } from "./instance.ts";

/** Bytes of a plan in the kernels' memory. */
export const planBytes = ({ length }: FftPlan): number => 128 + 16 * length;

/** Writes a plan for the kernels. */
export function writePlan({ length, factors, cos, sin }: FftPlan, buffer: ArrayBuffer, at: number): void {
  new Int32Array(buffer, at, 2 + factors.length).set([length, factors.length, ...factors]);
  new Float64Array(buffer, at + 128, length).set(cos);
  new Float64Array(buffer, at + 128 + 8 * length, length).set(sin);
}

/** Numbers of a transform below which the copying costs more than is gained. */
const WORTH = 256;

/** `fft` of math/fft.ts; null where it does not run here. */
export function fftInWasm(plan: FftPlan, lines: number, data: Complex, scratch: Complex): Complex | null {
  const n = plan.length * lines;
  if (lines < 2 || n < WORTH) return null;
  const memory = room(planBytes(plan), 8 * n, 8 * n, 8 * n, 8 * n);
  if (memory === null) return null;
  const { kernels, buffer, at } = memory;
  writePlan(plan, buffer, at[0]);
  const array = (k: number) => new Float64Array(buffer, at[k], n);
  array(1).set(data.re.length === n ? data.re : data.re.subarray(0, n));
  array(2).set(data.im.length === n ? data.im : data.im.subarray(0, n));
  const moved = kernels.fft(at[0], lines, at[1], at[2], at[3], at[4]) === 1;
  const to = moved ? scratch : data;
  to.re.set(array(moved ? 3 : 1));
  to.im.set(array(moved ? 4 : 2));
  return to;
}
