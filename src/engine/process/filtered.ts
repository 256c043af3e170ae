import { RadiomicaError } from "../errors.ts";
import type { Filter, FilterParams, FilterSettings, Pulse } from "../filters/filter.ts";
import { completeParams, filterById, isFilterProblem } from "../filters/index.ts";
import type { Vec3 } from "../grid.ts";
import { cropImage, type Extent, extentDims } from "./crop.ts";
import { type BoxOf, sameExtent } from "./held-box.ts";
import { type Lattice, newDims, newSpacing } from "./lattice.ts";

/** Bytes a filter may take for its response and scratch, with the image it reads: beyond, it is refused beforehand. */
export const MAX_FILTER_BYTES = 4 * 2 ** 30;

/** A filter with complete parameters, and the part of the interpolated image it must see. */
export type ReadyFilter = { readonly filter: Filter; readonly params: FilterParams; readonly needs: Extent };

/**
 * The filter of the settings, and the box it needs for a response on `extent`: with its halo, cut at the image; the
 * whole image where the response depends on all of it (see `Filter.reach`). Throws "InvalidRecipe" for what `checkRecipe` would refuse.
 */
export function readyFilter(settings: FilterSettings, lattice: Lattice, extent: Extent): ReadyFilter {
  const filter = filterById(settings.id);
  const params = completeParams(settings);
  const dims = newDims(lattice);
  const spacing = newSpacing(lattice);
  const problem = isFilterProblem(params) || filter === undefined ? params : filter.problem(params, { dims, spacing });
  if (filter === undefined || isFilterProblem(params) || problem !== null) {
    const { code, detail } = problem as { code: string; detail: string };
    throw new RadiomicaError("InvalidRecipe", detail, { setting: "filter", code });
  }
  const halo = filter.halo(params, spacing);
  if (halo === null) {
    const all: Extent = { lo: [0, 0, 0], hi: dims };
    return { filter, params, needs: needsWithin(filter, params, spacing, extent, all) };
  }
  const down = (a: 0 | 1 | 2) => Math.max(0, extent.lo[a] - halo[a]);
  const up = (a: 0 | 1 | 2) => Math.min(dims[a], extent.hi[a] + halo[a]);
  return { filter, params, needs: { lo: [down(0), down(1), down(2)], hi: [up(0), up(1), up(2)] } };
}

/** What a filter that depends on all of `seen` must be given for its response on `extent`: less, far from the border. */
export function needsWithin(filter: Filter, params: FilterParams, spacing: Vec3, extent: Extent, seen: Extent): Extent {
  const reach = filter.reach?.(params, spacing);
  if (reach === undefined) return seen;
  const lo = (a: 0 | 1 | 2) => extent.lo[a] - reach[a];
  const hi = (a: 0 | 1 | 2) => extent.hi[a] + reach[a];
  const inside = ([0, 1, 2] as const).every((a) => lo(a) >= seen.lo[a] && hi(a) <= seen.hi[a]);
  return inside ? { lo: [lo(0), lo(1), lo(2)], hi: [hi(0), hi(1), hi(2)] } : seen;
}

/** Gigabytes a filter takes for an image of this size, the image with it. */
export function filterGigabytes(filter: Filter, params: FilterParams, dims: Vec3): number {
  const voxels = dims[0] * dims[1] * dims[2];
  return (filter.bytes(params, voxels, dims) + 8 * voxels) / 2 ** 30;
}

/**
 * The box `extent` of the filter's response to the interpolated image, which `image` gives box by box.
 * Throws "OutOfMemory" with the figure before memory is taken that the filter may not take.
 */
export function filterResponse(
  { filter, params, needs }: ReadyFilter,
  spacing: Vec3,
  extent: Extent,
  image: BoxOf,
  pulse?: Pulse,
): Float64Array {
  const dims = extentDims(needs);
  const gigabytes = filterGigabytes(filter, params, dims);
  if (gigabytes * 2 ** 30 > MAX_FILTER_BYTES) {
    const message = `The filter ${filter.id} takes ${gigabytes.toFixed(1)} GB for ${dims.join(" × ")} voxels; at most ${MAX_FILTER_BYTES / 2 ** 30} GB may be taken.`;
    throw new RadiomicaError("OutOfMemory", message, {
      size: dims.join(" × "),
      gigabytes: Number(gigabytes.toFixed(1)),
    });
  }
  return innerOf(filter.apply({ dims, spacing, data: image(needs) }, params, pulse), needs, extent);
}

/** The box `extent` of a response on `needs`. */
function innerOf(response: Float64Array, needs: Extent, extent: Extent): Float64Array {
  const offset = (v: Vec3): Vec3 => [v[0] - needs.lo[0], v[1] - needs.lo[1], v[2] - needs.lo[2]];
  const inner = { lo: offset(extent.lo), hi: offset(extent.hi) };
  const [x, y, z] = extentDims(inner);
  return response.length === x * y * z ? response : cropImage(response, extentDims(needs), inner);
}

/** The response of one filter of a bank, on the box that all of them are measured in. */
export type Responses = (settings: FilterSettings, pulse?: Pulse) => Float64Array;

/**
 * The responses of a bank's filters on `extent`, each when it is asked for. Those that share work (`Filter.together`)
 * are computed with the first of them that is asked for, if there is memory for them, and given away once.
 * Throws as `filterResponse` does.
 */
export function bankResponses(
  bank: readonly FilterSettings[],
  ready: (settings: FilterSettings) => ReadyFilter,
  spacing: Vec3,
  extent: Extent,
  image: BoxOf,
): Responses {
  const waiting = new Set(bank);
  const held = new Map<FilterSettings, Float64Array>();
  return (settings, pulse) => {
    const known = held.get(settings);
    if (known !== undefined) {
      held.delete(settings);
      return known;
    }
    waiting.delete(settings);
    const first = ready(settings);
    const others = companions(first, waiting, ready);
    if (others.length === 0) return filterResponse(first, spacing, extent, image, pulse);
    const dims = extentDims(first.needs);
    const all = [settings, ...others.map((other) => other.settings)];
    const params = [first.params, ...others.map((other) => other.params)];
    const source = { dims, spacing, data: image(first.needs) };
    const emit = (n: number, response: Float64Array) => {
      held.set(all[n], innerOf(response, first.needs, extent));
      waiting.delete(all[n]);
    };
    first.filter.together?.apply(source, params, emit, pulse);
    const own = held.get(settings) ?? filterResponse(first, spacing, extent, image, pulse);
    held.delete(settings);
    return own;
  };
}

/** Which of the waiting filters can be computed with this one: none, where all of them would take too much. */
function companions(
  first: ReadyFilter,
  waiting: ReadonlySet<FilterSettings>,
  ready: (settings: FilterSettings) => ReadyFilter,
): { readonly settings: FilterSettings; readonly params: FilterParams }[] {
  const { filter, params, needs } = first;
  const { together } = filter;
  if (together === undefined) return [];
  const key = together.key(params);
  const same = [...waiting]
    .filter(({ id }) => id === filter.id)
    .map((settings) => ({ settings, ...ready(settings) }))
    .filter((other) => together.key(other.params) === key && sameExtent(other.needs, needs));
  const dims = extentDims(needs);
  const bytes = filterGigabytes(filter, params, dims) * 2 ** 30 + 8 * dims[0] * dims[1] * dims[2] * same.length;
  return bytes > MAX_FILTER_BYTES ? [] : same;
}
