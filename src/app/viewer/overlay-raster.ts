import { type Grid, indexToWorld, type Vec3, worldToIndex } from "#engine/grid.ts";
import { colormap } from "../colormaps/colormaps.ts";
import type { Overlay, OverlayReading } from "./overlay.ts";
import { voxelAt } from "./planes.ts";

/** A flat raster through an overlay: pixel (u, v) is read at index `origin` + u·`du` + v·`dv` of its grid. */
export type Raster = {
  readonly origin: Vec3;
  readonly du: Vec3;
  readonly dv: Vec3;
  readonly size: readonly [number, number];
};

const axisOf = (grid: Grid, a: number) => grid.direction.slice(3 * a, 3 * a + 3);
const unit = (a: number): Vec3 => [a === 0 ? 1 : 0, a === 1 ? 1 : 0, a === 2 ? 1 : 0];

/**
 * The raster of an overlay in a slice of the image, or null where the slice passes it by. Where the slice is parallel
 * to a plane of the overlay's grid the raster is the overlay's own voxels, the slice being the nearest; otherwise it is
 * the image's.
 */
export function rasterOf(overlay: Grid, image: Grid, axis: 0 | 1 | 2, slice: number): Raster | null {
  const middle = image.dims.map((n) => (n - 1) / 2) as [number, number, number];
  middle[axis] = slice;
  const normal = axisOf(image, axis);
  const parallel = ([0, 1, 2] as const).find(
    (a) => Math.abs(axisOf(overlay, a).reduce((sum, x, i) => sum + x * normal[i], 0)) > 1 - 1e-6,
  );
  if (parallel !== undefined) {
    const at = Math.round(worldToIndex(overlay, indexToWorld(image, middle))[parallel]);
    if (!(at >= 0 && at < overlay.dims[parallel])) return null;
    const [u, v] = [0, 1, 2].filter((a) => a !== parallel);
    const origin = unit(parallel).map((x) => x * at) as unknown as Vec3;
    return { origin, du: unit(u), dv: unit(v), size: [overlay.dims[u], overlay.dims[v]] };
  }
  const [u, v] = [0, 1, 2].filter((a) => a !== axis);
  const first = unit(axis).map((x) => x * slice) as unknown as Vec3;
  const there = (step: Vec3): Vec3 =>
    worldToIndex(overlay, indexToWorld(image, [first[0] + step[0], first[1] + step[1], first[2] + step[2]]));
  const origin = there([0, 0, 0]);
  const minus = (a: Vec3): Vec3 => [a[0] - origin[0], a[1] - origin[1], a[2] - origin[2]];
  return { origin, du: minus(there(unit(u))), dv: minus(there(unit(v))), size: [image.dims[u], image.dims[v]] };
}

/** Patient position of a place in a raster; (0, 0) is the centre of its first pixel. */
export function rasterToWorld(grid: Grid, { origin, du, dv }: Raster, u: number, v: number): Vec3 {
  return indexToWorld(grid, [
    origin[0] + u * du[0] + v * dv[0],
    origin[1] + u * du[1] + v * dv[1],
    origin[2] + u * du[2] + v * dv[2],
  ]);
}

/** Colours of a raster into `pixels` (red, green, blue, alpha); where there is no value, alpha is 0. */
export function paintRaster(overlay: Overlay, raster: Raster, pixels: Uint8ClampedArray): void {
  const { values, states, range, classes } = overlay;
  const [nx, ny, nz] = overlay.grid.dims;
  const { origin, du, dv, size } = raster;
  const colors = colormap(overlay.colormap);
  const [low, high] = range;
  const scale = high > low ? 256 / (high - low) : 0;
  for (let v = 0, o = 0; v < size[1]; v++) {
    for (let u = 0; u < size[0]; u++, o += 4) {
      const x = Math.round(origin[0] + u * du[0] + v * dv[0]);
      const y = Math.round(origin[1] + u * du[1] + v * dv[1]);
      const z = Math.round(origin[2] + u * du[2] + v * dv[2]);
      pixels[o + 3] = 0;
      if (x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz) continue;
      const at = x + nx * (y + ny * z);
      const value = values[at];
      if ((states !== null && states[at] !== 1) || !Number.isFinite(value)) continue;
      if (classes) {
        const found = classes[value - 1];
        if (!found) continue;
        pixels.set(found.color, o);
        pixels[o + 3] = 255;
        continue;
      }
      // A range without width shows its one value in the middle colour.
      const color = scale === 0 ? 128 : Math.floor((value - low) * scale);
      const c = 3 * Math.min(255, Math.max(0, color));
      pixels[o] = colors[c];
      pixels[o + 1] = colors[c + 1];
      pixels[o + 2] = colors[c + 2];
      pixels[o + 3] = 255;
    }
  }
}

/** What an overlay holds at a patient position; null outside its grid. */
export function readOverlay({ id, grid, values, states }: Overlay, world: Vec3): OverlayReading | null {
  const index = voxelAt(grid, world);
  if (!index) return null;
  const at = index[0] + grid.dims[0] * (index[1] + grid.dims[1] * index[2]);
  const state = states === null ? 1 : states[at];
  return { id, index, state, value: state === 1 && Number.isFinite(values[at]) ? values[at] : null };
}
