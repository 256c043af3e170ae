import { type MapOut, slabMapper } from "#engine/maps/map-slab.ts";
import type { JobContext } from "./jobs.ts";
import type { Jobs } from "./protocol.ts";

type Mapper = ReturnType<typeof slabMapper>;

/**
 * One slab of a map. Slabs of one map come one after another, so the worker keeps the tables of the last one: building
 * them anew for each would cost more than a slab.
 */
export function createMapJob() {
  let last: { id: string; mapper: Mapper } | null = null;
  return async (
    { id, prepared, slab, out }: Jobs["map"]["input"],
    context: JobContext,
  ): Promise<Jobs["map"]["output"]> => {
    if (last?.id !== id) last = { id, mapper: slabMapper(prepared) };
    if (out !== null) {
      last.mapper(slab, out, { cancelled: context.cancelled });
      return null;
    }
    const [nx, ny] = prepared.grid.dims;
    const cells = nx * (slab.y1 - slab.y0);
    const patch: MapOut = {
      values: prepared.featureIds.map(() => new Float32Array(cells)),
      states: prepared.featureIds.map(() => new Uint8Array(cells)),
      base: nx * (slab.y0 + ny * slab.z),
    };
    last.mapper(slab, patch, { cancelled: context.cancelled });
    return patch;
  };
}
