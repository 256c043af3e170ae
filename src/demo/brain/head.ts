import type { NoiseField } from "../noise.ts";
import { clamp, curve, ellipsoid, smoothstep, smoothUnion } from "../shapes.ts";

/**
 * A head in mm: x to the left, y to the back, z to the crown; the middle of the brain lies at the origin.
 * Depths are positive inside.
 */

const outlineA = curve([
  [-95, 58],
  [-70, 64],
  [-40, 72],
  [0, 79],
]);
const outlineB = curve([
  [-95, 80],
  [-70, 90],
  [-40, 97],
  [0, 99],
]);

export function headDepth(x: number, y: number, z: number): number {
  const nose = ellipsoid(x, y + 94, z + 56, 12, 22, 26);
  if (z > 0) return ellipsoid(x, y, z, 79, 99, 83);
  const a = outlineA(z);
  const b = outlineB(z);
  const f = Math.sqrt((x / a) ** 2 + (y / b) ** 2);
  const face = f < 0.2 ? 50 : (Math.hypot(x, y) * (1 - f)) / f;
  return smoothUnion(face, nose, 5);
}

/** Depth inside the skull's inner table. */
export function braincaseDepth(x: number, y: number, z: number): number {
  const narrow = 70 - 7 * smoothstep(0, -80, y);
  const vault = ellipsoid(x, y, z < 0 ? z * 2 : z, narrow, 88, 73);
  const fossa = ellipsoid(x, y - 44, z + 40, 54, 38, 32);
  const side = Math.abs(x) - 44;
  const temporal = ellipsoid(side, y + 10, z + 24, 23, 40, 24);
  const stem = 15 - Math.hypot(x, y - 22 + 0.1 * z);
  return smoothUnion(smoothUnion(vault, fossa, 8), smoothUnion(temporal, z < -20 ? stem : -50, 4), 6);
}

/** Height of the tentorium over (x, y): cerebrum above, cerebellum below. */
export const tentorium = (x: number, y: number): number => -15 + 10 * Math.exp(-((x / 30) ** 2)) - 0.12 * (y - 20);

/** How far (y, z) is outside the corpus callosum's arc: 1 on its lower face. */
export const callosum = (y: number, z: number): number => Math.sqrt(((y - 2) / 38) ** 2 + ((z - 2) / 20) ** 2);

/** 0 … 1 share of cerebrospinal fluid and of grey matter at a point of the cerebrum; the rest is white matter. */
export type Shares = { csf: number; grey: number };

const SULCUS_SCALE = 1 / 3.1;
/** Millimetres to the fold per unit of the folding field. */
const FOLD = 2.7;

/** Cortex folded along the zeros of a band-limited field that is stretched towards the middle of the brain. */
export function cortex(
  x: number,
  y: number,
  z: number,
  hull: number,
  fold: NoiseField,
  noise: NoiseField,
  out: Shares,
): void {
  const radius = Math.hypot(x, y, z) + 1e-6;
  const stretch = 1 + (0.62 * clamp(hull, 0, 30)) / radius;
  const s = SULCUS_SCALE * stretch;
  const side = x < 0 ? 21 : 0;
  const field = fold(x * s + side, y * s, z * s);
  let toFold = Math.abs(field) * FOLD;
  // Cingulate and medial cortex along the fissure between the hemispheres, above the corpus callosum.
  const outside = callosum(y, z) - 1.28;
  if (outside > 0) toFold = Math.min(toFold, Math.max(0, Math.abs(x) - 0.4) + Math.max(0, 6 - 40 * outside));
  const depth = Math.min(hull, Math.abs(x) * 1.4 + 4 + 60 * smoothstep(0.4, 0, outside));
  // The lateral fissure with the insula at its end.
  const bend = noise(x / 11, y / 11, z / 11);
  const lateral = Math.abs(x) + 0.013 * ((z + 3) ** 2 + 0.5 * (y + 4) ** 2) + 1.5 * bend;
  const sylvian =
    Math.abs(z - 0.22 * (y + 4) + 3 + 3 * bend) + Math.max(0, 37 - lateral) * 1.2 + Math.max(0, Math.abs(y + 3) - 24);
  const insula = Math.abs(lateral - 40) * 0.95 + Math.max(0, Math.abs(z + 3) - 11) + Math.max(0, Math.abs(y + 4) - 19);
  const fissure = Math.min(sylvian, insula);
  const open = 1.5 * clamp(1 - depth / 19, 0, 1);
  const greyReach = 3.7 * smoothstep(26, 13, depth);
  const csf = Math.max(
    smoothstep(open + 0.5, open - 0.5, toFold) * (open > 0.05 ? 1 : 0),
    smoothstep(1.5, 0.5, fissure),
  );
  const grey = Math.max(
    smoothstep(greyReach + 0.9, greyReach - 0.9, toFold) * (greyReach > 0.3 ? 1 : 0),
    smoothstep(3.6, 2.2, hull),
    smoothstep(5, 3.6, fissure),
  );
  out.csf = csf;
  out.grey = grey * (1 - csf);
}

/** Deep grey nuclei: positive inside. */
export function deepGrey(x: number, y: number, z: number): number {
  const s = Math.abs(x);
  return Math.max(
    ellipsoid(s - 15, y + 24, z - 6, 5.5, 12, 10),
    ellipsoid(s - 19, y + 2, z - 19, 3.5, 20, 5),
    ellipsoid(s - 27, y + 3, z - 1, 5.5, 17, 11),
    ellipsoid(s - 9.5, y - 11, z - 5, 8, 15, 9),
  );
}
