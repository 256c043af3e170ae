/**
 * The mesh vertices that can be corners of the convex hull. Coordinates are doubled voxel indices, so that the mesh
 * vertex between voxels i and i + 1 is 2i + 1 and all later decisions are exact in whole numbers.
 */

/** How many numbers `extremePoints` may write. */
export const extremePointsLength = (nx: number, ny: number, nz: number): number => 6 * (nx * ny + ny * nz + nz * nx);

/** Writes (x, y, z) of the outermost mesh vertices of every grid line to `out`; returns the number of points. */
export function extremePoints(mask: Uint8Array, nx: number, ny: number, nz: number, out: Int32Array): number {
  const plane = nx * ny;
  let n = lineEnds(mask, 0, nx, 1, ny, nx, nz, plane, out, 0);
  n = lineEnds(mask, 1, ny, nx, nx, 1, nz, plane, out, n);
  return lineEnds(mask, 2, nz, plane, nx, 1, ny, nx, out, n);
}

// Lines along `axis` with `length` voxels a `step` apart, for each of m × n starts in the other two axes (in order).
function lineEnds(
  mask: Uint8Array,
  axis: number,
  length: number,
  step: number,
  m: number,
  stepM: number,
  n: number,
  stepN: number,
  out: Int32Array,
  count: number,
): number {
  const other = axis === 0 ? 1 : 0;
  const last = axis === 2 ? 1 : 2;
  let o = 3 * count;
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < m; i++) {
      const start = i * stepM + j * stepN;
      let lo = 0;
      while (lo < length && mask[start + lo * step] === 0) lo++;
      if (lo === length) continue;
      let hi = length - 1;
      while (mask[start + hi * step] === 0) hi--;
      out[o + axis] = 2 * lo - 1;
      out[o + other] = 2 * i;
      out[o + last] = 2 * j;
      out[o + 3 + axis] = 2 * hi + 1;
      out[o + 3 + other] = 2 * i;
      out[o + 3 + last] = 2 * j;
      o += 6;
    }
  }
  return o / 3;
}

/**
 * Keeps, of the points of each plane of equal coordinate `axis`, the corners of their planar hull: a corner of the
 * hull in space is one in every plane through it. Works in place and returns the number of points left.
 * (Plain version: none; the hull of all points is the same, only slower.)
 */
export function keepPlanarCorners(points: Int32Array, count: number, axis: 0 | 1 | 2, span: number): number {
  const a = axis === 0 ? 1 : 0;
  const b = axis === 2 ? 1 : 2;
  // One number orders by plane, then a, then b: each part is below `span` after adding 1.
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    keys[i] = ((points[3 * i + axis] + 1) * span + points[3 * i + a] + 1) * span + points[3 * i + b] + 1;
  }
  keys.sort();
  const us = new Int32Array(count);
  const vs = new Int32Array(count);
  const stack = new Int32Array(count + 1);
  let kept = 0;
  for (let start = 0; start < count; ) {
    const plane = Math.floor(keys[start] / (span * span));
    let end = start;
    for (; end < count; end++) {
      const key = keys[end] - plane * span * span;
      if (key >= span * span) break;
      us[end] = Math.floor(key / span);
      vs[end] = key - us[end] * span;
    }
    // Monotone chain: lower side forwards, upper side backwards. Only strict corners stay.
    let top = 0;
    for (let side = 0; side < 2; side++) {
      const base = top;
      for (let k = start; k < end; k++) {
        const p = side === 0 ? k : end - 1 - (k - start);
        while (top - base >= 2) {
          const q = stack[top - 1];
          const r = stack[top - 2];
          const turn = (us[q] - us[r]) * (vs[p] - vs[r]) - (vs[q] - vs[r]) * (us[p] - us[r]);
          if (turn > 0) break;
          top--;
        }
        stack[top++] = p;
      }
      top--;
    }
    if (top === 0) top = 1;
    for (let k = 0; k < top; k++) {
      points[3 * kept + axis] = plane - 1;
      points[3 * kept + a] = us[stack[k]] - 1;
      points[3 * kept + b] = vs[stack[k]] - 1;
      kept++;
    }
    start = end;
  }
  return kept;
}
