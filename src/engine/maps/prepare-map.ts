import { RadiomicaError } from "../errors.ts";
import { type Grid, indexToWorld, type Vec3, voxelCount } from "../grid.ts";
import { checkRecipe } from "../plan/check-recipe.ts";
import { cropImage, type Extent, extentDims, labelExtent } from "../process/crop.ts";
import { discretise } from "../process/discretise.ts";
import { latticeOf, newDims, newSpacing, positionOf } from "../process/lattice.ts";
import { type PreparedRoi, prepareRoi } from "../process/prepare-roi.ts";
import { maskedValues, resegment } from "../process/resegment.ts";
import { isReason, type Reason } from "../reason.ts";
import type { Recipe } from "../recipe.ts";
import type { IntensityUnit, Labels } from "../volume.ts";
import { normalisedOrThrow } from "./normalised-input.ts";
import {
  boxProblem,
  type MapInput,
  type MapProblem,
  type MapSettings,
  memoryProblem,
  profileProblem,
  radiusProblem,
  settingsProblem,
  windowSize,
} from "./settings.ts";

/** What windows take their voxels from: a box of processed intensities and levels, as in `Roi`. */
export type MapSample = {
  readonly dims: Vec3;
  readonly intensities: Float64Array;
  readonly intensityMask: Uint8Array;
  readonly morphologicalMask: Uint8Array;
  /** 1..ng inside the intensity mask, 0 outside. */
  readonly levels: Uint16Array;
  readonly ng: number;
};

/** Everything that slabs of a map need: plain records of typed arrays, so that workers can share it. */
export type PreparedMap = {
  readonly recipe: Recipe;
  readonly settings: MapSettings;
  readonly featureIds: readonly string[];
  /** The grid of the map: the target's tight box, on the grid after interpolation. */
  readonly grid: Grid;
  /** The same box in voxels of that grid; without interpolation, of the image itself. */
  readonly extent: Extent;
  /** 1 where a value is wanted, on `grid`. */
  readonly target: Uint8Array;
  readonly targetCount: number;
  readonly sample: MapSample;
  /** Index in `sample` of the map's voxel (0, 0, 0). */
  readonly offset: Vec3;
  readonly unit: IntensityUnit;
  /** Why no window has intensities, or levels. */
  readonly intensityReason: Reason | null;
  readonly levelsReason: Reason | null;
  /** Bytes of the results: a double and a state for each feature and voxel of the box. */
  readonly bytes: number;
};

export const DEFAULT_MAX_BYTES = 2 ** 30;

/**
 * Runs the recipe's chain once and checks that the windows make sense. Levels are discretised once, over the whole
 * region, so that a level means the same in every window; N_g is the region's.
 *
 * Masked windows hold voxels of the region only (of its intensity mask). Unmasked ones hold everything around: the
 * region of the chain (re-segmentation, discretisation) is then the target's box grown by the radius and cut at the
 * image's border. A window that reaches over the border of image or region holds what is left.
 *
 * Throws RadiomicaError "InvalidRecipe", "GridMismatch", "UnknownId", "Unsupported" (a radius that exceeds the region
 * …; `fields.code` is a MapProblemCode), "EmptyRoi", or "OutOfMemory" with the figure, before memory is taken.
 */
export function prepareMap(
  loaded: MapInput,
  wanted: Recipe,
  settings: MapSettings,
  featureIds: readonly string[],
  maxBytes = DEFAULT_MAX_BYTES,
): PreparedMap {
  // Windows have their own aggregation, see `aggregationOf`.
  const wrong = checkRecipe(wanted, loaded.image).find((p) => p.level === "error" && p.setting !== "aggregations");
  if (wrong) throw new RadiomicaError("InvalidRecipe", wrong.detail, { setting: wrong.setting, code: wrong.code });
  // Once, by the region itself and not by what windows see of it.
  const input = { ...loaded, image: normalisedOrThrow(loaded, wanted) };
  const { normalisation: _, ...recipe } = wanted;
  refuse(profileProblem(recipe) ?? settingsProblem(settings, featureIds, recipe.texture.distance));
  const region = labelled(input);
  refuse(memoryProblem(estimate(region.extent, input, recipe, settings, featureIds.length), maxBytes));

  const lattice = latticeOf(input.image.grid, recipe.interpolation);
  const whole = newDims(lattice);
  const found = prepareRoi({ image: input.image, ...region.mask() }, recipe);
  const { extent } = found;
  if (extent === null) throw emptyRegion(found.regionReason?.detail ?? "The region is empty.");
  const dims = extentDims(extent);
  refuse(settings.masked ? radiusProblem(settings, dims, "region") : radiusProblem(settings, whole, "image"));
  const { morphologicalMask: target } = found.roi;
  const outer = settings.masked ? extent : grown(extent, windowSize(settings), whole);
  const { sample, intensityReason, levelsReason } = settings.masked
    ? masked(found)
    : unmasked(input, recipe, outer, region.extent);
  let targetCount = 0;
  for (let i = 0; i < target.length; i++) targetCount += target[i];
  const at = (a: 0 | 1 | 2) => positionOf(lattice[a], extent.lo[a]);
  return {
    recipe: wanted,
    settings,
    featureIds,
    grid: {
      dims,
      spacing: newSpacing(lattice),
      origin: indexToWorld(input.image.grid, [at(0), at(1), at(2)]),
      direction: input.image.grid.direction,
    },
    extent,
    target,
    targetCount,
    sample,
    offset: [extent.lo[0] - outer.lo[0], extent.lo[1] - outer.lo[1], extent.lo[2] - outer.lo[2]],
    unit: found.roi.unit,
    intensityReason,
    levelsReason,
    bytes: resultBytes(dims, featureIds.length),
  };
}

/** The same checks for a form: the first problem, or null. Costs a look over the label map. */
export function mapProblem(
  input: MapInput,
  recipe: Recipe,
  settings: MapSettings,
  featureIds: readonly string[],
  maxBytes = DEFAULT_MAX_BYTES,
): MapProblem | null {
  const early = profileProblem(recipe) ?? settingsProblem(settings, featureIds, recipe.texture.distance);
  if (early !== null) return early;
  if ("box" in input) {
    const outside = boxProblem(input.box, input.image.grid.dims);
    if (outside !== null) return outside;
  }
  const { extent } = labelled(input);
  const whole = newDims(latticeOf(input.image.grid, recipe.interpolation));
  return (
    (settings.masked
      ? radiusProblem(settings, scaled(extent, input, recipe), "region")
      : radiusProblem(settings, whole, "image")) ??
    memoryProblem(estimate(extent, input, recipe, settings, featureIds.length), maxBytes)
  );
}

const resultBytes = (dims: Vec3, features: number): number => dims[0] * dims[1] * dims[2] * features * 9;

/** The size of a box of image voxels on the recipe's grid, about. */
function scaled(extent: Extent, { image }: MapInput, recipe: Recipe): Vec3 {
  const lattice = latticeOf(image.grid, recipe.interpolation);
  const [nx, ny, nz] = extentDims(extent).map((n, a) => Math.max(1, Math.ceil(n / lattice[a].ratio)));
  return [nx, ny, nz];
}

/** Bytes at the peak: the chain's boxes, and the results. */
function estimate(extent: Extent, input: MapInput, recipe: Recipe, settings: MapSettings, features: number): number {
  const dims = scaled(extent, input, recipe);
  const [wx, wy, wz] = settings.masked ? [1, 1, 1] : windowSize(settings);
  const sample = (dims[0] + wx - 1) * (dims[1] + wy - 1) * (dims[2] + wz - 1);
  // Intensities twice (with their surroundings), values, two masks, levels twice and their bordered copy.
  const chain = sample * 36;
  const synthetic = settings.masked && "labels" in input ? 0 : voxelCount(input.image.grid);
  return chain + synthetic + resultBytes(dims, features);
}

function refuse(problem: MapProblem | null): void {
  if (problem === null) return;
  const tag =
    problem.code === "too_much_memory"
      ? "OutOfMemory"
      : problem.code === "unknown_feature"
        ? "UnknownId"
        : "Unsupported";
  throw new RadiomicaError(tag, problem.detail, { ...problem.fields, code: problem.code });
}

const emptyRegion = (detail: string): RadiomicaError => new RadiomicaError("EmptyRoi", detail);

/** The target's box, and its label map: made only when it is needed. */
function labelled(input: MapInput): {
  readonly extent: Extent;
  readonly mask: () => { readonly labels: Labels; readonly label: number };
} {
  const { dims } = input.image.grid;
  if ("box" in input) {
    refuse(boxProblem(input.box, dims));
    return { extent: input.box, mask: () => ({ labels: boxLabels(dims, input.box), label: 1 }) };
  }
  const { labels, label } = input;
  const voxels = voxelCount(input.image.grid);
  if (labels.length !== voxels || input.image.data.length !== voxels) {
    throw new RadiomicaError("GridMismatch", "Image, labels and grid differ in size.", {
      image: input.image.data.length,
      labels: labels.length,
      grid: voxels,
    });
  }
  const extent = labelExtent(labels, dims, label);
  if (extent === null) throw emptyRegion(`No voxel has label ${label}.`);
  return { extent, mask: () => ({ labels, label }) };
}

function boxLabels([nx, ny, nz]: Vec3, { lo, hi }: Extent): Labels {
  const labels = new Uint8Array(nx * ny * nz);
  for (let z = lo[2]; z < hi[2]; z++) {
    for (let y = lo[1]; y < hi[1]; y++) labels.fill(1, lo[0] + nx * (y + ny * z), hi[0] + nx * (y + ny * z));
  }
  return labels;
}

function grown({ lo, hi }: Extent, size: Vec3, whole: Vec3): Extent {
  const [rx, ry, rz] = size.map((n) => (n - 1) / 2);
  return {
    lo: [Math.max(0, lo[0] - rx), Math.max(0, lo[1] - ry), Math.max(0, lo[2] - rz)],
    hi: [Math.min(whole[0], hi[0] + rx), Math.min(whole[1], hi[1] + ry), Math.min(whole[2], hi[2] + rz)],
  };
}

type Sampled = Pick<PreparedMap, "sample" | "intensityReason" | "levelsReason">;

function masked({ roi, intensityReason, levelsReason }: PreparedRoi): Sampled {
  const { dims, intensities, intensityMask, morphologicalMask, levels, ng } = roi;
  return {
    sample: { dims, intensities: plainZeros(intensities), intensityMask, morphologicalMask, levels, ng },
    intensityReason,
    levelsReason,
  };
}

/** The chain over all of `outer`: its intensities come from the chain of a larger box of the image. */
function unmasked(input: MapInput, recipe: Recipe, outer: Extent, drawn: Extent): Sampled {
  const { dims } = input.image.grid;
  const lattice = latticeOf(input.image.grid, recipe.interpolation);
  // So many image voxels around the target that their interpolated box covers `outer`.
  const wide = (a: 0 | 1 | 2): [number, number] => {
    const more = Math.ceil(6 * lattice[a].ratio) + 2;
    return [Math.max(0, drawn.lo[a] - more), Math.min(dims[a], drawn.hi[a] + more)];
  };
  const ends = [wide(0), wide(1), wide(2)];
  const box: Extent = { lo: [ends[0][0], ends[1][0], ends[2][0]], hi: [ends[0][1], ends[1][1], ends[2][1]] };
  const everything = { image: input.image, labels: boxLabels(dims, box), label: 1 };
  const around = prepareRoi(everything, recipe);
  if (around.extent === null) throw emptyRegion("The image around the region holds no voxel.");
  const { lo } = around.extent;
  const inner: Extent = {
    lo: [outer.lo[0] - lo[0], outer.lo[1] - lo[1], outer.lo[2] - lo[2]],
    hi: [outer.hi[0] - lo[0], outer.hi[1] - lo[1], outer.hi[2] - lo[2]],
  };
  const size = extentDims(outer);
  const intensities = cropImage(around.roi.intensities, around.roi.dims, inner);
  const morphologicalMask = new Uint8Array(intensities.length).fill(1);
  // Re-segmentation looks at the image, also where a filter's response is measured.
  const { filter, ...plainRecipe } = recipe;
  const seen =
    filter === undefined
      ? intensities
      : cropImage(prepareRoi(everything, plainRecipe).roi.intensities, around.roi.dims, inner);
  const intensityMask = resegment(seen, morphologicalMask, recipe.resegmentation);
  const values = maskedValues(intensities, intensityMask);
  const found = discretise(values, recipe.discretisation, filter === undefined ? recipe.resegmentation.range[0] : null);
  const reason = isReason(found) ? found : null;
  const levels = new Uint16Array(intensities.length);
  if (!isReason(found)) {
    for (let i = 0, o = 0; i < levels.length; i++) if (intensityMask[i] === 1) levels[i] = found.levels[o++];
  }
  const bad = values.findIndex((x) => !Number.isFinite(x)) >= 0;
  const notFinite: Reason | null = bad
    ? { reason: "failed", detail: "Voxels around the region hold no finite number." }
    : null;
  return {
    sample: {
      dims: size,
      intensities: plainZeros(intensities),
      intensityMask,
      morphologicalMask,
      levels,
      ng: isReason(found) ? 0 : found.ng,
    },
    intensityReason: notFinite ?? (values.length === 0 ? reason : null),
    levelsReason: notFinite ?? reason,
  };
}

/** −0 becomes 0, so that equal intensities are the same bits and sorting knows one zero. */
function plainZeros(intensities: Float64Array): Float64Array {
  for (let i = 0; i < intensities.length; i++) intensities[i] += 0;
  return intensities;
}
