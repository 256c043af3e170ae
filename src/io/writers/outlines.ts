import { bridgeHoles, cornersLength, markEdges, traceLoops } from "#engine/kernels/outline.ts";
import type { Labels } from "#engine/volume.ts";

/** A closed polygon in continuous indices of its slice, x and y in turn; the last point is joined to the first. */
export type Outline = readonly number[];

/**
 * The outlines of a label in one slice (nx · ny values), along the edges of its voxels.
 *
 * Their area is that of the voxels, neither more nor less, and every voxel centre is half a voxel away from them: whoever
 * fills them finds the same voxels, however it rounds. Holes are tied to their outer outline by a channel without width
 * (a keyhole), which even-odd filling and a union of polygons read alike. Parts that touch by a corner are outlines apart;
 * a part inside a hole is one too.
 */
export function outlines(plane: Labels, label: number, nx: number, ny: number): Outline[] {
  if (!plane.includes(label)) return [];
  const corners = cornersLength(nx, ny);
  const edges = new Uint8Array(corners);
  const length = markEdges(plane, label, nx, ny, edges);
  const path = new Int32Array(length);
  const starts = new Int32Array(length + 1);
  const at = new Int32Array(corners).fill(-1);
  const loops = traceLoops(edges, nx, ny, path, starts, at);
  const holes = new Uint8Array(loops);
  const bridges = new Int32Array(length).fill(-1);
  bridgeHoles(path, starts, loops, nx, at, holes, bridges);
  const loopOf = new Int32Array(length);
  for (let l = 0; l < loops; l++) loopOf.fill(l, starts[l], starts[l + 1]);

  /** The corners of a loop from place `from` on, with those of the holes that hang on it. */
  const walk = (from: number, out: number[]): void => {
    const first = starts[loopOf[from]];
    const end = starts[loopOf[from] + 1];
    for (let n = 0; n < end - first; n++) {
      const p = from + n < end ? from + n : from + n - (end - first);
      out.push(path[p]);
      const hole = bridges[p];
      if (hole < 0) continue;
      walk(hole, out);
      out.push(path[hole], path[p]);
    }
  };
  const found: Outline[] = [];
  for (let l = 0; l < loops; l++) {
    if (holes[l]) continue;
    const visited: number[] = [];
    walk(starts[l], visited);
    found.push(turningPoints(visited, nx + 1));
  }
  return found;
}

/** Leaves out corners at which a path goes straight on; one at which it turns back stays. */
function turningPoints(corners: readonly number[], row: number): number[] {
  const points: number[] = [];
  const n = corners.length;
  for (let p = 0; p < n; p++) {
    const before = corners[(p + n - 1) % n];
    const here = corners[p];
    const after = corners[(p + 1) % n];
    const [dx, dy] = heading(before, here, row);
    const [ex, ey] = heading(here, after, row);
    if (dx === ex && dy === ey) continue;
    points.push((here % row) - 0.5, Math.floor(here / row) - 0.5);
  }
  return points;
}

const heading = (from: number, to: number, row: number): readonly [number, number] => [
  Math.sign((to % row) - (from % row)),
  Math.sign(Math.floor(to / row) - Math.floor(from / row)),
];
