import type { Vec3 } from "../grid.ts";
import { type Bins, levelOf } from "../kernels/region-levels.ts";
import { lazily } from "../lazy.ts";
import { moments } from "../math/moments.ts";
import { type Tally, tallyMoments, tallyOf } from "../math/tally.ts";
import type { Roi } from "../roi.ts";
import type { Volume } from "../volume.ts";
import { countOnes, cropImage } from "./crop.ts";
import { extremesOf } from "./discretise.ts";
import { fillByBins, fillByTable, gatheredVoxels } from "./region-passes.ts";
import { maskedValues } from "./resegment.ts";
import { boxed, boxIn, type Stored } from "./stored.ts";
import type { Survey } from "./survey.ts";

/** Levels that fit into a byte beside 0. */
const MOST_BYTES = 255;

/** What is known of a region when it is first asked for. `ng` 0: it has no levels. */
type Known = Pick<Roi, "dims" | "spacing" | "unit" | "morphologicalMask" | "intensityMask" | "voxels" | "ng">;

/** Where a region's arrays come from: its intensities and their survey (null: none), and its bins, where it has levels. */
export type Origin = {
  readonly stored: Stored;
  readonly survey: Survey | null;
  readonly bins: Bins | null;
  /** What counts as no value in the intensities, where it is not NaN there already. */
  readonly padding: Volume["padding"];
};

/** A region of which the arrays that not every family reads are made when they are asked for. */
export function measuredRoi(
  known: Known,
  { stored, survey, bins, padding }: Origin,
  surroundings: (intensities: Float64Array) => Roi["surroundings"],
): Roi {
  const { intensityMask: mask, voxels: count, ng } = known;
  const counted = survey?.tally ?? null;
  const fill = <Kind extends Uint8Array | Uint16Array>(out: Kind): Kind => {
    if (bins === null || survey === null) return out;
    if (counted === null) fillByBins(stored, mask, bins, out);
    else fillByTable(stored, mask, survey.min, tableOf(counted, bins, out), out);
    return out;
  };
  const range: Roi["range"] = survey === null ? [0, 0] : [survey.min, survey.max];
  const roi: Roi = lazily(
    { ...known, range },
    {
      intensities: () =>
        padding === undefined ? boxIn(stored) : cropImage(stored.data, stored.dims, stored.extent, "nearest", padding),
      surroundings: () => surroundings(roi.intensities),
      values: () => gatheredVoxels(stored, { mask, count }),
      moments: () => (counted === null ? moments(roi.values) : tallyMoments(counted)),
      tally: () => counted ?? tallyOf(roi.values),
      levels: () => (roi.levelBytes === null ? fill(new Uint16Array(mask.length)) : Uint16Array.from(roi.levelBytes)),
      levelBytes: () => (ng > MOST_BYTES ? null : fill(new Uint8Array(mask.length))),
      valueLevels: () => roi.levels.filter((_, i) => mask[i] === 1),
      levelCounts: () =>
        counted === null || bins === null ? countsOf(roi.levelBytes ?? roi.levels, ng) : countsIn(counted, bins, ng),
    },
  );
  return roi;
}

/** The levels of whole numbers, the least first; one cell more, of what is no voxel. */
function tableOf<Kind extends Uint8Array | Uint16Array>({ values }: Tally, bins: Bins, like: Kind): Kind {
  const length = values[values.length - 1] - values[0] + 2;
  const table = (like instanceof Uint8Array ? new Uint8Array(length) : new Uint16Array(length)) as Kind;
  for (let k = 0; k < values.length; k++) table[values[k] - values[0]] = levelOf(values[k], bins);
  return table;
}

function countsIn({ values, counts }: Tally, bins: Bins, ng: number): Float64Array {
  const out = new Float64Array(ng);
  for (let k = 0; k < values.length; k++) out[levelOf(values[k], bins) - 1] += counts?.[k] ?? 1;
  return out;
}

type Given = Pick<
  Roi,
  "dims" | "spacing" | "unit" | "morphologicalMask" | "intensityMask" | "intensities" | "levels" | "ng"
>;

/** A region from its boxes of intensities and levels, with nothing around it. */
export function boxedRoi(given: Given): Roi {
  const { dims, intensities, intensityMask, levels, ng } = given;
  const roi: Roi = lazily(
    {
      ...given,
      voxels: countOnes(intensityMask),
      surroundings: { ...boxed(intensities, dims), offset: [0, 0, 0] } as const,
    },
    {
      levelBytes: () => (ng > MOST_BYTES ? null : Uint8Array.from(levels)),
      values: () => maskedValues(intensities, intensityMask),
      moments: () => moments(roi.values),
      tally: () => tallyOf(roi.values),
      range: () => rangeOf(roi.values),
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

function rangeOf(values: Float64Array): Roi["range"] {
  if (values.length === 0) return [0, 0];
  const { min, max } = extremesOf(values);
  return [min, max];
}

/** How often each level from 1 to `ng` occurs. */
function countsOf(levels: Uint8Array | Uint16Array, ng: number): Float64Array {
  const counts = new Float64Array(ng + 1);
  for (let i = 0; i < levels.length; i++) counts[levels[i]]++;
  return counts.subarray(1);
}
