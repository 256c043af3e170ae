/** A closed contour in continuous indices of its slice; the last point is joined to the first. */
export type Contour = { readonly xs: Float64Array; readonly ys: Float64Array };

/**
 * The contour with points at most `step` (index units) apart along its sides, so that a part of it can be bent.
 * `outline`: x and y in turn. The points given stay points; the area does not change.
 */
export function denseContour(outline: readonly number[], step: number): Contour {
  const xs: number[] = [];
  const ys: number[] = [];
  const n = outline.length / 2;
  for (let p = 0; p < n; p++) {
    const q = (p + 1) % n;
    const [x, y] = [outline[2 * p], outline[2 * p + 1]];
    const [dx, dy] = [outline[2 * q] - x, outline[2 * q + 1] - y];
    const parts = Math.max(1, Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)) / step));
    for (let s = 0; s < parts; s++) {
      xs.push(x + (dx * s) / parts);
      ys.push(y + (dy * s) / parts);
    }
  }
  return { xs: Float64Array.from(xs), ys: Float64Array.from(ys) };
}

/**
 * Pushes the points around (x, y) by (dx, dy): in the middle by all of it, at the rim of the ellipse with half axes
 * (rx, ry) and beyond by nothing, (1 − r²)² in between. Pushes shorter than half the radius fold nothing over.
 * Returns how many points moved.
 */
export function nudgeContour(
  { xs, ys }: Contour,
  x: number,
  y: number,
  dx: number,
  dy: number,
  rx: number,
  ry: number,
): number {
  let moved = 0;
  for (let p = 0; p < xs.length; p++) {
    const u = (xs[p] - x) / rx;
    const v = (ys[p] - y) / ry;
    const r2 = u * u + v * v;
    if (r2 >= 1) continue;
    const weight = (1 - r2) * (1 - r2);
    xs[p] += weight * dx;
    ys[p] += weight * dy;
    moved++;
  }
  return moved;
}

/**
 * The points that tell the contour's shape: no point lies farther than `tolerance` (index units) from the polygon of
 * those returned (Douglas and Peucker, Cartographica 10:112, 1973). Indices in rising order, at least three where there
 * are as many.
 */
export function contourHandles({ xs, ys }: Contour, tolerance: number): number[] {
  const n = xs.length;
  if (n <= 3) return Array.from({ length: n }, (_, p) => p);
  let far = 0;
  for (let p = 1; p < n; p++) if (distance2(xs, ys, 0, p) > distance2(xs, ys, 0, far)) far = p;
  const kept = new Set([0, far]);
  const parts: (readonly [number, number])[] = [
    [0, far],
    [far, n],
  ];
  for (let part = parts.pop(); part; part = parts.pop()) {
    const [from, to] = part;
    let worst = tolerance;
    let at = -1;
    for (let p = from + 1; p < to; p++) {
      const d = fromLine(xs, ys, p, from, to % n);
      if (d <= worst) continue;
      worst = d;
      at = p;
    }
    if (at < 0) continue;
    kept.add(at);
    parts.push([from, at], [at, to]);
  }
  if (kept.size < 3) kept.add(Math.floor(far / 2)).add(Math.floor((far + n) / 2));
  return [...kept].sort((a, b) => a - b);
}

/**
 * Moves the point `at` by (dx, dy), and those between it and the points `before` and `after`, which stay, by a part that
 * falls off evenly with the way along the contour. Reads `from`, writes `to` (of the same length): the drag starts anew
 * from the same contour with each move.
 */
export function dragHandle(
  from: Contour,
  before: number,
  at: number,
  after: number,
  dx: number,
  dy: number,
  to: Contour,
): void {
  to.xs.set(from.xs);
  to.ys.set(from.ys);
  const n = from.xs.length;
  const side = (end: number, step: 1 | -1) => {
    const count = ((((end - at) * step) % n) + n) % n || n;
    for (let s = 1; s < count; s++) {
      const p = (((at + s * step) % n) + n) % n;
      const weight = 1 - s / count;
      to.xs[p] += weight * dx;
      to.ys[p] += weight * dy;
    }
  };
  side(before, -1);
  side(after, 1);
  to.xs[at] += dx;
  to.ys[at] += dy;
}

const distance2 = (xs: Float64Array, ys: Float64Array, p: number, q: number): number =>
  (xs[p] - xs[q]) * (xs[p] - xs[q]) + (ys[p] - ys[q]) * (ys[p] - ys[q]);

/** Distance of point p from the segment a–b. */
function fromLine(xs: Float64Array, ys: Float64Array, p: number, a: number, b: number): number {
  const [x, y] = [xs[b] - xs[a], ys[b] - ys[a]];
  const length2 = x * x + y * y;
  const [px, py] = [xs[p] - xs[a], ys[p] - ys[a]];
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, (px * x + py * y) / length2));
  const [qx, qy] = [px - t * x, py - t * y];
  return Math.sqrt(qx * qx + qy * qy);
}
