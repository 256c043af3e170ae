import type { Volume } from "#engine/volume.ts";
import type { Overlays } from "./overlays.ts";
import { voxelAt } from "./planes.ts";
import type { Point, View } from "./view.ts";
import type { ProbeReading } from "./viewer.ts";

/** What lies under a point of a view, or null outside the volume. */
export function readingAt(
  view: View,
  at: Point,
  { grid, data }: Volume,
  maps: Iterable<{ readonly labels: Uint8Array }>,
  overlays: Overlays,
): ProbeReading | null {
  const { id: viewportId } = view;
  const world = view.worldAt(at);
  const index = world && voxelAt(grid, world);
  if (!index) return null;
  const voxel = index[0] + grid.dims[0] * (index[1] + grid.dims[1] * index[2]);
  return {
    viewportId,
    index,
    world,
    value: data[voxel],
    labels: Array.from(maps, ({ labels }) => labels[voxel]).filter((label) => label > 0),
    overlays: overlays.read(viewportId, world),
  };
}
