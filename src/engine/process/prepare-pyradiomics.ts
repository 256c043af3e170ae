import { RadiomicaError } from "../errors.ts";
import type { FilterSettings, Pulse } from "../filters/filter.ts";
import { completeParams, filterById, isFilterProblem } from "../filters/index.ts";
import type { Grid, Vec3 } from "../grid.ts";
import { levelOf } from "../kernels/region-levels.ts";
import { lazily } from "../lazy.ts";
import { tallyMoments, tallyOf } from "../math/tally.ts";
import type { ExtractionInput, Warning } from "../plan/extraction.ts";
import { type CompletePyradiomicsSettings, completed } from "../pyradiomics-settings.ts";
import { isReason, type Reason, undefinedBecause } from "../reason.ts";
import type { Discretisation, Recipe } from "../recipe.ts";
import type { Volume } from "../volume.ts";
import { cropImage, cropMask, type Extent, extentDims, labelExtent } from "./crop.ts";
import { describeStages, type MaskSummary, summarise, summariseImage } from "./describe.ts";
import { bankResponses, needsWithin, type ReadyFilter, type Responses } from "./filtered.ts";
import { heldBoxes, sameExtent } from "./held-box.ts";
import { interpolateImage, interpolateMask } from "./interpolate.ts";
import { isKept, type Lattice, latticeOf, newDims, newSpacing, positionOf, reach } from "./lattice.ts";
import { emptyRoi, measuredRoi } from "./measured-roi.ts";
import { finiteProblem, missingValues, noneMissing, withoutPadding } from "./no-value.ts";
import { normalised } from "./normalise.ts";
import { numpyBins } from "./numpy-bins.ts";
import type { PreparedRoi } from "./prepare-roi.ts";
import { gatheredVoxels, keptMask, type Mask, markedMask } from "./region-passes.ts";
import { type Region, tightRegion } from "./region-source.ts";
import { boxed, boxIn, type Stored } from "./stored.ts";

/** What comes before any filter, and what several filters of one region share. */
export type PyradiomicsSource = {
  readonly profile: "PyRadiomics";
  readonly lattice: Lattice;
  /** Why there is nothing to measure; else the region. */
  readonly region: PreparedRoi | PyradiomicsRegion;
};

type PyradiomicsRegion = {
  /** The box of the re-segmented mask on the new grid: everything is measured there. */
  readonly extent: Extent;
  /** The image in that box, its intensities summed up, and the padding that it still holds outside the region. */
  readonly stored: Stored;
  readonly survey: MaskSummary;
  readonly padding: Volume["padding"];
  readonly morphologicalMask: Uint8Array;
  /** Of the same box. */
  readonly intensityMask: Mask;
  /** Whether intensities are single-precision numbers: to know it may take a look at the whole image. */
  readonly single: () => boolean;
  readonly diagnostics: PreparedRoi["diagnostics"];
  readonly warnings: readonly Warning[];
  /** Why voxels without a value forbid any measurement; null where they do not. */
  readonly missing: Reason | null;
  /** The response of a filter on `extent`. */
  readonly response: Responses;
};

/**
 * The chain of PyRadiomics: normalisation, resampling (corners aligned, mask nearest), re-segmentation, filter, bins.
 * Where it departs from the IBSI's: everything is cut to the box of the re-segmented mask, shape too; an image of whole
 * numbers stays one when it is resampled; a filter sees the region's box and `padDistance` voxels around it, unless
 * the image is neither resampled nor cropped.
 */
export function preparePyradiomics(
  input: ExtractionInput,
  recipe: Recipe,
  { lattice, region }: PyradiomicsSource,
  pulse?: Pulse,
): PreparedRoi {
  if ("roi" in region) return region;
  const { extent, intensityMask, diagnostics } = region;
  const filtered = recipe.filter !== undefined;
  const dims = extentDims(extent);
  const stored = filtered ? boxed(region.response(recipe.filter, pulse), dims) : region.stored;
  const survey = filtered ? summarise(stored, intensityMask) : region.survey;
  const finite = survey === null || Number.isFinite(survey.mean);
  const intensityReason =
    region.missing ??
    (finite ? null : finiteProblem(gatheredVoxels(stored, intensityMask), input.image.padding !== undefined));
  const bins = intensityReason ?? binsIn(survey, recipe.discretisation, region.single);
  const levelsReason = isReason(bins) ? bins : null;
  const noLevels = levelsReason === null ? [] : [{ code: "no_levels", detail: levelsReason.detail }];
  const box = { dims, spacing: newSpacing(lattice) };
  const normalise = completed(recipe.pyradiomics).normalize;
  return {
    roi: measuredRoi(
      {
        ...box,
        unit: normalise || filtered ? "arbitrary" : input.image.unit,
        morphologicalMask: region.morphologicalMask,
        intensityMask: intensityMask.mask,
        voxels: intensityMask.count,
        ng: isReason(bins) ? 0 : bins.ng,
      },
      { stored, survey, bins: isReason(bins) ? null : bins, padding: filtered ? undefined : region.padding },
      (intensities) => ({ ...boxed(intensities, box.dims), offset: [0, 0, 0] }),
    ),
    extent,
    diagnostics,
    warnings: [...noLevels, ...region.warnings],
    regionReason: null,
    intensityReason,
    levelsReason,
  };
}

/** The bins of a region's intensities, or why they have none. */
function binsIn(survey: MaskSummary, how: Discretisation, isSingle: () => boolean): ReturnType<typeof numpyBins> {
  if (survey === null) return undefinedBecause("empty_intensity_mask", "The intensity mask holds no voxel.");
  if (how.method !== "FBN") return numpyBins(survey, how, false);
  const [single, double] = [numpyBins(survey, how, true), numpyBins(survey, how, false)];
  // Where it makes no difference to a voxel, the image need not be asked.
  const same =
    !isReason(single) &&
    !isReason(double) &&
    survey.tally?.values.every((x) => levelOf(x, single) === levelOf(x, double));
  return same || isSingle() ? single : double;
}

/** The chain up to the filter. `bank`: the filters that will be asked for. */
export function pyradiomicsSource(
  input: ExtractionInput,
  recipe: Recipe,
  bank: readonly FilterSettings[],
): PyradiomicsSource {
  const { image, labels, label, within } = input;
  const { dims } = image.grid;
  const settings = completed(recipe.pyradiomics);
  const found = labelExtent(labels, dims, label, within);
  const without = (lattice: Lattice, region: PreparedRoi): PyradiomicsSource => ({
    profile: "PyRadiomics",
    lattice,
    region,
  });
  if (found === null) {
    const old = latticeOf(image.grid, null);
    return without(old, nothing(input, old, `No voxel has label ${label}.`));
  }
  const interpolation = effective(recipe.interpolation, image.grid, found);
  const lattice = latticeOf(image.grid, interpolation);
  const kept = lattice.every(isKept);
  const pixels = lazily(
    {},
    { whole: () => settings.pixelType === "integer" || (settings.pixelType === "auto" && areWhole(image.data)) },
  );
  // Moments of the whole image are those of its values; voxels without one leave none.
  const data = settings.normalize ? normalised(withoutPadding(image), settings, pixels.whole) : image.data;
  const padding = settings.normalize ? undefined : image.padding;
  const measuredImage = { data, grid: image.grid, ...(padding ? { padding } : {}) };

  const drawn = { extent: found, ...markedMask({ data: labels, dims, extent: found }, label) };
  const initial = kept ? null : summariseImage(measuredImage, found, drawn).summary;
  const region = kept ? drawn : nearestMask(labels, dims, label, lattice, found);
  if (region === null) {
    return without(lattice, nothing(input, lattice, "The region is too thin for the new voxels.", initial));
  }
  /** A box of the image after resampling, as SimpleITK stores it. */
  const boxOf = heldBoxes((extent) => {
    if (interpolation === null || kept) return cropImage(data, dims, extent, "nearest", padding);
    const { image: method } = interpolation;
    // ITK's spline sees the image mirrored beyond its border, its linear interpolation the nearest voxel again.
    const how = { beyond: method === "cubic" ? "mirror" : "nearest", padding } as const;
    const form = !pixels.whole ? "single" : settings.normalize ? "exact" : "cut";
    const box = interpolateImage(data, dims, lattice, method, extent, { ...how, form });
    return blankBeyond(box, extent, lattice, dims);
  });
  const size = extentDims(region.extent);
  const resampled = kept ? null : boxed(boxOf(region.extent), size);
  const { stored, summary: interpolated } =
    resampled === null
      ? summariseImage(measuredImage, region.extent, region)
      : { stored: resampled, summary: summarise(resampled, region) };
  if (interpolated === null) return without(lattice, nothing(input, lattice, `No voxel has label ${label}.`, initial));
  const problem = regionProblem(region, settings);
  if (problem !== null) return without(lattice, refused(input, lattice, problem, initial, interpolated));

  const inRange = resegmented(stored, region, interpolated, recipe, settings);
  const missing =
    image.padding === undefined || Number.isFinite(interpolated.mean)
      ? noneMissing
      : missingValues(image, boxIn(stored), region.mask, inRange.mask, !kept || settings.normalize);
  const left = missing.reason === null ? inRange : region;
  const after = left === region ? null : regionProblem(left, settings, true);
  if (after !== null) return without(lattice, refused(input, lattice, after, initial, interpolated));
  const tight = left.box ?? { lo: [0, 0, 0], hi: size };
  const extent: Extent = { lo: plus(region.extent.lo, tight.lo), hi: plus(region.extent.lo, tight.hi) };
  const whole3d = sameExtent(tight, { lo: [0, 0, 0], hi: size });
  const cut = (mask: Uint8Array) => (whole3d ? mask : cropMask(mask, size, 1, tight));
  const intensityMask = { ...left, mask: cut(left.mask), box: { lo: [0, 0, 0], hi: extentDims(tight) } } as const;
  const survey = left.count === region.count ? interpolated : summarise(stored, left);
  const seen = seenBox(found, lattice, recipe.interpolation !== null, settings);
  const spacing = newSpacing(lattice);
  const warnings: Warning[] = [...missing.warnings];
  if (left.count < interpolated.count / 2) {
    const percent = ((100 * left.count) / interpolated.count).toFixed(1);
    const detail = `Re-segmentation left ${percent} % of the region's voxels.`;
    warnings.push({ code: "resegmentation_removed_most", detail });
  }
  return {
    profile: "PyRadiomics",
    lattice,
    region: {
      extent,
      stored: { ...stored, extent: { lo: plus(stored.extent.lo, tight.lo), hi: plus(stored.extent.lo, tight.hi) } },
      survey,
      padding: kept ? padding : undefined,
      morphologicalMask: settings.resegmentShape ? intensityMask.mask : cut(region.mask),
      intensityMask,
      single: () => !pixels.whole,
      diagnostics: describeStages({
        grid: image.grid,
        lattice,
        initial: kept ? interpolated : initial,
        interpolated,
        resegmented: survey,
      }),
      warnings,
      missing: missing.reason,
      response: bankResponses(bank, (filter) => readyOn(filter, seen, extent, spacing), spacing, extent, boxOf),
    },
  };
}

function areWhole(data: Float32Array): boolean {
  for (let i = 0; i < data.length; i++) if (!Number.isInteger(data[i])) return false;
  return true;
}

/** Whether the centre of new voxel j lies outside the old image: SimpleITK writes 0 there. */
const beyond = (axis: Lattice[0], count: number, j: number): boolean => positionOf(axis, j) >= count - 0.5;

/** Sets the voxels of a box of the new image to 0 whose centres lie outside the old image. */
function blankBeyond(box: Float64Array, extent: Extent, lattice: Lattice, dims: Vec3): Float64Array {
  const [nx, ny, nz] = extentDims(extent);
  const outside = ([0, 1, 2] as const).map((a) =>
    Array.from({ length: extent.hi[a] - extent.lo[a] }, (_, k) => beyond(lattice[a], dims[a], extent.lo[a] + k)),
  );
  if (!outside.some((axis) => axis.includes(true))) return box;
  for (let z = 0, i = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) if (outside[0][x] || outside[1][y] || outside[2][z]) box[i] = 0;
    }
  }
  return box;
}

const plus = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

type Interpolation = Recipe["interpolation"];

/**
 * What is left of an interpolation: an axis with spacing 0, or on which the region is one voxel long, keeps its own;
 * and where all are as they were (to 1e-5, NumPy's allclose), nothing is done.
 */
function effective(asked: Interpolation, { spacing }: Grid, { lo, hi }: Extent): Interpolation {
  if (asked === null) return null;
  const kept = (a: 0 | 1 | 2) =>
    asked.spacing[a] === 0 || hi[a] - lo[a] === 1 || (a === 2 && asked.dimensionality === "2D");
  const wanted = (a: 0 | 1 | 2) => (kept(a) ? spacing[a] : asked.spacing[a]);
  const next: Vec3 = [wanted(0), wanted(1), wanted(2)];
  if (next.every((s, a) => Math.abs(spacing[a] - s) <= 1e-8 + 1e-5 * s)) return null;
  return { ...asked, dimensionality: "3D", spacing: next, alignment: asked.alignment ?? "corner" };
}

/** The nearest voxel's mask; new voxels whose centre lies outside the old image are outside the region. */
function nearestMask(labels: Uint8Array, dims: Vec3, label: number, lattice: Lattice, drawn: Extent): Region | null {
  const ends = lattice.map((axis, a) => reach(axis, drawn.lo[a], drawn.hi[a] - 1));
  const end = (a: 0 | 1 | 2) =>
    ends[a][1] > 0 && beyond(lattice[a], dims[a], ends[a][1] - 1) ? ends[a][1] - 1 : ends[a][1];
  const wide: Extent = { lo: [ends[0][0], ends[1][0], ends[2][0]], hi: [end(0), end(1), end(2)] };
  return tightRegion(interpolateMask(labels, dims, label, lattice, "nearest", 0.5, wide), wide);
}

/** Why PyRadiomics would refuse a mask, or null. */
function regionProblem(
  { count, box }: Mask,
  { minimumROIDimensions, minimumROISize }: CompletePyradiomicsSettings,
  resegmented = false,
): Reason | null {
  const what = resegmented ? "Re-segmentation left" : "The region has";
  if (box === null) return undefinedBecause("empty_region", `${what} no voxel.`);
  if (count === 1) return undefinedBecause("single_voxel", `${what} one voxel.`);
  const axes = extentDims(box).filter((n) => n > 1).length;
  if (axes < minimumROIDimensions) {
    const detail = `${what} an extent along ${axes} axes; minimumROIDimensions is ${minimumROIDimensions}.`;
    return undefinedBecause("too_few_voxels", detail);
  }
  if (minimumROISize !== null && count <= minimumROISize) {
    return undefinedBecause("too_few_voxels", `${what} ${count} voxels; minimumROISize is ${minimumROISize}.`);
  }
  return null;
}

/** The mask after re-segmentation; the same mask where there is none. Limits are taken from the whole mask. */
function resegmented(
  stored: Stored,
  mask: Mask,
  { tally }: NonNullable<MaskSummary>,
  { resegmentation: { range } }: Recipe,
  { resegmentMode }: CompletePyradiomicsSettings,
): Mask {
  const [low, high] = range;
  if (low === null && high === null) return mask;
  const limit = (t: number): number => {
    if (resegmentMode === "absolute") return t;
    const { max, mean, variance } = tallyMoments(tally ?? tallyOf(gatheredVoxels(stored, mask)));
    return resegmentMode === "relative" ? max * t : mean + Math.sqrt(variance) * t;
  };
  const least = low === null ? Number.NEGATIVE_INFINITY : limit(low);
  return keptMask(stored, mask, least, high === null ? Number.POSITIVE_INFINITY : limit(high));
}

/** A filter that sees the box `seen` and no more, for its response on `extent`. */
function readyOn(filter: FilterSettings, seen: Extent, extent: Extent, spacing: Vec3): ReadyFilter {
  const found = filterById(filter.id);
  const params = completeParams(filter);
  if (found === undefined || isFilterProblem(params)) {
    const detail = isFilterProblem(params) ? params.detail : `No filter is called "${filter.id}".`;
    throw new RadiomicaError("InvalidRecipe", detail, { setting: "filter" });
  }
  const problem = found.problem(params, { dims: extentDims(seen), spacing });
  if (problem !== null) {
    throw new RadiomicaError("InvalidRecipe", problem.detail, {
      setting: `filter.${problem.param}`,
      code: problem.code,
    });
  }
  return { filter: found, params, needs: needsWithin(found, params, spacing, extent, seen) };
}

/**
 * What PyRadiomics hands to a filter: the whole image; or, resampled or cropped, the region's box with `padDistance`
 * voxels around it, which after resampling begins and ends at whole new voxels outside the drawn box's corners.
 */
function seenBox(
  { lo, hi }: Extent,
  lattice: Lattice,
  resampling: boolean,
  { padDistance: pad, preCrop }: CompletePyradiomicsSettings,
): Extent {
  const all = newDims(lattice);
  const kept = lattice.every(isKept);
  if (!resampling && !preCrop) return { lo: [0, 0, 0], hi: all };
  const down = (a: 0 | 1 | 2) => Math.max(0, kept ? lo[a] - pad : Math.floor((lo[a] - 0.5) / lattice[a].ratio - pad));
  const up = (a: 0 | 1 | 2) =>
    Math.min(all[a], kept ? hi[a] + pad : Math.ceil((hi[a] - 0.5) / lattice[a].ratio + pad) + 1);
  return { lo: [down(0), down(1), down(2)], hi: [up(0), up(1), up(2)] };
}

function nothing(input: ExtractionInput, lattice: Lattice, detail: string, initial: MaskSummary = null): PreparedRoi {
  return refused(input, lattice, undefinedBecause("empty_region", detail), initial, null);
}

/** No region to measure, and why. */
function refused(
  { image }: ExtractionInput,
  lattice: Lattice,
  reason: Reason,
  initial: MaskSummary,
  interpolated: MaskSummary,
): PreparedRoi {
  return {
    roi: emptyRoi(image, newSpacing(lattice)),
    extent: null,
    diagnostics: describeStages({ grid: image.grid, lattice, initial, interpolated, resegmented: null }),
    warnings: [{ code: "no_levels", detail: reason.detail }],
    regionReason: reason,
    intensityReason: reason,
    levelsReason: reason,
  };
}
