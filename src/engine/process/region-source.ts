import { RadiomicaError } from "../errors.ts";
import type { FilterSettings } from "../filters/filter.ts";
import { type Vec3, voxelCount } from "../grid.ts";
import { lazily } from "../lazy.ts";
import { tallyMoments, tallyOf } from "../math/tally.ts";
import type { ExtractionInput } from "../plan/extraction.ts";
import { isReason, type Reason } from "../reason.ts";
import type { Recipe } from "../recipe.ts";
import type { Volume } from "../volume.ts";
import { cropImage, type Extent, extentDims, labelExtent, maskExtent } from "./crop.ts";
import { type MaskSummary, summarise, summariseImage } from "./describe.ts";
import { bankResponses, type Responses, readyFilter } from "./filtered.ts";
import { type BoxOf, heldBoxes } from "./held-box.ts";
import { interpolateImage, interpolateMask } from "./interpolate.ts";
import { isKept, type Lattice, latticeOf, newSpacing, reach } from "./lattice.ts";
import { type Missing, missingValues, noneMissing } from "./no-value.ts";
import { type NormalisationRecord, normalised } from "./normalisation/index.ts";
import { gatheredVoxels, keptMask, type Mask, markedMask } from "./region-passes.ts";
import { limitsOf } from "./resegment.ts";
import { boxIn, type Stored } from "./stored.ts";

/** The image around the region that local intensity needs: a sphere of 1 cm³ has a radius of 6.2 mm. */
const SURROUNDINGS_MM = 7;

/**
 * What comes before any filter: where the region lies on the interpolated grid, and its mask. Several filters of one
 * region share it, and the boxes of the interpolated image that they read.
 */
export type RegionSource = {
  readonly profile: "IBSI";
  /** The image that is measured: normalised, where the recipe says so. */
  readonly volume: Volume;
  readonly normalisation: NormalisationRecord | Reason | null;
  readonly lattice: Lattice;
  /** Null where the label does not occur or the new voxels miss it: `emptyDetail` says which. */
  readonly region: Region | null;
  readonly emptyDetail: string;
  /** The region as drawn; null where interpolation keeps the grid (then it is the interpolated one). */
  readonly initial: MaskSummary;
  /** The box that features are measured in: the region's, with the margin local intensity needs. */
  readonly outer: Extent;
  /** A box of the interpolated image. The largest one so far is kept, and boxes inside it are cut from it. */
  readonly image: BoxOf;
  /** The response of a filter on `outer`. */
  readonly response: Responses;
  /** The region in the image itself, whatever filter follows; null for an empty region. */
  readonly unfiltered: Unfiltered | null;
};

/** A region on the grid after interpolation: its box there, and its mask in that box. */
export type Region = Mask & { readonly extent: Extent };

/** A region before any filter: its intensities, summed up before and after re-segmentation, and what is left of it. */
type Unfiltered = {
  readonly stored: Stored;
  /** The padding that `stored` still holds outside the region. */
  readonly padding: Volume["padding"];
  readonly interpolated: NonNullable<MaskSummary>;
  readonly resegmented: MaskSummary;
  readonly intensityMask: Mask;
  readonly missing: Missing;
};

/** Throws RadiomicaError "GridMismatch" when labels and image differ in size. */
export function regionSource(
  input: ExtractionInput,
  recipe: Recipe,
  bank: readonly FilterSettings[] = [],
): RegionSource {
  const { labels, label, within } = input;
  const { grid } = input.image;
  const voxels = voxelCount(grid);
  if (labels.length !== voxels || input.image.data.length !== voxels) {
    throw new RadiomicaError("GridMismatch", `Image, labels and grid differ in size.`, {
      image: input.image.data.length,
      labels: labels.length,
      grid: voxels,
    });
  }
  const { image, normalisation } = normalisedFor(input, recipe);
  const lattice = latticeOf(grid, recipe.interpolation);
  const boxOf = heldBoxes((extent) => interpolatedIntensities({ image }, recipe, lattice, extent));
  const around = (outer: Extent) => ({
    outer,
    response: bankResponses(bank, (f) => readyFilter(f, lattice, outer), newSpacing(lattice), outer, boxOf),
  });
  const source = { profile: "IBSI", volume: image, normalisation, lattice, image: boxOf } as const;
  const nowhere = { region: null, ...around({ lo: [0, 0, 0], hi: [0, 0, 0] }), unfiltered: null };
  const noVoxel = `No voxel has label ${label}.`;
  const found = labelExtent(labels, grid.dims, label, within);
  if (found === null) return { ...source, ...nowhere, initial: null, emptyDetail: noVoxel };
  const kept = lattice.every(isKept);
  const drawn = { extent: found, ...markedMask({ data: labels, dims: grid.dims, extent: found }, label) };
  const region = kept ? drawn : interpolatedMask(input, recipe, lattice, drawn);
  const initial = kept ? null : summariseImage(image, found, drawn).summary;
  if (region === null) {
    const detail = "The region is too thin for the new voxels: none reaches the partial volume threshold.";
    return { ...source, ...nowhere, initial, emptyDetail: detail };
  }
  const outer = surroundingsOf(region.extent, lattice);
  // Rounding is for whoever asks for interpolation, also where voxels keep their size.
  const asItLies = kept && !recipe.interpolation?.round;
  return lazily(
    { ...source, region, ...around(outer), initial, emptyDetail: noVoxel },
    // Late, so that a filter may ask for its larger box first, from which this one is then cut.
    {
      unfiltered: () => unfilteredRegion(image, recipe, region, asItLies ? null : partOf(boxOf(outer), outer, region)),
    },
  );
}

/** Where a region's voxel (0, 0, 0) lies in a box around it. */
export const offsetIn = (outer: Extent, { extent }: Region): Vec3 => minus(extent.lo, outer.lo);

/** The region's part of a box. */
export const partOf = (data: Float64Array, outer: Extent, region: Region): Stored => ({
  data,
  dims: extentDims(outer),
  extent: { lo: offsetIn(outer, region), hi: minus(region.extent.hi, outer.lo) },
});

/** `interpolated`: its intensities after interpolation; null where they are the image's. */
function unfilteredRegion(
  image: Volume,
  { resegmentation }: Recipe,
  region: Region,
  interpolated: Stored | null,
): Unfiltered | null {
  const { stored, summary } =
    interpolated === null
      ? summariseImage(image, region.extent, region)
      : { stored: interpolated, summary: summarise(interpolated, region) };
  // The label map is shared with the person who draws: a label found a moment ago may be gone.
  if (summary === null) return null;
  const limits = limitsOf(resegmentation, () => tallyMoments(summary.tally ?? tallyOf(gatheredVoxels(stored, region))));
  const inRange = limits === null ? region : keptMask(stored, region, ...limits);
  const missing =
    image.padding === undefined || Number.isFinite(summary.mean)
      ? noneMissing
      : missingValues(image, boxIn(stored), region.mask, inRange.mask, interpolated !== null);
  // What has no value stays in the mask where it stops the measurement, to be reported.
  const intensityMask = missing.reason === null ? inRange : region;
  const resegmented = intensityMask.count === region.count ? summary : summarise(stored, intensityMask);
  const padding = interpolated === null ? image.padding : undefined;
  return { stored, padding, interpolated: summary, resegmented, intensityMask, missing };
}

/** The image that is measured. Where it cannot be normalised it is the image itself, and a reason that stops all else. */
function normalisedFor(
  input: ExtractionInput,
  { normalisation }: Recipe,
): { image: Volume; normalisation: NormalisationRecord | Reason | null } {
  if (normalisation === undefined) return { image: input.image, normalisation: null };
  const found = normalised(input.image, normalisation, input);
  return isReason(found)
    ? { image: input.image, normalisation: found }
    : { image: found.image, normalisation: found.record };
}

const minus = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const plus = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

/** The box `extent` of the image after interpolation and rounding. */
export function interpolatedIntensities(
  { image }: Pick<ExtractionInput, "image">,
  recipe: Recipe,
  lattice: Lattice,
  extent: Extent,
): Float64Array {
  const { interpolation } = recipe;
  const { data, grid, padding } = image;
  if (interpolation === null) return cropImage(data, grid.dims, extent, "nearest", padding);
  const form = interpolation.round ? "rounded" : "exact";
  return interpolateImage(data, grid.dims, lattice, interpolation.image, extent, { padding, form });
}

function interpolatedMask(
  { image, labels, label }: ExtractionInput,
  { interpolation }: Recipe,
  lattice: Lattice,
  drawn: Region,
): Region | null {
  const { extent } = drawn;
  if (interpolation === null) return drawn;
  const ends = lattice.map((axis, a) => reach(axis, extent.lo[a], extent.hi[a] - 1));
  const wide: Extent = { lo: [ends[0][0], ends[1][0], ends[2][0]], hi: [ends[0][1], ends[1][1], ends[2][1]] };
  const { mask: method, maskThreshold } = interpolation;
  const mask = interpolateMask(labels, image.grid.dims, label, lattice, method, maskThreshold, wide);
  return tightRegion(mask, wide);
}

/** A region from its mask in a wider box; null for an empty mask. */
export function tightRegion(mask: Uint8Array, wide: Extent): Region | null {
  const dims = extentDims(wide);
  const tight = maskExtent(mask, dims);
  if (tight === null) return null;
  return {
    ...markedMask({ data: mask, dims, extent: tight }, 1),
    extent: { lo: plus(tight.lo, wide.lo), hi: plus(tight.hi, wide.lo) },
  };
}

function surroundingsOf({ lo, hi }: Extent, lattice: Lattice): Extent {
  const steps = lattice.map((axis) => Math.ceil(SURROUNDINGS_MM / axis.newSpacing));
  const down = (a: 0 | 1 | 2) => Math.max(0, lo[a] - steps[a]);
  const up = (a: 0 | 1 | 2) => Math.min(lattice[a].newCount, hi[a] + steps[a]);
  return { lo: [down(0), down(1), down(2)], hi: [up(0), up(1), up(2)] };
}
