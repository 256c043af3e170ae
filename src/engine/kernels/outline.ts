// The outline of a label in a plane, along the edges of its pixels. Vertex (a, b) of the lattice of pixel corners is
// stored at `a + (nx + 1) * b` and lies at the continuous index (a − ½, b − ½).

/** Length of `edges` and `at`: one a pixel corner. */
export const cornersLength = (nx: number, ny: number): number => (nx + 1) * (ny + 1);

/**
 * Marks at each corner of the plane's pixels which edges leave it (bits: 1 towards +x, 2 +y, 4 −x, 8 −y). Edges lie
 * between a pixel of `label` and one that is not of it and have the label on their right hand, where y points down.
 * `edges`: zeroed, `cornersLength`. Returns the number of edges.
 */
export function markEdges(plane: Uint8Array, label: number, nx: number, ny: number, edges: Uint8Array): number {
  const row = nx + 1;
  let count = 0;
  for (let j = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      const p = i + nx * j;
      if (plane[p] !== label) continue;
      const v = i + row * j;
      if (j === 0 || plane[p - nx] !== label) {
        edges[v] |= 1;
        count++;
      }
      if (i === nx - 1 || plane[p + 1] !== label) {
        edges[v + 1] |= 2;
        count++;
      }
      if (j === ny - 1 || plane[p + nx] !== label) {
        edges[v + 1 + row] |= 4;
        count++;
      }
      if (i === 0 || plane[p - 1] !== label) {
        edges[v + row] |= 8;
        count++;
      }
    }
  }
  return count;
}

/**
 * Follows the edges of `markEdges` (which are used up) to closed loops. Where two pixels touch by a corner only, a loop
 * stays with its pixel: pixels that share no edge are of different loops or of different parts of one.
 *
 * `path`: the corners, loop after loop, one an edge. `starts`: where each loop starts in `path` (as long as `path` is
 * always enough), then the length of all. `at`: filled with −1; for each corner the last place in `path` where it stands.
 * Returns the number of loops.
 */
export function traceLoops(
  edges: Uint8Array,
  nx: number,
  ny: number,
  path: Int32Array,
  starts: Int32Array,
  at: Int32Array,
): number {
  const row = nx + 1;
  const corners = row * (ny + 1);
  let loops = 0;
  let n = 0;
  for (let first = 0; first < corners; first++) {
    while (edges[first] !== 0) {
      starts[loops++] = n;
      let v = first;
      let direction = edges[v] & 1 ? 0 : edges[v] & 2 ? 1 : edges[v] & 4 ? 2 : 3;
      const begun = direction;
      do {
        edges[v] ^= 1 << direction;
        path[n] = v;
        at[v] = n++;
        v += direction === 0 ? 1 : direction === 1 ? row : direction === 2 ? -1 : -row;
        // Right, straight on, left: the first of them that is an edge, or was the one that the loop began with.
        direction = (direction + 1) & 3;
        while ((edges[v] & (1 << direction)) === 0 && !(v === first && direction === begun)) {
          direction = (direction + 3) & 3;
        }
      } while (!(v === first && direction === begun));
    }
  }
  starts[loops] = n;
  return loops;
}

/**
 * Ties each loop that runs round a hole to the loop on its left, by a bridge along the corners' row: `bridges` (as long
 * as `path`, filled with −1) gets, where a bridge leaves the other loop, the place in `path` at which it reaches the hole's.
 * `holes` (one a loop) becomes 1 for loops round holes. Bridges run inside the label, between pixel centres.
 */
export function bridgeHoles(
  path: Int32Array,
  starts: Int32Array,
  loops: number,
  nx: number,
  at: Int32Array,
  holes: Uint8Array,
  bridges: Int32Array,
): void {
  const row = nx + 1;
  for (let l = 0; l < loops; l++) {
    const end = starts[l + 1];
    let leftmost = starts[l];
    let area = 0;
    let v = path[end - 1];
    for (let p = starts[l]; p < end; p++) {
      const w = path[p];
      // Twice the signed area: the steps along x, times y.
      const step = w - v;
      if (step === 1 || step === -1) area -= step * Math.floor(w / row);
      const x = w % row;
      const least = path[leftmost] % row;
      if (x < least || (x === least && w < path[leftmost])) leftmost = p;
      v = w;
    }
    if (area > 0) continue;
    holes[l] = 1;
    let meets = path[leftmost] - 1;
    while (at[meets] < 0) meets--;
    bridges[at[meets]] = leftmost;
  }
}
