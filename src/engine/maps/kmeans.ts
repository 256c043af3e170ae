import { RadiomicaError } from "../errors.ts";
import type { Hooks } from "../plan/extraction.ts";
import { DEFINED } from "./map-state.ts";

export type KmeansSettings = {
  /** Number of clusters, 2..20. */
  readonly clusters: number;
  /** Seed of the first centres: the same seed gives the same habitats. */
  readonly seed: number;
  /** Rounds at most; default 100. */
  readonly iterations?: number;
};

export type Kmeans = {
  /** Cluster of each voxel, 1..clusters by ascending mean of the first map; 0 where a map has no value. */
  readonly labels: Uint8Array;
  /** Mean of each map in each cluster, in the map's own unit; cluster slow, map fast. */
  readonly means: Float64Array;
  readonly counts: Uint32Array;
  /** Σ of squared distances to the centres, of standardised values. */
  readonly inertia: number;
  readonly iterations: number;
  /** False when the limit came first. */
  readonly converged: boolean;
};

export type KmeansMap = { readonly values: Float32Array | Float64Array; readonly states: Uint8Array };

const MAX_CLUSTERS = 20;

/**
 * Habitats: voxels that are alike in several maps. Maps are standardised (mean 0, population standard deviation 1; a
 * map that is the same everywhere counts as 0), first centres chosen by k-means++ (Arthur and Vassilvitskii 2007) from
 * a seed, then Lloyd's rounds until no voxel changes its cluster. A voxel as near to two centres belongs to the first.
 * A cluster that loses its last voxel takes the voxel farthest from its own centre.
 * Throws "InvalidRecipe" for a number of clusters outside 2..20, "GridMismatch" for maps of different sizes, "EmptyRoi"
 * for fewer different voxels than clusters, "Cancelled" when the hooks say so.
 */
export function kmeans(maps: readonly KmeansMap[], settings: KmeansSettings, hooks: Hooks = {}): Kmeans {
  const { clusters, seed, iterations: limit = 100 } = settings;
  if (!(Number.isInteger(clusters) && clusters >= 2 && clusters <= MAX_CLUSTERS)) {
    const detail = `The number of clusters must be a whole number from 2 to ${MAX_CLUSTERS}; it is ${clusters}.`;
    throw new RadiomicaError("InvalidRecipe", detail, { clusters });
  }
  if (maps.length === 0) throw new RadiomicaError("InvalidRecipe", "No map was chosen for the clusters.");
  const cells = maps[0].values.length;
  if (maps.some((m) => m.values.length !== cells || m.states.length !== cells)) {
    throw new RadiomicaError("GridMismatch", "The maps differ in size.", { expected: cells });
  }
  const where: number[] = [];
  for (let i = 0; i < cells; i++) if (maps.every((m) => m.states[i] === DEFINED)) where.push(i);
  const n = where.length;
  const points = standardised(maps, where);
  const centres = firstCentres(points, n, maps.length, clusters, seed);
  const assigned = new Uint8Array(n).fill(255);
  const distances = new Float64Array(n);
  const counts = new Uint32Array(clusters);
  let rounds = 0;
  let changed = 1;
  while (changed > 0 && rounds < limit) {
    if (hooks.cancelled?.()) throw new RadiomicaError("Cancelled", "The clusters were cancelled.");
    hooks.onProgress?.(rounds, limit, "clusters");
    changed = assign(points, centres, maps.length, clusters, assigned, distances);
    changed += fillEmpty(assigned, distances, clusters);
    moveCentres(points, assigned, maps.length, clusters, centres, counts);
    rounds++;
  }
  // The centres moved once more after the last change of a voxel: distances to where they are now.
  let inertia = 0;
  for (let p = 0; p < n; p++) inertia += squared(points, p, centres, assigned[p], maps.length);
  return ordered(maps, where, assigned, clusters, inertia, rounds, changed === 0);
}

/** Values of all maps by voxel, in units of their standard deviation from their mean. */
function standardised(maps: readonly KmeansMap[], where: readonly number[]): Float64Array {
  const width = maps.length;
  const points = new Float64Array(where.length * width);
  maps.forEach(({ values }, m) => {
    let sum = 0;
    for (const i of where) sum += values[i];
    const mean = sum / where.length;
    let squares = 0;
    for (const i of where) squares += (values[i] - mean) ** 2;
    const deviation = Math.sqrt(squares / where.length);
    for (let p = 0; p < where.length; p++) {
      points[p * width + m] = deviation > 0 ? (values[where[p]] - mean) / deviation : 0;
    }
  });
  return points;
}

function squared(points: Float64Array, p: number, centres: Float64Array, c: number, width: number): number {
  let sum = 0;
  for (let m = 0; m < width; m++) sum += (points[p * width + m] - centres[c * width + m]) ** 2;
  return sum;
}

/** k-means++: each further centre is a voxel drawn with the square of its distance to the nearest centre as weight. */
function firstCentres(points: Float64Array, n: number, width: number, clusters: number, seed: number): Float64Array {
  const random = generator(seed);
  const centres = new Float64Array(clusters * width);
  const nearest = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  for (let c = 0; c < clusters; c++) {
    let total = 0;
    for (let p = 0; p < n; p++) total += c === 0 ? 1 : nearest[p];
    if (!(total > 0)) {
      const detail = `Only ${c} of the ${n} voxels with a value differ; ${clusters} clusters cannot be told apart.`;
      throw new RadiomicaError("EmptyRoi", detail, { voxels: n, different: c, clusters });
    }
    let rest = random() * total;
    let chosen = -1;
    for (let p = 0; p < n; p++) {
      const weight = c === 0 ? 1 : nearest[p];
      if (weight === 0) continue;
      chosen = p;
      rest -= weight;
      if (rest < 0) break;
    }
    for (let m = 0; m < width; m++) centres[c * width + m] = points[chosen * width + m];
    for (let p = 0; p < n; p++) nearest[p] = Math.min(nearest[p], squared(points, p, centres, c, width));
  }
  return centres;
}

/** Gives each voxel to its nearest centre; returns how many changed. */
function assign(
  points: Float64Array,
  centres: Float64Array,
  width: number,
  clusters: number,
  assigned: Uint8Array,
  distances: Float64Array,
): number {
  let changed = 0;
  for (let p = 0; p < assigned.length; p++) {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let c = 0; c < clusters; c++) {
      const d = squared(points, p, centres, c, width);
      if (d < least) {
        least = d;
        best = c;
      }
    }
    if (assigned[p] !== best) changed++;
    assigned[p] = best;
    distances[p] = least;
  }
  return changed;
}

function fillEmpty(assigned: Uint8Array, distances: Float64Array, clusters: number): number {
  const counts = new Uint32Array(clusters);
  for (let p = 0; p < assigned.length; p++) counts[assigned[p]]++;
  let moved = 0;
  for (let c = 0; c < clusters; c++) {
    if (counts[c] > 0) continue;
    let farthest = -1;
    for (let p = 0; p < assigned.length; p++) {
      if (counts[assigned[p]] > 1 && (farthest < 0 || distances[p] > distances[farthest])) farthest = p;
    }
    if (farthest < 0) continue;
    counts[assigned[farthest]]--;
    assigned[farthest] = c;
    distances[farthest] = 0;
    counts[c] = 1;
    moved++;
  }
  return moved;
}

function moveCentres(
  points: Float64Array,
  assigned: Uint8Array,
  width: number,
  clusters: number,
  centres: Float64Array,
  counts: Uint32Array,
): void {
  centres.fill(0);
  counts.fill(0);
  for (let p = 0; p < assigned.length; p++) {
    const c = assigned[p];
    counts[c]++;
    for (let m = 0; m < width; m++) centres[c * width + m] += points[p * width + m];
  }
  for (let c = 0; c < clusters; c++) for (let m = 0; m < width; m++) centres[c * width + m] /= counts[c] || 1;
}

function ordered(
  maps: readonly KmeansMap[],
  where: readonly number[],
  assigned: Uint8Array,
  clusters: number,
  inertia: number,
  iterations: number,
  converged: boolean,
): Kmeans {
  const width = maps.length;
  const sums = new Float64Array(clusters * width);
  const found = new Uint32Array(clusters);
  for (let p = 0; p < where.length; p++) {
    found[assigned[p]]++;
    maps.forEach(({ values }, m) => {
      sums[assigned[p] * width + m] += values[where[p]];
    });
  }
  const mean = (c: number, m: number) => (found[c] > 0 ? sums[c * width + m] / found[c] : 0);
  const order = Array.from({ length: clusters }, (_, c) => c).sort((a, b) => {
    for (let m = 0; m < width; m++) if (mean(a, m) !== mean(b, m)) return mean(a, m) - mean(b, m);
    return a - b;
  });
  const labels = new Uint8Array(maps[0].values.length);
  const labelOf = new Uint8Array(clusters);
  order.forEach((c, k) => {
    labelOf[c] = k + 1;
  });
  for (let p = 0; p < where.length; p++) labels[where[p]] = labelOf[assigned[p]];
  return {
    labels,
    means: Float64Array.from({ length: clusters * width }, (_, k) => mean(order[Math.floor(k / width)], k % width)),
    counts: Uint32Array.from(order, (c) => found[c]),
    inertia,
    iterations,
    converged,
  };
}

/** Numbers in [0, 1) from a seed (mulberry32, public domain). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
