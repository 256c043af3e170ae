import { clamp, curve, ellipsoid, smoothstep, smoothUnion } from "../shapes.ts";

/**
 * The chest's landmarks as surfaces, in mm of a standard patient: x to the left, y to the back, z to the head,
 * the carina at z = 30. All functions give a depth: positive inside.
 */

const bodyA = curve([
  [-140, 156],
  [-60, 164],
  [0, 168],
  [50, 172],
  [85, 170],
  [112, 158],
  [135, 128],
]);
const bodyB = curve([
  [-140, 108],
  [-60, 112],
  [0, 113],
  [50, 108],
  [85, 94],
  [112, 80],
  [135, 70],
]);
const bodyY = curve([
  [-140, 4],
  [0, 4],
  [50, 8],
  [85, 18],
  [112, 26],
  [135, 30],
]);
const cageA = curve([
  [-140, 133],
  [-60, 138],
  [0, 131],
  [45, 113],
  [75, 90],
  [95, 65],
  [108, 42],
  [118, 14],
]);
const cageB = curve([
  [-140, 93],
  [-60, 95],
  [0, 90],
  [45, 76],
  [75, 58],
  [95, 44],
  [108, 30],
  [118, 10],
]);
const cageY = curve([
  [-140, -5],
  [-60, -5],
  [0, -3],
  [45, 6],
  [75, 17],
  [95, 24],
  [118, 27],
]);
/** Middle of the vertebral bodies. */
export const spineY = curve([
  [-140, 50],
  [-60, 56],
  [0, 59],
  [60, 54],
  [120, 40],
]);

/** The numbers of one slice, looked up once. */
export type Level = {
  readonly z: number;
  readonly bodyA: number;
  readonly bodyB: number;
  readonly bodyY: number;
  readonly cageA: number;
  readonly cageB: number;
  readonly cageY: number;
  readonly spineY: number;
};

export const level = (z: number): Level => ({
  z,
  bodyA: bodyA(z),
  bodyB: bodyB(z),
  bodyY: bodyY(z),
  cageA: cageA(z),
  cageB: cageB(z),
  cageY: cageY(z),
  spineY: spineY(z),
});

/**
 * Depth under an oval, along the ray from its centre. Its outline is close to a superellipse of exponent 2.5: a mean of
 * the exponents 2 and 4, which need no power function.
 */
function oval(x: number, y: number, a: number, b: number): number {
  const u = (x / a) ** 2;
  const v = (y / b) ** 2;
  const f = 0.58 * Math.sqrt(u + v) + 0.42 * Math.sqrt(Math.sqrt(u * u + v * v));
  if (f < 0.2) return Math.min(a, b) * (1 - f);
  return ((1 - f) * Math.sqrt(x * x + y * y)) / f;
}

export function bodyDepth(at: Level, x: number, y: number): number {
  const groove = 5 * Math.exp(-((x / 14) ** 2)) * smoothstep(40, 90, y);
  const chest = 5 * Math.exp(-(((Math.abs(x) - 65) / 38) ** 2) - ((at.z - 25) / 50) ** 2) * smoothstep(-30, -80, y);
  return oval(x, y - at.bodyY, at.bodyA, at.bodyB) - groove + chest;
}

export function cageDepth(at: Level, x: number, y: number): number {
  const gutter = 9 * Math.exp(-(((Math.abs(x) - 48) / 26) ** 2)) * smoothstep(20, 75, y);
  return oval(x, y - at.cageY, at.cageA, at.cageB) + gutter;
}

const halfWidth = curve([
  [-95, 3],
  [-72, 6],
  [-55, 22],
  [-30, 27],
  [10, 27],
  [36, 21],
  [52, 19],
  [72, 22],
  [90, 30],
]);
const upperWidth = curve([
  [-60, 14],
  [-30, 24],
  [10, 27],
  [36, 22],
  [52, 20],
  [72, 22],
  [90, 30],
]);

/** Depth inside the mediastinum with heart and spine. */
export function mediastinumDepth(at: Level, x: number, y: number): number {
  const upper = smoothstep(40, 75, at.z);
  const width = halfWidth(y) * (1 - upper) + upperWidth(y) * upper;
  const shift = y < 0 ? 3 : 1;
  let depth = width - Math.abs(x - shift);
  const aorta = 16 - Math.hypot(x - aortaX(at.z), y - aortaY(at.z));
  if (at.z < 50) depth = smoothUnion(depth, aorta, 6);
  depth = smoothUnion(depth, heartDepth(x, y, at.z) + 4, 10);
  // The bulges of the arch on the left, of the superior vena cava and right atrium on the right.
  depth = smoothUnion(depth, ellipsoid(x - 26, y - 12, at.z - 50, 15, 26, 13), 8);
  depth = smoothUnion(depth, ellipsoid(x + 26, y + 10, at.z - 30, 13, 18, 60), 10);
  return depth;
}

/** The descending aorta runs to the left of the spine and comes before it at the diaphragm. */
export const aortaX = curve([
  [-140, 6],
  [-90, 12],
  [-40, 20],
  [20, 24],
  [60, 25],
]);
export const aortaY = curve([
  [-140, 26],
  [-90, 30],
  [-40, 37],
  [20, 43],
  [60, 38],
]);

/** Heart axes: c along its length (to the apex: left, front, down), a and b across. */
const axis = [0.68, -0.52, -0.52] as const;

export function heartFrame(x: number, y: number, z: number): [number, number, number] {
  const px = x - 14;
  const py = y + 20;
  const pz = z + 28;
  const c = px * axis[0] + py * axis[1] + pz * axis[2];
  // Across: a to the left and back, b to the head, made orthogonal to the axis.
  const a = (px * 0.607 + py * 0.795) / 1.0002;
  const b = px * 0.413 - py * 0.316 + pz * 0.854;
  return [a, b, c];
}

export function heartDepth(x: number, y: number, z: number): number {
  const [a, b, c] = heartFrame(x, y, z);
  const apex = ellipsoid(a, b, c - 6, 43 - 0.12 * clamp(c, -40, 60), 45 - 0.12 * clamp(c, -40, 60), 60);
  const base = ellipsoid(x + 22, y + 8, z + 22, 34, 36, 44);
  return smoothUnion(apex, base, 14);
}

/** Height of the lung's lower border above (x, y), mm; `lift` raises it. */
export function diaphragm(x: number, y: number, cage: number, lift: number): number {
  const qr = ((x + 66) / 84) ** 2 + ((y + 14) / 92) ** 2;
  const ql = ((x - 66) / 80) ** 2 + ((y + 12) / 92) ** 2;
  const right = -44 - 34 * qr;
  const left = -57 - 34 * ql;
  const dome = smoothUnion(right, left, 10) + lift;
  // The recess along the ribs.
  return dome - 46 * Math.exp(-Math.max(0, cage - 7) / 11);
}

/** Positive in front of and above the oblique fissure (upper lobes), in mm. */
export const obliqueFissure = (x: number, y: number, z: number): number =>
  (z + 5) * 0.62 - (y - 5) * 0.78 + (x > 0 ? 5 : 0);
