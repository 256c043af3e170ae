import type { Vec3 } from "../grid.ts";
import { axesOf, type Figure, figure, missing, type Place } from "./measure.ts";

/** Corners of the box of two opposite ones, in order around it. */
export function cornersOf([p, q]: readonly Vec3[], { axis }: Pick<Place, "axis">): readonly Vec3[] {
  const [u, v] = axesOf(axis);
  const corner = (from: Vec3, a: number, b: number): Vec3 => {
    const out: [number, number, number] = [...from];
    out[u] = a;
    out[v] = b;
    return out;
  };
  return [p, corner(p, q[u], p[v]), corner(p, q[u], q[v]), corner(p, p[u], q[v])];
}

/** The corners to take hold of: the two that were set, then the two others. */
export function cornerHandles(points: readonly Vec3[], place: Pick<Place, "axis">): readonly Vec3[] {
  const [p, a, q, b] = cornersOf(points, place);
  return [p, q, a, b];
}

/** The two corners once one of the four handles was moved. */
export function cornerMoved(points: readonly Vec3[], handle: number, to: Vec3, place: Pick<Place, "axis">): Vec3[] {
  // While it is drawn there is one corner, and the pointer has the other.
  if (points.length < 2) return [...points.with(handle, to)];
  const [u, v] = axesOf(place.axis);
  const [p, q] = points.map((point) => [...point] as [number, number, number]);
  const ofU = handle === 0 || handle === 3 ? p : q;
  const ofV = handle === 0 || handle === 2 ? p : q;
  ofU[u] = to[u];
  ofV[v] = to[v];
  return [p, q];
}

/**
 * Intensities of the pixels of a slice whose centre `holds` says lies inside: mean, standard deviation (n − 1), least,
 * greatest, and their number. Pixels without a value (padding) and beyond the image count for nothing.
 */
export function statistics(
  points: readonly Vec3[],
  { image, axis }: Place,
  holds: (a: number, b: number) => boolean,
): Figure[] {
  const { grid, data, padding } = image;
  const [u, v] = axesOf(axis);
  const strides = [1, grid.dims[0], grid.dims[0] * grid.dims[1]];
  const low = (n: 0 | 1 | 2) => Math.max(0, Math.ceil(Math.min(points[0][n], points[1][n])));
  const high = (n: 0 | 1 | 2) => Math.min(grid.dims[n] - 1, Math.floor(Math.max(points[0][n], points[1][n])));
  const slice = Math.round(points[0][axis]) * strides[axis];
  const values: number[] = [];
  for (let b = low(v); b <= high(v); b++)
    for (let a = low(u); a <= high(u); a++) {
      const value = data[slice + a * strides[u] + b * strides[v]];
      const none = !Number.isFinite(value) || (padding && value >= padding[0] && value <= padding[1]);
      if (!none && holds(a, b)) values.push(value);
    }
  const count = values.length;
  const pixels = figure("pixels", "1", count);
  if (count === 0)
    return [...(["mean", "sd", "min", "max"] as const).map((id) => missing(id, "intensity", "no_value")), pixels];
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const least = values.reduce((a, b) => Math.min(a, b));
  const greatest = values.reduce((a, b) => Math.max(a, b));
  return [
    figure("mean", "intensity", mean),
    count > 1 ? figure("sd", "intensity", Math.sqrt(squares / (count - 1))) : missing("sd", "intensity", "one_pixel"),
    figure("min", "intensity", least),
    figure("max", "intensity", greatest),
    pixels,
  ];
}

/** Sides of the box of two corners, mm. */
export function sidesMm([p, q]: readonly Vec3[], { image, axis }: Place): readonly [number, number] {
  const [u, v] = axesOf(axis);
  const { spacing } = image.grid;
  return [Math.abs(q[u] - p[u]) * spacing[u], Math.abs(q[v] - p[v]) * spacing[v]];
}
