/**
 * Flips (XOR 1) in the plane `out` every pixel whose centre lies inside the closed polygon (xs, ys), even-odd.
 *
 * Coordinates are continuous indices: pixel (i, j) has its centre at x = i, y = j and is stored at `i + nx * j`. The last
 * point is joined to the first. Because pixels are flipped, holes, nested and keyhole contours of one slice are drawn
 * by calling this once for each contour on the same plane.
 *
 * A centre exactly on an edge: intervals are half-open, so the left and upper edges (low x, low y) belong to the
 * polygon, the right and lower ones do not. Polygons that share an edge then neither overlap nor leave a gap: an edge
 * gives the same bits whichever way it is walked.
 *
 * `n` points; parts outside the plane are clipped. Coordinates must be finite.
 */
export function fillPolygon(
  xs: Float64Array,
  ys: Float64Array,
  n: number,
  nx: number,
  ny: number,
  out: Uint8Array,
): void {
  let right = Number.NEGATIVE_INFINITY;
  for (let p = 0; p < n; p++) if (xs[p] > right) right = xs[p];
  // Right of the polygon each row is crossed an even number of times: flipping may stop there.
  const stop = Math.min(nx, Math.ceil(right));

  for (let p = 0, q = n - 1; p < n; q = p++) {
    const down = ys[q] <= ys[p];
    const x0 = down ? xs[q] : xs[p];
    const y0 = down ? ys[q] : ys[p];
    const x1 = down ? xs[p] : xs[q];
    const y1 = down ? ys[p] : ys[q];
    const low = Math.min(x0, x1);
    const high = Math.max(x0, x1);
    const first = Math.max(0, Math.ceil(y0));
    const end = Math.min(ny, Math.ceil(y1)); // a level edge has first = end and never divides
    for (let j = first; j < end; j++) {
      // Product before quotient: a crossing that falls on a centre comes out whole where the product is exact.
      const x = Math.min(high, Math.max(low, x0 + ((j - y0) * (x1 - x0)) / (y1 - y0)));
      const row = nx * j;
      for (let i = Math.max(0, Math.ceil(x)); i < stop; i++) out[row + i] ^= 1;
    }
  }
}
