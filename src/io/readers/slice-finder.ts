import { indexToWorld, type Vec3, worldToIndex } from "#engine/grid.ts";
import type { Dataset } from "../dicom/dataset.ts";
import type { Series } from "../series.ts";

/** Farthest a point may lie from a slice's plane and still be of it, as a part of the slice distance. */
export const PLANE_TOLERANCE = 0.1;

/** One image: SOP instance UID and 1-based frame. */
const imageKey = (sopInstanceUid: string, frame: number): string => `${sopInstanceUid} ${frame}`;

/** The image that an item of a reference sequence names, for `SliceFinder.find` and `byImage`. */
export const imageOf = (item: Dataset): string => imageKey(item.string("00081155") ?? "", item.number("00081160") ?? 1);

export type SliceFinder = {
  /**
   * The slice whose plane holds a patient position (within PLANE_TOLERANCE); where the series does not say where its
   * slices are, that of the images named (see `imageOf`). `undefined`: none.
   */
  readonly find: (position: Vec3, images: readonly string[]) => number | undefined;
  /** The slice of the first of the images that is in the series. */
  readonly byImage: (images: readonly string[]) => number | undefined;
  /** Signed distance of a position from the plane of slice k, as a part of the slice distance. */
  readonly off: (position: Vec3, k: number) => number;
  /** True when the position lies beyond the first or the last slice. */
  readonly outside: (position: Vec3) => boolean;
  /** Continuous in-plane index (i, j) of a position, in slice k. */
  readonly inPlane: (position: Vec3, k: number) => readonly [number, number];
  /** Continuous index along the slices; only where steps are even. */
  readonly along: (position: Vec3) => number;
};

/**
 * Finds slices of a series. One whose steps are even is taken as its grid. One that may only be read slice by slice is
 * taken by the position of each of its slices, because its grid's k axis says nothing about where they are.
 */
export function sliceFinder(series: Series): SliceFinder {
  const { grid } = series.image;
  const even = series.use === "volume";
  const known = even || series.slices.every((slice) => slice.position !== undefined);
  const origins = series.slices.map((slice, k) => (even ? undefined : slice.position) ?? indexToWorld(grid, [0, 0, k]));
  const [a, b, c] = grid.direction.slice(6);
  const height = (p: Vec3): number => p[0] * a + p[1] * b + p[2] * c;
  const heights = origins.map(height);
  const step = (even ? undefined : smallestStep(heights)) ?? grid.spacing[2];
  const instances = new Map(series.slices.map((slice, k) => [imageKey(slice.sopInstanceUid, slice.frame), k]));
  const byImage = (images: readonly string[]) =>
    images.map((image) => instances.get(image)).find((k) => k !== undefined);
  const off = (p: Vec3, k: number): number => (known ? (height(p) - heights[k]) / step : 0);

  return {
    find(position, images) {
      if (!known) return byImage(images);
      let k = 0;
      for (let s = 1; s < heights.length; s++) if (Math.abs(off(position, s)) < Math.abs(off(position, k))) k = s;
      return Math.abs(off(position, k)) <= PLANE_TOLERANCE ? k : undefined;
    },
    byImage,
    off,
    outside: (p) => known && (height(p) < Math.min(...heights) || height(p) > Math.max(...heights)),
    inPlane(position, k) {
      const [i, j] = worldToIndex(even ? grid : { ...grid, origin: origins[k] }, position);
      return [i, j];
    },
    along: (position) => worldToIndex(grid, position)[2],
  };
}

function smallestStep(heights: readonly number[]): number | undefined {
  const sorted = [...heights].sort((x, y) => x - y);
  const steps = sorted.slice(1).map((h, n) => h - sorted[n]);
  const positive = steps.filter((s) => s > 1e-3);
  return positive.length > 0 ? Math.min(...positive) : undefined;
}
