/**
 * The largest distance between two of `count` points (x, y, z in mm). Points are taken by falling distance from
 * their centre, and a pair is looked at only while the two distances add up to more than the best so far: exact, and
 * near linear on hulls where a plain double loop is quadratic.
 */
export function largestDistance(points: Float64Array, count: number): number {
  let [cx, cy, cz] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    cx += points[3 * i] / count;
    cy += points[3 * i + 1] / count;
    cz += points[3 * i + 2] / count;
  }
  const radius = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    radius[i] = Math.hypot(points[3 * i] - cx, points[3 * i + 1] - cy, points[3 * i + 2] - cz);
  }
  const order = Int32Array.from(radius.keys()).sort((i, j) => radius[j] - radius[i]);
  let best = 0; // squared
  let cut = 0;
  for (let a = 0; a < count; a++) {
    const p = order[a];
    if (2 * radius[p] * (1 + 1e-12) <= cut) break;
    for (let b = a + 1; b < count; b++) {
      const q = order[b];
      if ((radius[p] + radius[q]) * (1 + 1e-12) <= cut) break;
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
