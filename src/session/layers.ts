import type { Segment, SeriesWork } from "./session.ts";

/*
 * Segments of one layer share a label map and therefore exclude each other; segments of different layers may overlap.
 * A label belongs to one segment of its series, whatever its layer.
 */

/** The layer of a segment; the first, 0, unless it has one of its own. */
export const layerOf = ({ layer = 0 }: Pick<Segment, "layer">): number => layer;

/** The layer of a label; 0 where no segment has it. */
export function layerOfLabel(series: Pick<SeriesWork, "segments"> | undefined, label: number): number {
  const found = series?.segments.find((s) => s.label === label);
  return found ? layerOf(found) : 0;
}

/** The layer as a segment holds it: left out where it is the first. */
export const inLayer = (layer: number): Pick<Segment, "layer"> => (layer === 0 ? {} : { layer });

/** The first layer that no segment lies in. */
export function freeLayer({ segments }: Pick<SeriesWork, "segments">): number {
  const used = new Set(segments.map(layerOf));
  let layer = 0;
  while (used.has(layer)) layer++;
  return layer;
}

/** Whether any voxel of a mask, from index `from` up to `to`, belongs to a segment. */
export function overlaps(mask: Uint8Array, labels: Uint8Array, from = 0, to = mask.length): boolean {
  for (let i = from; i < to; i++) if (mask[i] !== 0 && labels[i] !== 0) return true;
  return false;
}

/** How many voxels of a mask belong to segments. */
export function sharedVoxels(mask: Uint8Array, labels: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0 && labels[i] !== 0) count++;
  return count;
}
