import type { Vec3 } from "#engine/grid.ts";
import { type Bead, type Canvas, paint, stampCapsule } from "../canvas.ts";
import type { NoiseField } from "../noise.ts";
import { between, type Random, seeded } from "../random.ts";
import { WALL } from "./body.ts";
import { bronchusEnd, hilum, veinRoot } from "./mediastinum.ts";
import { cageDepth, diaphragm, level, mediastinumDepth, obliqueFissure } from "./outline.ts";
import { type ChestPatient, tissue } from "./tissue.ts";

type Segment = { readonly a: Bead; readonly b: Bead };

/** Paints the arteries, veins and bronchi of both lungs. */
export function paintTrees(on: Canvas, patient: ChestPatient, noise: NoiseField): void {
  const bronchi: Segment[] = [];
  for (const side of [-1, 1]) {
    const random = seeded(patient.seed * 31 + side);
    const arteries = grow(hilum(side), lungPoints(side, patient, patient.branches, random), side, random);
    const veins = grow(veinRoot(side), lungPoints(side, patient, patient.branches, random), side, random);
    for (const { a, b } of [...arteries, ...veins]) stampCapsule(on, a, b);
    bronchi.push(...grow(bronchusEnd(side), lungPoints(side, patient, 90, random), side, random, 0.3));
  }
  const inLung = (t: number) => t === tissue.lung || t === tissue.airway || t === tissue.vessel || t === tissue.fat;
  paint(on, tissue.vessel, (x, y, z) => 48 + 0.35 * (patient.blood - 40) + 3 * noise(x, y, z), inLung);
  for (const { a, b } of bronchi) stampCapsule(on, thicken(a, 1.2), thicken(b, 1.2));
  paint(on, tissue.vessel, 20, inLung);
  for (const { a, b } of bronchi) stampCapsule(on, a, b);
  paint(on, tissue.airway, -975, inLung);
}

const thicken = ([x, y, z, r]: Bead, by: number): Bead => [x, y, z, r * by + 0.45];

/** Points spread evenly through one lung: what its tree has to reach. */
function lungPoints(side: number, patient: ChestPatient, count: number, random: Random): Vec3[] {
  const points: Vec3[] = [];
  while (points.length < count) {
    const x = side * between(random, 4, 138);
    const y = between(random, -105, 100);
    const z = between(random, -130, 115);
    const at = level(z);
    const cage = cageDepth(at, x, y);
    if (cage < WALL + 5 || mediastinumDepth(at, x, y) > -4) continue;
    if (z < diaphragm(x, y, cage, patient.diaphragm) + 5) continue;
    points.push([x, y, z]);
  }
  return points;
}

/**
 * Grows a tree that reaches all points: a branch heads for the middle of its points, the points are cut in two by the
 * plane of the branch that best divides them, and each half gets a branch of its own. Radii follow Murray's law.
 */
function grow(root: Bead, points: Vec3[], side: number, random: Random, tip = 0.85): Segment[] {
  const segments: Segment[] = [];
  const exponent = 1 / 2.75;
  const radiusOf = (count: number) => Math.max(0.42, root[3] * (count / points.length) ** exponent);
  const branch = (from: Bead, own: Vec3[], depth: number): void => {
    const middle = centre(own);
    const leaf = own.length <= 1;
    const reach = leaf ? tip : depth === 0 ? 0.3 : between(random, 0.36, 0.5);
    const radius = radiusOf(own.length);
    const length = Math.hypot(middle[0] - from[0], middle[1] - from[1], middle[2] - from[2]) * reach;
    const wander = leaf ? 0 : length * 0.1;
    const to: Bead = [
      from[0] + (middle[0] - from[0]) * reach + wander * (random() - 0.5),
      from[1] + (middle[1] - from[1]) * reach + wander * (random() - 0.5),
      from[2] + (middle[2] - from[2]) * reach + wander * (random() - 0.5),
      radius,
    ];
    // A slight bow, so that no branch is a ruler's edge.
    const bow = length * 0.07;
    const half: Bead = [
      (from[0] + to[0]) / 2 + bow * (random() - 0.5),
      (from[1] + to[1]) / 2 + bow * (random() - 0.5),
      (from[2] + to[2]) / 2 + bow * (random() - 0.5),
      (Math.min(from[3], radius * 1.25) + radius) / 2,
    ];
    segments.push({ a: [from[0], from[1], from[2], Math.min(from[3], radius * 1.25)], b: half }, { a: half, b: to });
    if (leaf) return;
    for (const part of divide(own, middle, to, depth, side)) if (part.length > 0) branch(to, part, depth + 1);
  };
  branch(root, points, 0);
  return segments;
}

function centre(points: readonly Vec3[]): Vec3 {
  const sum = [0, 0, 0];
  for (const p of points) for (let a = 0; a < 3; a++) sum[a] += p[a];
  return [sum[0] / points.length, sum[1] / points.length, sum[2] / points.length];
}

function divide(points: Vec3[], middle: Vec3, node: Bead, depth: number, side: number): [Vec3[], Vec3[]] {
  // Lobes first, so that vessels do not cross the fissures.
  if (depth === 0) return partition(points, ([x, y, z]) => obliqueFissure(x, y, z));
  if (depth === 1 && side < 0 && obliqueFissure(...middle) > 0) return partition(points, (p) => p[2] - 10);
  let best: Vec3 = [1, 0, 0];
  let spread = -1;
  const along: Vec3 = [middle[0] - node[0], middle[1] - node[1], middle[2] - node[2]];
  const norm = Math.hypot(...along) || 1;
  // The direction across the branch in which the points spread most, among a few.
  for (let n = 0; n < 12; n++) {
    const [a, b] = [((n * 7) % 12) * 0.5236, Math.acos(1 - (2 * (n + 0.5)) / 12)];
    const d: Vec3 = [Math.sin(b) * Math.cos(a), Math.sin(b) * Math.sin(a), Math.cos(b)];
    const dot = (d[0] * along[0] + d[1] * along[1] + d[2] * along[2]) / norm;
    const across: Vec3 = [
      d[0] - (dot * along[0]) / norm,
      d[1] - (dot * along[1]) / norm,
      d[2] - (dot * along[2]) / norm,
    ];
    let sum = 0;
    for (const p of points) {
      sum += ((p[0] - middle[0]) * across[0] + (p[1] - middle[1]) * across[1] + (p[2] - middle[2]) * across[2]) ** 2;
    }
    if (sum > spread) {
      spread = sum;
      best = across;
    }
  }
  const offset = best[0] * middle[0] + best[1] * middle[1] + best[2] * middle[2];
  const parts = partition(points, (p) => best[0] * p[0] + best[1] * p[1] + best[2] * p[2] - offset);
  if (parts[0].length > 0 && parts[1].length > 0) return parts;
  return [points.slice(0, points.length >> 1), points.slice(points.length >> 1)];
}

function partition(points: Vec3[], side: (p: Vec3) => number): [Vec3[], Vec3[]] {
  const [low, high]: [Vec3[], Vec3[]] = [[], []];
  for (const p of points) (side(p) < 0 ? low : high).push(p);
  return [low, high];
}
