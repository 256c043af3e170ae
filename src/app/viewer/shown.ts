import type { Vec3 } from "#engine/grid.ts";
import type { Series } from "#io/series.ts";
import type { Shown } from "./drawing.ts";
import { type PlaneId, planeOf } from "./planes.ts";
import { maxTexture3D } from "./texture-limit.ts";
import { describeData, type View } from "./view.ts";
import { imageIds, present, volumeId } from "./voxels.ts";
import { dragStep } from "./windows.ts";

/** Makes a series known to Cornerstone under `key`. */
export async function presented(series: Series, key: string): Promise<Shown> {
  const { dims } = series.image.grid;
  const asVolume = series.use === "volume" && dims[2] > 1 && Math.max(...dims) <= (maxTexture3D() ?? 0);
  const missing = (code: string) => series.findings.some((f) => f.code === code);
  await present(key, series, asVolume);
  describeData(key, imageIds(key, "image", dims[2]), asVolume ? volumeId(key, "image") : null);
  return {
    series,
    asVolume,
    key,
    step: dragStep(series),
    knows: { position: !missing("no_position"), spacing: !missing("no_pixel_spacing") },
  };
}

/** Puts a view on a series, at the slice where a voxel lies. */
export function turnTo(view: View, { series, asVolume }: Shown, voxel: Vec3): void {
  const { grid } = series.image;
  view.grid = grid;
  view.plane = view.id === "3d" ? null : planeOf(grid, view.id as PlaneId);
  view.asVolume = asVolume;
  view.state = null;
  view.slice = view.plane ? voxel[view.plane.axis] : 0;
}
