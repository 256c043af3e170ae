import { type Tally, tallyMean, tallyOfCounts } from "../math/tally.ts";
import { extentDims } from "./crop.ts";
import { countedVoxels, type Mask, summedVoxels } from "./region-passes.ts";
import type { Stored } from "./stored.ts";

/** The intensities of a mask's voxels, of which there are some, summed up. */
export type Survey = {
  /** NaN or infinite where one of them is. */
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** All of them, where they are whole numbers in a narrow range; else null. */
  readonly tally: Tally | null;
};

/** Whole numbers this far from the first one are counted. */
const NEAR = 2 ** 16;
/** Beyond, 32-bit floats are all whole numbers, and the kernels' 32-bit ones come to an end. */
const FAR = 2 ** 30;

/** Sums up the voxels of a mask, not none: one pass over whole numbers that lie near each other, else two. */
export function surveyed(stored: Stored, mask: Mask): Survey {
  const first = firstOf(stored, mask.mask);
  if (Number.isInteger(first) && Math.abs(first) < FAR) {
    const found = countedVoxels(stored, mask.mask, first - NEAR, 2 * NEAR);
    if (found !== null) {
      const tally = tallyOfCounts(found.counts, found.base);
      const { values } = tally;
      return { mean: tallyMean(tally), min: values[0], max: values[values.length - 1], tally };
    }
  }
  return { ...summedVoxels(stored, mask, first), tally: null };
}

/** The first number of the mask. */
function firstOf({ data, dims: [nx, ny], extent }: Stored, mask: Uint8Array): number {
  const [cx, cy] = extentDims(extent);
  const { lo } = extent;
  const at = mask.indexOf(1);
  const row = Math.floor(at / cx);
  const [x, y, z] = [at % cx, row % cy, Math.floor(row / cy)];
  return data[lo[0] + x + nx * (lo[1] + y + ny * (lo[2] + z))];
}
