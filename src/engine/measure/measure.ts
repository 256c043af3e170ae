import type { Grid, Vec3 } from "../grid.ts";
import type { Volume } from "../volume.ts";

/** What a measurement says: an id, its unit, and a value or the reason why there is none. */
export type Figure = { readonly id: FigureId; readonly unit: FigureUnit } & (
  | { readonly value: number }
  | { readonly missing: FigureReason }
);
export type FigureId =
  | "length"
  | "long_axis"
  | "short_axis"
  | "angle"
  | "area"
  | "mean"
  | "sd"
  | "min"
  | "max"
  | "pixels"
  | "value";
export type FigureUnit = "mm" | "mm2" | "deg" | "intensity" | "1";
/** No spacing in the file; no pixel with a value; a single one (for a deviation); a side without a length (for an angle). */
export type FigureReason = "no_spacing" | "no_value" | "one_pixel" | "no_side";

/** Where points lie: continuous voxel indices, in one slice across `axis`. `sized`: millimetres are known. */
export type Place = { readonly image: Volume; readonly axis: 0 | 1 | 2; readonly sized: boolean };

/** Lines to draw, in continuous voxel indices. */
export type Outline = { readonly points: readonly Vec3[]; readonly closed: boolean; readonly head?: boolean };

/** A way to measure by hand in one slice. */
export type Measure = {
  readonly id: string;
  /** How many points are set. */
  readonly points: number;
  readonly figures: (points: readonly Vec3[], place: Place) => Figure[];
  readonly outlines: (points: readonly Vec3[], place: Place) => Outline[];
  /** Points to take hold of; the points themselves unless it says otherwise. */
  readonly handles: (points: readonly Vec3[], place: Place) => readonly Vec3[];
  /** The points once a handle was moved, or set for the first time. */
  readonly moved: (points: readonly Vec3[], handle: number, to: Vec3, place: Place) => readonly Vec3[];
};

/** Makes a measure of its record: by default handles are the points, each moving alone, and a line runs through them. */
export function measure<const Id extends string>(
  record: Pick<Measure, "points" | "figures"> & Partial<Measure> & { readonly id: Id },
): Measure & { readonly id: Id } {
  return {
    outlines: (points) => [{ points, closed: false }],
    handles: (points) => points,
    moved: (points, handle, to) => points.with(handle, to),
    ...record,
  };
}

export const figure = (id: FigureId, unit: FigureUnit, value: number): Figure => ({ id, unit, value });
export const missing = (id: FigureId, unit: FigureUnit, reason: FigureReason): Figure => ({
  id,
  unit,
  missing: reason,
});
/** A figure that needs millimetres. */
export const sizedFigure = (place: Place, id: FigureId, unit: FigureUnit, value: number): Figure =>
  place.sized ? figure(id, unit, value) : missing(id, unit, "no_spacing");

/** Distance of two continuous voxel indices, mm. */
export function distanceMm(a: Vec3, b: Vec3, { spacing }: Pick<Grid, "spacing">): number {
  return Math.hypot((b[0] - a[0]) * spacing[0], (b[1] - a[1]) * spacing[1], (b[2] - a[2]) * spacing[2]);
}

/** The two index axes of a slice across `axis`. */
export const axesOf = (axis: 0 | 1 | 2): readonly [0 | 1 | 2, 0 | 1 | 2] =>
  axis === 0 ? [1, 2] : axis === 1 ? [0, 2] : [0, 1];
