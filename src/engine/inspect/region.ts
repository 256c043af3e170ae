import { RadiomicaError } from "../errors.ts";
import { familyById } from "../features/index.ts";
import { statistics } from "../features/statistics.ts";
import { type Grid, indexToWorld } from "../grid.ts";
import { sortedOf } from "../math/tally.ts";
import { average, orOutOfMemory, refuseBadRecipe } from "../plan/extract.ts";
import type { ExtractionInput, Hooks, Warning } from "../plan/extraction.ts";
import type { Extent } from "../process/crop.ts";
import { type Lattice, newSpacing, positionOf } from "../process/lattice.ts";
import { prepareRoi, sharedSource } from "../process/prepare-roi.ts";
import { boxed } from "../process/stored.ts";
import { isReason, type Reason } from "../reason.ts";
import type { Recipe } from "../recipe.ts";
import type { Roi } from "../roi.ts";

/** A region as it is measured, to be looked into. */
export type InspectedRegion = {
  readonly recipe: Recipe;
  /** Where the region's box lies. */
  readonly grid: Grid;
  /** The region, its intensities left out: levels and masks are what matrices are counted from. */
  readonly roi: Roi;
  /** The intensities that are measured, in ascending order. */
  readonly sorted: Float64Array;
  /** Those of the image before re-segmentation, in ascending order; null where nothing is taken out. */
  readonly before: Float64Array | null;
  /** Intensities are single-precision numbers (PyRadiomics). */
  readonly single: boolean;
  /** Why there are no grey levels. */
  readonly levelsReason: Reason | null;
  /** Features of the intensities, by id. */
  readonly statistics: readonly ({ readonly id: string } & ({ readonly value: number } | Reason))[];
  readonly warnings: readonly Warning[];
};

/**
 * A region after the whole chain, or why it cannot be measured. Throws as `extract` does.
 */
export function inspectRegion(input: ExtractionInput, recipe: Recipe, hooks: Hooks = {}): InspectedRegion | Reason {
  refuseBadRecipe(recipe, input.image);
  const pulse = () => {
    if (hooks.cancelled?.()) throw new RadiomicaError("Cancelled", "Looking into the region was cancelled.");
  };
  return orOutOfMemory(input, recipe, () => {
    const bank = recipe.filter === undefined ? [] : [recipe.filter];
    const source = sharedSource(input, recipe, bank);
    const prepared = prepareRoi(input, recipe, source, pulse);
    const { roi, extent } = prepared;
    const reason = prepared.regionReason ?? prepared.intensityReason;
    if (reason !== null) return reason;
    if (extent === null) throw new RadiomicaError("EmptyRoi", "The region has no box.");
    pulse();
    return {
      recipe,
      grid: boxGrid(input, source.lattice, extent, roi),
      roi: withoutIntensities(roi),
      sorted: sortedOf(roi.tally),
      before: beforeResegmentation(input, recipe, pulse),
      single: source.profile === "PyRadiomics" && "single" in source.region && source.region.single(),
      levelsReason: prepared.levelsReason,
      statistics: statisticsOf(roi, recipe),
      warnings: prepared.warnings,
    };
  });
}

/** Field by field: a spread would make what is then left out. */
function withoutIntensities(roi: Roi): Roi {
  const { dims, spacing, unit, morphologicalMask, intensityMask, voxels, range, values, valueLevels, ng } = roi;
  const { levels, levelBytes, levelCounts, moments } = roi;
  const none = new Float64Array(0);
  const box = { dims, spacing, intensities: none };
  return {
    ...box,
    ...{ unit, morphologicalMask, intensityMask, voxels, range, values, moments },
    ...{ levels, levelBytes, ng, levelCounts, valueLevels },
    tally: { values: none, counts: null, total: 0 },
    surroundings: { ...boxed(none, [0, 0, 0]), offset: [0, 0, 0] },
  };
}

function boxGrid({ image }: ExtractionInput, lattice: Lattice, { lo }: Extent, { dims }: Roi): Grid {
  const at = (a: 0 | 1 | 2) => positionOf(lattice[a], lo[a]);
  return {
    dims,
    spacing: newSpacing(lattice),
    origin: indexToWorld(image.grid, [at(0), at(1), at(2)]),
    direction: image.grid.direction,
  };
}

function beforeResegmentation(input: ExtractionInput, recipe: Recipe, pulse: () => void): Float64Array | null {
  const { range, outlierSigma } = recipe.resegmentation;
  if (range[0] === null && range[1] === null && outlierSigma === null) return null;
  const { filter: _filter, ...unfiltered } = recipe;
  const open: Recipe = { ...unfiltered, resegmentation: { range: [null, null], outlierSigma: null } };
  const { roi, regionReason, intensityReason } = prepareRoi(input, open, undefined, pulse);
  return regionReason === null && intensityReason === null ? sortedOf(roi.tally) : null;
}

function statisticsOf(roi: Roi, recipe: Recipe): InspectedRegion["statistics"] {
  const family = familyById(recipe.profile === "PyRadiomics" ? "pyradiomics.firstorder" : statistics.id);
  if (family === undefined) return [];
  const parts = family.prepare(roi, recipe, null);
  return family.features.map((feature) => {
    const { result } = isReason(parts) ? { result: parts } : average(feature, parts);
    return typeof result === "number" ? { id: feature.id, value: result } : { id: feature.id, ...result };
  });
}
