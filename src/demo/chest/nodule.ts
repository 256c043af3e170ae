import { type Bead, type Canvas, paint, stampCapsule, stampShape } from "../canvas.ts";
import { type Lesion, lesionDepth, nearLesion } from "../lesion.ts";
import type { NoiseField } from "../noise.ts";
import { between, type Random } from "../random.ts";
import { WALL } from "./body.ts";
import { cageDepth, level } from "./outline.ts";
import { tissue } from "./tissue.ts";

export type NoduleLook = {
  readonly value: number;
  /** Standard deviation of the texture, HU. */
  readonly texture: number;
  readonly spicules: number;
  /** Greatest length of a spicule, mm. */
  readonly reach: number;
  /** Brightness of the ground-glass rim, HU above lung. */
  readonly halo: number;
  /** Strands to the pleura. */
  readonly tags: number;
};

/** A solid nodule in lung: core with texture, spicules, a thin ground-glass rim, strands that pull at the pleura. */
export function paintNodule(on: Canvas, lesion: Lesion, look: NoduleLook, noise: NoiseField, random: Random): void {
  nearLesion(on, lesion, 9, (index, depth, x, y, z) => {
    if (on.tissue[index] !== tissue.lung) return;
    const patch = 0.75 + 0.45 * noise(x / 3, y / 3, z / 3);
    on.values[index] += look.halo * Math.exp(Math.min(0, depth) / 2.6) * Math.max(0, patch);
  });
  for (let n = 0; n < look.spicules; n++) stampSpicule(on, lesion, n, look, random);
  paint(on, tissue.vessel, 5, (t) => t === tissue.lung || t === tissue.vessel);
  for (let n = 0; n < look.tags; n++) stampTag(on, lesion, n, random);
  paint(on, tissue.vessel, 15, (t) => t === tissue.lung || t === tissue.vessel);
  const [x, y, z] = lesion.centre;
  const far = lesion.radius * 1.8 * Math.max(...lesion.stretch);
  const box = [x - far, x + far, y - far, y + far, z - far, z + far] as const;
  stampShape(on, box, (a, b, c) => lesionDepth(lesion, a, b, c), 3);
  paint(
    on,
    tissue.lesion,
    (a, b, c) =>
      look.value +
      look.texture * (0.75 * noise(a / 2.2, b / 2.2, c / 2.2 + 30) + 0.65 * noise(a / 5, b / 5 + 70, c / 5)),
  );
}

/** Where the ray from the lesion's centre in a direction leaves it. */
function surface(lesion: Lesion, d: readonly number[]): [number, number, number] {
  let t = lesion.radius;
  for (let n = 0; n < 4; n++) {
    t += lesionDepth(lesion, ...along(lesion, d, t));
  }
  return along(lesion, d, t);
}

const along = ({ centre }: Lesion, d: readonly number[], t: number): [number, number, number] => [
  centre[0] + d[0] * t,
  centre[1] + d[1] * t,
  centre[2] + d[2] * t,
];

function stampSpicule(on: Canvas, lesion: Lesion, n: number, look: NoduleLook, random: Random): void {
  const z = 1 - (2 * (n + 0.5)) / look.spicules;
  const across = Math.sqrt(1 - z * z);
  const angle = n * 2.39996 + between(random, -0.3, 0.3);
  const d = [across * Math.cos(angle), across * Math.sin(angle), z];
  const [sx, sy, sz] = surface(lesion, d);
  const length = look.reach * between(random, 0.35, 1);
  const wide = between(random, 0.7, 1.25);
  const bend = () => between(random, -0.16, 0.16) * length;
  const root: Bead = [sx - d[0] * 2, sy - d[1] * 2, sz - d[2] * 2, wide * 1.5];
  const half: Bead = [sx + d[0] * length * 0.45, sy + d[1] * length * 0.45, sz + d[2] * length * 0.45, wide * 0.62];
  const tip: Bead = [sx + d[0] * length + bend(), sy + d[1] * length + bend(), sz + d[2] * length + bend(), 0.22];
  stampCapsule(on, root, half);
  stampCapsule(on, half, tip);
}

/** A strand from the lesion outwards to the chest wall, ending in a small tent of pleura. */
function stampTag(on: Canvas, lesion: Lesion, n: number, random: Random): void {
  const [cx, cy, cz] = lesion.centre;
  const at = level(cz);
  const angle = Math.atan2(cy - at.cageY, cx) + (n - 0.4) * 0.32;
  const d = [Math.cos(angle), Math.sin(angle), between(random, -0.12, 0.12)];
  const start = surface(lesion, d);
  let t = lesion.radius;
  while (t < 90 && cageDepth(at, cx + d[0] * t, cy + d[1] * t) > WALL) t += 0.5;
  const [ex, ey, ez] = along(lesion, d, t);
  const [mx, my, mz] = [0, 1, 2].map((a) => (start[a] + [ex, ey, ez][a]) / 2 + between(random, -1.2, 1.2));
  stampCapsule(on, [...start, 1.1], [mx, my, mz, 0.6]);
  stampCapsule(on, [mx, my, mz, 0.6], [ex - d[0] * 4, ey - d[1] * 4, ez, 0.7]);
  stampCapsule(on, [ex - d[0] * 4, ey - d[1] * 4, ez, 0.7], [ex, ey, ez, 2.8]);
}
