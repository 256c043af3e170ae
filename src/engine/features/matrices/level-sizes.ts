import { power } from "../../math/same-bits.ts";
import { type Counts, totalOf } from "./counts.ts";
import { type Distribution, distributionOf, entropyOfWeights } from "./distribution.ts";

/**
 * A matrix of grey level × size, where a size is a run length, a zone size, a zone distance or a dependence count:
 * what the features of GLRLM, GLSZM, GLDZM and NGLDM need of it. IBSI-1 §3.7, §3.8, §3.9, §3.11.
 */
export type LevelSizes = {
  readonly counts: Counts;
  /** N_s: runs, zones or neighbourhoods. */
  readonly total: number;
  /** N_v: voxels they could at most have been (with directions merged, once for each). */
  readonly voxels: number;
  /** s(i·)/N_s and s(·j)/N_s. */
  readonly levels: Distribution;
  readonly sizes: Distribution;
};

/** Reads a matrix once. It must not be empty. */
export function levelSizes(counts: Counts, voxels: number): LevelSizes {
  const { i, j, n } = counts;
  const total = totalOf(counts);
  const low = i[0];
  const levels = new Float64Array(i[n.length - 1] - low + 1);
  const sizes = new Map<number, number>();
  for (let k = 0; k < n.length; k++) {
    levels[i[k] - low] += n[k];
    sizes.set(j[k], (sizes.get(j[k]) ?? 0) + n[k]);
  }
  const sorted = [...sizes].sort((a, b) => a[0] - b[0]);
  return {
    counts,
    total,
    voxels,
    levels: distributionOf(levels, low, total),
    sizes: { at: Float64Array.from(sorted, ([size]) => size), p: Float64Array.from(sorted, ([, w]) => w / total) },
  };
}

/** Σ i^levelPower · j^sizePower · p(i, j). */
export function jointEmphasis(
  { counts: { i, j, n }, total }: LevelSizes,
  levelPower: number,
  sizePower: number,
): number {
  let sum = 0;
  for (let k = 0; k < n.length; k++) sum += power(i[k], levelPower) * power(j[k], sizePower) * n[k];
  return sum / total;
}

/** −Σ p log₂ p, in bits. */
export function jointEntropy({ counts: { n }, total }: LevelSizes): number {
  return entropyOfWeights(n, total);
}

/** Σ p(i, j)². */
export function jointEnergy({ counts: { n }, total }: LevelSizes): number {
  let sum = 0;
  for (let k = 0; k < n.length; k++) sum += power(n[k] / total, 2);
  return sum;
}

/** Σ p²: 1 where one value has all, 1/N where N values have the same. */
export function concentration({ p }: Distribution): number {
  let sum = 0;
  for (let k = 0; k < p.length; k++) sum += p[k] * p[k];
  return sum;
}

/** Σ j·s(i, j): the voxels of all runs, or of all zones. */
export function voxelsIn({ j, n }: Counts): number {
  let sum = 0;
  for (let k = 0; k < n.length; k++) sum += j[k] * n[k];
  return sum;
}
