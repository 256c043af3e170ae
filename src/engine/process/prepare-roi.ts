import { RadiomicaError } from "../errors.ts";
import type { FilterSettings, Pulse } from "../filters/filter.ts";
import { filterById } from "../filters/index.ts";
import { type Vec3, voxelCount } from "../grid.ts";
import type { DiagnosticRow, ExtractionInput, Warning } from "../plan/extraction.ts";
import { isReason, type Reason, undefinedBecause } from "../reason.ts";
import type { Recipe } from "../recipe.ts";
import type { Roi } from "../roi.ts";
import type { Volume } from "../volume.ts";
import { countOnes, cropImage, cropMask, type Extent, extentDims, labelExtent, maskExtent } from "./crop.ts";
import { describeStages, type MaskSummary, summarise } from "./describe.ts";
import { discretise, type Levels } from "./discretise.ts";
import { bankResponses, type Responses, readyFilter } from "./filtered.ts";
import { type BoxOf, heldBoxes } from "./held-box.ts";
import { interpolateImage, interpolateMask } from "./interpolate.ts";
import { isKept, type Lattice, latticeOf, newSpacing, reach } from "./lattice.ts";
import { emptyRoi, measuredRoi } from "./measured-roi.ts";
import { finiteProblem, missingValues } from "./no-value.ts";
import { type NormalisationRecord, normalised } from "./normalisation/index.ts";
import { type PyradiomicsSource, preparePyradiomics, pyradiomicsSource } from "./prepare-pyradiomics.ts";
import { resegment } from "./resegment.ts";

/** A region after the chain, what the steps left at each stage, and why some families cannot be computed. */
export type PreparedRoi = {
  readonly roi: Roi;
  /** Where the region's box lies on the grid after interpolation; null for an empty region. */
  readonly extent: Extent | null;
  readonly diagnostics: readonly DiagnosticRow[];
  readonly warnings: readonly Warning[];
  /** Why nothing at all can be computed: the region is empty. */
  readonly regionReason: Reason | null;
  /** Why nothing can be computed from intensities. */
  readonly intensityReason: Reason | null;
  /** Why nothing can be computed from grey levels. */
  readonly levelsReason: Reason | null;
  /** What the recipe's normalisation came to; left out without one. */
  readonly normalisation?: NormalisationRecord;
};

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
  readonly region: { readonly extent: Extent; readonly mask: Uint8Array } | null;
  readonly emptyDetail: string;
  /** The region as drawn; null where interpolation keeps the grid (then it is the interpolated one). */
  readonly initial: MaskSummary;
  /** The box that features are measured in: the region's, with the margin local intensity needs. */
  readonly outer: Extent;
  /** A box of the interpolated image. The largest one so far is kept, and boxes inside it are cut from it. */
  readonly image: BoxOf;
  /** The response of a filter on `outer`. */
  readonly response: Responses;
};

/** What several filters of one region share, by the profile of their recipe. */
export type SharedSource = RegionSource | PyradiomicsSource;

/** What the filters of a bank share; they are the recipe's, one after the other. Throws as `prepareRoi` does. */
export const sharedSource = (input: ExtractionInput, recipe: Recipe, bank: readonly FilterSettings[]): SharedSource =>
  recipe.profile === "PyRadiomics" ? pyradiomicsSource(input, recipe, bank) : regionSource(input, recipe, bank);

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
  const nowhere = { region: null, ...around({ lo: [0, 0, 0], hi: [0, 0, 0] }) };
  const noVoxel = `No voxel has label ${label}.`;
  const found = labelExtent(labels, grid.dims, label, within);
  if (found === null) return { ...source, ...nowhere, initial: null, emptyDetail: noVoxel };
  const kept = lattice.every(isKept);
  const drawn = cropMask(labels, grid.dims, label, found);
  const region = kept ? { extent: found, mask: drawn } : interpolatedMask(input, recipe, lattice, found);
  const initial = kept
    ? null
    : summarise(drawn, extentDims(found), cropImage(image.data, grid.dims, found, "nearest", image.padding));
  if (region === null) {
    const detail = "The region is too thin for the new voxels: none reaches the partial volume threshold.";
    return { ...source, ...nowhere, initial, emptyDetail: detail };
  }
  return { ...source, region, ...around(surroundingsOf(region.extent, lattice)), initial, emptyDetail: noVoxel };
}

/**
 * The whole chain of IBSI-1 §2: interpolation, rounding, re-segmentation, discretisation. Its cost is that of the
 * region, not of the volume around it; its result is that of the whole volume (see `interpolateImage`).
 *
 * With a filter (IBSI-2) the response takes the image's place after interpolation: region and re-segmentation come from
 * the image itself, everything measured from the response, in its box with the halo the filter needs. Bins of a fixed
 * size then start at the region's minimum: the re-segmentation range is one of the image's intensities.
 * `shared` is what several filters of the region share; `pulse` is called while a filter works.
 * Throws RadiomicaError "GridMismatch" when labels and image differ in size, "OutOfMemory" for a filter that would take
 * too much.
 */
export function prepareRoi(input: ExtractionInput, recipe: Recipe, shared?: SharedSource, pulse?: Pulse): PreparedRoi {
  const bank = recipe.filter === undefined ? [] : [recipe.filter];
  const source = shared ?? sharedSource(input, recipe, bank);
  if (source.profile === "PyRadiomics") return preparePyradiomics(input, recipe, source, pulse);
  const { label } = input;
  const { lattice, region, initial, outer, volume: image, normalisation } = source;
  const { grid } = image;
  if (region === null) return nothing(input, lattice, initial, source.emptyDetail);
  const kept = lattice.every(isKept);
  const dims = extentDims(region.extent);
  // The filter's box first: the others are then cut from it.
  const response = recipe.filter === undefined ? null : source.response(recipe.filter, pulse);
  const around = source.image(outer);
  const outerDims = extentDims(outer);
  const offset = minus(region.extent.lo, outer.lo);
  const inner: Extent = { lo: offset, hi: minus(region.extent.hi, outer.lo) };
  const innerOf = (box: Float64Array) => (box.length === region.mask.length ? box : cropImage(box, outerDims, inner));
  const unfiltered = innerOf(around);
  const interpolated = summarise(region.mask, dims, unfiltered);
  // The label map is shared with the person who draws: a label found a moment ago may be gone.
  if (interpolated === null) return nothing(input, lattice, initial, `No voxel has label ${label}.`);

  const inRange = resegment(unfiltered, region.mask, recipe.resegmentation);
  const missing = missingValues(image, unfiltered, region.mask, inRange, !kept);
  // What has no value stays in the mask where it stops the measurement, to be reported.
  const intensityMask = missing.reason === null ? inRange : new Uint8Array(region.mask);
  const left = countOnes(intensityMask);
  const resegmented = left === interpolated.count ? interpolated : summarise(intensityMask, dims, unfiltered);
  const intensities = response === null ? unfiltered : innerOf(response);
  const measured = response === null ? resegmented : summarise(intensityMask, dims, intensities);
  const values = measured?.values ?? new Float64Array(0);
  const levels = discretise(values, recipe.discretisation, response === null ? recipe.resegmentation.range[0] : null);
  const notNormalised = isReason(normalisation) ? normalisation : null;
  const intensityReason =
    notNormalised ?? missing.reason ?? intensityProblem(values, measured, image.padding !== undefined);
  const levelsReason = intensityReason ?? (isReason(levels) ? levels : null);
  const { levels: valueLevels, ng } = isReason(levels) || levelsReason ? noLevels(values.length) : levels;

  const warnings: Warning[] = [...missing.warnings];
  if (levelsReason !== null) warnings.push({ code: "no_levels", detail: levelsReason.detail });
  if (left < interpolated.count / 2) {
    const percent = ((100 * left) / interpolated.count).toFixed(1);
    const detail = `Re-segmentation left ${percent} % of the region's voxels.`;
    warnings.push({ code: "resegmentation_removed_most", detail });
  }
  const spacing = newSpacing(lattice);
  return {
    roi: measuredRoi(
      {
        dims,
        spacing,
        unit: recipe.filter === undefined || filterById(recipe.filter.id)?.keepsUnit ? image.unit : "arbitrary",
        morphologicalMask: region.mask,
        intensityMask,
        values,
        levels: valueLevels,
        ng,
      },
      {
        intensities: () => intensities,
        surroundings: () => ({ dims: outerDims, spacing, intensities: response ?? around, offset }),
      },
    ),
    extent: region.extent,
    diagnostics: describeStages({
      grid,
      lattice,
      initial: kept ? interpolated : initial,
      interpolated,
      resegmented,
    }),
    warnings,
    regionReason: null,
    intensityReason,
    levelsReason,
    ...(normalisation === null || isReason(normalisation) ? {} : { normalisation }),
  };
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

const noLevels = (count: number): Levels => ({ levels: new Uint16Array(count), ng: 0 });

function nothing(input: ExtractionInput, lattice: Lattice, initial: MaskSummary, detail: string): PreparedRoi {
  const reason = undefinedBecause("empty_region", detail);
  const { grid } = input.image;
  return {
    roi: emptyRoi(input.image, newSpacing(lattice)),
    extent: null,
    diagnostics: describeStages({ grid, lattice, initial, interpolated: null, resegmented: null }),
    warnings: [],
    regionReason: reason,
    intensityReason: reason,
    levelsReason: reason,
  };
}

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
  const box = interpolateImage(data, grid.dims, lattice, interpolation.image, extent, "nearest", padding);
  // Halves go up, as the IBSI's "nearest integer" for calibrated units; −0 is 0.
  if (interpolation.round) for (let i = 0; i < box.length; i++) box[i] = Math.floor(box[i] + 0.5) + 0;
  return box;
}

function interpolatedMask(
  { image, labels, label }: ExtractionInput,
  recipe: Recipe,
  lattice: Lattice,
  extent: Extent,
): { extent: Extent; mask: Uint8Array } | null {
  const { interpolation } = recipe;
  const { dims } = image.grid;
  if (interpolation === null) return { extent, mask: cropMask(labels, dims, label, extent) };
  const ends = lattice.map((axis, a) => reach(axis, extent.lo[a], extent.hi[a] - 1));
  const wide: Extent = { lo: [ends[0][0], ends[1][0], ends[2][0]], hi: [ends[0][1], ends[1][1], ends[2][1]] };
  const size = extentDims(wide);
  const { mask: method, maskThreshold } = interpolation;
  const mask = interpolateMask(labels, dims, label, lattice, method, maskThreshold, wide);
  const tight = maskExtent(mask, size);
  if (tight === null) return null;
  const add = (v: Vec3): Vec3 => [v[0] + wide.lo[0], v[1] + wide.lo[1], v[2] + wide.lo[2]];
  return { extent: { lo: add(tight.lo), hi: add(tight.hi) }, mask: cropMask(mask, size, 1, tight) };
}

function surroundingsOf({ lo, hi }: Extent, lattice: Lattice): Extent {
  const steps = lattice.map((axis) => Math.ceil(SURROUNDINGS_MM / axis.newSpacing));
  const down = (a: 0 | 1 | 2) => Math.max(0, lo[a] - steps[a]);
  const up = (a: 0 | 1 | 2) => Math.min(lattice[a].newCount, hi[a] + steps[a]);
  return { lo: [down(0), down(1), down(2)], hi: [up(0), up(1), up(2)] };
}

function intensityProblem(values: Float64Array, summary: MaskSummary, padded: boolean): Reason | null {
  if (summary === null) {
    return undefinedBecause("empty_intensity_mask", "Re-segmentation left no voxel of the region.");
  }
  return Number.isFinite(summary.moments.variance) ? null : finiteProblem(values, padded);
}
