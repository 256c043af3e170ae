/**
 * The largest distance between two of `count` points (x, y, z in mm). A pair far apart is found first by going to the
 * farthest point and on from there; then only pairs can be farther apart whose distances from that pair's middle add up
 * to more, and these are few (Malandain and Boissonnat 2002). Exact.
 */
export function largestDistance(points: Float64Array, count: number): number {
  if (count < 2) return 0;
  const radius = new Float64Array(count);
  let from = 0;
  let to = farthest(points, count, points[0], points[1], points[2], radius);
  let best = 0; // squared
  while (radius[to] > best) {
    best = radius[to];
    const old = from;
    from = to;
    to = farthest(points, count, points[3 * from], points[3 * from + 1], points[3 * from + 2], radius);
    if (radius[to] <= best) to = old;
  }
  const middle = (axis: 0 | 1 | 2) => (points[3 * from + axis] + points[3 * to + axis]) / 2;
  farthest(points, count, middle(0), middle(1), middle(2), radius);
  let most = 0;
  for (let i = 0; i < count; i++) {
    radius[i] = Math.sqrt(radius[i]) * (1 + 1e-12);
    if (radius[i] > most) most = radius[i];
  }
  let cut = Math.sqrt(best);
  const order: number[] = [];
  for (let i = 0; i < count; i++) if (radius[i] + most > cut) order.push(i);
  order.sort((i, j) => radius[j] - radius[i]);
  for (let a = 0; a < order.length; a++) {
    const p = order[a];
    if (2 * radius[p] <= cut) break;
    for (let b = a + 1; b < order.length; b++) {
      const q = order[b];
      if (radius[p] + radius[q] <= cut) break;
      const dx = points[3 * p] - points[3 * q];
      const dy = points[3 * p + 1] - points[3 * q + 1];
      const dz = points[3 * p + 2] - points[3 * q + 2];
      const distance = dx * dx + dy * dy + dz * dz;
      if (distance > best) {
        best = distance;
        cut = Math.sqrt(distance);
      }
    }
  }
  return Math.sqrt(best);
}

/** The point farthest from (x, y, z); `out`: the squares of all distances. */
function farthest(points: Float64Array, count: number, x: number, y: number, z: number, out: Float64Array): number {
  let found = 0;
  for (let i = 0, k = 0; i < count; i++, k += 3) {
    const dx = points[k] - x;
    const dy = points[k + 1] - y;
    const dz = points[k + 2] - z;
    out[i] = dx * dx + dy * dy + dz * dz;
    if (out[i] > out[found]) found = i;
  }
  return found;
}
