/** Length of the caller's `queue` and `reached`. */
export const fillLength = (nx: number, ny: number): number => nx * ny;

/**
 * Marks in `reached` (zeros) every pixel outside the mask that is joined to pixel `seed` by edges (4-connectivity).
 * Returns their number, or 0 when they touch the border of the plane: then the mask does not enclose the seed, and what
 * has been marked means nothing. 0 too when the seed lies on the mask. `mask`: 1 on the outline, nx × ny.
 */
export function floodInside(
  mask: Uint8Array,
  nx: number,
  ny: number,
  seed: number,
  queue: Uint32Array,
  reached: Uint8Array,
): number {
  if (mask[seed] !== 0) return 0;
  let head = 0;
  let tail = 0;
  reached[seed] = 1;
  queue[tail++] = seed;
  while (head < tail) {
    const at = queue[head++];
    const y = Math.floor(at / nx);
    const x = at - y * nx;
    if (x === 0 || y === 0 || x === nx - 1 || y === ny - 1) return 0;
    for (let side = 0; side < 4; side++) {
      const next = side === 0 ? at - 1 : side === 1 ? at + 1 : side === 2 ? at - nx : at + nx;
      if (mask[next] !== 0 || reached[next] !== 0) continue;
      reached[next] = 1;
      queue[tail++] = next;
    }
  }
  return tail;
}

/**
 * Sets to 1 the holes of a mask (0 or 1, nx × ny): pixels outside it from which the border cannot be reached by edges.
 * Returns how many were set. `reached`: zeros.
 */
export function fillHoles(mask: Uint8Array, nx: number, ny: number, queue: Uint32Array, reached: Uint8Array): number {
  let head = 0;
  let tail = 0;
  const total = nx * ny;
  for (let at = 0; at < total; at++) {
    const y = Math.floor(at / nx);
    const x = at - y * nx;
    // Rows in the middle have only two pixels on the border: jump from the first to the last.
    if (y > 0 && y < ny - 1 && x > 0 && x < nx - 1) at += nx - 2 - x + 1;
    if (mask[at] === 0 && reached[at] === 0) {
      reached[at] = 1;
      queue[tail++] = at;
    }
  }
  while (head < tail) {
    const at = queue[head++];
    const y = Math.floor(at / nx);
    const x = at - y * nx;
    if (x > 0 && mask[at - 1] === 0 && reached[at - 1] === 0) {
      reached[at - 1] = 1;
      queue[tail++] = at - 1;
    }
    if (x < nx - 1 && mask[at + 1] === 0 && reached[at + 1] === 0) {
      reached[at + 1] = 1;
      queue[tail++] = at + 1;
    }
    if (y > 0 && mask[at - nx] === 0 && reached[at - nx] === 0) {
      reached[at - nx] = 1;
      queue[tail++] = at - nx;
    }
    if (y < ny - 1 && mask[at + nx] === 0 && reached[at + nx] === 0) {
      reached[at + nx] = 1;
      queue[tail++] = at + nx;
    }
  }
  let count = 0;
  for (let at = 0; at < total; at++) {
    if (mask[at] !== 0 || reached[at] !== 0) continue;
    mask[at] = 1;
    count++;
  }
  return count;
}
