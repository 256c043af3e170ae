import { squaredDistances } from "./euclidean-distance.ts";

/**
 * Signed distance (mm) of each pixel centre to the nearest pixel centre on the other side of the mask's edge: negative
 * inside. Exact Euclidean. `mask`: 0 or 1, nx × ny, of both kinds; dx, dy: spacing in mm.
 */
export function signedDistance(mask: Uint8Array, nx: number, ny: number, dx: number, dy: number): Float64Array {
  const outer = squaredDistances(mask, 1, [nx, ny, 1], [dx, dy, 1]);
  const inner = squaredDistances(mask, 0, [nx, ny, 1], [dx, dy, 1]);
  return outer.map((distance, i) => (mask[i] !== 0 ? -Math.sqrt(inner[i]) : Math.sqrt(distance)));
}

/**
 * Sets to 1 the pixels of the shape that lies at fraction t (0..1) between two drawn ones: the signed distances of both,
 * laid centre on centre, are blended, and the shape is where the blend is negative (Raya and Udupa 1990,
 * doi:10.1109/42.52980). `d0`, `d1`: signed distances, nx × ny; (x0, y0), (x1, y1): centres of the shapes in pixels.
 * Shapes that are far apart therefore wander instead of vanishing. Returns the number of pixels.
 */
export function blendShapes(
  d0: Float64Array,
  d1: Float64Array,
  nx: number,
  ny: number,
  t: number,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  out: Uint8Array,
): number {
  const ox0 = t * (x0 - x1);
  const oy0 = t * (y0 - y1);
  const ox1 = (1 - t) * (x1 - x0);
  const oy1 = (1 - t) * (y1 - y0);
  let count = 0;
  for (let y = 0; y < ny; y++) {
    for (let x = 0; x < nx; x++) {
      const a = sample(d0, nx, ny, x + ox0, y + oy0);
      const b = sample(d1, nx, ny, x + ox1, y + oy1);
      if ((1 - t) * a + t * b >= 0) continue;
      out[x + nx * y] = 1;
      count++;
    }
  }
  return count;
}

/** Bilinear; beyond the plane its border is continued. */
function sample(d: Float64Array, nx: number, ny: number, x: number, y: number): number {
  const cx = x < 0 ? 0 : x > nx - 1 ? nx - 1 : x;
  const cy = y < 0 ? 0 : y > ny - 1 ? ny - 1 : y;
  const i = Math.floor(cx);
  const j = Math.floor(cy);
  const u = cx - i;
  const v = cy - j;
  const at = i + nx * j;
  const right = i + 1 < nx ? 1 : 0;
  const below = j + 1 < ny ? nx : 0;
  return (1 - v) * ((1 - u) * d[at] + u * d[at + right]) + v * ((1 - u) * d[at + below] + u * d[at + below + right]);
}
