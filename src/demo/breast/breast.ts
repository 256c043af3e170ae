import { gaussianBlur } from "../blur.ts";
import { type Bead, type Canvas, canvas, paint, position, stampCapsule, stampTube } from "../canvas.ts";
import { type Lesion, lesionDepth, nearLesion } from "../lesion.ts";
import type { NoiseField } from "../noise.ts";
import { between, fillNormal, type Random, seeded } from "../random.ts";
import { clamp, curve, ellipsoid, mix, smoothstep, smoothUnion } from "../shapes.ts";

/**
 * A left breast in the medio-lateral oblique view, in mm from the upper left corner: the chest wall lies along the
 * left edge (x = 0), the nipple points right. Signals are those of a processed mammogram, 0 … 4095.
 */

const contour = curve([
  [0, 64],
  [40, 88],
  [80, 108],
  [120, 121],
  [150, 124],
  [175, 116],
  [198, 94],
  [214, 63],
  [224, 26],
  [232, 4],
]);
export const nipple = [125, 148] as const;
/** Where the pectoral muscle ends, by height. */
const pectoral = curve([
  [0, 60],
  [40, 46],
  [80, 29],
  [115, 10],
  [128, -4],
]);

/** Depth under the skin in the plane, mm. */
function skinDepth(x: number, y: number): number {
  const slope = (contour(y + 1) - contour(y - 1)) / 2;
  const edge = (contour(y) - x) / Math.sqrt(1 + slope * slope);
  const tip = 4.6 - Math.hypot((x - nipple[0] + 0.5) * 0.8, y - nipple[1]);
  return smoothUnion(edge, tip, 2.5);
}

/** Noise whose power falls with the third power of frequency, as breast tissue has it: mean 0, deviation about 1. */
function tissueNoise(noise: NoiseField, x: number, y: number, octaves: number): number {
  let sum = 0;
  let weight = 1;
  let cell = 14;
  for (let n = 0; n < octaves; n++) {
    sum += weight * noise(x / cell + 7 * n, y / cell, 5.5 * n);
    weight *= 0.7;
    cell *= 0.5;
  }
  return sum * 0.72;
}

/** Draws the breast with its mass; one slice. */
export function drawBreast(
  size: Canvas["size"],
  pixel: number,
  lesion: Lesion,
  noise: NoiseField,
  seed: number,
): Canvas {
  const on = canvas(size, [pixel, pixel, 1], [pixel / 2, pixel / 2, 0], 0);
  const random = seeded(seed);
  const [nx, ny] = size;
  for (let j = 0; j < ny; j++) {
    const y = position(on, 1, j);
    for (let i = 0; i < nx; i++) {
      const x = position(on, 0, i);
      const skin = skinDepth(x, y);
      if (skin < -0.5) continue;
      on.values[i + nx * j] = tissueSignal(x, y, skin, noise) * clamp(skin / 0.4 + 0.5, 0, 1);
    }
  }
  paintVessels(on, random);
  paintDucts(on, random);
  paintMass(on, lesion, random);
  paintNode(on, noise);
  paintCalcifications(on, lesion, random);
  return on;
}

function tissueSignal(x: number, y: number, skin: number, noise: NoiseField): number {
  const round = clamp(skin / 20, 0, 1);
  const thickness = Math.sqrt(1 - (1 - round) ** 2);
  const [dx, dy] = [nipple[0] - x, y - nipple[1]];
  const r = Math.hypot(dx, dy);
  const angle = Math.atan2(dy, dx);
  const cloud = tissueNoise(noise, x, y, 8);
  // Fat with its ligaments: thin curved lines where a slow field crosses zero.
  const web = noise(x / 12 + 20, y / 12, 31) + 0.35 * noise(x / 4, y / 4, 37);
  const ligament = Math.exp(-((web / 0.075) ** 2)) * (0.45 + 0.4 * noise(x / 18, y / 18, 41));
  const fat = 1020 + 75 * cloud + 190 * clamp(ligament, 0, 1);
  // Gland: a cone behind the nipple, streaked towards it, in lobules with scalloped borders.
  const envelope =
    1.15 - Math.hypot((x - 66) / 50, (y - 118 - 0.1 * (x - 66)) / 58) + 0.2 * noise(x / 16, y / 16, 51) + 0.24 * cloud;
  const streak = 1 - Math.abs(noise(r / 22, angle * 6.5 + 0.06 * noise(x / 6, y / 6, 3), 61)) * 1.4;
  const lobule = clamp(0.55 + 0.4 * cloud + 0.22 * streak, 0, 1.5);
  const neck = 0.55 * smoothstep(34, 4, r) * smoothstep(9, 2, Math.abs(dy) - 0.12 * r);
  const gland = Math.max(smoothstep(-0.1, 0.55, envelope) * lobule, neck);
  let value = fat + 1080 * gland;
  const muscleDepth = pectoral(y) - x + 1.5 * noise(x / 14, y / 14, 71);
  const along = x * 0.82 + y * 0.57;
  const across = -x * 0.57 + y * 0.82;
  const fibres = 60 * noise(across / 5, along / 2.2 + 9, 81) + 45 * noise(x / 2, y / 2, 85) + 35 * cloud;
  value = mix(value, 2150 + 300 * smoothstep(0, 40, muscleDepth) + fibres, smoothstep(-1, 1.2, muscleDepth) * 0.92);
  const skinLine = smoothstep(0, 0.4, skin) * smoothstep(2.2, 1.2, skin);
  const areola = smoothstep(15, 4, r) * smoothstep(9, 2, skin);
  return (value * (0.25 + 0.75 * thickness) + 520 * areola) * (1 + 0.05 * noise(x / 30, y / 30, 91)) + 420 * skinLine;
}

function paintVessels(on: Canvas, random: Random): void {
  for (const [x0, y0, turn] of [
    [20, 60, 0.5],
    [16, 170, -0.35],
    [60, 30, 0.9],
  ]) {
    const beads: Bead[] = [];
    let [x, y, angle] = [x0, y0, turn];
    for (let n = 0; n < 34; n++) {
      beads.push([x, y, 0, Math.min(0.1 + n * 0.09, 1.1 - n * 0.022)]);
      angle += between(random, -0.16, 0.16);
      x += 2.4 * Math.cos(angle);
      y += 2.4 * Math.sin(angle);
    }
    stampTube(on, beads, 1);
  }
  add(on, 150);
}

function paintDucts(on: Canvas, random: Random): void {
  for (let n = 0; n < 26; n++) {
    const goal = [between(random, 22, 92), between(random, 70, 190)];
    let [x, y]: [number, number] = [nipple[0] - 6, nipple[1] + between(random, -3, 3)];
    const beads: Bead[] = [];
    for (let s = 0; s < 20; s++) {
      beads.push([x, y, 0, 0.75 - s * 0.026]);
      x += (goal[0] - x) * 0.085 + between(random, -0.9, 0.9);
      y += (goal[1] - y) * 0.085 + between(random, -0.9, 0.9);
    }
    stampTube(on, beads, 1);
  }
  add(on, 120);
}

/** Adds what is stamped to the signal: shadows of one projection lie over each other. */
function add(on: Canvas, amount: number): void {
  const before = on.values.slice();
  paint(on, 0, 1);
  for (let n = 0; n < before.length; n++) {
    const v = on.values[n];
    if (v === before[n]) continue;
    // `paint` blended towards 1: take the share back out of it.
    const share = (v - before[n]) / (1 - before[n]);
    on.values[n] = before[n] > 0 ? before[n] + amount * share : before[n];
  }
}

function paintMass(on: Canvas, lesion: Lesion, random: Random): void {
  const [cx, cy] = lesion.centre;
  for (let n = 0; n < 36; n++) {
    const angle = (n / 36) * 2 * Math.PI + between(random, -0.16, 0.16);
    const length = 4 + 19 * random() ** 1.7;
    const start = lesion.radius * 0.8;
    const wide = between(random, 0.22, 0.5);
    const beads: Bead[] = [];
    let turn = 0;
    for (let s = 0; s <= 6; s++) {
      const t = s / 6;
      const r = start + length * t;
      beads.push([cx + r * Math.cos(angle + turn), cy + r * Math.sin(angle + turn), 0, wide * (1.25 - 1.1 * t)]);
      turn += between(random, -0.05, 0.05);
    }
    stampTube(on, beads, 1);
  }
  add(on, 270);
  const { noise } = lesion;
  nearLesion(on, lesion, 8, (index, depth, x, y) => {
    const body = Math.sqrt(clamp((depth + 0.6) / lesion.radius, 0, 1));
    const glow = Math.exp(-Math.max(0, -depth) / 2.4) * (330 + 120 * noise(x / 3, y / 3, 14));
    const texture = 70 * noise(x / 2.2, y / 2.2, 4) + 70 * noise(x / 5, y / 5, 9);
    on.values[index] = Math.min(3900, on.values[index] + glow + body * (800 + texture));
  });
}

/** A lymph node with a fatty hilum over the muscle. */
function paintNode(on: Canvas, noise: NoiseField): void {
  const node: Lesion = { centre: [70, 22, 0], radius: 5, stretch: [1, 1.5, 1], lobes: [0.05, 1.5], noise };
  nearLesion(on, node, 1, (index, depth, x, y) => {
    const hilum = ellipsoid(x - 71.8, y - 22, 0, 2.6, 4.4, 9);
    on.values[index] += 520 * clamp(depth / 1.2, 0, 1) * (1 - 0.8 * smoothstep(-0.6, 1.2, hilum));
  });
}

/** A cluster of fine irregular calcifications in and beside the mass. */
function paintCalcifications(on: Canvas, lesion: Lesion, random: Random): void {
  for (let n = 0; n < 19; n++) {
    const x = lesion.centre[0] + 3 + 4.5 * (random() + random() - 1);
    const y = lesion.centre[1] + 5 + 5 * (random() + random() - 1);
    const turn = random() * Math.PI;
    const length = between(random, 0, 0.55);
    const r = between(random, 0.1, 0.24);
    stampCapsule(on, [x, y, 0, r], [x + length * Math.cos(turn), y + length * Math.sin(turn), 0, r * 0.7], 1);
  }
  add(on, 850);
}

/** Stored pixels: the detector's blur and quantum noise, greatest where least light came through. */
export function mammogramPixels(on: Canvas, seed: number): Uint16Array {
  const { size, values } = on;
  gaussianBlur(values, size, [0.6, 0.6, 0]);
  const grain = new Float32Array(values.length);
  fillNormal(seeded(seed), grain);
  gaussianBlur(grain, size, [0.5, 0.5, 0]);
  return Uint16Array.from(values, (v, n) => {
    const sd = v < 1 ? 0 : 22 + v * 0.012;
    return clamp(Math.round(v + sd * 1.6 * grain[n]), 0, 4095);
  });
}

/** 1 where a pixel's centre lies inside the mass. */
export function massMask(on: Canvas, lesion: Lesion): Uint8Array {
  const [nx, ny] = on.size;
  const mask = new Uint8Array(nx * ny);
  for (let j = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      const [x, y] = [position(on, 0, i), position(on, 1, j)];
      if (Math.hypot(x - lesion.centre[0], y - lesion.centre[1]) > 2 * lesion.radius) continue;
      if (lesionDepth(lesion, x, y, 0) >= 0) mask[i + nx * j] = 1;
    }
  }
  return mask;
}
