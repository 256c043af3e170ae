import type { Vec3 } from "../grid.ts";
import type { LineEnds, SurfaceLines } from "./surface-lines.ts";

/** Parallel lines of a bundle that lie in one plane: `count` of them from `start` on, `stride` apart. */
export type PlaneOfLines = { readonly start: number; readonly stride: number; readonly count: number };

/** Of a plane's lines the one at `line[k]` has a corner at `along[k]`. */
export type PlanarCorners = { readonly line: Int32Array; readonly along: Int32Array };

export const planarCornersFor = (lines: number): PlanarCorners => ({
  line: new Int32Array(2 * lines + 2),
  along: new Int32Array(2 * lines + 2),
});

/**
 * The corners of the convex hull of the ends of a plane's lines, by monotone chains: those at lower ends in the order
 * of the lines, then those at upper ends in the opposite order. Returns how many of each: [lower, all].
 */
export function planarCorners(
  { lo, hi }: LineEnds,
  { start, stride, count }: PlaneOfLines,
  { line, along }: PlanarCorners,
): readonly [number, number] {
  let top = 0;
  for (let t = 0, l = start; t < count; t++, l += stride) {
    if (lo[l] > hi[l]) continue;
    const y = lo[l];
    while (
      top >= 2 &&
      (line[top - 1] - line[top - 2]) * (y - along[top - 2]) <= (along[top - 1] - along[top - 2]) * (t - line[top - 2])
    ) {
      top--;
    }
    line[top] = t;
    along[top++] = y;
  }
  const lower = top;
  for (let t = count - 1, l = start + stride * t; t >= 0; t--, l -= stride) {
    if (lo[l] > hi[l]) continue;
    const y = hi[l];
    while (
      top >= lower + 2 &&
      (line[top - 1] - line[top - 2]) * (y - along[top - 2]) <= (along[top - 1] - along[top - 2]) * (t - line[top - 2])
    ) {
      top--;
    }
    line[top] = t;
    along[top++] = y;
  }
  return [lower, top];
}

/** The end of a line that is a corner of the hull of its plane, as bits. */
const LOWER = 1;
const UPPER = 2;

/** Which ends of the lines of each plane are corners of the plane's hull; plane p begins at line p·step. */
function cornersOf(
  lines: LineEnds,
  planes: number,
  step: number,
  plane: Omit<PlaneOfLines, "start">,
  corners: PlanarCorners,
): Uint8Array {
  const found = new Uint8Array(lines.lo.length);
  for (let p = 0; p < planes; p++) {
    const [lower, all] = planarCorners(lines, { ...plane, start: p * step }, corners);
    for (let k = 0; k < all; k++) found[p * step + plane.stride * corners.line[k]] |= k < lower ? LOWER : UPPER;
  }
  return found;
}

/**
 * The mesh vertices that can be corners of the hull in space: x, y, z one after the other, in doubled voxel indices. A
 * corner in space is one of the hull of every plane through it, so only points are left that are corners in three.
 */
export function outermostVertices({ alongX, alongY }: SurfaceLines): Int32Array {
  const slices = alongX.slices;
  const corners = planarCornersFor(Math.max(alongX.across, alongY.across, slices));
  const inPlanesOfX = cornersOf(alongY, alongY.across, 1, { stride: alongY.across, count: slices }, corners);
  const inPlanesOfY = cornersOf(alongX, alongX.across, 1, { stride: alongX.across, count: slices }, corners);
  const points: number[] = [];
  for (let z = 0; z < slices; z++) {
    const plane = { start: z * alongX.across, stride: 1, count: alongX.across };
    const [lower, all] = planarCorners(alongX, plane, corners);
    for (let k = 0; k < all; k++) {
      const y = corners.line[k] - 1;
      const x = corners.along[k];
      if ((inPlanesOfY[plane.start + y + 1] & (k < lower ? LOWER : UPPER)) === 0) continue;
      const column = z * alongY.across + x + 1;
      const low = (inPlanesOfX[column] & LOWER) !== 0 && alongY.lo[column] === y;
      const high = (inPlanesOfX[column] & UPPER) !== 0 && alongY.hi[column] === y;
      if (low || high) points.push(x, y, z - 1);
    }
  }
  return Int32Array.from(points);
}

/**
 * The largest distances within planes of equal x, y and z, in mm. Planes are taken by falling radius of a circle
 * around their points, and only as long as that promises more than was found.
 */
export function planarDiameters({ alongX, alongY }: SurfaceLines, [sx, sy, sz]: Vec3): Vec3 {
  const { slices } = alongX;
  return [
    widest(alongY, alongY.across, 1, { stride: alongY.across, count: slices }, sz / 2, sy / 2),
    widest(alongX, alongX.across, 1, { stride: alongX.across, count: slices }, sz / 2, sx / 2),
    widest(alongX, slices, alongX.across, { stride: 1, count: alongX.across }, sy / 2, sx / 2),
  ];
}

/** `apart` and `unit`: mm between lines and per doubled index along them. */
function widest(
  lines: LineEnds,
  planes: number,
  step: number,
  plane: Omit<PlaneOfLines, "start">,
  apart: number,
  unit: number,
): number {
  const radius = new Float64Array(planes);
  for (let p = 0; p < planes; p++) radius[p] = radiusAround(lines, { ...plane, start: p * step }, apart, unit);
  const order = Array.from(radius.keys()).sort((p, q) => radius[q] - radius[p]);
  const corners = planarCornersFor(plane.count);
  let best = 0;
  for (const p of order) {
    if (2 * radius[p] * (1 + 1e-12) <= Math.sqrt(best)) break;
    const [, all] = planarCorners(lines, { ...plane, start: p * step }, corners);
    for (let a = 1; a < all; a++) {
      for (let b = 0; b < a; b++) {
        const u = (corners.line[a] - corners.line[b]) * apart;
        const v = (corners.along[a] - corners.along[b]) * unit;
        best = Math.max(best, u * u + v * v);
      }
    }
  }
  return Math.sqrt(best);
}

/** Radius of a circle around the ends of a plane's lines, about the middle of their box. */
function radiusAround(
  { lo, hi }: LineEnds,
  { start, stride, count }: PlaneOfLines,
  apart: number,
  unit: number,
): number {
  let [first, last] = [count, -1];
  let [least, most] = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
  for (let t = 0, l = start; t < count; t++, l += stride) {
    if (lo[l] > hi[l]) continue;
    if (last < 0) first = t;
    last = t;
    if (lo[l] < least) least = lo[l];
    if (hi[l] > most) most = hi[l];
  }
  const middle = (first + last) / 2;
  const centre = (least + most) / 2;
  let square = 0;
  for (let t = first, l = start + stride * first; t <= last; t++, l += stride) {
    if (lo[l] > hi[l]) continue;
    const u = (t - middle) * apart;
    const v = Math.max(centre - lo[l], hi[l] - centre) * unit;
    square = Math.max(square, u * u + v * v);
  }
  return Math.sqrt(square);
}
