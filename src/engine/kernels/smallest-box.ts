import type { Hull } from "./hull.ts";
import {
  cross,
  type Direction,
  edgesAtEnds,
  length,
  type MeasureAlong,
  measureAlong,
  type SolidHull,
  solidHull,
  unit,
} from "./silhouette.ts";

/** Edge lengths of a box, in mm. */
export type BoxSize = readonly [number, number, number];

type Body = { readonly hull: SolidHull; readonly measure: MeasureAlong };
type Found = {
  readonly volume: number;
  readonly axes: readonly [Direction, Direction, Direction];
  /** By what share the volume can change with a radian: an edge changes by no more than the box's diagonal. */
  readonly steepness: number;
};

/** How many starting directions are measured, and how many of the best are then improved. */
const STARTS = 400;
const IMPROVED = 8;

/** A bound on the steps of each search; they end far sooner. */
const MOVES = 60;

/**
 * Edge lengths, descending, of the oriented box of smallest volume around a hull. `points`: x, y, z in mm, as indexed
 * by the hull. For a given direction of one edge the best box is found exactly (rotating calipers on the silhouette).
 * The directions tried are those of the largest facets (the smallest box usually lies on one), the axes, and a net
 * over the half sphere; the best are improved by turning about each of the box's edges and by tilts, and the very best
 * by rolling on the hull's edges. No box is smaller than the smallest, so an error can only be to one side.
 */
export function smallestBox(points: Float64Array, hull: Hull, starts: readonly Direction[] = []): BoxSize {
  const solid = solidHull(points, hull);
  const body = { hull: solid, measure: measureAlong(solid) };
  const tried = startDirections(hull, solid, starts).map((axis) => boxAlong(body, axis));
  tried.sort((p, q) => p.volume - q.volume);
  let best = tried[0];
  for (const start of tried.slice(0, IMPROVED)) {
    const better = tilt(body, start, 0.1, 0.005);
    if (better.volume < best.volume) best = better;
  }
  best = roll(body, best);
  const [a, b, c] = best.axes.map((axis) => extentAlong(solid.corners, axis)).sort((p, q) => q - p);
  return [a, b, c];
}

/** Whatever the search went by: how far all corners reach along an axis. */
function extentAlong(corners: Float64Array, [x, y, z]: Direction): number {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let k = 0; k < corners.length; k += 3) {
    const along = corners[k] * x + corners[k + 1] * y + corners[k + 2] * z;
    if (along < least) least = along;
    if (along > most) most = along;
  }
  return most - least;
}

const smaller = (a: Found, b: Found): boolean => a.volume < b.volume * (1 - 1e-11);

/** A unit vector at right angles to a unit vector. */
function besides(v: Direction): Direction {
  const [x, y, z] = [Math.abs(v[0]), Math.abs(v[1]), Math.abs(v[2])];
  return unit(cross(v, x <= y && x <= z ? [1, 0, 0] : y <= z ? [0, 1, 0] : [0, 0, 1]));
}

function startDirections(hull: Hull, { normals }: SolidHull, starts: readonly Direction[]): Direction[] {
  // Parallel facets count once: their whole-number normals have the same direction exactly.
  const facets = new Map<string, { area: number; normal: Direction }>();
  for (let f = 0; f < hull.facets.length; f++) {
    if (hull.facets[f] !== f) continue;
    const [i, j, k] = [hull.normals[3 * f], hull.normals[3 * f + 1], hull.normals[3 * f + 2]];
    const divisor = gcd(gcd(Math.abs(i), Math.abs(j)), Math.abs(k));
    const sign = i < 0 || (i === 0 && (j < 0 || (j === 0 && k < 0))) ? -divisor : divisor;
    const key = `${i / sign},${j / sign},${k / sign}`;
    const normal: Direction = [normals[3 * f], normals[3 * f + 1], normals[3 * f + 2]];
    const facet = facets.get(key) ?? { area: 0, normal: unit(normal) };
    facet.area += length(normal);
    facets.set(key, facet);
  }
  const largest = [...facets.values()].sort((p, q) => q.area - p.area).slice(0, STARTS - 100);
  const net: Direction[] = [];
  for (let k = 0; k < 96; k++) {
    const z = (k + 0.5) / 96;
    const r = Math.sqrt(1 - z * z);
    const angle = k * Math.PI * (3 - Math.sqrt(5));
    net.push([r * Math.cos(angle), r * Math.sin(angle), z]);
  }
  return [[1, 0, 0], [0, 1, 0], [0, 0, 1], ...starts, ...largest.map((facet) => facet.normal), ...net];
}

function gcd(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b];
  return a;
}

/** The smallest box with an edge along `axis`. */
function boxAlong({ measure }: Body, axis: Direction): Found {
  const u = besides(axis);
  const v = cross(axis, u);
  const { width, depth, height, cos, sin } = measure(axis, u, v);
  const mix = (p: number, q: number): Direction => [p * u[0] + q * v[0], p * u[1] + q * v[1], p * u[2] + q * v[2]];
  const steepness = (3 * (width + depth + height)) / Math.min(width, depth, height);
  return { volume: width * depth * height, axes: [mix(cos, sin), mix(-sin, cos), axis], steepness };
}

/** Tilts by `first` radians, and by a third of it whenever none of eight directions helps, down to `last`. */
function tilt(body: Body, start: Found, first: number, last: number): Found {
  let best = settle(body, start);
  for (let angle = first, moves = 0; angle > last && moves < MOVES; moves++) {
    const [u, v, axis] = best.axes;
    let better = best;
    for (let k = 0; k < 8; k++) {
      const [a, b] = [angle * Math.cos((k * Math.PI) / 4), angle * Math.sin((k * Math.PI) / 4)];
      const tilted = unit([
        axis[0] + a * u[0] + b * v[0],
        axis[1] + a * u[1] + b * v[1],
        axis[2] + a * u[2] + b * v[2],
      ]);
      const found = boxAlong(body, tilted);
      if (smaller(found, better)) better = found;
    }
    if (better === best) angle /= 3;
    else best = settle(body, better);
  }
  return best;
}

/** Each of the three edges in turn is held and the box turned about it, until nothing gets smaller. */
function settle(body: Body, start: Found): Found {
  let best = start;
  for (let still = 0, k = 0; still < 3 && k < MOVES; k++) {
    const found = boxAlong(body, unit(best.axes[k % 3]));
    if (smaller(found, best)) {
      best = found;
      still = 0;
    } else still++;
  }
  return best;
}

/**
 * Lays a side of the box on an edge of the hull and rolls it about this edge: two sides of the smallest box lie on
 * edges (O'Rourke 1985), and a box along a direction has one of them by itself. Only edges that the sides almost touch.
 */
function roll(body: Body, start: Found): Found {
  let best = start;
  for (let moves = 0; moves < MOVES; moves++) {
    const better = rolledOnce(body, best);
    if (better === null) return best;
    best = settle(body, better);
  }
  return best;
}

function rolledOnce(body: Body, start: Found): Found | null {
  for (const axis of start.axes) {
    for (const edge of edgesAtEnds(body.hull, axis)) {
      const lean = axis[0] * edge[0] + axis[1] * edge[1] + axis[2] * edge[2];
      if (Math.abs(lean) > 0.1) continue;
      const level = unit([axis[0] - lean * edge[0], axis[1] - lean * edge[1], axis[2] - lean * edge[2]]);
      const side = cross(edge, level);
      const at = (angle: number) => {
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        return boxAlong(body, [c * level[0] + s * side[0], c * level[1] + s * side[1], c * level[2] + s * side[2]]);
      };
      const found = lowest(at, start.volume);
      if (smaller(found, start)) return found;
    }
  }
  return null;
}

/** A local minimum over an angle near 0; given up where it cannot come down to `bar` within the step. */
function lowest(at: (angle: number) => Found, bar: number): Found {
  let angle = 0;
  let best = at(0);
  for (let step = 0.02; step > 1e-9 && best.volume <= bar * (1 + best.steepness * step); ) {
    const [down, up] = [at(angle - step), at(angle + step)];
    if (Math.min(down.volume, up.volume) < best.volume) {
      angle += down.volume < up.volume ? -step : step;
      best = down.volume < up.volume ? down : up;
    } else step /= angle === 0 && step < 2e-3 ? 100 : 4;
  }
  return best;
}
