import { RadiomicaError } from "../errors.ts";
import type { FilterSettings, Pulse } from "../filters/filter.ts";
import { completeParams, filterById, isFilterProblem } from "../filters/index.ts";
import type { Grid, Vec3 } from "../grid.ts";
import { moments } from "../math/moments.ts";
import type { ExtractionInput, Warning } from "../plan/extraction.ts";
import { type CompletePyradiomicsSettings, completed } from "../pyradiomics-settings.ts";
import { isReason, type Reason, undefinedBecause } from "../reason.ts";
import type { Recipe } from "../recipe.ts";
import { countOnes, cropImage, cropMask, type Extent, extentDims, labelExtent, maskExtent } from "./crop.ts";
import { describeStages, type MaskSummary, summarise } from "./describe.ts";
import { bankResponses, needsWithin, type ReadyFilter, type Responses } from "./filtered.ts";
import { heldBoxes } from "./held-box.ts";
import { interpolateImage, interpolateMask } from "./interpolate.ts";
import { isKept, type Lattice, latticeOf, newDims, newSpacing, positionOf, reach } from "./lattice.ts";
import { emptyRoi, measuredRoi } from "./measured-roi.ts";
import { finiteProblem, missingValues, withoutPadding } from "./no-value.ts";
import { normalised } from "./normalise.ts";
import { numpyLevels } from "./numpy-bins.ts";
import type { PreparedRoi } from "./prepare-roi.ts";
import { keepWithin, maskedValues } from "./resegment.ts";

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
  /** The image in that box. */
  readonly intensities: Float64Array;
  readonly morphologicalMask: Uint8Array;
  readonly intensityMask: Uint8Array;
  /** Intensities are single-precision numbers. */
  readonly single: boolean;
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
  const measured = recipe.filter === undefined ? region.intensities : region.response(recipe.filter, pulse);
  const values = maskedValues(measured, intensityMask);
  const intensityReason = region.missing ?? finiteProblem(values, input.image.padding !== undefined);
  const levels = intensityReason ?? numpyLevels(values, recipe.discretisation, region.single);
  const levelsReason = isReason(levels) ? levels : null;
  const { levels: valueLevels, ng } = isReason(levels) ? { levels: new Uint16Array(values.length), ng: 0 } : levels;
  const noLevels = levelsReason === null ? [] : [{ code: "no_levels", detail: levelsReason.detail }];
  const box = { dims: extentDims(extent), spacing: newSpacing(lattice) };
  const normalise = completed(recipe.pyradiomics).normalize;
  return {
    roi: measuredRoi(
      {
        ...box,
        unit: normalise || recipe.filter !== undefined ? "arbitrary" : input.image.unit,
        morphologicalMask: region.morphologicalMask,
        intensityMask,
        values,
        levels: valueLevels,
        ng,
      },
      {
        intensities: () => measured,
        surroundings: () => ({ ...box, intensities: measured, offset: [0, 0, 0] }),
      },
    ),
    extent,
    diagnostics,
    warnings: [...noLevels, ...region.warnings],
    regionReason: null,
    intensityReason,
    levelsReason,
  };
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
  const whole =
    settings.pixelType === "integer" || (settings.pixelType === "auto" && image.data.every(Number.isInteger));
  // Moments of the whole image are those of its values; voxels without one leave none.
  const data = settings.normalize ? normalised(withoutPadding(image), settings, whole) : image.data;
  const padding = settings.normalize ? undefined : image.padding;
  const pixels = { whole: whole && !settings.normalize, single: !whole };

  const drawn = cropMask(labels, dims, label, found);
  const initial = kept ? null : summarise(drawn, extentDims(found), cropImage(data, dims, found, "nearest", padding));
  const region = kept ? { extent: found, mask: drawn } : nearestMask(labels, dims, label, lattice, found);
  if (region === null) {
    return without(lattice, nothing(input, lattice, "The region is too thin for the new voxels.", initial));
  }
  /** A box of the image after resampling, as SimpleITK stores it. */
  const boxOf = heldBoxes((extent) => {
    if (interpolation === null || kept) return cropImage(data, dims, extent, "nearest", padding);
    const { image: method } = interpolation;
    // ITK's spline sees the image mirrored beyond its border, its linear interpolation the nearest voxel again.
    const box = interpolateImage(
      data,
      dims,
      lattice,
      method,
      extent,
      method === "cubic" ? "mirror" : "nearest",
      padding,
    );
    blankBeyond(box, extent, lattice, dims);
    if (pixels.whole) return box.map(cutOff);
    return pixels.single ? box.map(Math.fround) : box;
  });
  const intensities = boxOf(region.extent);
  const size = extentDims(region.extent);
  const interpolated = summarise(region.mask, size, intensities);
  if (interpolated === null) return without(lattice, nothing(input, lattice, `No voxel has label ${label}.`, initial));
  const problem = regionProblem(region.mask, size, settings);
  if (problem !== null) return without(lattice, refused(input, lattice, problem, initial, interpolated));

  const inRange = resegmented(intensities, region.mask, recipe, settings);
  const missing = missingValues(image, intensities, region.mask, inRange, !kept || settings.normalize);
  const mask = missing.reason === null ? inRange : region.mask;
  const left = countOnes(mask);
  const after = mask === region.mask ? null : (regionProblem(mask, size, settings, true) ?? null);
  if (after !== null) return without(lattice, refused(input, lattice, after, initial, interpolated));
  const tight = maskExtent(mask, size) ?? { lo: [0, 0, 0], hi: size };
  const extent: Extent = { lo: plus(region.extent.lo, tight.lo), hi: plus(region.extent.lo, tight.hi) };
  const intensityMask = cropMask(mask, size, 1, tight);
  const seen = seenBox(found, lattice, recipe.interpolation !== null, settings);
  const spacing = newSpacing(lattice);
  const warnings: Warning[] = [...missing.warnings];
  if (left < interpolated.count / 2) {
    const percent = ((100 * left) / interpolated.count).toFixed(1);
    const detail = `Re-segmentation left ${percent} % of the region's voxels.`;
    warnings.push({ code: "resegmentation_removed_most", detail });
  }
  return {
    profile: "PyRadiomics",
    lattice,
    region: {
      extent,
      intensities: cropImage(intensities, size, tight),
      morphologicalMask: settings.resegmentShape ? intensityMask : cropMask(region.mask, size, 1, tight),
      intensityMask,
      single: pixels.single,
      diagnostics: describeStages({
        grid: image.grid,
        lattice,
        initial: kept ? interpolated : initial,
        interpolated,
        resegmented: left === interpolated.count ? interpolated : summarise(mask, size, intensities),
      }),
      warnings,
      missing: missing.reason,
      response: bankResponses(bank, (filter) => readyOn(filter, seen, extent, spacing), spacing, extent, boxOf),
    },
  };
}

/** Whether the centre of new voxel j lies outside the old image: SimpleITK writes 0 there. */
const beyond = (axis: Lattice[0], count: number, j: number): boolean => positionOf(axis, j) >= count - 0.5;

/** Sets the voxels of a box of the new image to 0 whose centres lie outside the old image. */
function blankBeyond(box: Float64Array, extent: Extent, lattice: Lattice, dims: Vec3): void {
  const [nx, ny, nz] = extentDims(extent);
  const outside = ([0, 1, 2] as const).map((a) =>
    Array.from({ length: extent.hi[a] - extent.lo[a] }, (_, k) => beyond(lattice[a], dims[a], extent.lo[a] + k)),
  );
  if (!outside.some((axis) => axis.includes(true))) return;
  for (let z = 0, i = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) if (outside[0][x] || outside[1][y] || outside[2][z]) box[i] = 0;
    }
  }
}

/** What stands before the point. A whole number that rounding has left a little below itself is that number. */
function cutOff(x: number): number {
  const near = Math.round(x);
  return (Math.abs(x - near) < 1e-9 ? near : Math.trunc(x)) + 0;
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
function nearestMask(labels: Uint8Array, dims: Vec3, label: number, lattice: Lattice, drawn: Extent) {
  const ends = lattice.map((axis, a) => reach(axis, drawn.lo[a], drawn.hi[a] - 1));
  const end = (a: 0 | 1 | 2) =>
    ends[a][1] > 0 && beyond(lattice[a], dims[a], ends[a][1] - 1) ? ends[a][1] - 1 : ends[a][1];
  const wide: Extent = { lo: [ends[0][0], ends[1][0], ends[2][0]], hi: [end(0), end(1), end(2)] };
  const size = extentDims(wide);
  const mask = interpolateMask(labels, dims, label, lattice, "nearest", 0.5, wide);
  const tight = maskExtent(mask, size);
  if (tight === null) return null;
  return {
    extent: { lo: plus(tight.lo, wide.lo), hi: plus(tight.hi, wide.lo) },
    mask: cropMask(mask, size, 1, tight),
  };
}

/** Why PyRadiomics would refuse a mask, or null. */
function regionProblem(
  mask: Uint8Array,
  dims: Vec3,
  { minimumROIDimensions, minimumROISize }: CompletePyradiomicsSettings,
  resegmented = false,
): Reason | null {
  const what = resegmented ? "Re-segmentation left" : "The region has";
  const count = countOnes(mask);
  const tight = maskExtent(mask, dims);
  if (tight === null) return undefinedBecause("empty_region", `${what} no voxel.`);
  if (count === 1) return undefinedBecause("single_voxel", `${what} one voxel.`);
  const axes = extentDims(tight).filter((n) => n > 1).length;
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
  intensities: Float64Array,
  mask: Uint8Array,
  { resegmentation: { range } }: Recipe,
  { resegmentMode }: CompletePyradiomicsSettings,
): Uint8Array {
  const [low, high] = range;
  if (low === null && high === null) return mask;
  const { max, mean, variance } = moments(maskedValues(intensities, mask));
  const limit = (t: number): number => {
    if (resegmentMode === "relative") return max * t;
    return resegmentMode === "sigma" ? mean + Math.sqrt(variance) * t : t;
  };
  return keepWithin(
    intensities,
    mask,
    low === null ? Number.NEGATIVE_INFINITY : limit(low),
    high === null ? Number.POSITIVE_INFINITY : limit(high),
  );
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
