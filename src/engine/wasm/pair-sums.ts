import type { PairAxis, PairJob, PairSteps } from "../kernels/fourier-pair-sums.ts";
import { planBytes, writePlan } from "./fft.ts";
import { room } from "./instance.ts";

/** Lines and rows as in kernels/plain-pair-steps.ts. */
const KERNEL_LINES = 16;
const FIELD_LINES = 24;

/** The steps of kernels/plain-pair-steps.ts; null where they do not run here. */
export function pairStepsInWasm({ field, runs, axes, plan }: PairJob): PairSteps | null {
  const [x, y, z] = axes;
  const rows = y.n * z.n;
  const kernelPlane = y.frequencies * z.frequencies;
  const longest = Math.max(y.plan.length, z.plan.length);
  const pairs = (plan.length + 3) >> 1;
  const memory = room(
    8 * field.values.length,
    4 * runs.length,
    planBytes(plan),
    plansBytes(x),
    plansBytes(y),
    plansBytes(z),
    8 * x.frequencies * kernelPlane,
    96 * rows * pairs,
    16 * kernelPlane,
    96 * y.n * z.plan.length,
    8 *
      Math.max(
        5 * x.frequencies * KERNEL_LINES + 2 * KERNEL_LINES,
        5 * (x.n + plan.length) + 4 * plan.length * FIELD_LINES,
        36 * longest,
        5 * KERNEL_LINES * (longest / 2 + 1),
      ),
    24,
  );
  if (memory === null) return null;
  const { kernels, buffer, at } = memory;
  const [values, run, fold, planX, planY, planZ, kernel, fields, planes, lines, work, sums] = at;
  new Float64Array(buffer, values, field.values.length).set(field.values);
  new Int32Array(buffer, run, runs.length).set(runs);
  writePlan(plan, buffer, fold);
  const [halfX, halfY, halfZ] = axes.map((axis, k) => writePlans(axis, buffer, at[3 + k]));
  return {
    transformKernel: () =>
      kernels.transformKernel(planX, halfX, y.frequencies, z.frequencies, ...field.spacing, kernel, work),
    transformRows: (r, count) =>
      kernels.transformRows(values, field.mean, run, runs.length / 3, x.n, rows, planX, fold, r, count, fields, work),
    sumPlanes: ({ pair, at: [a, b], times }) => {
      const [first, second] = [kernel + 8 * kernelPlane * a, kernel + 8 * kernelPlane * b];
      const from = fields + 96 * rows * pair;
      kernels.sumPlanes(
        ...[first, second, ...times, planY, halfY, planZ, halfZ, y.n, z.n, from, planes, lines, work, sums],
      );
      const [weights, products, squares] = new Float64Array(buffer, sums, 3);
      return [weights, products, squares];
    },
  };
}

const plansBytes = ({ plan, cosines }: PairAxis): number =>
  planBytes(plan) + (cosines === null ? 0 : planBytes(cosines.half));

/** Writes both plans of an axis; returns where that of half the length stands. */
function writePlans({ plan, cosines }: PairAxis, buffer: ArrayBuffer, at: number): number {
  writePlan(plan, buffer, at);
  const half = at + planBytes(plan);
  if (cosines !== null) writePlan(cosines.half, buffer, half);
  return half;
}
