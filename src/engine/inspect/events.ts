import { borderDistances } from "../kernels/distance.ts";
import type { Roi } from "../roi.ts";
import type { Cells, MatrixSource } from "./matrix.ts";

/** What the events of a region are found in. */
export type Levelled = Pick<Roi, "dims" | "levels" | "morphologicalMask">;

/** A cell, and how often. */
export type CellCount = { readonly i: number; readonly j: number; readonly n: number };

/** One count of cell (i, j): the first `count` of `voxels` (indices in the region's box) are behind it. */
type Visit = (i: number, j: number, voxels: Int32Array, count: number) => void;

/** Which counts are visited: those with a voxel of a level that is 1 in `levels`; those that voxel `through` has a part in. */
type Wanted = { readonly levels?: Uint8Array; readonly through?: number };

/**
 * Every count of a matrix with the voxels behind it: both ends of a pair (which counts once each way), a run, a zone,
 * a voxel with its neighbours. This is the plain way; the kernels' matrices are the same, faster, without a memory of
 * where they come from.
 */
export function visitEvents(roi: Levelled, source: MatrixSource, visit: Visit, wanted: Wanted = {}): void {
  const box = boxOf(roi, source);
  if (source.kind === "pairs") visitPairs(box, visit, wanted);
  else if (source.kind === "runs") visitRuns(box, visit, wanted);
  else if (source.kind === "zones" || source.kind === "depths") visitZones(roi, box, visit, wanted);
  else visitNeighbourhoods(box, visit, wanted);
}

/** How often each voxel of the region's box takes part in the counts of the cells; 0 where it does not. */
export function voxelsOf(roi: Levelled, sources: readonly MatrixSource[], { i, j }: Cells): Float32Array {
  const out = new Float32Array(roi.levels.length);
  const levels = new Uint8Array(65_536).fill(1, i[0], i[1] + 1);
  const visit: Visit = (row, column, voxels, count) => {
    if (row < i[0] || row > i[1] || column < j[0] || column > j[1]) return;
    for (let k = 0; k < count; k++) out[voxels[k]]++;
  };
  for (const source of sources) visitEvents(roi, source, visit, { levels });
  return out;
}

/** How often a voxel (index in the region's box) feeds each cell that it feeds, by row, then column. */
export function cellsOf(roi: Levelled, sources: readonly MatrixSource[], voxel: number): readonly CellCount[] {
  const found = new Map<string, { i: number; j: number; n: number }>();
  const visit: Visit = (i, j) => {
    const cell = found.get(`${i} ${j}`) ?? { i, j, n: 0 };
    cell.n++;
    found.set(`${i} ${j}`, cell);
  };
  for (const source of sources) visitEvents(roi, source, visit, { through: voxel });
  return [...found.values()].sort((a, b) => a.i - b.i || a.j - b.j);
}

/** A region's levels, the slices that count, and steps as numbers in a row. */
type StepBox = {
  readonly source: MatrixSource;
  readonly levels: Uint16Array;
  readonly nx: number;
  readonly ny: number;
  readonly nz: number;
  readonly z0: number;
  readonly z1: number;
  /** dx, dy, dz of each step, one after the other. */
  readonly steps: Int32Array;
};

function boxOf({ dims, levels }: Levelled, source: MatrixSource): StepBox {
  const [nx, ny, nz] = dims;
  const [z0, z1] = source.slice === null ? [0, nz] : [source.slice, source.slice + 1];
  return { source, levels, nx, ny, nz, z0, z1, steps: Int32Array.from(source.steps.flat()) };
}

/** The voxel `sign` steps (the s-th one) from voxel `at`, or −1 outside the box. */
function stepped({ nx, ny, nz, steps }: StepBox, at: number, s: number, sign: 1 | -1): number {
  const x = (at % nx) + sign * steps[s];
  const y = (Math.floor(at / nx) % ny) + sign * steps[s + 1];
  const z = Math.floor(at / (nx * ny)) + sign * steps[s + 2];
  return x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz ? -1 : x + nx * (y + ny * z);
}

/** The voxels to begin at: the one asked for, where it lies in a slice that counts, or all of the region. */
function starts(
  box: StepBox,
  { levels: wanted, through }: Wanted,
  begin: (voxel: number, level: number) => void,
): void {
  const { levels, nx, ny, z0, z1 } = box;
  const [from, to] = [z0 * nx * ny, z1 * nx * ny];
  if (through !== undefined) {
    if (through >= from && through < to && levels[through] > 0) begin(through, levels[through]);
    return;
  }
  for (let v = from; v < to; v++) {
    const level = levels[v];
    if (level > 0 && (wanted === undefined || wanted[level] === 1)) begin(v, level);
  }
}

function visitPairs(box: StepBox, visit: Visit, { levels: wanted, through }: Wanted): void {
  const { source, levels, nx, ny, nz, z0, z1, steps } = box;
  const ends = new Int32Array(2);
  const pair = (voxel: number, other: number) => {
    if (other < 0 || voxel < 0 || levels[voxel] === 0 || levels[other] === 0) return;
    ends[0] = voxel;
    ends[1] = other;
    visit(levels[voxel], levels[other], ends, 2);
    if (!source.oneWay) visit(levels[other], levels[voxel], ends, 2);
  };
  for (let s = 0; s < steps.length; s += 3) {
    if (through !== undefined) {
      starts(box, { through }, (voxel) => {
        pair(voxel, stepped(box, voxel, s, 1));
        pair(stepped(box, voxel, s, -1), voxel);
      });
      continue;
    }
    const [dx, dy, dz] = [steps[s], steps[s + 1], steps[s + 2]];
    const offset = dx + nx * (dy + ny * dz);
    for (let z = Math.max(z0, -dz); z < Math.min(z1, nz - dz); z++) {
      for (let y = Math.max(0, -dy); y < Math.min(ny, ny - dy); y++) {
        const row = nx * (y + ny * z);
        const last = row + Math.min(nx, nx - dx);
        for (let v = row + Math.max(0, -dx); v < last; v++) {
          const level = levels[v];
          const other = levels[v + offset];
          if (level === 0 || other === 0) continue;
          if (wanted === undefined || wanted[level] === 1 || wanted[other] === 1) pair(v, v + offset);
        }
      }
    }
  }
}

function visitRuns(box: StepBox, visit: Visit, wanted: Wanted): void {
  const { levels, steps } = box;
  const run = new Int32Array(Math.max(box.nx, box.ny, box.nz));
  for (let s = 0; s < steps.length; s += 3) {
    starts(box, wanted, (voxel, level) => {
      let first = voxel;
      for (;;) {
        const before = stepped(box, first, s, -1);
        if (before < 0 || levels[before] !== level) break;
        // A run is visited from its first voxel, or through the one asked for.
        if (wanted.through === undefined) return;
        first = before;
      }
      let length = 0;
      for (let at = first; at >= 0 && levels[at] === level; at = stepped(box, at, s, 1)) run[length++] = at;
      visit(level, length, run, length);
    });
  }
}

function visitZones({ morphologicalMask }: Levelled, box: StepBox, visit: Visit, wanted: Wanted): void {
  const { source, levels, nx, ny, nz, steps } = box;
  const deep = source.kind === "depths";
  const border = new Uint16Array(deep ? nx * ny * nz : 0);
  if (deep) borderDistances(morphologicalMask, nx, ny, nz, source.in3d ? 1 : 0, border);
  const seen = new Uint8Array(levels.length);
  const zone = new Int32Array(levels.length);
  starts(box, wanted, (voxel, level) => {
    if (seen[voxel] === 1) return;
    let count = 1;
    let depth = 65_535;
    zone[0] = voxel;
    seen[voxel] = 1;
    for (let k = 0; k < count; k++) {
      const at = zone[k];
      if (deep && border[at] < depth) depth = border[at];
      for (let s = 0; s < steps.length; s += 3) {
        for (const sign of BOTH) {
          const next = stepped(box, at, s, sign);
          if (next < 0 || seen[next] === 1 || levels[next] !== level) continue;
          seen[next] = 1;
          zone[count++] = next;
        }
      }
    }
    visit(level, deep ? depth : count, zone, count);
  });
}

const BOTH = [1, -1] as const;

/** NGLDM and NGTDM: a voxel, with how many of its neighbours depend on it; an NGTDM has one column. */
function visitNeighbourhoods(box: StepBox, visit: Visit, wanted: Wanted): void {
  const { source, levels, steps } = box;
  const one = new Int32Array(1);
  starts(box, wanted, (voxel, level) => {
    let inside = 0;
    let dependent = 0;
    for (let s = 0; s < steps.length; s += 3) {
      const other = stepped(box, voxel, s, 1);
      if (other < 0 || levels[other] === 0) continue;
      inside++;
      if (Math.abs(levels[other] - level) <= source.coarseness) dependent++;
    }
    one[0] = voxel;
    if (source.kind === "dependences") visit(level, 1 + dependent, one, 1);
    else if (inside > 0 || source.lonely) visit(level, 1, one, 1);
  });
}
