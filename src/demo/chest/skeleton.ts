import { type Canvas, paint, position, span, stampCapsule, stampShape, stampTube, touch } from "../canvas.ts";
import type { NoiseField } from "../noise.ts";
import { clamp, curve, mix, smoothstep } from "../shapes.ts";
import { cageDepth, level, spineY } from "./outline.ts";
import { tissue } from "./tissue.ts";

const VERTEBRA = 22;
/** Centres of the vertebral bodies, from the top of the scan downwards. */
const vertebrae = Array.from({ length: 15 }, (_, n) => 122 - n * VERTEBRA);

/** Spongy bone: brighter struts on marrow. */
const spongy = (noise: NoiseField, base: number, depth: number) => (x: number, y: number, z: number) =>
  base + depth * noise(x / 2.2, y / 2.2, z / 2.2);

export function paintSkeleton(on: Canvas, noise: NoiseField): void {
  paintSpine(on, noise);
  paintRibs(on, noise);
  paintSternum(on, noise);
  paintShoulders(on, noise);
}

/**
 * Paints a bone twice: dense cortex in its whole shape, then marrow in the shape shrunk by the cortex.
 */
function bone(on: Canvas, stamp: (shrink: number) => void, cortex: number, thickness: number, noise: NoiseField): void {
  stamp(0);
  paint(on, tissue.bone, cortex);
  stamp(thickness);
  paint(on, tissue.bone, spongy(noise, 185, 45));
}

function paintSpine(on: Canvas, noise: NoiseField): void {
  const zLow = position(on, 2, 0) - 20;
  const zHigh = position(on, 2, on.size[2] - 1) + 20;
  const box = (y: number, z: number) => [-34, 34, y - 22, y + 64, z - 30, z + 14] as const;
  for (const z0 of vertebrae) {
    const y0 = spineY(z0);
    // Disc, then body with its waist, then arch and processes.
    stampShape(on, box(y0, z0), (x, y, z) =>
      Math.min(bodyOutline(x, y - spineY(z), 0), 2.6 - Math.abs(z - z0 + VERTEBRA / 2)),
    );
    paint(on, tissue.muscle, 95);
    const body = (shrink: number) =>
      stampShape(on, box(y0, z0), (x, y, z) => {
        const h = z - z0;
        return Math.min(bodyOutline(x, y - spineY(z), 1.6 * (1 - (h / 9) ** 2)), 8.6 - Math.abs(h)) - shrink;
      });
    bone(on, body, 560, 1.3, noise);
    const canal = y0 + 25;
    const arch = (shrink: number) =>
      stampShape(on, box(y0, z0), (x, y, z) => {
        const h = z - z0;
        const ring = 3.4 - Math.abs(Math.hypot(x / 1.12, y - canal) - 11.5);
        const lamina = y > canal - 4 ? Math.min(ring, 8 - Math.abs(h + 3 + (y - canal) * 0.3)) : -9;
        const pedicle = Math.min(4 - Math.abs(Math.abs(x) - 11.5), 6 - Math.abs(h - 1), y - y0 - 6, canal + 3 - y);
        const drop = (y - canal) * 0.75;
        const spinous = Math.min(
          3 - Math.abs(x) + 0.5 * smoothstep(20, 30, y - canal),
          y - canal - 9,
          canal + 25 - y,
          7 - Math.abs(h + drop),
        );
        const lift = (Math.abs(x) - 12) * 0.1;
        const back = canal - 2 + (Math.abs(x) - 10) * 0.45;
        const transverse = Math.min(4.2 - Math.hypot(y - back, h - 3 - lift), Math.abs(x) - 9, 31 - Math.abs(x));
        return Math.max(lamina, pedicle, spinous, transverse) - shrink;
      });
    bone(on, arch, 520, 1.5, noise);
  }
  const cord: [number, number, number, number][] = [];
  const sac: [number, number, number, number][] = [];
  for (let z = zLow; z <= zHigh; z += 6) {
    sac.push([0, spineY(z) + 24.5, z, 7.8]);
    cord.push([0, spineY(z) + 24.5, z, 4.4]);
  }
  stampTube(on, sac, 1);
  paint(on, tissue.muscle, 12, (t) => t !== tissue.bone);
  stampTube(on, cord, 1);
  paint(on, tissue.muscle, 38, (t) => t !== tissue.bone);
}

/** Kidney-shaped cross-section of a vertebral body. */
const bodyOutline = (x: number, y: number, waist: number): number => {
  const hollow = 3.5 * Math.exp(-((x / 9) ** 2)) * smoothstep(4, 14, y);
  return (1 - Math.sqrt((x / 17.5) ** 2 + (y / 14.5) ** 2)) * 15 - waist - hollow;
};

const ribReach = [0.93, 0.93, 0.93, 0.93, 0.92, 0.92, 0.9, 0.86, 0.8, 0.7, 0.5, 0.34];
const ribDrop = curve([
  [0, 34],
  [1, 48],
  [3, 66],
  [6, 84],
  [8, 84],
  [10, 66],
  [11, 50],
]);

/** A rib is a flat band on the cage: it starts beside its vertebra, rises for a moment, then falls to the front. */
function paintRibs(on: Canvas, noise: NoiseField): void {
  for (const side of [-1, 1]) {
    const cartilages: (readonly [number, number, number])[][] = [];
    const paths = ribReach.map((reach, n) => {
      const path = ribPath(n, side, reach);
      if (n < 10) cartilages.push(cartilagePath(n, path[path.length - 1], side));
      return path;
    });
    for (const path of paths) stampBand(on, path, 5.8, 3.4);
    paint(on, tissue.bone, 620);
    for (const path of paths) stampBand(on, path, 4.4, 2);
    paint(on, tissue.bone, spongy(noise, 210, 60));
    for (const path of cartilages) stampBand(on, path, 6, 3.6);
    paint(on, tissue.cartilage, spongy(noise, 105, 14), (t) => t !== tissue.bone);
  }
}

function ribPath(n: number, side: number, reach: number): (readonly [number, number, number])[] {
  const z0 = 122 - n * VERTEBRA + 12;
  const path: (readonly [number, number, number])[] = [];
  const steps = 220;
  for (let s = 0; s <= steps; s++) {
    const t = (s / steps) * reach;
    const angle = 0.3 + t * (Math.PI - 0.3);
    const z = z0 - ribDrop(n) * smoothstep(0.02, 1.15, t) * 1.08 + 3 * Math.sin(Math.min(1, t * 5) * Math.PI);
    const at = level(Math.min(z, 112));
    // Find the cage's surface along the ray at this angle.
    const [ux, uy] = [side * Math.sin(angle), Math.cos(angle)];
    let radius = 60;
    for (let i = 0; i < 6; i++) radius += cageDepth(at, ux * radius, at.cageY + uy * radius) - 3.4;
    path.push([ux * radius, at.cageY + uy * radius, z]);
  }
  // Neck and head of the rib lead back to the disc.
  const [hx, hy, hz] = path[0];
  const head = [side * 19, spineY(z0) + 8, z0 - 2] as const;
  const neck = Array.from({ length: 14 }, (_, s) => {
    const t = s / 14;
    return [mix(head[0], hx, t), mix(head[1], hy, t) + 3 * Math.sin(t * Math.PI), mix(head[2], hz, t)] as const;
  });
  return [...neck, ...path];
}

function cartilagePath(
  n: number,
  [x, y, z]: readonly [number, number, number],
  side: number,
): (readonly [number, number, number])[] {
  const zEnd = n < 7 ? 62 - n * 17 : -46 + (7 - n) * 4;
  const at = level(zEnd);
  const xEnd = side * (n < 7 ? 20 : 18 + (n - 6) * 11);
  const yEnd = at.cageY - at.cageB + 1 + (n < 7 ? 0 : (n - 6) * 2.5);
  const path: (readonly [number, number, number])[] = [];
  for (let s = 0; s <= 60; s++) {
    const t = s / 60;
    const zz = mix(z, zEnd, t) - (n > 3 ? 10 * Math.sin(t * Math.PI) : 0);
    path.push([mix(x, xEnd, t), mix(y, yEnd, t) - 3 * Math.sin(t * Math.PI), zz]);
  }
  return path;
}

/** Stamps a band along a path: `height` half its extent to the head, `thickness` half its extent outwards. */
function stampBand(
  on: Canvas,
  path: readonly (readonly [number, number, number])[],
  height: number,
  thickness: number,
) {
  const { stamp, size, spacing } = on;
  const reach = height + 1;
  const width = spacing[0];
  for (const [px, py, pz] of path) {
    const [x0, x1] = span(on, 0, px, px, reach);
    const [y0, y1] = span(on, 1, py, py, reach);
    const [z0, z1] = span(on, 2, pz, pz, reach);
    touch(on, x0, x1, y0, y1, z0, z1);
    const length = Math.hypot(px, py);
    const [nx, ny] = [px / length, py / length];
    for (let k = z0; k < z1; k++) {
      const dz = position(on, 2, k) - pz;
      for (let j = y0; j < y1; j++) {
        const dy = position(on, 1, j) - py;
        for (let i = x0; i < x1; i++) {
          const dx = position(on, 0, i) - px;
          const out = dx * nx + dy * ny;
          const along = dy * nx - dx * ny;
          const f = Math.sqrt((out / thickness) ** 2 + (dz / height) ** 2 + (along / thickness) ** 2);
          const share = clamp((1 - f) * (thickness / width) + 0.5, 0, 1);
          const index = i + size[0] * (j + size[1] * k);
          if (share > stamp[index]) stamp[index] = share;
        }
      }
    }
  }
}

const sternumHalf = curve([
  [-62, 5],
  [-48, 12],
  [-10, 17],
  [30, 14],
  [46, 17],
  [52, 20],
  [76, 26],
  [90, 22],
]);

function paintSternum(on: Canvas, noise: NoiseField): void {
  const stamp = (shrink: number) =>
    stampShape(on, [-32, 32, -110, -20, -66, 90], (x, y, z) => {
      const at = level(z);
      const front = at.cageY - at.cageB - 1 + x * x * 0.006;
      const joint = Math.abs(z - 48) < 1.5 ? 3 : 0;
      const notch = z > 80 ? (z - 80) * 0.9 * Math.exp(-((x / 12) ** 2)) : 0;
      return Math.min(5.2 - Math.abs(y - front), sternumHalf(z) - Math.abs(x), 88 - z, z + 64) - joint - notch - shrink;
    });
  bone(on, stamp, 420, 1.3, noise);
}

function paintShoulders(on: Canvas, noise: NoiseField): void {
  for (const side of [-1, 1]) {
    const clavicle = (shrink: number) => {
      const r = 6 - shrink;
      stampCapsule(on, [side * 20, -42, 86, r + 2], [side * 62, -44, 99, r], 2);
      stampCapsule(on, [side * 62, -44, 99, r], [side * 112, -10, 116, r], 2);
    };
    bone(on, clavicle, 640, 2, noise);
    // The blade: a thin plate on the back of the cage, a triangle that widens upwards, with a thick outer border.
    const blade = (shrink: number) =>
      stampShape(on, side < 0 ? [-165, -30, -20, 115, 0, 118] : [30, 165, -20, 115, 0, 118], (x, y, z) => {
        const at = level(Math.min(z, 95));
        const angle = Math.atan2(Math.abs(x), y - at.cageY);
        const inner = 0.56 - (z > 70 ? (z - 70) * 0.002 : 0);
        const outer = mix(0.72, 1.62, clamp((z - 6) / 100, 0, 1));
        const out = -cageDepth(at, x, y);
        const border = smoothstep(0.16, 0.02, outer - angle);
        const half = 1.5 + 5 * border + 1.5 * smoothstep(0.1, 0.02, angle - inner);
        const middle = 15 + 7 * border + 4 * noise(x / 30, y / 30, z / 30 + 50);
        return Math.min(half - Math.abs(out - middle), (angle - inner) * 80, (outer - angle) * 80, z - 4) - shrink;
      });
    bone(on, blade, 600, 1.6, noise);
  }
}
