import { type Bead, type Canvas, canvas, paint, position, stampShape, stampTube } from "../canvas.ts";
import { type Lesion, lesionDepth } from "../lesion.ts";
import { type NoiseField, smoothNoise } from "../noise.ts";
import { clamp, coverage, ellipsoid, mix, smoothstep } from "../shapes.ts";
import { braincaseDepth, cortex, deepGrey, headDepth, type Shares, tentorium } from "./head.ts";

/** Signal of a T1-weighted spin or gradient echo after gadolinium. */
export const signal = {
  air: 4,
  bone: 55,
  marrow: 330,
  fat: 900,
  skin: 520,
  muscle: 400,
  fluid: 170,
  grey: 455,
  white: 625,
  oedema: 415,
  vitreous: 150,
  mucosa: 640,
  enhanced: 940,
} as const;

const kind = { none: 0, brain: 1, face: 2 } as const;

/** Draws a head with the lesion in it; brain around the lesion is pushed aside and swollen. */
export function drawHead(
  size: Canvas["size"],
  spacing: Canvas["spacing"],
  origin: Canvas["origin"],
  lesion: Lesion,
): Canvas {
  const on = canvas(size, spacing, origin, signal.air);
  const noise = smoothNoise(301);
  const fold = smoothNoise(307, true);
  paintTissues(on, lesion, noise, fold);
  paintFluids(on, noise, lesion);
  paintFace(on, noise);
  paintVessels(on);
  return on;
}

/** Where a point lay before the lesion grew: it pushes its surroundings outwards. */
function unpushed(lesion: Lesion, x: number, y: number, z: number): [number, number, number] {
  const [dx, dy, dz] = [x - lesion.centre[0], y - lesion.centre[1], z - lesion.centre[2]];
  const r = Math.hypot(dx, dy, dz) + 1e-6;
  const back = 6.5 * Math.exp(-Math.max(0, r - lesion.radius) / 17) * Math.min(1, r / lesion.radius);
  const f = 1 - back / r;
  return [lesion.centre[0] + dx * f, lesion.centre[1] + dy * f, lesion.centre[2] + dz * f];
}

function paintTissues(on: Canvas, lesion: Lesion, noise: NoiseField, fold: NoiseField): void {
  const { size, values, tissue } = on;
  const shares: Shares = { csf: 0, grey: 0 };
  let index = 0;
  for (let k = 0; k < size[2]; k++) {
    const z = position(on, 2, k);
    for (let j = 0; j < size[1]; j++) {
      const y = position(on, 1, j);
      for (let i = 0; i < size[0]; i++, index++) {
        const x = position(on, 0, i);
        if (Math.abs(x) > 84 || Math.abs(y + 4) > 118) continue;
        const skin = headDepth(x, y, z);
        if (skin < -1) continue;
        const wobble = noise(x / 13, y / 13, z / 13);
        const inner = braincaseDepth(x, y, z) + 0.7 * wobble;
        const value =
          inner > -1 ? inside(x, y, z, inner, lesion, noise, fold, shares) : outside(x, y, z, skin, inner, noise);
        values[index] = mix(signal.air, value, coverage(skin, 1));
        tissue[index] = inner > 1 ? kind.brain : kind.face;
      }
    }
  }
}

/** Skull and what covers it. */
function outside(x: number, y: number, z: number, skin: number, inner: number, noise: NoiseField): number {
  if (skin < 1.6) return signal.skin;
  const wobble = noise(x / 9, y / 9 + 40, z / 9);
  const base = smoothstep(-12, -34, z);
  const thickness = 6.5 + 1.2 * wobble + 3 * base;
  if (inner > -thickness) {
    const table = Math.min(-inner, inner + thickness);
    const diploe = signal.marrow * (0.8 + 0.3 * noise(x / 3, y / 3, z / 3));
    return mix(signal.bone, diploe, smoothstep(1.4, 2.6, table) * (1 - 0.5 * base));
  }
  const fat = 4.2 + 1.2 * wobble + 2.5 * smoothstep(-20, -60, z);
  if (skin < fat) return signal.fat * (0.94 + 0.05 * wobble);
  // Muscles of the temples, jaw and neck, parted by fat.
  const plane = 1 - Math.abs(noise(x / 12, y / 12 + 9, z / 24)) * 3.2;
  const muscle = signal.muscle + 18 * noise(x / 3, y / 3, z / 5);
  return mix(muscle, signal.fat * 0.85, clamp(plane, 0, 1) * smoothstep(-16, -34, z));
}

function inside(
  x: number,
  y: number,
  z: number,
  inner: number,
  lesion: Lesion,
  noise: NoiseField,
  fold: NoiseField,
  shares: Shares,
): number {
  const dura = coverage(inner, 1);
  const [px, py, pz] = unpushed(lesion, x, y, z);
  const hull = inner - 2.2;
  const fine = noise(x / 2.3, y / 2.3, z / 2.3 + 15);
  let value: number = signal.fluid;
  const tent = tentorium(px, py);
  const stem = brainstem(px, py, pz);
  if (stem > 0) {
    value = mix(signal.fluid, signal.white - 30 + 8 * fine, coverage(stem - 0.5, 1));
  } else if (py > 20 && pz < tent) {
    value = cerebellum(px, py, pz, Math.min(hull, tent - pz - 1.5), noise, fine);
  } else if (hull > -1) {
    const base = pz - mix(-46, tent + 1, smoothstep(0, 26, py - 0.25 * Math.abs(px)));
    cortex(px, py, pz, Math.min(hull, base), fold, noise, shares);
    const nuclei = coverage(deepGrey(px, py, pz) + 0.8 * noise(px / 6, py / 6, pz / 6), 1.5);
    const grey = Math.max(shares.grey, nuclei * 0.82);
    const swollen = oedema(lesion, x, y, z, noise) * (1 - grey);
    const white = mix(signal.white, signal.oedema, swollen) + 7 * fine;
    value = mix(mix(white, signal.grey + 9 * fine, grey), signal.fluid, shares.csf);
    value = mix(signal.fluid, value, coverage(Math.min(hull, base), 1));
    // The falx, thin and faintly enhanced.
    const falx = smoothstep(0.9, 0.3, Math.abs(px)) * callosumOutside(py, pz);
    value = mix(value, 520, 0.55 * falx);
  }
  return mix(signal.bone, value, dura);
}

const callosumOutside = (y: number, z: number): number =>
  smoothstep(1, 1.15, ((y - 2) / 44) ** 2 + ((z - 2) / 26) ** 2) * smoothstep(-30, 5, z + Math.max(0, y) * 0.4);

const brainstem = (x: number, y: number, z: number): number => {
  if (z > 2) return -9;
  const axis = 17 - 0.2 * (z + 20);
  const tube = mix(13.5, 8, smoothstep(-34, -62, z)) - Math.hypot(x, y - axis);
  const pons = ellipsoid(x, y - 9, z + 28, 16, 12, 14);
  return Math.min(Math.max(tube, pons), -z + 1);
};

/** Folia: thin leaves of grey matter around a branching white core. */
function cerebellum(x: number, y: number, z: number, hull: number, noise: NoiseField, fine: number): number {
  const lobes = Math.max(
    ellipsoid(Math.abs(x) - 23, y - 49, z + 38, 34, 31, 31),
    ellipsoid(x, y - 49, z + 36, 14, 27, 29),
  );
  const depth = Math.min(lobes, hull + 0.8, y - 22);
  if (depth < -1) return signal.fluid;
  const radius = Math.hypot(y - 34, (z + 38) * 1.15, x * 0.4);
  const leaves = Math.sin(radius * 1.75 + 2.6 * noise(x / 10, y / 10, z / 10));
  const core = smoothstep(7, 13, depth + 2 * noise(x / 5, y / 5, z / 5));
  const leaf = mix(signal.grey, mix(signal.fluid + 120, signal.grey + 40, smoothstep(-1, -0.35, leaves)), 1 - core);
  const value = mix(
    leaf,
    signal.white,
    Math.max(core * 0.9, 0.4 * smoothstep(0.5, 1, leaves) * smoothstep(2, 8, depth)),
  );
  return mix(signal.fluid, value + 8 * fine, coverage(depth, 1.2));
}

/** 0 … 1: swelling that follows the white matter around the lesion. */
function oedema(lesion: Lesion, x: number, y: number, z: number, noise: NoiseField): number {
  // It does not cross the midline.
  const out = -lesionDepth(lesion, x, y, z) + 2.5 * Math.max(0, x + 7);
  if (out > 34) return 0;
  return smoothstep(15 + 8 * noise(x / 11 + 50, y / 11, z / 11), 4 + 5 * noise(x / 8, y / 8, z / 8 + 60), out);
}

function paintFluids(on: Canvas, noise: NoiseField, lesion: Lesion): void {
  // Ventricles are drawn pushed as well: each bead is moved away from the lesion.
  const pushed = ([x, y, z, r]: Bead): Bead => {
    const d = [x - lesion.centre[0], y - lesion.centre[1], z - lesion.centre[2]];
    const distance = Math.hypot(...d);
    const push = 6.5 * Math.exp(-Math.max(0, distance - lesion.radius) / 17);
    return [x + (d[0] / distance) * push, y + (d[1] / distance) * push, z + (d[2] / distance) * push, r - 0.12 * push];
  };
  const tubes: Bead[][] = [];
  for (const s of [-1, 1]) {
    tubes.push(
      [
        [s * 9, -36, 3, 4],
        [s * 8, -26, 10, 5.5],
        [s * 9, -8, 18, 5],
        [s * 12, 12, 19, 5.5],
        [s * 20, 28, 12, 7],
      ],
      [
        [s * 20, 28, 12, 7],
        [s * 25, 34, 4, 7.5],
        [s * 30, 22, -10, 4.5],
        [s * 33, 2, -19, 3],
      ],
      [
        [s * 24, 34, 5, 6.5],
        [s * 22, 50, 4, 4],
        [s * 20, 60, 3, 2],
      ],
    );
  }
  for (const tube of tubes) stampTube(on, tube.map(pushed), 2);
  stampShape(on, [-6, 6, -20, 22, -16, 12], (x, y, z) =>
    Math.min(2.2 - Math.abs(x), ellipsoid(x, y, z + 2, 20, 17, 11)),
  );
  stampShape(on, [-14, 14, 20, 45, -52, -22], (x, y, z) => ellipsoid(x, y - 32, z + 36, 8, 6, 11));
  paint(on, kind.brain, (x, y, z) => signal.fluid - 12 + 4 * noise(x / 3, y / 3, z / 3));
  // Enhancing choroid plexus.
  for (const s of [-1, 1]) {
    const [x0, y0, z0] = pushed([s * 23, 31, 5, 1]);
    stampShape(
      on,
      [x0 - 8, x0 + 8, y0 - 8, y0 + 8, z0 - 8, z0 + 8],
      (x, y, z) => ellipsoid(x - x0, y - y0, z - z0, 3.2, 5, 4) + 1.2 * noise(x / 2, y / 2, z / 2),
    );
  }
  paint(on, kind.brain, 860);
}

function paintVessels(on: Canvas): void {
  const sagittal: Bead[] = [];
  for (let n = 0; n <= 24; n++) {
    const angle = -0.55 + (n / 24) * 3.95;
    const [uy, uz] = [-Math.cos(angle), Math.sin(angle)];
    let r = 60;
    for (let step = 0; step < 8; step++) r += braincaseDepth(0, uy * r, uz * r) - 2.5;
    sagittal.push([0, uy * r, uz * r, 1.8 + 0.1 * n]);
  }
  const tubes: Bead[][] = [sagittal];
  const last = sagittal[sagittal.length - 1];
  for (const s of [-1, 1]) {
    tubes.push(
      [
        last,
        [s * 24, 76, -22, 4],
        [s * 46, 52, -28, 4],
        [s * 50, 30, -38, 4.2],
        [s * 36, 18, -56, 4.4],
        [s * 30, 10, -84, 4.5],
      ],
      [
        [s * 24, -4, -84, 2.6],
        [s * 22, -8, -52, 2.6],
        [s * 13, -20, -36, 2.6],
        [s * 12, -18, -22, 2.2],
      ],
      [
        [s * 12, -18, -22, 2.1],
        [s * 26, -14, -18, 1.8],
        [s * 38, -10, -10, 1.5],
        [s * 40, 8, 2, 1.2],
      ],
      [
        [s * 12, -18, -22, 1.6],
        [s * 3, -30, -16, 1.4],
        [s * 2, -44, 2, 1.2],
        [s * 2, -36, 26, 1],
      ],
      [
        [0, -3, -26, 1.8],
        [s * 10, 2, -18, 1.5],
        [s * 20, 22, -14, 1.2],
      ],
    );
  }
  tubes.push([
    [0, 4, -84, 2],
    [0, -2, -44, 2],
    [0, -3, -26, 1.9],
  ]);
  tubes.push([[0, 22, 20, 1], [0, 36, 12, 2], [0, 58, 0, 2.4], last]);
  for (const tube of tubes) stampTube(on, tube, 2);
  paint(on, kind.brain, 890);
}

function paintFace(on: Canvas, noise: NoiseField): void {
  for (const s of [-1, 1]) {
    const box = [s * 31 - 24, s * 31 + 24, -100, -28, -60, -6] as const;
    stampShape(on, box, (x, y, z) =>
      Math.min(ellipsoid(x - s * 31, y + 66, z + 32, 19, 31, 19), headDepth(x, y, z) - 3),
    );
    paint(
      on,
      kind.face,
      (x, y, z) => signal.fat + 25 * noise(x / 4, y / 4, z / 4),
      (t) => t === kind.face,
    );
    for (const [a, b] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ]) {
      stampTube(
        on,
        [
          [s * 31 + a * 11, -74, -32 + b * 11, 1.6],
          [s * 28 + a * 9, -58, -32 + b * 9, 2.6],
          [s * 16 + a, -38, -28 + b, 1.4],
        ],
        2,
      );
    }
    paint(on, kind.face, 560);
    stampTube(
      on,
      [
        [s * 31, -64, -32, 2.1],
        [s * 22, -46, -29, 2.1],
        [s * 9, -26, -22, 2.4],
      ],
      2,
    );
    paint(on, kind.face, signal.white - 60);
    stampShape(on, box, (x, y, z) => ellipsoid(x - s * 32, y + 78, z + 32, 12.6, 12.6, 12.6));
    paint(on, kind.face, 420);
    stampShape(on, box, (x, y, z) => ellipsoid(x - s * 32, y + 78, z + 32, 11.5, 11.5, 11.5));
    paint(on, kind.face, signal.vitreous);
    stampShape(on, box, (x, y, z) => ellipsoid(x - s * 32, y + 86, z + 32, 4.6, 2.3, 4.6));
    paint(on, kind.face, 470);
    stampShape(on, [s * 28 - 22, s * 28 + 22, -96, -30, -90, -40], (x, y, z) =>
      Math.min(ellipsoid(x - s * 27, y + 60, z + 72, 16, 19, 19), headDepth(x, y, z) - 8),
    );
    stampShape(on, [s * 52 - 16, s * 52 + 16, 6, 44, -66, -34], (x, y, z) =>
      Math.min(ellipsoid(x - s * 54, y - 22, z + 50, 10, 14, 15), 3 * noise(x / 2.2, y / 2.2, z / 2.2) + 1),
    );
    paint(on, kind.none, signal.air, (t) => t === kind.face);
  }
  // Nasal cavity, ethmoid cells and sphenoid sinus, lined by enhancing mucosa.
  const cells = (x: number, y: number, z: number) =>
    Math.max(
      ellipsoid(x, y + 62, z + 34, 12, 24, 14),
      ellipsoid(x, y + 30, z + 36, 14, 11, 10),
      ellipsoid(x, y + 62, z + 66, 14, 33, 24),
    );
  const box = [-18, 18, -96, -14, -90, -18] as const;
  stampShape(on, box, (x, y, z) => Math.min(cells(x, y, z), headDepth(x, y, z) - 4));
  paint(on, kind.face, signal.mucosa, (t) => t === kind.face);
  stampShape(on, box, (x, y, z) =>
    Math.min(
      cells(x, y, z) - 1.2,
      headDepth(x, y, z) - 6,
      Math.abs(x) - 0.8,
      y < -44 ? 2.2 * Math.abs(noise(x / 4, y / 6 + 33, z / 6)) * 2 - 1.3 : 3,
    ),
  );
  paint(on, kind.none, signal.air, (t) => t === kind.face);
}
