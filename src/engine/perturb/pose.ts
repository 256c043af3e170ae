import type { Vec3 } from "../grid.ts";

/**
 * Where a voxel of the moved image takes its value from, in mm along the image's axes: in the plane x' = a x + b y + tx,
 * y' = c x + d y + ty, and z' = z + tz. It is the inverse of the movement.
 */
export type Pose = {
  readonly matrix: readonly [number, number, number, number];
  readonly offset: Vec3;
};

export const STILL: Pose = { matrix: [1, 0, 0, 1], offset: [0, 0, 0] };

export const isIdentity = ({ matrix: [a, b, c, d], offset }: Pose): boolean =>
  a === 1 && b === 0 && c === 0 && d === 1 && offset.every((o) => o === 0);

/** First the movement `pose`, then one of inverse `next`. */
export function followedBy({ matrix: [a, b, c, d], offset: [x, y, z] }: Pose, next: Pose): Pose {
  const [e, f, g, h] = next.matrix;
  const [u, v, w] = next.offset;
  return {
    matrix: [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h],
    offset: [a * u + b * v + x, c * u + d * v + y, z + w],
  };
}

/** A movement by a vector in mm. */
export const shifted = (mm: Vec3): Pose => ({ matrix: STILL.matrix, offset: [-mm[0], -mm[1], -mm[2]] });

/** A turn in the plane about (x, y) mm, from the x axis towards the y axis. */
export function turned(degrees: number, [x, y]: readonly [number, number]): Pose {
  const angle = (degrees * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return { matrix: [cos, sin, -sin, cos], offset: [x - cos * x - sin * y, y + sin * x - cos * y, 0] };
}
