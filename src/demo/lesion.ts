import type { Vec3 } from "#engine/grid.ts";
import { type Canvas, position } from "./canvas.ts";
import type { NoiseField } from "./noise.ts";

/** A lobulated lump: a ball stretched along x, y, z whose radius wanders with direction. Millimetres. */
export type Lesion = {
  readonly centre: Vec3;
  readonly radius: number;
  readonly stretch: Vec3;
  /** How far the radius wanders, as a share of it, and how many lobes fit around (cells of noise across the ball). */
  readonly lobes: readonly [amount: number, number: number];
  readonly noise: NoiseField;
};

/** Radius of the unstretched lesion in the unit direction (x, y, z). */
function radiusAlong({ radius, lobes, noise }: Lesion, x: number, y: number, z: number): number {
  const [amount, n] = lobes;
  const wander = noise(8 + n * x, 8 + n * y, 8 + n * z) + 0.4 * noise(40 + 2.2 * n * x, 2.2 * n * y, 2.2 * n * z);
  return radius * (1 + amount * Math.max(-2, Math.min(2, wander)));
}

/** Depth under the lesion's surface, mm, along the ray from its centre: positive inside, 0 on the surface. */
export function lesionDepth(lesion: Lesion, x: number, y: number, z: number): number {
  const { centre, stretch, radius } = lesion;
  const u = (x - centre[0]) / stretch[0];
  const v = (y - centre[1]) / stretch[1];
  const w = (z - centre[2]) / stretch[2];
  const distance = Math.sqrt(u * u + v * v + w * w);
  if (distance < 1e-6) return radius;
  const world = Math.hypot(x - centre[0], y - centre[1], z - centre[2]);
  return (radiusAlong(lesion, u / distance, v / distance, w / distance) - distance) * (world / distance);
}

/** The lesion's exact volume, mm³: ∫ r³/3 over all directions, times the stretch. */
export function lesionVolume(lesion: Lesion): number {
  const directions = 20000;
  let sum = 0;
  for (let n = 0; n < directions; n++) {
    const z = 1 - (2 * (n + 0.5)) / directions;
    const across = Math.sqrt(1 - z * z);
    const angle = n * Math.PI * (3 - Math.sqrt(5));
    sum += radiusAlong(lesion, across * Math.cos(angle), across * Math.sin(angle), z) ** 3;
  }
  const [a, b, c] = lesion.stretch;
  return ((4 * Math.PI) / 3) * (sum / directions) * a * b * c;
}

/** 1 where the voxel's centre lies inside, on the canvas' voxels: the truth to compare a segmentation with. */
export function lesionMask(on: Pick<Canvas, "size" | "spacing" | "origin">, lesions: readonly Lesion[]): Uint8Array {
  const [nx, ny, nz] = on.size;
  const mask = new Uint8Array(nx * ny * nz);
  const at = (axis: 0 | 1 | 2, n: number) => on.origin[axis] + n * on.spacing[axis];
  for (const lesion of lesions) {
    const reach = lesion.radius * (1 + 3 * lesion.lobes[0]) * Math.max(...lesion.stretch);
    for (let k = 0; k < nz; k++) {
      if (Math.abs(at(2, k) - lesion.centre[2]) > reach) continue;
      for (let j = 0; j < ny; j++) {
        if (Math.abs(at(1, j) - lesion.centre[1]) > reach) continue;
        for (let i = 0; i < nx; i++) {
          const x = at(0, i);
          if (Math.abs(x - lesion.centre[0]) > reach) continue;
          if (lesionDepth(lesion, x, at(1, j), at(2, k)) >= 0) mask[i + nx * (j + ny * k)] = 1;
        }
      }
    }
  }
  return mask;
}

/** Calls `visit` at every voxel within `reach` mm of the lesion's surface or inside it, with the depth there. */
export function nearLesion(
  on: Canvas,
  lesion: Lesion,
  reach: number,
  visit: (index: number, depth: number, x: number, y: number, z: number) => void,
): void {
  const [nx, ny, nz] = on.size;
  const far = lesion.radius * (1 + 3 * lesion.lobes[0]) * Math.max(...lesion.stretch) + reach;
  for (let k = 0; k < nz; k++) {
    const z = position(on, 2, k);
    if (Math.abs(z - lesion.centre[2]) > far) continue;
    for (let j = 0; j < ny; j++) {
      const y = position(on, 1, j);
      if (Math.abs(y - lesion.centre[1]) > far) continue;
      for (let i = 0; i < nx; i++) {
        const x = position(on, 0, i);
        if (Math.abs(x - lesion.centre[0]) > far) continue;
        const depth = lesionDepth(lesion, x, y, z);
        if (depth > -reach) visit(i + nx * (j + ny * k), depth, x, y, z);
      }
    }
  }
}
