import type { Vec3 } from "#engine/grid.ts";
import type { SessionStore, VoxelEvent } from "#session/store.ts";
import type { Pool } from "#workers/protocol.ts";

type Range = readonly [number, number];
/** What is known of a label in one label map: `range` once it has been looked for, `since` all that changed after that began. */
type Known = { readonly seriesId: string; readonly labels: Uint8Array; range: Range | null; since: Range | null };

type Host = {
  readonly store: Pick<SessionStore, "mapOf" | "onVoxels">;
  readonly pool: () => Pool;
  readonly dimsOf: (seriesId: string) => Vec3 | undefined;
};

/**
 * Keeps slices outside which a segment has no voxel, so that after a stroke only those are read again, not the whole label
 * map. They are looked for once, by a worker; from then on every change of voxels, of whatever segment, adds its slices.
 * Too wide is harmless, too narrow would cut a region: erasing never makes them fewer.
 */
export function sliceBook({ store, pool, dimsOf }: Host) {
  const known = new Map<string, Known>();

  store.onVoxels(({ seriesId, slices }: VoxelEvent) => {
    if (slices.length === 0) return;
    let [low, high] = [slices[0], slices[0]];
    for (const z of slices) {
      if (z < low) low = z;
      if (z > high) high = z;
    }
    for (const one of known.values()) if (one.seriesId === seriesId) one.since = union(one.since, [low, high + 1]);
  });

  return {
    /** The slices [z0, z1) of a segment; undefined where they are not known yet: then they are looked for. */
    within(seriesId: string, label: number): Range | undefined {
      const labels = store.mapOf(seriesId, label)?.committed;
      const dims = dimsOf(seriesId);
      if (labels === undefined || dims === undefined) return undefined;
      const key = `${seriesId}/${label}`;
      const found = known.get(key);
      // Another label map: the segment has moved to another layer, or another document was opened.
      if (found?.labels === labels)
        return found.range === null ? undefined : (union(found.since, found.range) ?? undefined);
      const fresh: Known = { seriesId, labels, range: null, since: null };
      known.set(key, fresh);
      const forget = () => known.get(key) === fresh && known.delete(key);
      pool()
        .run("slices", { labels, dims, label }, { priority: -1 })
        .then((range) => {
          fresh.range = range;
        }, forget);
      return undefined;
    },
  };
}

/** The slices from the first to the last of both; none where both are empty. */
function union(a: Range | null, b: Range): Range | null {
  if (b[0] >= b[1]) return a;
  return a === null ? b : [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}
