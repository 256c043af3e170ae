import type { Field, PairSums } from "../kernels/pair-sums.ts";
import type { FftPlan } from "../math/fft.ts";
import { planBytes, writePlan } from "./fft.ts";
import { room } from "./instance.ts";

/** `fourierPairSums` of kernels/pair-sums.ts for `block` frequencies at a time; null where it does not run here. */
export function pairSumsInWasm(
  { mask, values, dims: [nx, ny, nz], spacing: [sx, sy, sz] }: Field,
  [planX, planY, planZ]: readonly FftPlan[],
  block: number,
  lines: number,
): PairSums | null {
  const rows = ny * nz;
  if (rows < 2) return null;
  const [px, py, pz] = [planX.length, planY.length, planZ.length];
  const [width, depth] = [py / 2 + 1, pz / 2 + 1];
  const memory = room(
    mask.length,
    8 * values.length,
    planBytes(planX),
    planBytes(planY),
    planBytes(planZ),
    8 * 6 * block * rows,
    8 * block * width * depth,
    8 * (4 * px * lines + 2 * lines),
    // The extra lines: a single row or column is transformed beside an empty one.
    8 * (4 * py * pz),
    8 * 6 * py * pz,
    8 * 6 * Math.max(width * pz, depth * py),
    24,
  );
  if (memory === null) return null;
  const { kernels, buffer, at } = memory;
  new Uint8Array(buffer, at[0], mask.length).set(mask);
  new Float64Array(buffer, at[1], values.length).set(values);
  writePlan(planX, buffer, at[2]);
  writePlan(planY, buffer, at[3]);
  writePlan(planZ, buffer, at[4]);
  kernels.pairSums(at[0], at[1], nx, ny, nz, sx, sy, sz, at[2], at[3], at[4], block, ...at.slice(5));
  const [weights, products, squares] = new Float64Array(buffer, at[11], 3);
  const points = px * py * pz;
  return { weights: weights / points, products: products / points, squares: squares / points };
}
