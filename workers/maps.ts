import { RadiomicaError } from "#engine/errors.ts";
import { type Vec3, worldToIndex } from "#engine/grid.ts";
import type { MapOut } from "#engine/maps/map-slab.ts";
import { countStates, type MapCount } from "#engine/maps/map-state.ts";
import { type MapSlab, mapOrder } from "#engine/maps/order.ts";
import type { PreparedMap } from "#engine/maps/prepare-map.ts";
import type { MapInput, MapSettings } from "#engine/maps/settings.ts";
import type { Recipe } from "#engine/recipe.ts";
import { cancelledError } from "./errors.ts";
import type { Pool } from "./protocol.ts";
import { allocateFloat32, allocateUint8, toShared } from "./shared.ts";

/** Maps of several features at once: those of one family share their matrices. */
export type MapRequest = {
  readonly input: MapInput;
  readonly recipe: Recipe;
  readonly settings: MapSettings;
  readonly featureIds: readonly string[];
};

/** Maps, complete or on their way: `values` and `states` fill up while the work goes on. */
export type FeatureMaps = {
  readonly prepared: PreparedMap;
  /** By feature, over `prepared.grid`. */
  readonly values: readonly Float32Array[];
  /** By feature: 0 not computed yet, 1 a value, otherwise see `reasonOf`. */
  readonly states: readonly Uint8Array[];
};

export type MapOptions = {
  /** Patient position (mm, LPS) in view: its slice comes first. Left out: the middle slice. */
  readonly focus?: Vec3;
  readonly signal?: AbortSignal;
  /** Called when the region is prepared (without `slab`), and after each slab. Redraw at the next frame, not here. */
  readonly onUpdate?: (maps: FeatureMaps, progress: MapProgress) => void;
  readonly maxBytes?: number;
  /** Of the pool's queue; default −1, after what a person waits for. */
  readonly priority?: number;
};

export type MapProgress = { readonly done: number; readonly total: number; readonly slab?: MapSlab };

export type MapRun = {
  /** All slices done; rejects with what `prepareMap` throws, or "Cancelled". */
  readonly finished: Promise<FeatureMaps>;
  /** Another slice is in view: it comes next. */
  readonly focus: (position: Vec3) => void;
};

/** Slabs sent at once to each worker: enough that none waits, few enough that a new focus is heeded. */
const AHEAD = 2;

/**
 * Computes maps on a pool: the slice in view coarse, finer, whole, then the others outwards from it. The values do not
 * depend on the number of workers.
 */
export function computeMaps(pool: Pool, request: MapRequest, options: MapOptions = {}): MapRun {
  let position = options.focus ?? null;
  let refocus: ((to: Vec3) => void) | null = null;
  const finished = run();
  return {
    finished,
    focus(to) {
      position = to;
      refocus?.(to);
    },
  };

  async function run(): Promise<FeatureMaps> {
    const { signal, onUpdate, maxBytes, priority = -1 } = options;
    const given = await pool.run("map_prepare", { ...request, maxBytes }, { signal, priority });
    const prepared = pool.shared ? sharedMap(given) : given;
    const id = globalThis.crypto.randomUUID();
    const cells = prepared.target.length;
    const maps: FeatureMaps = {
      prepared,
      values: prepared.featureIds.map(() => allocateFloat32(cells)),
      states: prepared.featureIds.map(() => allocateUint8(cells)),
    };
    const sliceOf = (to: Vec3 | null) =>
      to === null ? (prepared.grid.dims[2] - 1) / 2 : worldToIndex(prepared.grid, to)[2];
    let slabs = mapOrder(prepared, sliceOf(position));
    const total = slabs.length;
    let done = 0;
    onUpdate?.(maps, { done, total });
    // What is left, in the order of the new slice; coarse slabs of it are news, too.
    const sent = new Set<string>();
    const key = (s: MapSlab) => `${s.z} ${s.y0} ${s.step}`;
    refocus = (to) => {
      slabs = mapOrder(prepared, sliceOf(to)).filter((s) => !sent.has(key(s)) && !sent.has(key({ ...s, step: 1 })));
    };
    const next = async (): Promise<void> => {
      for (let slab = slabs.shift(); slab !== undefined; slab = slabs.shift()) {
        sent.add(key(slab));
        const out = pool.shared ? { values: maps.values, states: maps.states } : null;
        const patch = await pool.run("map", { id, prepared, slab, out }, { signal, priority });
        if (patch !== null) paste(patch, slab, prepared, maps);
        done++;
        onUpdate?.(maps, { done: Math.min(done, total), total: Math.max(done, total), slab });
      }
    };
    await Promise.all(Array.from({ length: pool.size * AHEAD }, next));
    if (signal?.aborted) throw cancelledError();
    return maps;
  }
}

/** Rows of a slab that came back as a copy; voxels that were not computed stay as they are. */
function paste(patch: MapOut, slab: MapSlab, { grid }: PreparedMap, { values, states }: FeatureMaps): void {
  const [nx, ny] = grid.dims;
  const at = nx * (slab.y0 + ny * slab.z);
  patch.states.forEach((state, f) => {
    for (let i = 0; i < state.length; i++) {
      if (state[i] === 0) continue;
      states[f][at + i] = state[i];
      values[f][at + i] = patch.values[f][i];
    }
  });
}

/** The same with its arrays in shared memory, so that each slab's message is small. */
function sharedMap(prepared: PreparedMap): PreparedMap {
  const { sample } = prepared;
  return {
    ...prepared,
    target: toShared(prepared.target, Uint8Array),
    sample: {
      ...sample,
      intensities: toShared(sample.intensities, Float64Array),
      intensityMask: toShared(sample.intensityMask, Uint8Array),
      morphologicalMask: toShared(sample.morphologicalMask, Uint8Array),
      levels: toShared(sample.levels, Uint16Array),
    },
  };
}

/** How many voxels of a feature's map have a value, and why others have none. */
export function countMap(maps: FeatureMaps, featureId: string): MapCount {
  const f = maps.prepared.featureIds.indexOf(featureId);
  if (f < 0) throw new RadiomicaError("UnknownId", `The maps hold no feature "${featureId}".`, { id: featureId });
  return countStates(maps.states[f]);
}

/** Finished maps by (image, settings), the least recently used forgotten first. */
export type MapCache = {
  readonly get: (key: string) => FeatureMaps | undefined;
  readonly set: (key: string, maps: FeatureMaps) => void;
  readonly clear: () => void;
};

const bytesOf = ({ prepared, values, states }: FeatureMaps): number =>
  [
    ...values,
    ...states,
    ...Object.values(prepared.sample).filter((v) => ArrayBuffer.isView(v)),
    prepared.target,
  ].reduce((n, array) => n + (array as ArrayBufferView).byteLength, 0);

export function createMapCache(maxBytes = 512 * 2 ** 20): MapCache {
  const known = new Map<string, FeatureMaps>();
  let bytes = 0;
  const forget = (key: string): void => {
    const maps = known.get(key);
    if (maps === undefined) return;
    known.delete(key);
    bytes -= bytesOf(maps);
  };
  return {
    get(key) {
      const maps = known.get(key);
      if (maps !== undefined) {
        known.delete(key);
        known.set(key, maps);
      }
      return maps;
    },
    set(key, maps) {
      forget(key);
      if (bytesOf(maps) > maxBytes) return;
      known.set(key, maps);
      bytes += bytesOf(maps);
      for (const oldest of known.keys()) {
        if (bytes <= maxBytes) break;
        forget(oldest);
      }
    },
    clear() {
      known.clear();
      bytes = 0;
    },
  };
}

/** A key for the cache: `image` names image and region and must change when either does. */
export const mapKey = (image: string, { recipe, settings, featureIds }: Omit<MapRequest, "input">): string =>
  JSON.stringify([image, recipe, settings, featureIds]);
