import type { Vec3 } from "../grid.ts";
import { borderDistances } from "../kernels/distance.ts";
import type { Roi } from "../roi.ts";
import type { Cells, MatrixSource } from "./matrix.ts";

/** What the events of a region are found in. */
export type Levelled = Pick<Roi, "dims" | "levels" | "morphologicalMask">;

/** A cell, and how often. */
export type CellCount = { readonly i: number; readonly j: number; readonly n: number };

/** One count of cell (i, j): the first `count` of `voxels` (indices in the region's box) are behind it. */
type Visit = (i: number, j: number, voxels: Int32Array, count: number) => void;

/**
 * Every count of a matrix with the voxels behind it: both ends of a pair (which counts once each way), a run, a zone,
 * a voxel with its neighbours. Only those that have a voxel of a `wanted` level. This is the plain way; the kernels'
 * matrices are the same, much faster, without a memory of where they come from.
 */
export function visitEvents(
  roi: Levelled,
  source: MatrixSource,
  visit: Visit,
  wanted: (level: number) => boolean = () => true,
): void {
  if (source.kind === "pairs") visitPairs(roi, source, visit, wanted);
  else if (source.kind === "runs") visitRuns(roi, source, visit, wanted);
  else if (source.kind === "zones" || source.kind === "depths") visitZones(roi, source, visit, wanted);
  else visitNeighbourhoods(roi, source, visit, wanted);
}

/** How often each voxel of the region's box takes part in the counts of the cells; 0 where it does not. */
export function voxelsOf(roi: Levelled, sources: readonly MatrixSource[], { i, j }: Cells): Float32Array {
  const out = new Float32Array(roi.levels.length);
  const wanted = (level: number) => level >= i[0] && level <= i[1];
  for (const source of sources) {
    // A pair that counts both ways lies in the cell of either end's row.
    const visit: Visit = (row, column, voxels, count) => {
      if (row < i[0] || row > i[1] || column < j[0] || column > j[1]) return;
      for (let k = 0; k < count; k++) out[voxels[k]]++;
    };
    visitEvents(roi, source, visit, wanted);
  }
  return out;
}

/** How often a voxel (index in the region's box) feeds each cell that it feeds, by row, then column. */
export function cellsOf(roi: Levelled, sources: readonly MatrixSource[], voxel: number): readonly CellCount[] {
  const level = roi.levels[voxel];
  if (level === 0 || level === undefined) return [];
  const found = new Map<string, { i: number; j: number; n: number }>();
  for (const source of sources) {
    const visit: Visit = (i, j, voxels, count) => {
      if (!voxels.subarray(0, count).includes(voxel)) return;
      const cell = found.get(`${i} ${j}`) ?? { i, j, n: 0 };
      cell.n++;
      found.set(`${i} ${j}`, cell);
    };
    visitEvents(roi, source, visit, (l) => l === level);
  }
  return [...found.values()].sort((a, b) => a.i - b.i || a.j - b.j);
}

/** Calls for each voxel of the region in the slices that count. */
function eachVoxel(
  { dims, levels }: Levelled,
  { slice }: MatrixSource,
  call: (voxel: number, level: number, x: number, y: number, z: number) => void,
): void {
  const [nx, ny, nz] = dims;
  const [z0, z1] = slice === null ? [0, nz] : [slice, slice + 1];
  for (let z = z0, v = z0 * nx * ny; z < z1; z++)
    for (let y = 0; y < ny; y++) for (let x = 0; x < nx; x++, v++) if (levels[v] > 0) call(v, levels[v], x, y, z);
}

/** The index of a neighbour, or −1 outside the box. */
function neighbour([nx, ny, nz]: Vec3, x: number, y: number, z: number, [dx, dy, dz]: Vec3): number {
  const [px, py, pz] = [x + dx, y + dy, z + dz];
  return px < 0 || py < 0 || pz < 0 || px >= nx || py >= ny || pz >= nz ? -1 : px + nx * (py + ny * pz);
}

function visitPairs(roi: Levelled, source: MatrixSource, visit: Visit, wanted: (level: number) => boolean): void {
  const ends = new Int32Array(2);
  eachVoxel(roi, source, (voxel, level, x, y, z) => {
    for (const step of source.steps) {
      const other = neighbour(roi.dims, x, y, z, step);
      const otherLevel = other < 0 ? 0 : roi.levels[other];
      if (otherLevel === 0 || !(wanted(level) || wanted(otherLevel))) continue;
      ends[0] = voxel;
      ends[1] = other;
      visit(level, otherLevel, ends, 2);
      if (!source.oneWay) visit(otherLevel, level, ends, 2);
    }
  });
}

function visitRuns(roi: Levelled, source: MatrixSource, visit: Visit, wanted: (level: number) => boolean): void {
  const run = new Int32Array(Math.max(...roi.dims));
  const [nx, ny] = roi.dims;
  for (const step of source.steps) {
    const back: Vec3 = [-step[0], -step[1], -step[2]];
    eachVoxel(roi, source, (voxel, level, x, y, z) => {
      if (!wanted(level)) return;
      const before = neighbour(roi.dims, x, y, z, back);
      if (before >= 0 && roi.levels[before] === level) return;
      let length = 0;
      for (let at = voxel; at >= 0 && roi.levels[at] === level; ) {
        run[length++] = at;
        at = neighbour(roi.dims, at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny)), step);
      }
      visit(level, length, run, length);
    });
  }
}

function visitZones(roi: Levelled, source: MatrixSource, visit: Visit, wanted: (level: number) => boolean): void {
  const [nx, ny, nz] = roi.dims;
  const both = source.steps.flatMap(([x, y, z]): Vec3[] => [
    [x, y, z],
    [-x, -y, -z],
  ]);
  const border = new Uint16Array(source.kind === "depths" ? nx * ny * nz : 0);
  if (source.kind === "depths") borderDistances(roi.morphologicalMask, nx, ny, nz, source.in3d ? 1 : 0, border);
  const seen = new Uint8Array(roi.levels.length);
  const zone = new Int32Array(roi.levels.length);
  eachVoxel(roi, source, (voxel, level) => {
    if (seen[voxel] === 1 || !wanted(level)) return;
    let count = 1;
    let depth = 65_535;
    zone[0] = voxel;
    seen[voxel] = 1;
    for (let k = 0; k < count; k++) {
      const at = zone[k];
      if (source.kind === "depths" && border[at] < depth) depth = border[at];
      for (const step of both) {
        const next = neighbour(roi.dims, at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny)), step);
        if (next < 0 || seen[next] === 1 || roi.levels[next] !== level) continue;
        seen[next] = 1;
        zone[count++] = next;
      }
    }
    visit(level, source.kind === "depths" ? depth : count, zone, count);
  });
}

/** NGLDM and NGTDM: a voxel, with how many of its neighbours depend on it; an NGTDM has one column. */
function visitNeighbourhoods(
  roi: Levelled,
  source: MatrixSource,
  visit: Visit,
  wanted: (level: number) => boolean,
): void {
  const one = new Int32Array(1);
  eachVoxel(roi, source, (voxel, level, x, y, z) => {
    if (!wanted(level)) return;
    let inside = 0;
    let dependent = 0;
    for (const step of source.steps) {
      const other = neighbour(roi.dims, x, y, z, step);
      if (other < 0 || roi.levels[other] === 0) continue;
      inside++;
      if (Math.abs(roi.levels[other] - level) <= source.coarseness) dependent++;
    }
    one[0] = voxel;
    if (source.kind === "dependences") visit(level, 1 + dependent, one, 1);
    else if (inside > 0 || source.lonely) visit(level, 1, one, 1);
  });
}
