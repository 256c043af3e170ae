import { type Canvas, position } from "../canvas.ts";
import type { NoiseField } from "../noise.ts";
import { clamp, coverage, ellipsoid, mix, smoothstep } from "../shapes.ts";
import {
  bodyDepth,
  cageDepth,
  diaphragm,
  type Level,
  level,
  mediastinumDepth,
  obliqueFissure,
  spineY,
} from "./outline.ts";
import { type ChestPatient, tissue } from "./tissue.ts";

/** Thickness of the chest wall inside the outer face of the ribs, mm. */
export const WALL = 7;

/**
 * Paints trunk, lungs, mediastinal fat and upper abdomen, voxel by voxel; everything with an edge of its own
 * (bones, vessels, heart) is painted over it afterwards.
 */
export function paintBody(on: Canvas, patient: ChestPatient, noise: NoiseField): void {
  const { size, spacing, values, tissue: tissues } = on;
  const width = spacing[0];
  let index = 0;
  for (let k = 0; k < size[2]; k++) {
    const z = position(on, 2, k);
    const at = level(z);
    for (let j = 0; j < size[1]; j++) {
      const y = position(on, 1, j);
      for (let i = 0; i < size[0]; i++, index++) {
        const x = position(on, 0, i);
        const u = x / (at.bodyA + 8);
        const v = (y - at.bodyY) / (at.bodyB + 8);
        if (u * u * u * u + v * v * v * v > 1) continue;
        const slow = noise(x / 26, y / 26, z / 26);
        const cage = cageDepth(at, x, y) + 0.8 * slow;
        // Deep inside, the skin is far away: no need to know how far.
        const skin = cage > WALL + width ? 99 : bodyDepth(at, x, y) + 1.6 * slow;
        if (skin < -width) continue;
        let value: number;
        let kind: number;
        if (cage < WALL + width) {
          [value, kind] = wall(x, y, z, skin, cage, noise);
        } else [value, kind] = [-98, tissue.fat];
        if (cage > WALL - width) {
          const inner = coverage(cage - WALL, width);
          const [inside, insideKind] = cavity(x, y, z, cage, patient, noise, at, width);
          value = mix(value, inside, inner);
          if (inner >= 0.5) kind = insideKind;
        }
        const share = coverage(skin, width);
        values[index] = mix(-1000, value, share);
        tissues[index] = share >= 0.5 ? kind : tissue.air;
      }
    }
  }
}

/** Skin, fat, and muscles in layers down to the ribs. */
function wall(x: number, y: number, z: number, skin: number, cage: number, noise: NoiseField): [number, number] {
  if (skin < 2) return [20, tissue.muscle];
  const side = Math.abs(x);
  const wobble = noise(x / 17 + 20, y / 17, z / 17);
  const flank = smoothstep(60, 130, side) * smoothstep(-40, 30, y);
  const belly = smoothstep(-40, -90, y) * smoothstep(-20, -110, z);
  const fat = 8 + 9 * flank + 10 * belly + 2.5 * wobble;
  const muscle = 52 + 9 * noise(x / 5, y / 5 + 9, z / 8);
  const axilla = ellipsoid(side - 122, y - 6, z - 82, 22, 30, 46) + 5 * noise(x / 11, y / 11, z / 13 + 61);
  if (axilla > 0 && cage < -3) return [mix(muscle, -102 + 6 * wobble, clamp(axilla / 3, 0, 1)), tissue.fat];
  const edge = coverage(skin - fat, 1.5);
  // Fat planes part the muscles along the ribs; they wander, thin out and end.
  const out = -cage;
  const gap = noise(x / 30 + 9, y / 30, z / 36 + 77);
  const inner = (1 - Math.abs(out - 6 - 3 * wobble) / 1.2) * smoothstep(-0.4, 0.6, gap);
  const middle = (1 - Math.abs(out - 17 - 6 * gap) / 1.7) * smoothstep(-0.7, 0.5, wobble + 0.3 * gap);
  const outer = (1 - Math.abs(out - 34 - 8 * wobble) / 1.8) * smoothstep(0, 40, z) * smoothstep(0.3, -0.6, gap);
  const paraspinal = smoothstep(52, 44, side) * smoothstep(60, 78, y);
  const plane = clamp(Math.max(inner, middle, outer) * (1 - paraspinal), 0, 1);
  const marbling = paraspinal * clamp(noise(x / 4, y / 4, z / 14 + 31) - 1.1, 0, 1);
  const value = mix(mix(-104 + 5 * wobble, muscle, edge), -85, Math.max(0.85 * plane, 0.6 * marbling) * edge);
  return [value, edge * (1 - plane) > 0.5 ? tissue.muscle : tissue.fat];
}

/** Lung, mediastinum, and what lies under the diaphragm. */
function cavity(
  x: number,
  y: number,
  z: number,
  cage: number,
  patient: ChestPatient,
  noise: NoiseField,
  at: Level,
  width: number,
): [number, number] {
  const dome = diaphragm(x, y, cage, patient.diaphragm) + 1.5 * noise(x / 30, y / 30, 5);
  const below = dome - z;
  const middle = mediastinumDepth(at, x, y) + 1.2 * noise(x / 14, y / 14, z / 14 + 3);
  const fat = -96 + 7 * noise(x / 6, y / 6, z / 6);
  if (below > 4) return abdomen(x, y, z, below, patient, noise);
  if (middle > width / 2) return [fat, tissue.fat];
  const lung = lungValue(x, y, z, noise);
  // Pleura and fat soften the border to the mediastinum over a voxel.
  const soft = mix(lung, fat, coverage(middle, width));
  if (below <= -1) return [soft, middle > 0 ? tissue.fat : tissue.lung];
  return [mix(soft, 45, coverage(below + 0.5, 1.5)), below > 0 ? tissue.muscle : tissue.lung];
}

function lungValue(x: number, y: number, z: number, noise: NoiseField): number {
  const gravity = 0.42 * (y + 20);
  const patchy = 9 * noise(x / 12, y / 12, z / 12 + 40) + 11 * noise(x / 2.6, y / 2.6, z / 2.6);
  const fissure = fissureDistance(x, y, z, noise);
  return -868 + gravity + patchy + 190 * clamp(1 - fissure / 0.9, 0, 1);
}

/** Distance to the nearest fissure: oblique ones on both sides, the horizontal one on the right. */
export function fissureDistance(x: number, y: number, z: number, noise: NoiseField): number {
  const bend = 4 * noise(x / 40, y / 40, z / 40 + 11);
  const oblique = obliqueFissure(x, y, z) + bend;
  let distance = Math.abs(oblique);
  if (x < 0 && oblique > 0) distance = Math.min(distance, Math.abs(z - 10 - 0.05 * y + bend));
  return distance;
}

function abdomen(
  x: number,
  y: number,
  z: number,
  below: number,
  patient: ChestPatient,
  noise: NoiseField,
): [number, number] {
  const fat = -104 + 6 * noise(x / 8, y / 8, z / 8);
  const texture = noise(x / 9, y / 9, z / 9 + 17);
  const spine = 27 - Math.hypot(x, y - spineY(z));
  const liverEdge = 34 - 0.55 * (y + 60) - 0.25 * (z + 110) + 3 * texture - x;
  const fossa = Math.hypot(x + 14, (y - 32) * 1.1) - 25 + 4 * texture;
  const liver = Math.min(below - 4, liverEdge, fossa, -spine);
  if (liver > 0) return [patient.liver + 4 * texture, tissue.liver];
  const spleen = Math.min(below - 5, ellipsoid(x - 94, y - 42, z + 104 - patient.diaphragm, 25, 42, 44));
  if (spleen > 0) return [patient.spleen + 4 * texture, tissue.spleen];
  const stomach = Math.min(below - 5, ellipsoid(x - 58, y + 18, z + 108 - patient.diaphragm, 42, 44, 46));
  if (stomach > 5 + texture) return y < -38 ? [-985, tissue.airway] : [18 + 14 * texture, tissue.content];
  if (stomach > 0) return [58, tissue.stomach];
  const [kx, ky, kz] = [Math.abs(x) - 56, y - 52 + 0.1 * z + 14, z + (x > 0 ? 152 : 160) - patient.diaphragm];
  const kidney = ellipsoid(kx, ky, kz, 28, 24, 54);
  if (kidney > 0) {
    const sinus = ellipsoid(kx + 10, ky + 4, kz, 13, 8, 30);
    if (sinus > 4) return [patient.kidney - 20, tissue.pelvis];
    return sinus > 0 ? [-70, tissue.fat] : [patient.kidney + 5 * texture, tissue.kidney];
  }
  const loops = noise(x / 19, y / 19, z / 19 + 90) - 2 * smoothstep(-134, -108, z);
  if (y < 12 && loops > 0.35) return [38 + 10 * texture, tissue.stomach];
  if (below < 6.5) return [48, tissue.muscle];
  return [fat, tissue.fat];
}
