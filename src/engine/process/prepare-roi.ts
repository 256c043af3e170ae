import type { FilterSettings, Pulse } from "../filters/filter.ts";
import { filterById } from "../filters/index.ts";
import type { Bins } from "../kernels/region-levels.ts";
import type { DiagnosticRow, ExtractionInput, Warning } from "../plan/extraction.ts";
import { isReason, type Reason, undefinedBecause } from "../reason.ts";
import type { Discretisation, Recipe } from "../recipe.ts";
import type { Roi } from "../roi.ts";
import { type Extent, extentDims } from "./crop.ts";
import { describeStages, type MaskSummary, summarise } from "./describe.ts";
import { binsOf, wholeBins } from "./discretise.ts";
import { isKept, type Lattice, newSpacing } from "./lattice.ts";
import { emptyRoi, measuredRoi } from "./measured-roi.ts";
import { finiteProblem } from "./no-value.ts";
import type { NormalisationRecord } from "./normalisation/index.ts";
import { type PyradiomicsSource, preparePyradiomics, pyradiomicsSource } from "./prepare-pyradiomics.ts";
import { gatheredVoxels } from "./region-passes.ts";
import { offsetIn, partOf, type RegionSource, regionSource } from "./region-source.ts";
import { boxed, type Stored } from "./stored.ts";

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

/** What several filters of one region share, by the profile of their recipe. */
export type SharedSource = RegionSource | PyradiomicsSource;

/** What the filters of a bank share; they are the recipe's, one after the other. Throws as `prepareRoi` does. */
export const sharedSource = (input: ExtractionInput, recipe: Recipe, bank: readonly FilterSettings[]): SharedSource =>
  recipe.profile === "PyRadiomics" ? pyradiomicsSource(input, recipe, bank) : regionSource(input, recipe, bank);

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
  const { lattice, region, initial, outer, volume: image, normalisation } = source;
  if (region === null) return nothing(input, lattice, initial, source.emptyDetail);
  const response = recipe.filter === undefined ? null : source.response(recipe.filter, pulse);
  const { unfiltered } = source;
  if (unfiltered === null) return nothing(input, lattice, initial, source.emptyDetail);

  const { interpolated, resegmented, intensityMask, missing } = unfiltered;
  const stored = response === null ? unfiltered.stored : partOf(response, outer, region);
  const measured = response === null ? resegmented : summarise(stored, intensityMask);
  // Where the image is measured as it lies, its surroundings need not be copied either.
  const around = (): Stored =>
    response === null && stored.data === image.data && image.padding === undefined
      ? { ...stored, extent: outer }
      : boxed(response ?? source.image(outer), extentDims(outer));
  const values = () => gatheredVoxels(stored, intensityMask);
  const notNormalised = isReason(normalisation) ? normalisation : null;
  const intensityReason =
    notNormalised ?? missing.reason ?? intensityProblem(measured, values, image.padding !== undefined);
  const low = response === null ? recipe.resegmentation.range[0] : null;
  const bins = intensityReason ?? binsIn(measured, recipe.discretisation, low, values);
  const levelsReason = isReason(bins) ? bins : null;

  const warnings: Warning[] = [...missing.warnings];
  if (levelsReason !== null) warnings.push({ code: "no_levels", detail: levelsReason.detail });
  if (intensityMask.count < interpolated.count / 2) {
    const percent = ((100 * intensityMask.count) / interpolated.count).toFixed(1);
    const detail = `Re-segmentation left ${percent} % of the region's voxels.`;
    warnings.push({ code: "resegmentation_removed_most", detail });
  }
  const spacing = newSpacing(lattice);
  return {
    roi: measuredRoi(
      {
        dims: extentDims(region.extent),
        spacing,
        unit: recipe.filter === undefined || filterById(recipe.filter.id)?.keepsUnit ? image.unit : "arbitrary",
        morphologicalMask: region.mask,
        intensityMask: intensityMask.mask,
        voxels: intensityMask.count,
        ng: isReason(bins) ? 0 : bins.most,
      },
      {
        stored,
        survey: measured,
        bins: isReason(bins) ? null : bins,
        padding: response === null ? unfiltered.padding : undefined,
      },
      () => ({ ...around(), offset: offsetIn(outer, region) }),
    ),
    extent: region.extent,
    diagnostics: describeStages({
      grid: image.grid,
      lattice,
      initial: lattice.every(isKept) ? interpolated : initial,
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

/** Why nothing can be computed from intensities, or null. */
function intensityProblem(summary: MaskSummary, values: () => Float64Array, padded: boolean): Reason | null {
  if (summary === null) {
    return undefinedBecause("empty_intensity_mask", "Re-segmentation left no voxel of the region.");
  }
  return Number.isFinite(summary.mean) ? null : finiteProblem(values(), padded);
}

/** The bins of a region's intensities, or why they have none. */
function binsIn(
  summary: MaskSummary,
  how: Discretisation,
  low: number | null,
  values: () => Float64Array,
): Bins | Reason {
  if (summary === null) return undefinedBecause("empty_intensity_mask", "The intensity mask holds no voxel.");
  if (how.method !== "none") return binsOf(summary, how, low);
  return wholeBins(summary.tally?.values ?? values());
}
