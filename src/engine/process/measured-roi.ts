import type { Vec3 } from "../grid.ts";
import { lazily } from "../lazy.ts";
import type { Roi } from "../roi.ts";
import type { Volume } from "../volume.ts";
import { countOnes } from "./crop.ts";
import type { Levels } from "./discretise.ts";
import { maskRuns, SHORT_RUN } from "./mask-runs.ts";
import { maskedValues } from "./resegment.ts";

/** Levels that fit into a byte beside 0. */
const MOST_BYTES = 255;

type Known = Pick<Roi, "dims" | "spacing" | "unit" | "morphologicalMask" | "intensityMask" | "values"> & Levels;

/** A region of which the arrays that not every family reads are made when they are asked for. */
export function measuredRoi(
  { levels: valueLevels, ...known }: Known,
  later: { readonly intensities: () => Float64Array; readonly surroundings: () => Roi["surroundings"] },
): Roi {
  const { intensityMask, ng, values } = known;
  const length = intensityMask.length;
  const roi: Roi = lazily(
    { ...known, valueLevels, voxels: values.length },
    {
      ...later,
      levels: () => spread(valueLevels, intensityMask, new Uint16Array(length)),
      levelBytes: () =>
        ng > MOST_BYTES ? null : spread(Uint8Array.from(valueLevels), intensityMask, new Uint8Array(length)),
      levelCounts: () => countsOf(valueLevels, ng),
    },
  );
  return roi;
}

type Given = Pick<
  Roi,
  "dims" | "spacing" | "unit" | "morphologicalMask" | "intensityMask" | "intensities" | "levels" | "ng"
>;

/** A region from its boxes of intensities and levels, with nothing around it. */
export function boxedRoi(given: Given): Roi {
  const { dims, spacing, intensities, intensityMask, levels, ng } = given;
  const roi: Roi = lazily(
    {
      ...given,
      voxels: countOnes(intensityMask),
      surroundings: { dims, spacing, intensities, offset: [0, 0, 0] } as const,
    },
    {
      levelBytes: () => (ng > MOST_BYTES ? null : Uint8Array.from(levels)),
      values: () => maskedValues(intensities, intensityMask),
      valueLevels: () => levels.filter((_, i) => intensityMask[i] === 1),
      levelCounts: () => countsOf(levels, ng),
    },
  );
  return roi;
}

/** A region without a voxel. */
export const emptyRoi = ({ unit }: Pick<Volume, "unit">, spacing: Vec3): Roi =>
  boxedRoi({
    dims: [0, 0, 0],
    spacing,
    unit,
    morphologicalMask: new Uint8Array(0),
    intensityMask: new Uint8Array(0),
    intensities: new Float64Array(0),
    levels: new Uint16Array(0),
    ng: 0,
  });

/** How often each level from 1 to `ng` occurs. */
function countsOf(levels: Uint16Array, ng: number): Float64Array {
  const counts = new Float64Array(ng + 1);
  for (let i = 0; i < levels.length; i++) counts[levels[i]]++;
  return counts.subarray(1);
}

function spread<Kind extends Uint8Array | Uint16Array>(valueLevels: Kind, mask: Uint8Array, out: Kind): Kind {
  if (valueLevels.length === 0) return out;
  const runs = maskRuns(mask);
  for (let r = 0, o = 0; r < runs.length; r += 2) {
    const [from, to] = [runs[r], runs[r + 1]];
    if (to - from >= SHORT_RUN) {
      out.set(valueLevels.subarray(o, o + to - from), from);
      o += to - from;
    } else for (let i = from; i < to; i++) out[i] = valueLevels[o++];
  }
  return out;
}
