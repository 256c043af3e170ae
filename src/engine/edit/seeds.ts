import type { Vec3 } from "../grid.ts";
import { type EditRefusal, type Options, refuse } from "./operation.ts";
import { boxOfLabel, type Scene } from "./plan-edit.ts";

/**
 * Several segments growing against each other: each voxel goes to the segment from which the path of least change of
 * intensity leads to it (sum of differences between face neighbours; Dijkstra from all seeds at once). A hint of length,
 * a ten-thousandth of the box's intensity range a millimetre, decides where intensities are equal.
 */
export type SeedGrowth = {
  readonly offset: Vec3;
  readonly dims: Vec3;
  readonly intensities: Float32Array;
  readonly steps: Vec3;
  /** Label that owns the voxel so far; 255 is a wall. */
  readonly owner: Uint8Array;
  readonly cost: Float32Array;
  /** A heap of voxels by cost, and each voxel's place in it: −1 not yet seen, −2 settled. */
  readonly heap: Uint32Array;
  readonly place: Int32Array;
  length: number;
  settled: number;
  readonly total: number;
};

/** What it asks for: the room around the seeds in which they may grow. */
export const seedOptions = {
  mm: { kind: "number", unit: "mm", min: 0, max: 500, initial: 20 },
} as const satisfies Options;

const wall = 255;
/** Most voxels of the box: 17 bytes each. */
const largestSeedBox = 16_000_000;

/** Begins: the seeds are all unlocked segments that have voxels; locked ones are walls. `mm`: room around their box. */
export function beginSeeds(
  scene: Omit<Scene, "label" | "plane">,
  segments: readonly number[],
  mm: number,
): SeedGrowth | EditRefusal {
  const { dims, spacing, labels, locked } = scene;
  if (!(mm >= 0 && mm <= 1000)) return refuse("bad_value");
  const seeds = segments.filter((label) => !locked.has(label));
  const boxes = seeds.flatMap((label) => boxOfLabel(labels, dims, label) ?? []);
  if (boxes.length < 2) return refuse("no_other");
  const low = [0, 1, 2].map((a) => Math.max(0, Math.min(...boxes.map((b) => b.low[a])) - Math.round(mm / spacing[a])));
  const size = [0, 1, 2].map(
    (a) => Math.min(dims[a] - 1, Math.max(...boxes.map((b) => b.high[a])) + Math.round(mm / spacing[a])) - low[a] + 1,
  );
  const total = size[0] * size[1] * size[2];
  if (total > largestSeedBox) return refuse("too_large");

  const intensities = new Float32Array(total);
  const owner = new Uint8Array(total);
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let z = 0, i = 0; z < size[2]; z++)
    for (let y = 0; y < size[1]; y++)
      for (let x = 0; x < size[0]; x++, i++) {
        const at = low[0] + x + dims[0] * (low[1] + y + dims[1] * (low[2] + z));
        const label = labels[at];
        intensities[i] = scene.data[at];
        least = Math.min(least, intensities[i]);
        greatest = Math.max(greatest, intensities[i]);
        owner[i] = label === 0 ? 0 : locked.has(label) || !segments.includes(label) ? wall : label;
      }
  const hint = (greatest > least ? greatest - least : 1) * 1e-4;
  const growth: SeedGrowth = {
    offset: low as unknown as Vec3,
    dims: size as unknown as Vec3,
    intensities,
    steps: [hint * spacing[0], hint * spacing[1], hint * spacing[2]],
    owner,
    cost: new Float32Array(total),
    heap: new Uint32Array(total),
    place: new Int32Array(total).fill(-1),
    length: 0,
    settled: 0,
    total,
  };
  for (let i = 0; i < total; i++) {
    if (owner[i] === wall) growth.place[i] = -2;
    else if (owner[i] !== 0) enter(growth, i);
  }
  return growth;
}

/** Settles up to `most` voxels; false when all that can be reached have been. */
export function growSeeds(growth: SeedGrowth, most: number): boolean {
  const { dims, intensities, steps, owner, cost, heap, place } = growth;
  const [nx, ny, nz] = dims;
  const plane = nx * ny;
  for (let n = 0; n < most && growth.length > 0; n++) {
    const at = heap[0];
    leave(growth);
    growth.settled++;
    const k = Math.floor(at / plane);
    const j = Math.floor((at - k * plane) / nx);
    const i = at - k * plane - j * nx;
    for (let face = 0; face < 6; face++) {
      let next = at;
      if (face === 0) next = i > 0 ? at - 1 : at;
      else if (face === 1) next = i < nx - 1 ? at + 1 : at;
      else if (face === 2) next = j > 0 ? at - nx : at;
      else if (face === 3) next = j < ny - 1 ? at + nx : at;
      else if (face === 4) next = k > 0 ? at - plane : at;
      else next = k < nz - 1 ? at + plane : at;
      if (place[next] === -2) continue;
      const change = Math.abs(intensities[next] - intensities[at]);
      const through = Math.fround(cost[at] + change + steps[face >> 1]);
      if (!(place[next] === -1 ? through < Number.POSITIVE_INFINITY : through < cost[next])) continue;
      cost[next] = through;
      owner[next] = owner[at];
      if (place[next] === -1) enter(growth, next);
      else rise(growth, place[next]);
    }
  }
  return growth.length > 0;
}

/** Writes the result: only voxels that were nobody's. Returns how many. */
export function writeSeeds(labels: Uint8Array, image: Vec3, { offset, dims, owner }: SeedGrowth): number {
  let count = 0;
  for (let z = 0, i = 0; z < dims[2]; z++)
    for (let y = 0; y < dims[1]; y++)
      for (let x = 0; x < dims[0]; x++, i++) {
        const at = offset[0] + x + image[0] * (offset[1] + y + image[1] * (offset[2] + z));
        if (owner[i] === 0 || owner[i] === wall || labels[at] !== 0) continue;
        labels[at] = owner[i];
        count++;
      }
  return count;
}

function enter(growth: SeedGrowth, voxel: number): void {
  growth.heap[growth.length] = voxel;
  growth.place[voxel] = growth.length;
  rise(growth, growth.length++);
}
function rise({ heap, place, cost }: SeedGrowth, from: number): void {
  let at = from;
  const voxel = heap[at];
  while (at > 0) {
    const up = (at - 1) >> 1;
    if (cost[heap[up]] <= cost[voxel]) break;
    heap[at] = heap[up];
    place[heap[at]] = at;
    at = up;
  }
  heap[at] = voxel;
  place[voxel] = at;
}
function leave(growth: SeedGrowth): void {
  const { heap, place, cost } = growth;
  place[heap[0]] = -2;
  const last = heap[--growth.length];
  if (growth.length === 0) return;
  let at = 0;
  while (true) {
    let down = 2 * at + 1;
    if (down >= growth.length) break;
    if (down + 1 < growth.length && cost[heap[down + 1]] < cost[heap[down]]) down++;
    if (cost[heap[down]] >= cost[last]) break;
    heap[at] = heap[down];
    place[heap[at]] = at;
    at = down;
  }
  heap[at] = last;
  place[last] = at;
}
